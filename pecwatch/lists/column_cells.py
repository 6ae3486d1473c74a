# SPDX-License-Identifier: EUPL-1.2
"""What columns hold as far as their cells tell."""

import re
from itertools import pairwise

from pecwatch.italian.fold import fold
from pecwatch.lists.cell_looks import FLOOR, looks_of
from pecwatch.lists.looks import holds_given_name
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role


def inferred_roles(rows: list[tuple[str, ...]], known: tuple[Role, ...], rules: Rules) -> tuple[Role, ...]:
    """Roles of columns told by what most of their cells look like; known ones stay."""
    roles = list(known)
    names: list[int] = []
    dwelling: list[int] = []
    for column, role in enumerate(known):
        if role is not Role.EXTRA:
            continue
        votes = [looks for row in rows if column < len(row) and (looks := looks_of(row[column], rules)) is not None]
        if not votes:
            continue
        best = max(set(votes), key=lambda vote: (votes.count(vote), vote.value))
        if votes.count(best) * 2 <= len(votes):
            continue
        if best is Role.NAME:
            names.append(column)
        elif best in _DWELLING and Role.ADDRESS in roles[:column]:
            dwelling.append(column)
        elif best not in roles or best in (Role.NOTES, Role.DEBT):
            roles[column] = _number_or_civic(best, column, rows, roles)
    _place_names(names, rows, roles, rules)
    floors = {
        column for column in dwelling if any(FLOOR.fullmatch(row[column].strip()) for row in rows if column < len(row))
    }
    _place_dwelling(dwelling, floors, roles)
    return tuple(roles)


_DWELLING = frozenset({Role.NUMBER, Role.CIVIC, Role.FLOOR, Role.STAIRCASE})
_WITHIN = {
    1: (Role.FLAT,),
    2: (Role.STAIRCASE, Role.FLAT),
    3: (Role.STAIRCASE, Role.FLOOR, Role.FLAT),
}
"""What so many small columns behind a civic number are."""


def _place_dwelling(columns: list[int], floors: set[int], roles: list[Role]) -> None:
    """Small columns behind the street: the civic number first, then staircase, floor and flat.

    Args:
        floors: Columns in which some cell can only be a floor («2°», «terra»).
    """
    if columns and Role.CIVIC not in roles:
        roles[columns.pop(0)] = Role.CIVIC
    for column, role in zip(columns, _WITHIN.get(len(columns), ()), strict=False):
        if role not in roles:
            roles[column] = Role.FLOOR if column in floors and Role.FLOOR not in roles else role


def _number_or_civic(best: Role, column: int, rows: list[tuple[str, ...]], roles: list[Role]) -> Role:
    """Small figures count the rows when they go up one by one; right of an address they are civic numbers."""
    if best is not Role.NUMBER:
        return best
    figures = [
        int(re.sub(r"\D", "", row[column])) for row in rows if column < len(row) and re.search(r"\d", row[column])
    ]
    in_turn = all(later == earlier + 1 for earlier, later in pairwise(figures))
    if (in_turn and len(figures) > 1) or column == 0:
        return Role.NUMBER
    if Role.ADDRESS in roles[:column] and Role.CIVIC not in roles:
        return Role.CIVIC
    return Role.EXTRA


def _place_names(names: list[int], rows: list[tuple[str, ...]], roles: list[Role], rules: Rules) -> None:
    """Columns of words that look like names: surname and given name, the whole name, or a municipality."""
    named = {Role.NAME, Role.SURNAME, Role.GIVEN_NAME, Role.NAME_AND_ADDRESS} & set(roles)
    if named or not names:
        return
    names = _of_many(names, rows, roles)
    given = [column for column in names if _share(rows, column, rules) > 0.5]
    alone = [column for column in names if _single_words(rows, column) > 0.7]
    if len(names) >= 2 and len(given) == 1 and given[0] in alone:
        others = [column for column in names if abs(column - given[0]) == 1]
        if others:
            roles[others[0]], roles[given[0]] = Role.SURNAME, Role.GIVEN_NAME
            return
    roles[given[0] if given else names[0]] = Role.NAME


def _of_many(names: list[int], rows: list[tuple[str, ...]], roles: list[Role]) -> list[int]:
    """Without columns in which few names come again and again, as officers' do; the nearest to the address first."""
    telling = {column: _distinct(rows, column) for column in names}
    many = [column for column in names if telling[column] > max(telling.values()) - _REPEATED]
    if len(many) > 1 and Role.ADDRESS in roles and all(_single_words(rows, column) <= 0.7 for column in many):
        return sorted(many, key=lambda column: abs(column - roles.index(Role.ADDRESS)))
    return many


_REPEATED = 0.3
"""By how much more often the names of one column come again than those of another."""


def _distinct(rows: list[tuple[str, ...]], column: int) -> float:
    """The share of different names among those of a column; of one or two rows it tells nothing."""
    cells = [fold(row[column]) for row in rows if column < len(row) and fold(row[column])]
    return len(set(cells)) / len(cells) if len(cells) > 2 else 1.0


def _share(rows: list[tuple[str, ...]], column: int, rules: Rules) -> float:
    cells = [row[column] for row in rows if column < len(row) and fold(row[column])]
    return sum(holds_given_name(cell, rules) for cell in cells) / max(1, len(cells))


def _single_words(rows: list[tuple[str, ...]], column: int) -> float:
    cells = [row[column] for row in rows if column < len(row) and fold(row[column])]
    return sum(len(cell.split()) == 1 for cell in cells) / max(1, len(cells))
