# SPDX-License-Identifier: EUPL-1.2
"""A cell that holds a little list of its own: everybody of one day, each with address and status.

Calendars have two columns, the day and «Interventi»; who reads such a cell as one person loses all but the first.
"""

import re
from dataclasses import replace
from itertools import pairwise

from pecwatch.lists.draft import Draft, Item
from pecwatch.lists.ends import peel, strip_number
from pecwatch.lists.entry import read_entry
from pecwatch.lists.layouts.lines import draft_of
from pecwatch.lists.layouts.table_rows import NAMED, Cells, draft_without_name
from pecwatch.lists.looks import is_blank, is_surely_name, looks_like_name
from pecwatch.lists.place import decided_homes, homes_in, is_municipality
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_OF_ONE = frozenset({Role.ADDRESS, Role.STATUS, Role.CIVIC, Role.FLAT, Role.FISCAL_CODE})
"""What only one person can have: beside such a cell that of the names holds one person."""

_CARDS = 0.75
"""Share of the cells of a table that are whole rows, where it is made of such."""
_FIRST = 6
"""Rows that tell whether a table is made of cards."""
_FEWEST_WORDS = 5
"""Of a whole row: two of the name, two of the address, and its day."""
_BREAK = re.compile(r"\n\s*|\s[/|•]\s+|;\s+|\s[–—-]\s(?=\s*\d{1,3}\))")
"""Where a row of such a cell may begin."""


def holds_list(cells: tuple[str, ...], roles: tuple[Role, ...], rules: Rules) -> int | None:
    """The column whose cell names several homes, where no other cell says where somebody lives; None without one."""
    filled = [(role, cell) for role, cell in zip(roles, cells, strict=False) if not is_blank(cell, rules)]
    if any(role in _OF_ONE for role, _ in filled):
        return None
    for column, (role, cell) in enumerate(zip(roles, cells, strict=False)):
        if role in NAMED and len(homes_in(cell, rules)) > 1:
            return column
    return None


def are_cards(items: list[Item], rules: Rules) -> bool:
    """Whether each cell of a table is somebody's whole row, several beside each other: «ROSSI MARIA⏎Via Po 3⏎6/11»."""
    filled = [[cell for cell in item.cells or () if not is_blank(cell, rules)] for item in items]
    first = [row for row in filled if len(row) > 1][:_FIRST]
    if not any(sum(_is_whole_row(cell, rules) for cell in row) > 1 for row in first):
        return False
    whole = [_is_whole_row(cell, rules) for row in filled for cell in row]
    return sum(whole) >= _CARDS * len(whole)


def _is_whole_row(cell: str, rules: Rules) -> bool:
    if len(cell.split()) < _FEWEST_WORDS:
        return False
    entry = read_entry(cell, rules)
    told = entry.has_status or entry.date is not None
    return told and entry.has_place and is_surely_name(entry.name, rules)


def lines_of_cards(items: list[Item]) -> list[Item]:
    """The lines of every cell, one cell after the other."""
    cells = ((item, cell) for item in items for cell in item.cells or ())
    return [replace(item, text=line, cells=None) for item, cell in cells for line in cell.split("\n") if line.strip()]


def rows_of_cells(item: Item, rules: Rules) -> list[Item]:
    """A row of cells as lines of text: one for each row that one of its cells holds."""
    cells = item.cells or ()
    lists = [column for column, cell in enumerate(cells) if len(homes_in(cell, rules)) > 1]
    if len(lists) != 1:
        return [replace(item, cells=None)]
    before, after = cells[: lists[0]], cells[lists[0] + 1 :]
    pieces = _pieces(cells[lists[0]], rules)
    return [replace(item, text="\t".join((*before, piece, *after)), cells=None) for piece in pieces]


def rows_of_list(
    cells: tuple[str, ...], roles: tuple[Role, ...], column: int, lines: list[Item], rules: Rules
) -> list[Draft] | None:
    """The rows of a cell that holds a list, with what the other cells say of all; None when a part of it is no row."""
    shared = draft_without_name(Cells(cells, roles, rules), lines)
    drafts: list[Draft] = []
    for text in _pieces(cells[column], rules):
        entry = read_entry(text, rules)
        if not entry.address or not looks_like_name(entry.name, rules) or len(decided_homes(text, rules)) > 1:
            return None
        drafts.append(_with(draft_of(entry, lines), shared))
    return drafts


def _pieces(cell: str, rules: Rules) -> list[str]:
    """The rows of a cell: each begins on a line of its own, or behind a sign, with the name of somebody at home."""
    homes = homes_in(cell, rules)
    places = [found.end() for found in _BREAK.finditer(cell)]
    cuts = [0]
    for before, home in pairwise(homes):
        within = (place for place in places if before.end <= place < home.start)
        cut = next((place for place in within if _is_whose(cell[place : home.start], rules)), None)
        if cut is not None:
            cuts.append(cut)
    return [cell[start:end].strip(" \t\n,;|/•") for start, end in pairwise([*cuts, len(cell)])]


def _is_whose(text: str, rules: Rules) -> bool:
    """Whether a text before an address names somebody and says nothing else, but number, day and time."""
    plain = peel(strip_number(text)[1]).rest.strip(" \t\n,;:–—-")
    if not plain[:1].isalpha() or is_municipality(plain.split("\n", maxsplit=1)[0], rules):
        return False
    first_line = plain.split("\n", maxsplit=1)[0]
    return len(first_line.split()) > 1 and looks_like_name(plain.replace("\n", " "), rules)


def _with(draft: Draft, shared: Draft) -> Draft:
    """A row with the day, the time and the place that the table gives to all rows of the cell."""
    return replace(
        draft,
        text=shared.text,
        date=shared.date or draft.date,
        time=draft.time or shared.time,
        municipality=draft.municipality or shared.municipality,
        new_date=shared.new_date,
        extra=shared.extra,
    )
