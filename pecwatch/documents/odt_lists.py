# SPDX-License-Identifier: EUPL-1.2
"""Numbers of OpenDocument's lists: which list goes on counting where another ended."""

from dataclasses import dataclass, field

from pecwatch.documents.elements import Attributes
from pecwatch.documents.odt_styles import ListStyle, Styles

_LEVELS = 10


@dataclass(slots=True, kw_only=True)
class _List:
    """A list from its first level down."""

    style: ListStyle
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(slots=True, kw_only=True)
class _Item:
    """An item whose first paragraph is still to come."""

    is_due: bool
    start: int | None = None


class Lists:
    """The lists open at a place of the text, and how far those before have counted."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._open: list[_List] = []
        self._items: list[_Item] = []
        self._by_id: dict[str | None, _List] = {}
        self._by_style: dict[str, _List] = {}
        self._headings: list[int | None] = [None] * _LEVELS

    def begin(self, attributes: Attributes) -> None:
        """A list begins, or a level of one."""
        name = attributes.get("text:style-name")
        around = self._open[-1] if self._open else None
        level = len(self._open)
        goes_on = attributes.get("text:continue-numbering") == "true"
        style = self._styles.find_list(name) or (around.style if around else ListStyle())
        if around is not None:
            if not goes_on and level < _LEVELS:
                around.counts[level:] = [None] * (_LEVELS - level)
            self._open.append(around if style is around.style else _List(style=style, counts=around.counts))
            return
        before = self._by_id.get(attributes.get("text:continue-list"))
        before = before or (self._by_style.get(name or "") if goes_on else None)
        opened = _List(style=style) if before is None else _List(style=style, counts=before.counts)
        self._by_id[attributes.get("xml:id") or "?"] = self._by_style[name or ""] = opened
        self._open.append(opened)

    def end(self) -> None:
        """The list, or a level of it, ends."""
        if self._open:
            self._open.pop()

    def begin_item(self, attributes: Attributes, *, is_header: bool) -> None:
        """An item begins; a header has no number."""
        start = attributes.number("text:start-value", -1)
        self._items.append(_Item(is_due=not is_header, start=None if start < 0 else start))

    def end_item(self) -> None:
        """The item ends."""
        if self._items:
            self._items.pop()

    def label(self) -> str:
        """What is printed before the paragraph that begins: something for the first one of an item alone."""
        if not self._items or not self._items[-1].is_due or not 0 < len(self._open) <= _LEVELS:
            return ""
        item, opened, level = self._items[-1], self._open[-1], len(self._open)
        item.is_due = False
        _count(opened.style, opened.counts, level, item.start)
        return opened.style.label(level, opened.counts)

    def heading(self, level: int) -> str:
        """What is printed before a heading that is in no list.

        Args:
            level: From 1.
        """
        if self._items or not 1 <= level <= _LEVELS:
            return ""
        _count(self._styles.outline, self._headings, level, None)
        return self._styles.outline.label(level, self._headings)


def _count(style: ListStyle, counts: list[int | None], level: int, start: int | None) -> None:
    known = counts[level - 1]
    following = style.start(level) if known is None else known + 1
    counts[level - 1] = following if start is None else start
    counts[level:] = [None] * (len(counts) - level)
