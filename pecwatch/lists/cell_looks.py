# SPDX-License-Identifier: EUPL-1.2
"""What the text of a cell looks like by itself, whatever stands above it."""

import re
from collections.abc import Callable, Sequence

from pecwatch.italian.addresses import find_addresses, labelled_inside, municipalities_of
from pecwatch.italian.dates import read_written_date
from pecwatch.italian.fiscal_code import find_fiscal_codes
from pecwatch.italian.fold import fold
from pecwatch.italian.times import find_times
from pecwatch.lists.ends import strip_number
from pecwatch.lists.looks import is_blank, is_ditto, looks_like_name
from pecwatch.lists.wording import find_statuses
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_MONEY = re.compile(
    r"^\W*(?:€|euro)?\s*-?\d{1,3}(?:\.?\d{3})*(?:,\d{2})\s*(?:€|euro)?\W*$|^\s*(?:€|euro)\s*\d", re.IGNORECASE
)
_HOUR = re.compile(r"(?:[7-9]|0[7-9]|1\d),(?:00|15|30|45)")
"""«9,30» alone in its cell is an hour of the working day sooner than an amount."""


def looks_of(cell: str, rules: Rules) -> Role | None:
    """What the text of a cell looks like by itself."""
    text = cell.strip()
    if is_blank(text, rules) or is_ditto(text, rules):
        return None
    return next((role for role, looks in _LOOKS if looks(text, rules)), None)


def is_row_by_looks(cells: Sequence[str], rules: Rules) -> bool:
    """Whether a row has the marks of a row of a list, an address and a status, also in a table that is no list."""
    return {Role.ADDRESS, Role.STATUS} <= {looks_of(cell, rules) for cell in cells}


def _looks_like_status(text: str, rules: Rules) -> bool:
    return any(not place.weak and place.start < 25 for place in find_statuses(text, rules.wording))


def _looks_like_both(text: str, rules: Rules) -> bool:
    spans = find_addresses(text, rules.addresses)
    before = text[: spans[0].start] if spans else ""
    return len(before.split()) > 1 and looks_like_name(before, rules)


def _looks_like_date(text: str, _: Rules) -> bool:
    date = read_written_date(text)
    return date is not None and date.month is not None and len(text) < 40 and _OF_AN_ACT.match(text) is None


_OF_AN_ACT = re.compile(
    r"\s*(?:(?:decreto|ordinanza|atto|prot)\.?\s+)?n(?:r|um)?\s?[.°º]?\s*\d+\S*\s+del\b", re.IGNORECASE
)
"""«n. 67 del 11/07/2026» is the day of a decree."""

_GROWN = 2012
"""Nobody who has a contract was born later, and no list of executions is older."""


def _looks_like_birth(text: str, _: Rules) -> bool:
    date = read_written_date(text)
    return date is not None and date.year is not None and date.year < _GROWN and len(text) < 40


def _looks_like_officer(text: str, rules: Rules) -> bool:
    """«avv. BIANCHI», «dott.ssa Verdi»: who is called by a profession seldom is the tenant."""
    lead, _, name = text.partition(" ")
    return fold(lead) in rules.recognition.furniture.professions.words and looks_like_name(name, rules)


def _looks_like_name(text: str, rules: Rules) -> bool:
    """A name, perhaps behind the number of its row: «1) ROSSI MARIO»."""
    return looks_like_name(strip_number(text)[1], rules)


FLOOR = re.compile(r"\d\s?[°º]|(?:piano\s)?(?:terra|rialzato)|P\.?T\.?", re.IGNORECASE)
"""What can only be a floor."""
_CODE = re.compile(
    r"(?:\+\s?\d+\s?)?\d{4,}(?:[\s./-]\d{3,})*|[A-Z]{1,4}\s?[-./]\s?\d{1,6}(?:\s?[-./]\s?\d{2,4})?|\d{1,6}/(?:19|20)\d{2}"
)
"""«4537672», «372 123456», «DEC/508/2025»."""
_CIVIC = re.compile(r"\d{1,3}\s?(?:[/-]?\s?[A-Za-z]|bis|ter)|snc", re.IGNORECASE)
_LOOKS: tuple[tuple[Role, Callable[[str, Rules], bool]], ...] = (
    (Role.FISCAL_CODE, lambda text, _: find_fiscal_codes(text) != ()),
    (Role.TIME, lambda text, _: _HOUR.fullmatch(text) is not None),
    (Role.DEBT, lambda text, _: _MONEY.match(text) is not None),
    (Role.STATUS, _looks_like_status),
    (Role.NUMBER, lambda text, _: re.fullmatch(r"\d{1,3}[.)]?", text) is not None),
    (Role.CODE, lambda text, _: _CODE.fullmatch(text) is not None),
    (Role.OFFICER, _looks_like_officer),
    (Role.NAME_AND_ADDRESS, _looks_like_both),
    (Role.ADDRESS, lambda text, rules: find_addresses(text, rules.addresses) != ()),
    (Role.CIVIC, lambda text, _: _CIVIC.fullmatch(text) is not None),
    (Role.INSIDE, lambda text, rules: len(text) < 40 and labelled_inside(text, rules.addresses) is not None),
    (Role.FLOOR, lambda text, _: FLOOR.fullmatch(text) is not None),
    (Role.STAIRCASE, lambda text, _: re.fullmatch(r"[A-Z]", text) is not None),
    (Role.MUNICIPALITY, lambda text, rules: fold(text) in municipalities_of(rules.addresses)),
    (Role.BIRTH_DATE, _looks_like_birth),
    (Role.DATE, _looks_like_date),
    (Role.TIME, lambda text, _: find_times(text) != () and len(text) < 16),
    (Role.NAME, _looks_like_name),
    (Role.NOTES, lambda text, _: len(text.split()) > 3),
)
"""What a cell may look like; the first that fits is taken."""
