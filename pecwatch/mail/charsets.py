# SPDX-License-Identifier: EUPL-1.2
"""Bytes as text. Only names of charsets count: Python also has codecs that unpack, unescape and escape."""

from encodings import normalize_encoding
from encodings.aliases import aliases
from functools import lru_cache

_WESTERN = frozenset(("ascii", "latin_1", "cp1252", "iso8859_15"))
"""Declared by default by programs that write UTF-8 or Windows text all the same."""
_UNICODE = frozenset("utf_8 utf_8_sig utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be".split())
_OTHERS = frozenset(
    "cp437 cp850 cp852 cp855 cp857 cp858 cp861 cp862 cp864 cp865 cp866 cp869 cp874 cp932 cp949 cp950 cp1250 cp1251 "
    "cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 "
    "iso8859_9 iso8859_10 iso8859_11 iso8859_13 iso8859_14 iso8859_16 koi8_r koi8_u mac_roman mac_cyrillic mac_greek "
    "mac_latin2 mac_turkish big5 big5hkscs gb2312 gbk gb18030 hz euc_jp euc_jis_2004 euc_jisx0213 shift_jis "
    "shift_jis_2004 shift_jisx0213 iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_jp_ext iso2022_kr "
    "euc_kr johab tis_620 ptcp154 kz1048 hp_roman8".split()
)
_KNOWN = _WESTERN | _UNICODE | _OTHERS
_LONGEST_NAME = 40


def as_text(content: bytes, charset: str | None = None) -> str:
    """Bytes as text by their declared charset, otherwise UTF-8, otherwise what Windows would take them for."""
    if content.isascii() and (charset is None or _codec(charset) in _WESTERN):
        return content.decode("ascii")
    for candidate in _candidates(None if charset is None else _codec(charset)):
        try:
            return content.decode(candidate)
        except ValueError:
            continue
    return content.decode("latin-1")


def _candidates(codec: str | None) -> tuple[str, ...]:
    """Text that is valid UTF-8 by chance, and is not, does not occur in western languages."""
    if codec is None or codec in _WESTERN:
        return ("utf-8", codec, "cp1252") if codec == "iso8859_15" else ("utf-8", "cp1252")
    return (codec, "utf-8", "cp1252")


@lru_cache(maxsize=256)
def _codec(charset: str) -> str | None:
    """Python's name for a charset; None for what is none."""
    if len(charset) > _LONGEST_NAME or not charset.isascii():
        return None
    name = normalize_encoding(charset.strip()).lower().replace(".", "_")
    name = aliases.get(name, name)
    return name if name in _KNOWN else None
