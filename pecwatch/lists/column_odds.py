# SPDX-License-Identifier: EUPL-1.2
"""Where the cells of a column are at odds with its header, the cells are believed."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pecwatch.italian.dates import MONTHS, WEEKDAYS, read_written_date
from pecwatch.italian.fold import fold
from pecwatch.lists.cell_looks import looks_of
from pecwatch.lists.column_cells import inferred_roles
from pecwatch.lists.header_words import PERSONS
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_CLEAR = 0.75
"""Share of the filled cells of a column that look alike."""
_NAMED = frozenset({Role.NAME, Role.SURNAME, Role.GIVEN_NAME, Role.NAME_AND_ADDRESS})
_FIGURES = frozenset({Role.NUMBER, Role.CODE, Role.DEBT, Role.FISCAL_CODE})
_NO_PERSON = _FIGURES | {Role.DATE, Role.TIME, Role.ADDRESS, Role.STATUS, Role.INSIDE, Role.CIVIC}
_NO_FIGURE = frozenset({Role.ADDRESS, Role.STATUS, Role.NAME, Role.NAME_AND_ADDRESS})
_AT_ODDS: Mapping[Role, frozenset[Role]] = {
    Role.NAME: _NO_PERSON,
    Role.SURNAME: _NO_PERSON,
    Role.GIVEN_NAME: _NO_PERSON,
    Role.CO_TENANTS: _NO_PERSON | {Role.OFFICER},
    Role.ADDRESS: frozenset({Role.DATE, Role.TIME, Role.STATUS, Role.CODE, Role.DEBT, Role.FISCAL_CODE, Role.NAME}),
    Role.DATE: frozenset({Role.STATUS, Role.ADDRESS, Role.TIME, Role.CODE, Role.OFFICER, Role.NAME}),
    Role.TIME: frozenset({Role.DATE, Role.STATUS, Role.ADDRESS, Role.NAME}),
    Role.STATUS: frozenset({Role.DATE, Role.TIME, Role.ADDRESS, Role.CODE, Role.DEBT, Role.OFFICER, Role.NAME}),
    Role.NOTES: frozenset({Role.ADDRESS, Role.NAME}),
    Role.MUNICIPALITY: frozenset({Role.ADDRESS, Role.DATE, Role.STATUS}),
    Role.NUMBER: _NO_FIGURE,
    Role.CIVIC: _NO_FIGURE,
    Role.STAIRCASE: _NO_FIGURE,
    Role.FLOOR: _NO_FIGURE,
    Role.FLAT: _NO_FIGURE,
    Role.INSIDE: _NO_FIGURE,
    Role.OFFICER: frozenset({Role.ADDRESS, Role.DATE, Role.STATUS, Role.TIME}),
    Role.CODE: _NO_FIGURE | {Role.DATE},
    Role.COUNT: _NO_FIGURE | {Role.DATE},
    Role.DEBT: _NO_FIGURE,
}
"""What the cells below a header never look like if it means what it says."""


_CALENDAR = frozenset(name[:3] for name in (*MONTHS, *WEEKDAYS))
_WEEKDAYS = frozenset(name[:3] for name in WEEKDAYS)
_BESIDE_DAYS = frozenset({"IL", "DEL", "GIORNO", "ORE", "ORA", "H", "ALLE", "DALLE"})
"""Words that stand in a cell of a day besides its own."""


def corrected(
    roles: tuple[Role, ...], header: tuple[str, ...], rows: Sequence[tuple[str, ...]], rules: Rules
) -> tuple[Role, ...]:
    """Roles told by a header, but for columns whose cells are clearly something else.

    Args:
        header: The header as printed; empty where it takes several rows.
    """
    looks = [look_of_column(rows, column, rules) for column in range(len(roles))]
    odd = [column for column, role in enumerate(roles) if looks[column] in _AT_ODDS.get(role, ())]
    kept = {role for column, role in enumerate(roles) if column not in odd}
    odd = [column for column in odd if _needs_other(roles[column], looks[column], kept)]
    if not odd:
        return roles
    cleared = list(roles)
    for column in odd:
        printed = header[column] if column < len(header) else ""
        cleared[column] = _instead(roles[column], looks[column], kept, names_act=names_act(printed, rules))
    told = inferred_roles(list(rows), tuple(cleared), rules)
    return tuple(new if column in odd else old for column, (old, new) in enumerate(zip(roles, told, strict=True)))


def weekdays_apart(roles: tuple[Role, ...], rows: Sequence[tuple[str, ...]]) -> tuple[Role, ...]:
    """A column «Giorno» of nothing but weekdays leaves the day to the next; a day told twice is no new one."""
    if Role.DATE not in roles or Role.NEW_DATE not in roles:
        return roles
    first, other = roles.index(Role.DATE), roles.index(Role.NEW_DATE)
    pairs = [(row[first], row[other]) for row in rows if max(first, other) < len(row) and row[first] and row[other]]
    if pairs and all(read_written_date(day) == read_written_date(again) is not None for day, again in pairs):
        return tuple(Role.EXTRA if column == other else role for column, role in enumerate(roles))
    cells = [fold(row[first]) for row in rows if first < len(row) and fold(row[first])]
    if not cells or any(cell[:3] not in _WEEKDAYS or len(cell.split()) > 1 for cell in cells):
        return roles
    apart = {first: Role.EXTRA, other: Role.DATE}
    return tuple(apart.get(column, role) for column, role in enumerate(roles))


def look_of_column(rows: Sequence[tuple[str, ...]], column: int, rules: Rules) -> Role | None:
    """What nearly all filled cells of a column look like, if that is one thing."""
    cells = [row[column] for row in rows if column < len(row) and fold(row[column])]
    votes = Counter(looks_of(cell, rules) for cell in cells)
    best, count = votes.most_common(1)[0] if votes else (None, 0)
    if best is None or count < _CLEAR * len(cells):
        return None
    return best if best is not Role.DATE or sum(map(is_day_only, cells)) >= _CLEAR * len(cells) else None


def is_day_only(cell: str) -> bool:
    """Whether a text holds a day, perhaps with its hour, and no other word."""
    date = read_written_date(cell)
    words = re.sub(r"[\d°º]+", " ", fold(cell)).split()
    return (
        date is not None
        and date.month is not None
        and all(word in _BESIDE_DAYS or word[:3] in _CALENDAR for word in words)
    )


def _needs_other(role: Role, look: Role | None, kept: set[Role]) -> bool:
    """Names below another header, and addresses below a note, count only where no column is known to hold them."""
    if look in (Role.NAME, Role.NAME_AND_ADDRESS) and role is not Role.COUNT:
        return not _NAMED & kept
    return not (look is Role.ADDRESS and role is Role.NOTES and Role.ADDRESS in kept)


def _instead(role: Role, look: Role | None, kept: set[Role], *, names_act: bool) -> Role:
    """What a column is taken for instead; EXTRA where all its cells are yet to be asked."""
    if look is Role.NUMBER:
        return Role.COUNT if role in PERSONS else Role.EXTRA
    if look in (Role.CODE, Role.DEBT, Role.OFFICER):
        return look
    if look is Role.DATE and not names_act and role not in {*PERSONS, Role.TIME, Role.ADDRESS}:
        return Role.OTHER_DATE  # «Provvedimento»: the day of a decree is nobody's day of execution
    if look is Role.STATUS and Role.STATUS in kept:
        return Role.NOTES
    if look is Role.NAME and role is Role.COUNT and _NAMED & kept:
        return Role.CO_TENANTS
    return Role.EXTRA


def names_act(printed: str, rules: Rules) -> bool:
    """Whether a header names the execution itself: «Esecuzione», «Sloggio»."""
    return any(f" {act} " in f" {fold(printed)} " for act in rules.layouts.acts.words)
