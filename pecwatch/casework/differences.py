# SPDX-License-Identifier: EUPL-1.2
"""In which fields a row differs from what the office knew, and which of them take effect.

Raising urgency and an earlier day always take effect; lowering, a later day and another identity
only from a list that may (`pecwatch.casework.lowering`). What a list does not say is not a
difference: a missing date is a silence, not a cancellation.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from pecwatch.casework.identity import SAME_STREET, differently_named
from pecwatch.casework.urgency import ENDING, PRESSING, is_quieter
from pecwatch.italian.fold import fold, squeeze
from pecwatch.model.listing import Address, ListRow, Status
from pecwatch.model.news import Difference


def compare(new: ListRow, known: ListRow, *, today: dt.date, may_lower: bool) -> tuple[Difference, ...]:
    """Every field in which the new row differs from the known one.

    Args:
        today: An alarm waits for a day that is not over; one that is over may be followed by a later one from any list.
        may_lower: Whether the new list may lower urgency.
    """
    return (*_schedule(new, known, today, may_lower), *_identity(new, known, may_lower))


def merge(new: ListRow, known: ListRow, differences: Iterable[Difference], *, today: dt.date) -> ListRow:
    """The row as the office holds it from now on: the known one with the differences that take effect.

    Args:
        today: A row that is pressing again after a postponement keeps the new day, unless another one still to come
            is known.
    """
    differences = tuple(differences)
    applied = {difference.field for difference in differences if difference.applied}
    held = {difference.field for difference in differences if not difference.applied}
    row = replace(known, **{field: getattr(new, field) for field in applied & PLAIN_FIELDS})
    if "status" in applied:
        wording = new.wording if held.isdisjoint(DAY_FIELDS) else known.wording
        if new.status is not known.status:
            row = replace(row, postponed_to=new.postponed_to)  # a postponement ends with its status
        row = replace(row, wording=wording)
        if row.status in PRESSING and "date" not in applied and (row.date is None or row.date < today):
            row = replace(row, date=row.postponed_to or known.postponed_to or row.date)
    elif applied & DAY_FIELDS and held.isdisjoint(DAY_FIELDS | {"status"}):
        row = replace(row, wording=new.wording or known.wording)
    if "name" in applied:
        row = replace(row, **{field: getattr(new, field) for field in NAME_FIELDS})
    return row


def in_story(difference: Difference) -> str:
    """A difference for the story of a position: the field and, where they are no personal data, both values."""
    if difference.field in ("date", "time", "status", "postponed_to"):
        return f"{difference.field} {difference.before or '-'} -> {difference.after or '-'}"
    return difference.field


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


def _schedule(new: ListRow, known: ListRow, today: dt.date, may_lower: bool) -> tuple[Difference, ...]:
    """Status and days; each is believed from anybody if the row is none the quieter for it."""
    taken: list[Difference] = []
    for difference in _stated(new, known):
        after = merge(new, known, (*taken, difference), today=today)
        day_held = difference.field == "time" and any(each.field in DAY_FIELDS and not each.applied for each in taken)
        ends = difference.field == "status" and new.status in ENDING
        applied = may_lower or not (ends or day_held or is_quieter(after, known, today))
        taken.append(replace(difference, applied=applied))
    return tuple(taken)


def _stated(new: ListRow, known: ListRow) -> Iterator[Difference]:
    if _status_differs(new, known):
        yield _difference("status", known.status, new.status, True)
    for field in ("postponed_to", "date"):
        before, after = getattr(known, field), getattr(new, field)
        if after is not None and after != before:
            yield _difference(field, before, after, True)
    if new.time is not None and new.time != known.time:
        yield _difference("time", _clock(known.time), _clock(new.time), True)


def _status_differs(new: ListRow, known: ListRow) -> bool:
    """A row that states no status of its own changes one only if that makes it more urgent."""
    if new.status is Status.UNKNOWN:
        return known.status not in PRESSING
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
