# SPDX-License-Identifier: EUPL-1.2
"""What columns and labels are called, and what columns without a name look like."""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from pecwatch.italian.addresses import find_addresses, labelled_inside, municipalities_of
from pecwatch.italian.dates import read_written_date
from pecwatch.italian.fiscal_code import find_fiscal_codes
from pecwatch.italian.fold import fold
from pecwatch.italian.times import find_times
from pecwatch.lists.looks import holds_given_name, is_blank, is_ditto, looks_like_name
from pecwatch.lists.wording import find_statuses
from pecwatch.rules import Rules
from pecwatch.rules.layouts import LayoutWords, Role

_MONEY = re.compile(
    r"^\W*(?:€|euro)?\s*-?\d{1,3}(?:\.?\d{3})*(?:,\d{2})\s*(?:€|euro)?\W*$|^\s*(?:€|euro)\s*\d", re.IGNORECASE
)
_SINGLE = frozenset(Role) - {Role.EXTRA, Role.DEBT, Role.NOTES, Role.STATUS, Role.OTHER_DATE}
"""Roles that only one column of a table can have."""


@lru_cache(maxsize=8)
def _exact(words: LayoutWords) -> dict[str, Role]:
    return {name: column.role for column in words.columns for name in column.exact}


@lru_cache(maxsize=4096)
def _known_role(folded: str, words: LayoutWords) -> Role | None:
    exact = _exact(words).get(folded) or _exact(words).get(
        re.sub(r"^(?:N|NR) | (?:N|NR|DEL|DELL|DI|EURO)$", "", folded)
    )
    if exact is not None:
        return exact
    if len(folded.split()) > 6:
        return None
    held = [
        (len(word), column.role) for column in words.columns for word in column.words if f" {word} " in f" {folded} "
    ]
    return max(held, key=lambda found: found[0])[1] if held else None


def role_of(text: str, rules: Rules) -> Role | None:
    """What a header or a label means; None when no rule knows it."""
    folded = fold(text)
    if not folded and "€" in text:
        return Role.DEBT
    known = _known_role(folded, rules.layouts) if folded else None
    if known is None and "\n" in text:  # «Civi|co»: a narrow column breaks its header inside the word
        known = _known_role(fold(text.replace("\n", "")), rules.layouts)
    return known


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
    return _settled(cells, known, rules)


def _settled(cells: tuple[str, ...], known: list[Role | None], rules: Rules) -> tuple[Role, ...]:
    """One column for each role; «NOME» without a «COGNOME» beside it is the whole name."""
    roles: list[Role] = []
    for column, named in enumerate(known):
        after_street = Role.CIVIC not in known and Role.ADDRESS in roles
        role = Role.CIVIC if named is Role.NUMBER and after_street else named
        spanned = any(fold(cells[column]) == fold(cells[at]) and roles[at] is role for at in range(column))
        roles.append(_again(role, known, spanned=spanned) if role in roles and role in _SINGLE else role or Role.EXTRA)
    roles = _inside_apart(cells, roles, rules)
    if Role.GIVEN_NAME in roles and Role.SURNAME not in roles and Role.NAME not in roles:
        roles[roles.index(Role.GIVEN_NAME)] = Role.NAME
    if Role.SURNAME in roles and Role.GIVEN_NAME not in roles:
        roles[roles.index(Role.SURNAME)] = Role.NAME if Role.NAME not in roles else Role.EXTRA
    return tuple(roles)


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
"""Headers that may hold figures: «DEBITO AL 31/12/2024»."""


def _is_data(cell: str, rules: Rules) -> bool:
    """Whether a cell holds what no header holds."""
    if find_fiscal_codes(cell):
        return True
    if any(sign.isdigit() for sign in cell):
        return role_of(re.sub(r"\d[\d/.,]*", " ", cell), rules) not in _WITH_FIGURES
    return any(not place.weak for place in find_statuses(cell, rules.wording)) and role_of(cell, rules) is None


