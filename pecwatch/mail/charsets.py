# SPDX-License-Identifier: EUPL-1.2
"""Bytes as text. Only names of charsets count: Python also has codecs that unpack, unescape and escape."""

import re
from encodings import normalize_encoding
from encodings.aliases import aliases
from functools import lru_cache

_WESTERN = frozenset(("ascii", "latin_1", "cp1252", "iso8859_15"))
"""Declared by default by programs that write UTF-8 or Windows text all the same."""
_UNICODE = frozenset("utf_8 utf_8_sig utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be utf_7".split())
_MANY_BYTES = frozenset(
    "cp932 cp949 cp950 big5hkscs gb18030 hz euc_jp euc_jis_2004 euc_jisx0213 shift_jis_2004 shift_jisx0213 iso2022_jp "
    "iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_jp_ext iso2022_kr johab".split()
)
_OTHERS = frozenset(
    "cp437 cp850 cp852 cp855 cp857 cp858 cp861 cp862 cp864 cp865 cp866 cp869 cp874 cp1250 cp1251 cp1253 cp1254 cp1255 "
    "cp1256 cp1257 cp1258 iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9 iso8859_10 "
    "iso8859_13 iso8859_14 iso8859_16 koi8_r koi8_u mac_roman mac_cyrillic mac_greek mac_latin2 mac_turkish ptcp154 "
    "kz1048 hp_roman8".split()
)
_KNOWN = _WESTERN | _UNICODE | _MANY_BYTES | _OTHERS
_WRITTEN_AS = {
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "shift_jis": "cp932", "euc_kr": "cp949",
    "tis_620": "cp874", "iso8859_11": "cp874",
}  # fmt: skip
"""Charsets under whose name programs write a larger one (WHATWG Encoding)."""
_OTHER_NAMES = {
    "ansi": "cp1252", "visual": "iso8859_8", "gb_2312_80": "gb18030", "csgb2312": "gb18030", "cn_big5": "cp950",
    "chinesebig5": "cp950", "x_big5": "cp950", "ks_c_5601": "cp949", "cp31j": "cp932", "ms_cyrl": "cp1251",
    "mac": "mac_roman", "mac_ce": "mac_latin2",
}  # fmt: skip
"""Names that Python does not know."""
_PRIVATE = re.compile(r"\Ax_")
_NUMBERED = re.compile(r"\A(?:cp|windows|win|ibm|dos)_?(?=\d)")
_UNICODE_VERSION = re.compile(r"\Aunicode_\d_\d_(?=utf)")
_DIRECTION = re.compile(r"(?<=8859_8)_[ie]\Z")
"""Hebrew says by a letter who brings the lines into order; the characters are the same."""
_LONGEST_NAME = 40
_FEW = 0.1
"""Share of characters that may be wrong in a text that is still what it declares."""
_AS_IN_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
"""What `surrogateescape` makes of a byte that is no UTF-8, as the letter that Windows takes it for."""


def as_text(content: bytes, charset: str | None = None) -> str:
    """Bytes as text by their declared charset, otherwise UTF-8, otherwise what Windows would take them for.

    A wrong byte spoils one letter, and not how the others are read.
    """
    codec = None if charset is None else _codec(charset)
    if content.isascii() and (codec is None or codec in _WESTERN):
        return content.decode("ascii")
    for candidate in _candidates(codec):
        try:
            return _decoded(content, candidate)
        except ValueError:
            continue
    return _with_wrong_bytes(content, codec)


def for_readers(content: bytes, charset: str | None) -> tuple[bytes, str | None]:
    """A text and its charset, for readers who know Python's names only, and no UTF-7, which looks like ASCII."""
    codec = None if charset is None else _codec(charset)
    if codec == "utf_7":
        return as_text(content, charset).encode(), "utf-8"
    return content, codec if codec in _MANY_BYTES | _OTHERS else charset


def _candidates(codec: str | None) -> tuple[str, ...]:
    """Text that is valid UTF-8 by chance, and is not, does not occur in western languages."""
    if codec is None or codec in _WESTERN:
        return ("utf-8", codec) if codec == "iso8859_15" else ("utf-8",)
    return (codec, "utf-8")


def _decoded(content: bytes, codec: str) -> str:
    text = content.decode(codec)
    if codec == "utf_7":
        text.encode()  # Python lets halves of characters out of this one; they are refused here
    return text


def _with_wrong_bytes(content: bytes, codec: str | None) -> str:
    """What declares nothing, or a western charset, and has more wrong bytes than letters in UTF-8 is western."""
    if codec is not None and codec in _MANY_BYTES | _OTHERS:
        text = content.decode(codec, "replace")
        if text.count("\ufffd") <= _FEW * len(text):
            return text
    text = content.decode("utf-8", "surrogateescape")
    right = content.decode("utf-8", "ignore")
    letters, wrong = len(right) - len(right.encode("ascii", "ignore")), len(text) - len(right)
    if codec not in _UNICODE and (letters < wrong or (letters == wrong and codec is not None)):
        text = content.decode("ascii", "surrogateescape")
    return text.translate(_AS_IN_WINDOWS)


@lru_cache(maxsize=256)
def _codec(charset: str) -> str | None:
    """Python's name for a charset; None for what is none."""
    written = charset.partition("*")[0].strip(" \t\"'`")
    if len(written) > _LONGEST_NAME or not written.isascii():
        return None
    name = normalize_encoding(written).lower().replace(".", "_")
    while _PRIVATE.match(name):
        name = _PRIVATE.sub("", name)
    name = _DIRECTION.sub("", _UNICODE_VERSION.sub("", _NUMBERED.sub("cp", name)))
    name = _OTHER_NAMES.get(name) or aliases.get(name) or aliases.get(name.replace("_", "")) or name
    name = _WRITTEN_AS.get(name, name)
    return name if name in _KNOWN else None
