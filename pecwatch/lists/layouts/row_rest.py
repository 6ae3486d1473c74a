# SPDX-License-Identifier: EUPL-1.2
"""The rest of a table row that a page break split: under a repeated header, or as plain lines at the top of a page."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pecwatch.italian.addresses import find_addresses
from pecwatch.italian.fold import fold
from pecwatch.lists.draft import Item
from pecwatch.lists.looks import is_ditto, is_inside_only, looks_like_name
from pecwatch.lists.wording import find_statuses
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_GAP = re.compile(r"\s{3,}|\t|\n")
_INSIDE = frozenset({Role.ADDRESS, Role.INSIDE, Role.NAME_AND_ADDRESS})
_NAMES = frozenset({Role.NAME, Role.SURNAME, Role.GIVEN_NAME, Role.CO_TENANTS})


def under_header(item: Item, header: tuple[str, ...]) -> list[Item]:
    """A repeated header whose cells go on with the rest of a row, as two rows; any other row as it is.

    Programs that split a row at the end of a page draw no rule between the repeated header and what is left of it.
    """
    cells = item.cells or ()
    if len(cells) != len(header) or not any(header):
        return [item]
    pairs = list(zip(cells, header, strict=True))
    if not all(cell == head or cell.startswith(f"{head}\n") for cell, head in pairs) or cells == header:
        return [item]
    rest = tuple(cell[len(head) :].lstrip("\n") for cell, head in pairs)
    return [replace(item, cells=header, text="\t".join(header)), replace(item, cells=rest, text="\t".join(rest))]


def phrases_of(item: Item) -> tuple[str, ...]:
    """What a line or a narrower table row holds, cell by cell as far as white tells."""
    texts = item.cells if item.cells is not None else _GAP.split(item.text.strip())
    return tuple(text for text in texts if fold(text))


def in_columns(
    phrases: Sequence[str], roles: tuple[Role, ...], above: tuple[str, ...], rules: Rules
) -> tuple[str, ...] | None:
    """The rest of a row laid into its columns from the right; None when it can hardly be one.

    Args:
        above: The cells of the row so far; what it goes on with was begun there.
    """
    cells = [""] * len(roles)
    free = len(roles)
    for phrase in reversed(phrases):
        column = _column_of(phrase, roles[:free], above, rules)
        if column is None:
            return None
        cells[column], free = phrase, column
    return tuple(cells) if phrases else None


def _column_of(phrase: str, roles: tuple[Role, ...], above: tuple[str, ...], rules: Rules) -> int | None:
    """The last column that a phrase can go on with."""
    fits = (column for column in reversed(range(len(roles))) if fold(above[column]))
    return next((column for column in fits if _goes_on(phrase, roles[column], above[column], rules)), None)


def _goes_on(phrase: str, role: Role, above: str, rules: Rules) -> bool:
    if role in _INSIDE and is_inside_only(phrase, rules):
        return True
    if role in (Role.STATUS, Role.NOTES):
        return not is_inside_only(phrase, rules) and _reads_on(above, phrase)
    return role in _NAMES and looks_like_name(phrase, rules) and phrase[:1].isupper() and len(phrase.split()) < 4


def _reads_on(above: str, below: str) -> bool:
    """Whether a sentence that is not closed above goes on below."""
    if above.rstrip().endswith("."):
        return False
    small = not below[:1].isalpha() or below[:1].islower()
    return small or (above.upper() == above and below.upper() == below)


def begins_none(address: str, status: str, rules: Rules) -> bool:
    """Whether cells hold neither a street nor a status, as every row's first line does."""
    placed = find_addresses(address, rules.addresses) or is_ditto(address, rules)
    return not placed and not any(not found.weak for found in find_statuses(status, rules.wording))
