# SPDX-License-Identifier: EUPL-1.2
"""What holds at one place of a rich text (Rich Text Format 1.9.1): it is inherited by groups and ends with them."""

import codecs
from dataclasses import dataclass

from pecwatch.documents.word_symbols import symbol
from pecwatch.model.record import record

_CODE_PAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
    255: "cp850",
}  # fmt: skip
"""Charsets of fonts other than the document's own."""
_SYMBOLS = 2
"""Charset of fonts that hold pictures in the place of letters."""


@record
class Font:
    """One font of the document."""

    charset: int = 0
    name: str = ""


@dataclass(slots=True)
class State:
    """Formatting, and where text goes."""

    skips: bool = False
    """Whether nothing here is text of the document."""
    hidden: bool = False
    struck: bool = False
    deleted: bool = False
    font: int = -1
    after_unicode: int = 1
    """Bytes that stand for a Unicode character in programs that know none, to be passed over."""
    in_table: bool = False
    level: int = 0
    """Depth of the table, where it is said."""
    gathers: str = ""
    """What text is gathered for: `font`, `label`, `pict`, `objdata`."""
    ends: str = ""
    """What ends with the group: `header`, `footer`, `note`, `box`, `label` …; groups inside do not inherit it."""
    is_properties: bool = False
    """Inside the properties of a nested table's row."""
    in_shape: bool = False
    """Inside the properties of a shape, one of which may be a picture."""

    def inner(self) -> "State":
        """The state at the beginning of a group here."""
        return State(
            self.skips, self.hidden, self.struck, self.deleted, self.font, self.after_unicode, self.in_table,
            self.level, self.gathers, "", self.is_properties, self.in_shape,
        )  # fmt: skip

    def plain(self) -> None:
        """Characters are as they are by default."""
        self.hidden = self.struck = self.deleted = False
        self.font = -1

    def plain_paragraph(self) -> None:
        """Paragraphs are as they are by default: in no table."""
        self.in_table = False
        self.level = 0


def decoded(raw: bytes, font: Font | None, charset: str) -> str:
    """Bytes as text in a font."""
    if font is not None and font.charset == _SYMBOLS:
        return "".join(symbol(font.name, f"{0xF000 + byte:x}") if byte >= 0x20 else "" for byte in raw)
    code_page = _CODE_PAGES.get(font.charset, charset) if font is not None else charset
    return raw.decode(code_page, errors="replace")


def charset_of(code_page: int) -> str:
    """Python's name of a Windows code page; the Western one for those it does not know."""
    name = "utf-8" if code_page == 65001 else f"cp{code_page}"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
