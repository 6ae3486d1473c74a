# SPDX-License-Identifier: EUPL-1.2
"""How urgent a row is, and whether a change would make it less so."""

import datetime as dt

from pecwatch.model.listing import ListRow, Status
from pecwatch.model.position import Outcome, Priority

HAPPY = frozenset({Status.NOT_EXECUTED, Status.SUSPENDED, Status.RELEASED})

ENDING: dict[Status, Outcome] = {Status.EXECUTED: Outcome.EXECUTED, Status.RELEASED: Outcome.RELEASED}
"""Statuses with which a list that may do so closes a position, and how."""

PRESSING = frozenset({Status.EXECUTE, Status.UNKNOWN, Status.TO_CONFIRM})
"""Statuses that ask for help before the day."""

LOUDNESS: dict[Status, int] = {
    Status.EXECUTED: 1,
    Status.POSTPONED: 2,
    Status.TO_CONFIRM: 3,
    Status.EXECUTE: 4,
    Status.UNKNOWN: 4,
}
"""How loudly a status asks for help; what is not here is happy and asks for none, so a forger would choose it."""

SOON = dt.timedelta(days=7)
"""A row without a day may be executed on any: only a day as near as this makes it more urgent."""


def priority_of(row: ListRow) -> Priority:
    """Low for a happy status and for a postponement without a date; urgent for everything else."""
    undated = row.status is Status.POSTPONED and row.postponed_to is None
    return Priority.LOW if row.status in HAPPY or undated else Priority.URGENT


def day_of(row: ListRow) -> dt.date | None:
    """The day the clock looks at: the new date of a postponed row, otherwise the planned one."""
    return row.postponed_to or row.date


def is_quieter(after: ListRow, before: ListRow, today: dt.date) -> bool:
    """Whether a row would ask for help less loudly, or later, than it did."""
    return _loudness(after) < _loudness(before) or _loses_its_day(after, before, today)


def _loudness(row: ListRow) -> int:
    return LOUDNESS.get(row.status, 0) if priority_of(row) is Priority.URGENT else 0


def _loses_its_day(after: ListRow, before: ListRow, today: dt.date) -> bool:
    """Whether an alarm that still waits would ring later or not at all."""
    waits_for, day = day_of(before), day_of(after)
    if priority_of(before) is Priority.LOW:
        return False
    if waits_for is not None and waits_for < today:
        # Its outcome is asked until somebody says it: a day far off would end that.
        return day is None or day > today + SOON
    if waits_for is None:
        return day is not None and not today <= day <= today + SOON
    if day is None or not today <= day <= waits_for:
        return True
    return day == waits_for and before.time is not None and after.time is not None and after.time > before.time
