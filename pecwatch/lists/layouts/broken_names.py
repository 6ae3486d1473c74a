# SPDX-License-Identifier: EUPL-1.2
"""Columns so narrow that a program breaks surnames in the middle: «ZUCCHER|OLI|MIRELLA», «BONETTA|LI IVANO»."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pecwatch.italian.fold import fold
from pecwatch.italian.name_order import is_given_name
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Item
from pecwatch.lists.layouts.table_columns import guessed_columns, width_of
from pecwatch.lists.layouts.table_header import header_at
from pecwatch.lists.layouts.table_rows import NAMED
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_WORD = re.compile(r"[^\W\d_]+")
_SHORT_END = 4
_NO_NAME = 2
"""A given name so short is an end all the same, where the column breaks words: «BONETTA|LI IVANO»."""
_ENOUGH = 200
"""Rows in which a header is looked for."""
_ROWS = 2
"""So many rows with a short end tell that the column breaks words: one may be a short surname."""
_WIDE = 0.6
"""Of the longest line of the column: a word on a shorter line had room, and is whole."""


def with_whole_names(items: list[Item], collector: Collector) -> list[Item]:
    """The rows of a table with broken surnames whole again, where several tell that the column breaks them.

    A table that goes on from the page before goes on breaking them, however few rows are left.
    """
    rules, above = collector.rules, collector.columns
    goes_on = collector.breaks_names and len(above) == width_of(items)
    collector.breaks_names = False
    if not any("\n" in cell for item in items for cell in item.cells or ()):
        return items
    for column, role in _columns(items, above, rules):
        of_surnames = role is Role.SURNAME
        texts = [(item.cells or ())[column] for item in items if _holds(item, column)]
        widest = max((len(line) for text in texts if "\n" in text for line in text.split("\n")), default=0)
        breaks = [list(_breaks(text, widest, rules, of_surnames=of_surnames)) for text in texts]
        short = sum(any(_tells(end, rules) for _, end in found) for found in breaks)
        if short >= (1 if goes_on else _ROWS):
            collector.breaks_names = True
            places = iter(breaks)
            items = [_mended(item, column, next(places)) if _holds(item, column) else item for item in items]
    return items


def _holds(item: Item, column: int) -> bool:
    return column < len(item.cells or ())


def _columns(items: Sequence[Item], above: tuple[Role, ...], rules: Rules) -> list[tuple[int, Role]]:
    """Columns of surnames."""
    headers = (header_at(items, place, (), rules) for place in range(min(len(items), _ENOUGH)))
    header = next((found for found in headers if found is not None), None)
    width = width_of(list(items))
    roles = header[0] if header is not None else above if len(above) == width else None
    told = roles or guessed_columns(list(items), width, rules)
    return [(column, role) for column, role in enumerate(told) if role in NAMED]


def _breaks(text: str, widest: int, rules: Rules, *, of_surnames: bool) -> Iterator[tuple[int, str]]:
    """Where a surname is broken in a cell, and its end: it fills its line, and only given names stand behind it."""
    lines = text.split("\n")
    at = 0
    for line, below in pairwise(lines):
        at += len(line) + 1
        end, _, behind = below.strip().partition(" ")
        following = [*behind.split(), *text[at + len(below) :].split()]
        *before, word = line.split() or [""]
        if (
            all(_WORD.fullmatch(part) for part in (word, end))
            and all(fold(particle) in rules.names.particles for particle in before)
            and not (_stands_alone(word, rules) or (is_given_name(end, rules.names) and len(end) > _NO_NAME))
            and word.isupper() == end.isupper()
            and len(line.strip()) > widest * _WIDE
            and (following or of_surnames)
            and all(is_given_name(given, rules.names) for given in following)
        ):
            yield at - 1, end


def _stands_alone(word: str, rules: Rules) -> bool:
    return is_given_name(word, rules.names) or fold(word) in rules.names.particles


def _tells(end: str, rules: Rules) -> bool:
    """Whether an end is so short that it is hardly a surname; «DI» leads one and «LI» is a name, they tell nothing."""
    return len(end) <= _SHORT_END and not _stands_alone(end, rules)


def _mended(item: Item, column: int, breaks: list[tuple[int, str]]) -> Item:
    cells = list(item.cells or ())
    for at, _ in reversed(breaks):
        cells[column] = cells[column][:at] + cells[column][at + 1 :].lstrip()
    return replace(item, cells=tuple(cells))
