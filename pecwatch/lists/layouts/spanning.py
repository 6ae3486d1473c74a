# SPDX-License-Identifier: EUPL-1.2
"""Table rows of one text: headings, and people written in one cell or under their names."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pecwatch.italian.fold import fold
from pecwatch.lists.draft import Draft, Item
from pecwatch.lists.entry import read_entry
from pecwatch.lists.headers import roles_of
from pecwatch.lists.layouts.lines import draft_of
from pecwatch.lists.layouts.table_rows import Cells
from pecwatch.lists.looks import is_blank, is_surely_name, looks_like_name
from pecwatch.lists.signs import building_heading
from pecwatch.lists.status_heading import status_heading
from pecwatch.lists.wording import read_status
from pecwatch.model.listing import Status
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_MERGED = 2
"""So many cells at least stand in two rows where they were merged; a day alone may be that of both."""


def text_of(item: Item, rules: Rules) -> str | None:
    """The only text of a row, in one cell or in all that it spans; None where cells say different things."""
    filled = [cell for cell in item.cells or () if not is_blank(cell, rules)]
    return filled[0] if len({fold(cell) for cell in filled}) == 1 else None


def is_spanned(item: Item, rules: Rules) -> bool:
    """Whether the text of a row stands in several cells: it was one cell over several columns."""
    return sum(1 for cell in item.cells or () if not is_blank(cell, rules)) > 1


def without_repeated(items: Sequence[Item], rules: Rules) -> list[Item]:
    """Rows of which all but an address repeats the row above, by merged cells, hold the address alone."""
    return [_alone(item, above, rules) for item, above in zip(items, (None, *items), strict=False)]


def _alone(item: Item, above: Item | None, rules: Rules) -> Item:
    cells, others = item.cells or (), above.cells or () if above is not None else ()
    differ = [column for column, (cell, other) in enumerate(zip(cells, others, strict=False)) if cell != other]
    repeated = sum(1 for column, cell in enumerate(cells) if fold(cell) and column not in differ)
    if len(cells) != len(others) or len(differ) != 1 or repeated < _MERGED:
        return item
    own, name = cells[differ[0]], others[differ[0]]
    if building_heading(own, rules) is None or not looks_like_name(name, rules):
        return item
    return replace(item, cells=tuple(cell if column in differ else "" for column, cell in enumerate(cells)))


def entry_of(item: Item, text: str, rules: Rules) -> Draft | None:
    """A row written in one cell whole: «ROSSINI Piera, via Roma 4: già eseguito»."""
    entry = read_entry(text, rules)
    told = entry.has_status or entry.date is not None
    sure = entry.has_place and not entry.unsure_address and is_surely_name(entry.name, rules)
    return draft_of(entry, [item]) if told and sure else None


def place_follows_name(
    items: Sequence[Item], cells_of: Callable[[tuple[str, ...]], Cells], rules: Rules
) -> bool | None:
    """Whether the rows that hold an address alone belong to the row above them, or head the rows below.

    Returns:
        True when every row of a table has its address on a line of its own below (the last perhaps below the table),
        False when addresses stand above the rows they are for, None when nobody can tell.
    """
    rows = [item for item in items if roles_of(item.cells or (), rules) is None]
    return _follows("".join(_kind(item, cells_of, rules) for item in rows))


def status_follows_row(
    items: Sequence[Item], cells_of: Callable[[tuple[str, ...]], Cells], rules: Rules
) -> bool | None:
    """The same for rows that hold a status alone: «SI ESEGUE» under each person, or above those it is for."""
    kinds = ""
    for item in (item for item in items if roles_of(item.cells or (), rules) is None):
        text = text_of(item, rules)
        cells = cells_of(item.cells or ())
        if text is not None and status_heading(text, rules) is not None:
            kinds += "A"
        elif cells.has_name and text is None:
            kinds += "W" if read_status(cells.wording, rules.wording).status is not Status.UNKNOWN else "R"
    return _follows(kinds)


def _follows(kinds: str) -> bool | None:
    """Whether each A belongs to the R before it: only where they take turns, and no A stands first."""
    if re.fullmatch(r"(?:RA)+R?", kinds):
        return True
    return False if "RA" not in kinds or re.match(r"W*A", kinds) or "WA" in kinds else None


def _kind(item: Item, cells_of: Callable[[tuple[str, ...]], Cells], rules: Rules) -> str:
    """A for an address alone, W for a row with its address, R for one without, nothing for all else."""
    text = text_of(item, rules)
    if text is not None and building_heading(text, rules) is not None:
        return "A"
    cells = cells_of(item.cells or ())
    if text is not None or not cells.has_name:
        return ""
    both = cells.of(Role.NAME_AND_ADDRESS) or (cells.of(Role.NAME) if Role.ADDRESS not in cells.roles else "")
    return "W" if cells.of(Role.ADDRESS) or (both and read_entry(both, rules).address) else "R"
