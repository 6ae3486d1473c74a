# SPDX-License-Identifier: EUPL-1.2
"""Which row of a table is its header, and what it says of the columns."""

import re

from pecwatch.italian.fiscal_code import find_fiscal_codes
from pecwatch.italian.fold import fold
from pecwatch.lists.header_words import PERSONS, Succession, role_of, succession_of
from pecwatch.lists.wording import find_statuses
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_SINGLE = frozenset(Role) - {
    Role.EXTRA, Role.DEBT, Role.NOTES, Role.STATUS, Role.OTHER_DATE, Role.OFFICER, Role.CODE, Role.COUNT,
}  # fmt: skip
"""Roles that only one column of a table can have."""


def roles_of(cells: tuple[str, ...], rules: Rules) -> tuple[Role, ...] | None:
    """Roles of the columns when a row of cells is a header, else None.

    Two known headers with a name, an address or a status among them make a header row, as long as no cell
    holds what only a row holds.
    """
    if any(_is_data(cell, rules) for cell in cells):
        return None
    known = [role_of(cell, rules) for cell in cells]
    told = [role for role in known if role is not None]
    spoken = [cell for cell in cells if any(not place.weak for place in find_statuses(cell, rules.wording))]
    if spoken and (len(told) < len(cells) or len(told) < 3):
        return None
    if len(set(told)) < 2 or len(told) * 2 < sum(1 for cell in cells if fold(cell)):
        return None
    if not {
        Role.NAME,
        Role.SURNAME,
        Role.GIVEN_NAME,
        Role.ADDRESS,
        Role.STATUS,
        Role.NAME_AND_ADDRESS,
        Role.DATE,
    } & set(told):
        return None
    return settled(cells, rules)


def settled(cells: tuple[str, ...], rules: Rules) -> tuple[Role, ...]:
    """One column for each role; «NOME» without a «COGNOME» beside it is the whole name."""
    known = _history_apart(cells, [role_of(cell, rules) for cell in cells], rules)
    roles: list[Role] = []
    for column, named in enumerate(known):
        after_street = Role.CIVIC not in known and Role.ADDRESS in roles
        role = Role.CIVIC if named is Role.NUMBER and after_street else named
        spanned = any(fold(cells[column]) == fold(cells[at]) and roles[at] is role for at in range(column))
        if role in roles and role in _SINGLE and not (role in _OF_EACH and _is_later(column, cells, known, rules)):
            role = _again(role, known, spanned=spanned)
        roles.append(role or Role.EXTRA)
    roles = _inside_apart(cells, roles, rules)
    if Role.GIVEN_NAME in roles[1:] and Role.SURNAME not in roles:
        left = roles.index(Role.GIVEN_NAME) - 1  # «INTESTATARIO Cognome | Nome»
        roles[left] = Role.SURNAME if roles[left] is Role.NAME else roles[left]
    if Role.GIVEN_NAME in roles and Role.SURNAME not in roles and Role.NAME not in roles:
        roles[roles.index(Role.GIVEN_NAME)] = Role.NAME
    if Role.SURNAME in roles and Role.GIVEN_NAME not in roles:
        roles[roles.index(Role.SURNAME)] = Role.NAME if Role.NAME not in roles else Role.EXTRA
    return tuple(roles)


_OF_EACH = frozenset({Role.DATE, Role.TIME})
"""What each of several accesses has."""


def _is_later(column: int, cells: tuple[str, ...], known: list[Role | None], rules: Rules) -> bool:
    """Whether a column speaks of a later access: its header says so, or that of the day to the left of an hour."""
    days = [at for at in range(column + 1) if known[at] is Role.DATE]
    return bool(days) and succession_of(cells[days[-1]], rules) is Succession.LATER


def _history_apart(cells: tuple[str, ...], known: list[Role | None], rules: Rules) -> list[Role | None]:
    """The first access beside the day of the execution, and what came of it beside a status, only tell what was."""
    which = [succession_of(cell, rules) for cell in cells]
    has_day = any(role is Role.DATE and one is None for role, one in zip(known, which, strict=True))
    has_status = any(
        role is Role.STATUS and one is not Succession.FIRST for role, one in zip(known, which, strict=True)
    )
    history = {Role.DATE: Role.OTHER_DATE} if has_day else {}
    history |= {Role.STATUS: Role.EXTRA} if has_status else {}
    return [
        history.get(role, role) if role is not None and one is Succession.FIRST else role
        for role, one in zip(known, which, strict=True)
    ]


def _inside_apart(cells: tuple[str, ...], roles: list[Role], rules: Rules) -> list[Role]:
    """«ALLOGGIO» beside «VIA» and «CIVICO» is where in the building; alone it is the address."""
    streets = [column for column, cell in enumerate(cells) if fold(cell) in rules.layouts.dwelling.headers]
    others = {Role.ADDRESS, Role.NAME_AND_ADDRESS}
    named = [column for column, cell in enumerate(cells) if role_of(cell, rules) in others and column not in streets]
    if not streets or not named or Role.INSIDE in roles:
        return roles
    return [
        Role.INSIDE if column == streets[0] else Role.ADDRESS if column == named[0] else role
        for column, role in enumerate(roles)
    ]


def _again(role: Role | None, known: list[Role | None], *, spanned: bool) -> Role:
    """What a second column with the header of another holds."""
    if role is Role.NAME:
        return Role.CO_TENANTS
    if role is Role.DATE:
        return Role.NEW_DATE if Role.NEW_DATE not in known else Role.EXTRA
    return role if spanned and role is not None else Role.EXTRA


_WITH_FIGURES = frozenset({Role.DEBT, Role.STATUS, Role.NUMBER, Role.DATE, Role.NOTES, Role.OTHER_DATE})
"""Headers that may hold figures: «DEBITO AL 31/12/2024»; those of persons hold one at most: «Intestatario 2»."""


def _is_data(cell: str, rules: Rules) -> bool:
    """Whether a cell holds what no header holds."""
    if find_fiscal_codes(cell):
        return True
    if any(sign.isdigit() for sign in cell):
        role = role_of(re.sub(r"\d[\d/.,]*", " ", cell), rules)
        return role not in _WITH_FIGURES and not (role in PERSONS and re.search(r"\d.*\d|/", cell) is None)
    return any(not place.weak for place in find_statuses(cell, rules.wording)) and role_of(cell, rules) is None
