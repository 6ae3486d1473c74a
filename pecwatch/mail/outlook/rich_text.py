# SPDX-License-Identifier: EUPL-1.2
"""The body of a message that Outlook keeps as compressed rich text (MS-OXRTFCP), often with HTML inside (MS-OXRTFEX).

It gives the text alone, or the HTML as it was written; layout is lost, except that cells are divided by tabs.
"""

import re
from dataclasses import dataclass, field, replace

from pecwatch.mail.headers import as_text
from pecwatch.mail.outlook.mapi import charset_of
from pecwatch.model.record import record

SIZE_LIMIT = 10 * 1024 * 1024
"""Bytes of rich text that are read; hidden pictures count too."""
_BEGINNING = rb"{\rtf"
TOKENS_LIMIT = 1_000_000
"""Words, signs and stretches of text: about three seconds."""
_LEAD = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    + b"\r\n"
    + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What every compressed text may refer to before its own first byte (MS-OXRTFCP, 2.1.2.1)."""
_WINDOW = 4096

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<break>[\r\n]+)|(?P<text>[^\\{}\r\n]+)|(?P<rest>.)",
    re.S,
)
_SAID_AS = {
    "par": "\n", "line": "\n", "row": "\n", "nestrow": "\n", "sect": "\n", "page": "\n", "tab": "\t", "cell": "\t",
    "nestcell": "\t", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "endash": "–", "emdash": "—",
    "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SIGNS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\r": "\n", b"\n": "\n", b"\t": "\t"}
_NO_TEXT = frozenset(
    "fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf objdata "
    "themedata colorschememapping listtable listoverridetable rsidtbl generator xmlnstbl fldinst nonesttables".split()
)
"""Groups that hold no text of the message."""
_FONT_CODE_PAGES = {
    128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257,
    204: 1251, 222: 874, 238: 1250,
}  # fmt: skip


@record
class RichText:
    """What a rich text says."""

    text: str
    is_html: bool
    is_whole: bool


def read_rich_text(packed: bytes) -> RichText | None:
    """The text, or the HTML that was wrapped in rich text, of a compressed body; None when it is none."""
    content = decompressed(packed)
    if content is None:
        return None
    said = _Reader().read(content)
    length = int.from_bytes(packed[4:8], "little")
    return replace(said, is_whole=said.is_whole and len(content) >= length)


def decompressed(packed: bytes) -> bytes | None:
    """Rich text out of its compression, as far as the bytes go; None when they are no compressed rich text."""
    if packed[8:12] == b"MELA":
        return packed[16 : 16 + SIZE_LIMIT]
    return _unfolded(packed) if packed[8:12] == b"LZFu" else None


def _unfolded(packed: bytes) -> bytes:
    """Each control byte tells which of the next eight tokens are bytes, and which point back at what was written."""
    written = bytearray(_LEAD)
    position = 16
    while position < len(packed) and len(written) < SIZE_LIMIT:
        flags = packed[position]
        position += 1
        for bit in range(8):
            token = packed[position : position + 1 + (flags >> bit & 1)]
            position += len(token)
            if not flags >> bit & 1:
                written += token
                continue
            distance = (len(written) - (int.from_bytes(token, "big") >> 4)) % _WINDOW
            if distance == 0 or len(token) < 2:
                return bytes(written[len(_LEAD) :])
            for _ in range((token[1] & 15) + 2):
                written.append(written[-distance] if distance <= len(written) else 0x20)
    return bytes(written[len(_LEAD) :])


@record
class _Group:
    """What holds between two braces."""

    is_silent: bool = False
    """Fonts, colours, pictures: no text."""
    is_tag: bool = False
    """A piece of the original HTML."""
    is_only_rich: bool = False
    """Text that stands in for HTML, and would double it."""
    is_font_table: bool = False
    font: int | None = None
    stand_ins: int = 1
    """Characters after one in Unicode, for programs that know none."""


@dataclass
class _Reader:
    """Walks over the tokens of one rich text."""

    group: _Group = field(default_factory=_Group)
    outer: list[_Group] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    """Bytes that are not yet characters: some charsets need two for one."""
    code_page: int = 1252
    fonts: dict[int, int] = field(default_factory=dict)
    to_skip: int = 0
    is_html: bool = False
    is_optional: bool = False
    """The next word may name a group that is passed over by who does not know it."""

    def read(self, content: bytes) -> RichText:
        position = 0
        for _ in range(TOKENS_LIMIT):
            token = _TOKEN.match(content, position)
            if token is None:
                break
            position = token.end() + self._token(token)
        self._flush()
        text = "".join(self.written).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        is_whole = position >= len(content) and content.lstrip().startswith(_BEGINNING)
        return RichText(text=text, is_html=self.is_html, is_whole=is_whole)

    def _token(self, token: re.Match[bytes]) -> int:
        """Take one token; gives the bytes to jump over after it."""
        if token["brace"]:
            self._flush()
            self._brace(token["brace"])
        elif token["word"]:
            word = token["word"].decode("ascii").lower()
            return self._word(word, None if token["number"] is None else int(token["number"]))
        elif token["sign"] == b"*":
            self.is_optional = True
        elif token["sign"]:
            self._say(_SIGNS.get(token["sign"], ""))
        elif token["byte"]:
            self._bytes(bytes.fromhex(token["byte"].decode("ascii")))
        elif token["text"] or token["rest"]:
            self._bytes(token["text"] or token["rest"])
        return 0

    def _brace(self, brace: bytes) -> None:
        self.to_skip = 0
        self.is_optional = False
        if brace == b"{":
            self.outer.append(self.group)
        elif self.outer:
            self.group = self.outer.pop()

    def _word(self, word: str, number: int | None) -> int:
        is_optional, self.is_optional = self.is_optional, False
        if word == "bin":
            return max(number or 0, 0)
        if word == "u" and number is not None:
            self._say(chr(number & 0xFFFF))
            self.to_skip = self.group.stand_ins
        elif word in _SAID_AS:
            self._say(_SAID_AS[word])
        elif word == "htmltag" and is_optional:
            self.group = replace(self.group, is_tag=True)
        elif is_optional or word in _NO_TEXT:
            self.group = replace(self.group, is_silent=True, is_font_table=word == "fonttbl")
        else:
            self._setting(word, number)
        return 0

    def _setting(self, word: str, number: int | None) -> None:
        if word == "fromhtml":
            self.is_html = True
        elif word == "htmlrtf":
            self._flush()
            self.group = replace(self.group, is_only_rich=number != 0)
        elif word == "ansicpg" and number:
            self.code_page = number
        elif word == "uc" and number is not None:
            self.group = replace(self.group, stand_ins=number)
        elif word == "f" and number is not None:
            self._flush()
            self.group = replace(self.group, font=number)
        elif word == "fcharset" and self.group.is_font_table and self.group.font is not None:
            self.fonts[self.group.font] = _FONT_CODE_PAGES.get(number or 0, 0)

    def _is_heard(self) -> bool:
        return not self.group.is_silent and (self.group.is_tag or not self.group.is_only_rich)

    def _say(self, text: str) -> None:
        self._flush()
        if self._is_heard():
            self.written.append(text)

    def _bytes(self, found: bytes) -> None:
        skipped = min(self.to_skip, len(found))
        self.to_skip -= skipped
        if self._is_heard():
            self.pending += found[skipped:]

    def _flush(self) -> None:
        """Make characters of the bytes so far, by the charset of their font."""
        if self.pending:
            code_page = self.fonts.get(self.group.font or 0) or self.code_page
            self.written.append(as_text(bytes(self.pending), charset_of(code_page)))
            self.pending.clear()