def looks_of(cell: str, rules: Rules) -> Role | None:
    """What the text of a cell looks like by itself."""
    text = cell.strip()
    if is_blank(text, rules) or is_ditto(text, rules):
        return None
    return next((role for role, looks in _LOOKS if looks(text, rules)), None)


def _looks_like_status(text: str, rules: Rules) -> bool:
    return any(not place.weak and place.start < 25 for place in find_statuses(text, rules.wording))


def _looks_like_both(text: str, rules: Rules) -> bool:
    spans = find_addresses(text, rules.addresses)
    before = text[: spans[0].start] if spans else ""
    return len(before.split()) > 1 and looks_like_name(before, rules)


def _looks_like_date(text: str, _: Rules) -> bool:
    date = read_written_date(text)
    return date is not None and date.month is not None and len(text) < 40


def _looks_like_name(text: str, rules: Rules) -> bool:
    return looks_like_name(text, rules)


_FLOOR = re.compile(r"\d\s?[°º]|(?:piano\s)?(?:terra|rialzato)|P\.?T\.?", re.IGNORECASE)
_CIVIC = re.compile(r"\d{1,3}\s?(?:[/-]?\s?[A-Za-z]|bis|ter)|snc", re.IGNORECASE)
_LOOKS: tuple[tuple[Role, Callable[[str, Rules], bool]], ...] = (
    (Role.FISCAL_CODE, lambda text, _: find_fiscal_codes(text) != ()),
    (Role.DEBT, lambda text, _: _MONEY.match(text) is not None),
    (Role.STATUS, _looks_like_status),
    (Role.NUMBER, lambda text, _: re.fullmatch(r"\d{1,3}[.)]?", text) is not None),
    (Role.NAME_AND_ADDRESS, _looks_like_both),
    (Role.ADDRESS, lambda text, rules: find_addresses(text, rules.addresses) != ()),
    (Role.CIVIC, lambda text, _: _CIVIC.fullmatch(text) is not None),
    (Role.INSIDE, lambda text, rules: len(text) < 40 and labelled_inside(text, rules.addresses) is not None),
    (
        Role.FLOOR,
        lambda text, _: (
            re.fullmatch(r"\d\s?[°º]|(?:piano\s)?(?:terra|rialzato)|P\.?T\.?", text, re.IGNORECASE) is not None
        ),
    ),
    (Role.STAIRCASE, lambda text, _: re.fullmatch(r"[A-Z]", text) is not None),
    (Role.MUNICIPALITY, lambda text, rules: fold(text) in municipalities_of(rules.addresses)),
    (Role.DATE, _looks_like_date),
    (Role.TIME, lambda text, _: find_times(text) != () and len(text) < 16),
    (Role.NAME, _looks_like_name),
    (Role.NOTES, lambda text, _: len(text.split()) > 3),
)
"""What a cell may look like; the first that fits is taken."""


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
        column for column in dwelling if any(_FLOOR.fullmatch(row[column].strip()) for row in rows if column < len(row))
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
    given = [column for column in names if _share(rows, column, rules) > 0.5]
    alone = [column for column in names if _single_words(rows, column) > 0.7]
    if len(names) >= 2 and len(given) == 1 and given[0] in alone:
        others = [column for column in names if abs(column - given[0]) == 1]
        if others:
            roles[others[0]], roles[given[0]] = Role.SURNAME, Role.GIVEN_NAME
            return
    roles[given[0] if given else names[0]] = Role.NAME


def _share(rows: list[tuple[str, ...]], column: int, rules: Rules) -> float:
    cells = [row[column] for row in rows if column < len(row) and fold(row[column])]
    return sum(holds_given_name(cell, rules) for cell in cells) / max(1, len(cells))


def _single_words(rows: list[tuple[str, ...]], column: int) -> float:
    cells = [row[column] for row in rows if column < len(row) and fold(row[column])]
    return sum(len(cell.split()) == 1 for cell in cells) / max(1, len(cells))
