# SPDX-License-Identifier: EUPL-1.2
"""Two lists that stand beside each other in one table: the columns of the first come again for the second."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from pecwatch.italian.fold import fold
from pecwatch.lists.cell_looks import looks_of
from pecwatch.lists.draft import Item
from pecwatch.lists.header_words import role_of
from pecwatch.lists.headers import roles_of
from pecwatch.lists.layouts.table_rows import NAMED
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_NAMES = NAMED | {Role.GIVEN_NAME}
_BESIDE_A_NAME = frozenset({Role.ADDRESS, Role.CIVIC, Role.DATE, Role.STATUS, Role.TIME})
"""Of these each person has one of her own: a second name without the same one beside it is a co-tenant."""


def lists_apart(items: list[Item], rules: Rules) -> list[list[Item]]:
    """The items of each list in a table, from left to right; mostly of one.

    A header tells it, or, where no header is known, what most cells of each column look like.
    """
    width = max(len(item.cells or ()) for item in items)
    starts = next((found for item in items if (found := _starts_of_header(item, rules))), None)
    if starts is None and not any(roles_of(item.cells or (), rules) for item in items):
        starts = _repeated(_looks(items, width, rules))
    if starts is None:
        return [items]
    bounds = [*starts, width]
    return [_columns(items, start, end) for start, end in pairwise(bounds)]


def _starts_of_header(item: Item, rules: Rules) -> list[int] | None:
    cells = item.cells or ()
    if roles_of(cells, rules) is None:
        return None
    roles = [role_of(cell, rules) for cell in cells]
    spanned = [place > 0 and fold(cell) == fold(cells[place - 1]) for place, cell in enumerate(cells)]
    return _repeated([None if again else role for role, again in zip(roles, spanned, strict=True)])


def _repeated(roles: list[Role | None]) -> list[int] | None:
    """Where each list begins, if the roles of the columns begin anew: each has a name and the same beside it."""
    told = [(place, role) for place, role in enumerate(roles) if role is not None]
    if not told:
        return None
    starts = [0, *(place for place, role in told[1:] if role is told[0][1])]
    bounds = [*starts, len(roles)]
    groups = [set(roles[start:end]) for start, end in pairwise(bounds)]
    whole = all(group & _NAMES for group in groups)
    again = _BESIDE_A_NAME.intersection(*groups)
    return starts if len(starts) > 1 and whole and again else None


def _looks(items: list[Item], width: int, rules: Rules) -> list[Role | None]:
    """What most cells of each column look like."""
    looks: list[Role | None] = []
    for column in range(width):
        cells = [item.cells[column] for item in items if item.cells and column < len(item.cells)]
        votes = Counter(role for cell in cells if (role := looks_of(cell, rules)) is not None)
        best, count = votes.most_common(1)[0] if votes else (None, 0)
        looks.append(best if count > 1 and count * 2 > votes.total() else None)
    return looks


def _columns(items: list[Item], start: int, end: int) -> list[Item]:
    """Some columns of a table; a row that spans all of it stays in the first list alone."""
    parts: list[Item] = []
    for item in items:
        cells = item.cells or ()
        own = cells[start:end]
        spans = len(cells) > end - start and len({fold(cell) for cell in cells if fold(cell)}) == 1
        if any(fold(cell) for cell in own) and not (spans and start > 0 and fold(cells[0])):
            parts.append(replace(item, cells=own, text="\t".join(own)))
        elif start == 0 and not any(fold(cell) for cell in cells):
            parts.append(replace(item, cells=own))
    return parts
