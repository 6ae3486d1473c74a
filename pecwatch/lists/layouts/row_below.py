# SPDX-License-Identifier: EUPL-1.2
"""Whether a table row only goes on with the one above: only where that is certain, for a row lost is a person lost.

A row of its own that is taken for a rest disappears behind another name. So a row with a day, a place or a status that
the row above has already is never a rest, nor is one with a whole name, nor one that says «-» where the name stands.
"""

import re

from pecwatch.italian.addresses import find_addresses
from pecwatch.italian.dates import read_written_date
from pecwatch.italian.fold import fold
from pecwatch.italian.name_order import given_names_of
from pecwatch.italian.names import parties_of
from pecwatch.lists.layouts.row_rest import begins_none
from pecwatch.lists.layouts.table_rows import NAMED, Cells
from pecwatch.lists.looks import holds_given_name, is_blank, is_ditto, is_inside_only
from pecwatch.lists.wording import find_statuses
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_NAMES = (*NAMED, Role.GIVEN_NAME)
_HANGS = re.compile(r"(?:[/+&,–-]|\b(?:e|ed|ved|vedova|in|di|de|del|della|dei|eredi|coniugata|c/o)\.?)$", re.IGNORECASE)
_BREAKS_OFF = re.compile(r"[,–-]\s*$")
_LINKS = re.compile(r"(?:[/+&(–-]|(?:e|ed|ved|vedova|in|c/o|eredi|detto|detta|nato|nata)\b)", re.IGNORECASE)
_OF_ONE = (Role.TIME, Role.FLAT, Role.CIVIC, Role.FISCAL_CODE, Role.NEW_DATE)
"""Columns of figures of which a row has one."""


def is_rest(above: Cells, below: Cells, rules: Rules, *, next_page: bool, in_building: bool) -> bool:
    """Whether a row is certainly the rest of the one above it.

    Args:
        next_page: A page ends between the two.
        in_building: A heading above them gave the address.
    """
    if below.of(Role.NUMBER) or _says_nobody(below, rules):
        return False
    if below.has_name:
        return _goes_on_with_name(above, below, rules, next_page=next_page, in_building=in_building)
    return _adds_to(above, below, rules)


def _says_nobody(cells: Cells, rules: Rules) -> bool:
    """Whether a sign stands where the name would: «-», «n.d.»: a row whose tenant nobody knows."""
    named = [text for role, text in zip(cells.roles, cells.texts, strict=False) if role in NAMED]
    return any(text.strip() != "" and is_blank(text, rules) for text in named)


def _adds_to(above: Cells, below: Cells, rules: Rules) -> bool:
    """A row that names nobody goes on with the row above where it repeats nothing of it."""
    place, status = below.place, below.of(Role.STATUS)
    if is_place(place, rules) and (above.place or not _has_more(above)):
        return False
    if is_day(below.of(Role.DATE)) and (above.of(Role.DATE) or not (above.place or above.of(Role.STATUS))):
        return False
    if says_status(status, rules) and above.of(Role.STATUS) and not _wraps(above.of(Role.STATUS), status):
        return False
    return not any(_differs(above.of(role), below.of(role)) for role in _OF_ONE)


def _differs(above: str, below: str) -> bool:
    """Whether two figures are two, not one that goes on: «09:30 -» and «10:30»."""
    return bool(above and below) and above != below and not _HANGS.search(above)


def _has_more(cells: Cells) -> bool:
    """Whether a row says more than a name: its address may then stand on a line of its own."""
    return cells.of(Role.DATE, Role.STATUS) != ""


def is_place(text: str, rules: Rules) -> bool:
    """Whether a cell begins with a street, or says that the street is the one above."""
    if is_ditto(text, rules):
        return True
    return any(not fold(text[: span.start]) for span in find_addresses(text, rules.addresses))


def is_day(text: str) -> bool:
    """Whether a cell holds a day with its month."""
    date = read_written_date(text) if text else None
    return date is not None and date.month is not None


def says_status(text: str, rules: Rules) -> bool:
    """Whether a cell begins with a plain status."""
    return any(not found.weak and found.start < 3 for found in find_statuses(text, rules.wording))


