# SPDX-License-Identifier: EUPL-1.2
"""In which fields a row differs from what the office knew, and which of them take effect.

Raising urgency and an earlier day always take effect; lowering, a later day and another identity
only from a list that may (`pecwatch.casework.urgency.may_lower`). What a list does not say is not
a difference: a missing date is a silence, not a cancellation.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from pecwatch.casework.identity import SAME_STREET, differently_named
from pecwatch.casework.urgency import day_of, rank
from pecwatch.italian.fold import fold, squeeze
from pecwatch.model.listing import Address, ListRow, Status
from pecwatch.model.news import Difference


def compare(new: ListRow, known: ListRow, *, today: dt.date, may_lower: bool) -> tuple[Difference, ...]:
    """Every field in which the new row differs from the known one.

    Args:
        today: A day that is over may be followed by a later one from any list: no alarm is lost.
        may_lower: Whether the new list may lower urgency.
    """
    return (*_schedule(new, known, today, may_lower), *_identity(new, known, may_lower))


def merge(new: ListRow, known: ListRow, differences: Iterable[Difference]) -> ListRow:
    """The row as the office holds it from now on: the known one with the differences that take effect."""
    differences = tuple(differences)
    applied = {difference.field for difference in differences if difference.applied}
    held = {difference.field for difference in differences if not difference.applied}
    row = replace(known, **{field: getattr(new, field) for field in applied & PLAIN_FIELDS})
    if "status" in applied:
        row = replace(row, wording=new.wording, postponed_to=new.postponed_to)  # a postponement ends with its status
    elif applied & DAY_FIELDS and held.isdisjoint(DAY_FIELDS | {"status"}):
        row = replace(row, wording=new.wording or known.wording)
    if "name" in applied:
        row = replace(row, **{field: getattr(new, field) for field in NAME_FIELDS})
    return row


PLAIN_FIELDS = frozenset({"date", "time", "status", "postponed_to", "address", "fiscal_code", "birth_date"})
DAY_FIELDS = frozenset({"date", "time", "postponed_to"})
"""What the wording may repeat: «SI ESEGUE il 10/12» beside the 9th would send somebody there a day late."""
NAME_FIELDS = (
    "surname",
    "given_name",
    "other_surnames",
    "heirs",
    "co_tenants",
    "name_as_written",
    "other_readings",
)


def _schedule(new: ListRow, known: ListRow, today: dt.date, may_lower: bool) -> Iterator[Difference]:
    status_applies = may_lower or not _status_differs(new, known) or rank(new.status) >= rank(known.status)
    if _status_differs(new, known):
        yield Difference(field="status", before=known.status, after=new.status, applied=status_applies)
    if new.postponed_to is not None and new.postponed_to != known.postponed_to:
        applies = may_lower or _is_no_delay(new.postponed_to, new, known, today, status_applies)
        yield _difference("postponed_to", known.postponed_to, new.postponed_to, applies)
    day_applies = True
    if new.date is not None and new.date != known.date:
        first_day = day_of(known) is None
        day_applies = may_lower or first_day or _is_no_delay(new.date, new, known, today, status_applies)
        yield _difference("date", known.date, new.date, day_applies)
    if new.time is not None and new.time != known.time:
        later = new.date == known.date and known.time is not None and new.time > known.time
        yield _difference("time", _clock(known.time), _clock(new.time), may_lower or (day_applies and not later))


def _is_no_delay(after: dt.date, new: ListRow, known: ListRow, today: dt.date, status_applies: bool) -> bool:
    """Whether a day may be believed from anybody: it comes earlier, or no alarm waits for the known one."""
    before = day_of(known)
    if before is not None and after <= before:
        return True
    nothing_waits = before is None or before < today or rank(known.status) < rank(new.status)
    return status_applies and nothing_waits


def _status_differs(new: ListRow, known: ListRow) -> bool:
    """A row that states no status of its own changes one only if that makes it more urgent."""
    if new.status is Status.UNKNOWN:
        return rank(known.status) == 0
    return new.status is not known.status


def _identity(new: ListRow, known: ListRow, may_lower: bool) -> Iterator[Difference]:
    if differently_named(new, known):
        yield Difference(field="name", before=_name(known), after=_name(new), applied=may_lower)
    if _address_differs(new.address, known.address):
        yield Difference(
            field="address", before=known.address.as_written, after=new.address.as_written, applied=may_lower
        )
    for field in ("fiscal_code", "birth_date"):
        before, after = getattr(known, field), getattr(new, field)
        if after is not None and after != before:
            yield _difference(field, before, after, may_lower or before is None)


def _address_differs(new: Address, known: Address) -> bool:
    """Two written values that contradict each other; another spelling or a missing flat is none."""
    fields = ("civic", "exponent", "staircase", "flat", "municipality")
    pairs = [(getattr(new, field), getattr(known, field)) for field in fields]
    if any(left is not None and right is not None and fold(left) != fold(right) for left, right in pairs):
        return True
    left, right = new.street, known.street
    return left is not None and right is not None and fuzz.token_set_ratio(fold(left), fold(right)) < SAME_STREET


def _difference(field: str, before: object, after: object, applied: bool) -> Difference:
    return Difference(field=field, before=None if before is None else str(before), after=str(after), applied=applied)


def _clock(time: dt.time | None) -> str | None:
    return None if time is None else f"{time:%H:%M}"


def _name(row: ListRow) -> str:
    return squeeze(row.name_as_written or f"{row.surname} {row.given_name}")
