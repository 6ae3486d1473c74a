# SPDX-License-Identifier: EUPL-1.2
"""Page headers and footers of sheets: seen on paper alone, and some offices keep the month or a last row there."""

import re

from pecwatch.documents.elements import Attributes, Elements
from pecwatch.documents.sheet_grid import Remark

_PARTS = re.compile(r"&[LCR]")
_CODES = re.compile(
    r'&(?:"[^"]*"|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|\d+|(?P<field>[PNDTFZAG](?:[+-]\d+)?)|(?P<sign>&)|[A-Za-z])'
)
"""Fonts, colours, sizes and styles; fields; the sign itself (ECMA-376, 18.3.1.46)."""

FIELD = "\x1a"
"""Stands where a program prints a number of pages, a day of printing, the name of the file."""

_FEW_WORDS = 3
"""Words around a field that say no more than what it is: «Pagina 1 di 2», «Stampato il»."""


def margin_lines(written: str) -> tuple[str, ...]:
    """Lines of a header or footer of Excel, left, middle and right part each by itself."""
    return tuple(line for part in _PARTS.split(written) for line in shown_lines(_CODES.sub(_shown, part)))


def shown_lines(text: str) -> tuple[str, ...]:
    """Lines of a header or footer in which fields are marked; those that are hardly more than fields are left out."""
    return tuple(
        " ".join(line.replace(FIELD, " ").split())
        for line in text.replace("\r", "\n").split("\n")
        if (words := re.findall(r"\w+", line)) and (FIELD not in line or len(words) > _FEW_WORDS)
    )


def _shown(found: re.Match[str]) -> str:
    return FIELD if found["field"] else "&" if found["sign"] else ""


class MasterPages(Elements):
    """Page headers and footers of OpenDocument's sheets, by the page styles that show them (ODF 1.3, part 3, 16.9)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[Remark, None]] = {}
        """Each once, however many kinds of page show it; lines of footers are still to be placed."""
        self._page = ""
        self._is_shown = False
        self._pieces: list[str] = []

    def opened(self, name: str, attributes: Attributes) -> None:
        """Take up an element."""
        if name == "style:master-page":
            self._page = attributes.get("style:name") or ""
        elif _MARGIN.fullmatch(name):
            self._is_shown = attributes.get("style:display") != "false"
            self._pieces = []
        elif name in ("text:p", "text:line-break"):
            self._pieces.append("\n")
        elif name in ("text:s", "text:tab"):
            self._pieces.append(" ")
        elif name in _FIELDS:
            self._pieces.append(FIELD)

    def written(self, text: str) -> None:
        """Text of paragraphs; what a field showed when the file was saved says nothing."""
        if any(name.startswith("text:") for name in self.path) and not any(name in _FIELDS for name in self.path):
            self._pieces.append(text)

    def closed(self, name: str) -> None:
        """Finish an element."""
        margin = _MARGIN.fullmatch(name)
        if margin and self._is_shown:
            texts = shown_lines("".join(self._pieces))
            remarks = (Remark(line=1, text=text, is_above=margin[1] == "header") for text in texts)
            self.found.setdefault(self._page, {}).update(dict.fromkeys(remarks))


_MARGIN = re.compile(r"style:(header|footer)(-left|-first)?")
_FIELDS = frozenset(
    "text:sheet-name text:page-number text:page-count text:date text:time text:title text:file-name text:author-name "
    "text:print-date text:print-time text:creation-date text:modification-date".split()
)
