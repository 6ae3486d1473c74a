# SPDX-License-Identifier: EUPL-1.2
"""Where the header of a table stands, and what its columns hold where the header does not tell."""

from collections.abc import Sequence

from pecwatch.italian.fold import fold
from pecwatch.lists.cell_looks import looks_of
from pecwatch.lists.column_cells import inferred_roles
from pecwatch.lists.column_odds import corrected, look_of_column, weekdays_apart
from pecwatch.lists.draft import Item
from pecwatch.lists.headers import roles_of, settled
from pecwatch.lists.layouts.table_rows import NAMED
from pecwatch.lists.signs import building_heading, date_heading, municipality_heading
from pecwatch.lists.status_heading import status_heading
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_TOLD_BY_CELLS = frozenset({
    *NAMED, Role.GIVEN_NAME, Role.ADDRESS, Role.STATUS, Role.DATE, Role.TIME, Role.FISCAL_CODE, Role.CIVIC,
})  # fmt: skip
"""What a column with an unknown header may be told to hold."""


_ENOUGH = 200
"""Rows that tell what the columns hold; the longest tables have a hundred times as many."""


def header_at(
    items: Sequence[Item], place: int, roles: tuple[Role, ...], rules: Rules
) -> tuple[tuple[Role, ...], int] | None:
    """Roles told by a header of one row, or of two printed one below the other, and how many rows it takes.

    Args:
        roles: Those of the columns above; a repeated header is one row.
    """
    first = items[place].cells or ()
    if _heads_rows(first, rules):
        return None
    one = roles_of(first, rules)
    if place + 1 >= len(items):
        return (one, 1) if one else None
    second = items[place + 1].cells or ()
    is_band = len({fold(cell) for cell in second}) == 1
    if len(second) == len(first) and fold(" ".join(first)) != fold(" ".join(second)) and not is_band:
        joined = tuple(
            upper if fold(upper) == fold(lower) else f"{upper} {lower}".strip()
            for upper, lower in zip(first, second, strict=True)
        )
        lower_roles, both = roles_of(second, rules), roles_of(joined, rules)
        two = max((found for found in (lower_roles, both) if found), key=_known, default=None)
        filled = sum(1 for cell in second if fold(cell)) * 2 >= len(second)
        if (
            two is not None
            and filled
            and one != roles
            and _known(two) >= _known(one)
            and not _is_row(first, rules)
            and not _is_row(second, rules)
        ):
            return two, 2
    if one is None and not roles and all(_is_single(item) for item in items[:place]):
        one = _unlike_rows(items, place, rules)
    return (one, 1) if one else None


def _is_single(item: Item) -> bool:
    return len({fold(cell) for cell in item.cells or () if fold(cell)}) < 2


def _unlike_rows(items: Sequence[Item], place: int, rules: Rules) -> tuple[Role, ...] | None:
    """Roles of a first row whose words are unknown headers, for no cell of it looks like those in its column below."""
    first = items[place].cells or ()
    rows = [item.cells for item in items[place + 1 : place + _ENOUGH] if item.cells and not _is_single(item)]
    if len(rows) < 2 or any(_is_no_header(cell, rules) for cell in first):
        return None
    columns = [(cell, look_of_column(rows, column, rules)) for column, cell in enumerate(first) if fold(cell)]
    plain = [(cell, look) for cell, look in columns if look in _PLAIN]
    if len(plain) < 2 or any(looks_of(cell, rules) is look for cell, look in plain):
        return None
    return settled(first, rules)


_PLAIN = frozenset({
    Role.DATE, Role.ADDRESS, Role.TIME, Role.STATUS, Role.CODE, Role.NUMBER, Role.FISCAL_CODE, Role.NAME_AND_ADDRESS,
})  # fmt: skip
"""What no word of a header looks like."""


def _is_no_header(cell: str, rules: Rules) -> bool:
    return any(sign.isdigit() for sign in cell) or len(cell.split()) > 5 or looks_of(cell, rules) is Role.STATUS


def _heads_rows(cells: tuple[str, ...], rules: Rules) -> bool:
    """Whether a row of one text, across all columns or in one of them, heads the rows below: a day, a place."""
    filled = [cell for cell in cells if fold(cell)]
    if len(cells) < 2 or len({fold(cell) for cell in filled}) != 1:
        return False
    headings = (building_heading, municipality_heading, date_heading, status_heading)
    return len(filled) == len(cells) or any(heading(filled[0], rules) is not None for heading in headings)


def _is_row(cells: tuple[str, ...], rules: Rules) -> bool:
    return any(looks_of(cell, rules) in (Role.DATE, Role.FISCAL_CODE, Role.NUMBER) for cell in cells)


def _known(roles: tuple[Role, ...] | None) -> int:
    return sum(role is not Role.EXTRA for role in roles or ())


def completed(
    roles: tuple[Role, ...], header: tuple[str, ...], items: Sequence[Item], rules: Rules
) -> tuple[Role, ...]:
    """Columns told by the cells below: where those are at odds with the header, or name or address would be missing."""
    rows = [cells for item in items if (cells := item.cells) and len({fold(cell) for cell in cells if fold(cell)}) > 1]
    rows = [cells for cells in rows[:_ENOUGH] if roles_of(cells, rules) is None]
    roles = corrected(weekdays_apart(roles, rows), header, rows, rules)
    if NAMED & set(roles) and {Role.ADDRESS, Role.NAME_AND_ADDRESS} & set(roles) and Role.STATUS in roles:
        return roles
    told = _promoted(rows, inferred_roles(rows, roles, rules), rules)
    return tuple(
        new if old is not Role.EXTRA or new in _TOLD_BY_CELLS else old for old, new in zip(roles, told, strict=True)
    )


def _promoted(rows: Sequence[tuple[str, ...]], roles: tuple[Role, ...], rules: Rules) -> tuple[Role, ...]:
    """A «Referente» of every row's own, where no other column names anybody, is whom the row is about."""
    if NAMED & set(roles):
        return roles
    for column, role in enumerate(roles):
        names = [fold(row[column]) for row in rows if column < len(row) and fold(row[column])]
        differ = len(set(names)) == len(names) > 1
        if role is Role.OFFICER and differ and look_of_column(rows, column, rules) is Role.NAME:
            return (*roles[:column], Role.NAME, *roles[column + 1 :])
    return roles