def _wraps(above: str, below: str) -> bool:
    """Whether a wording breaks off above and goes on below, in the same letters."""
    return breaks_off(above) or below[:1].islower()


def breaks_off(text: str) -> bool:
    """Whether a text ends in the middle of a sentence: «come da nota del», «dopo,»."""
    last = fold(text.rsplit(maxsplit=1)[-1]) if text.split() else ""
    return text.rstrip()[-1:] in (",", "-", "–", "(", ":") or last in _SMALL


_SMALL = frozenset(
    "E DI A DA IN CON SU PER TRA FRA IL LO LA I GLI LE DEL DELLA AL ALLA CHE NON ERA STATO STATA GIA".split()
)
"""Folded words on which no sentence ends."""


def _goes_on_with_name(above: Cells, below: Cells, rules: Rules, *, next_page: bool, in_building: bool) -> bool:
    place, status = below.of(Role.ADDRESS), below.of(Role.STATUS)
    if Role.ADDRESS not in below.roles or _has_its_own(above, below, rules, next_page=next_page, building=in_building):
        return False
    upper, lower = _name(above), _name(below)
    if place and _BREAKS_OFF.search(above.of(Role.ADDRESS)):
        return True
    unnumbered = above.of(Role.NUMBER) != ""  # in a list that gives every row its number
    if unnumbered and place and status and begins_none(place, status, rules):
        return True
    if _HANGS.search(upper) or _LINKS.match(lower) or not re.search(r"[^\W\d_]{2}", upper):
        return True
    if not place and not status and unnumbered:  # a second person of the same row, where both names are whole
        return len(parties_of(f"{upper}\n{lower}", rules.names)) == 2 or not _is_whole(lower, rules)
    return not _is_whole(lower, rules) and (bool(place or status) or _lacks(upper, lower, rules))


def _has_its_own(above: Cells, below: Cells, rules: Rules, *, next_page: bool, building: bool) -> bool:
    """Whether a row with a name has a day, a place or a status too; staircase and flat may be cut by a page break."""
    place, status = below.of(Role.ADDRESS), below.of(Role.STATUS)
    told = is_day(below.of(Role.DATE)) or is_place(place, rules)
    broken = _BREAKS_OFF.search(above.of(Role.ADDRESS)) is not None
    broken = next_page or broken or _lacks(_name(above), _name(below), rules)
    inside = place != "" and is_inside_only(place, rules) and (building or not broken)
    unlike = place != "" and (not above.of(Role.ADDRESS) or _has_other_figure(above, below))
    return told or inside or unlike or _says_more(above.of(Role.STATUS), status, rules)


def _has_other_figure(above: Cells, below: Cells) -> bool:
    """Whether a row has a civic number, a flat or an hour other than those of the row above."""
    pairs = ((above.of(role), below.of(role)) for role in _OF_ONE)
    return any(lower[:1].isdigit() and _differs(upper, lower) for upper, lower in pairs)


def _says_more(above: str, below: str, rules: Rules) -> bool:
    """Whether a wording says a status of its own: not «deciso di eseguire» under «… regolarizzata, si era»."""
    goes_on = above != "" and (breaks_off(above) or (below[:1].islower() and not says_status(below, rules)))
    return not goes_on and any(not found.weak for found in find_statuses(below, rules.wording))


def _name(cells: Cells) -> str:
    return " ".join(text for role in _NAMES if (text := cells.of(role)))


def _is_whole(name: str, rules: Rules) -> bool:
    """Whether words are a surname and a given name, as far as one knows."""
    words = fold(name).split()
    given = given_names_of(rules.names)
    return not words or (len(words) > 1 and not all(word in given for word in words))


def _lacks(upper: str, lower: str, rules: Rules) -> bool:
    """Whether a name is cut short, and what stands below can be its end: a given name, or a second word."""
    given = given_names_of(rules.names)
    alone = len(fold(upper).split()) == 1
    return alone or (not holds_given_name(upper, rules) and all(word in given for word in fold(lower).split()))
