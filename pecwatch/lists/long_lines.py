# SPDX-License-Identifier: EUPL-1.2
"""Lines longer than anybody writes them, cut so that a line without end costs no more than many short ones."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pecwatch.lists.draft import Item

LONGEST = 2_000
"""Characters of a line that is read in one piece; a paragraph of a letter reaches a thousand."""


def in_pieces(items: Iterable[Item]) -> Iterator[Item]:
    """The items, those that are too long as several lines of the same place; nothing is left out.

    A table row with such a cell is no row of a list: it becomes lines too.
    """
    for item in items:
        if len(item.text) <= LONGEST:
            yield item
        else:
            yield from (replace(item, text=piece, cells=None, table=0) for piece in _pieces(item.text))


def _pieces(text: str) -> Iterator[str]:
    """Stretches of a text, cut at blanks where there are any."""
    start = 0
    while start < len(text):
        end = start + LONGEST
        blank = text.rfind(" ", start + LONGEST // 2, end) if end < len(text) else -1
        end = blank if blank > 0 else end
        if piece := text[start:end].strip():
            yield piece
        start = end
