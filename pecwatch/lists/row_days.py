# SPDX-License-Identifier: EUPL-1.2
"""The days of one row: dated by its list, and believed only where they can be meant."""

import datetime as dt

from pecwatch.italian.dates import WrittenDate
from pecwatch.lists.draft import Draft
from pecwatch.lists.month import ListMonth, is_near
from pecwatch.lists.wording import StatusReading
from pecwatch.model.listing import Status
from pecwatch.model.record import record

_POSTPONED = dt.timedelta(days=2_000)
"""How far behind the message the day may lie that an execution is postponed to."""


@record
class RowDays:
    """What the days of a row are, and what a person should know of them (codes of problems)."""

    date: dt.date | None
    status: Status
    postponed_to: dt.date | None
    doubts: tuple[str, ...] = ()


def days_of(draft: Draft, status: StatusReading, month: ListMonth, sent_on: dt.date | None) -> RowDays:
    """The days of a row.

    Args:
        sent_on: The day the message was sent; without it the list's own month tells what is near.
    """
    near = sent_on or (dt.date(month.year or 0, month.month or 0, 1) if month.is_known else None)
    carried_out = draft.new_date if status.status is Status.EXECUTE else None
    written = status.date if status.moved_forward else draft.date or status.date or carried_out
    date = month.day(written)
    doubts: list[str] = []
    if written is not None and written.several:
        doubts.append("several_days")
    elif written is not None and date is None and month.is_known:
        doubts.append("day_impossible")
    if date is not None and not is_near(date, near):
        doubts.append("day_far")
        date = None
    if date is not None and written is not None and written.contradicts(date):
        doubts.append("weekday_disagrees")
    moved = month.later_day(_new_day(draft, status))
    if moved is not None and not _is_still_to_come(moved, date, month, sent_on):
        doubts.append("day_far")
        moved = None
    return RowDays(date=date, status=_status(status, month, sent_on), postponed_to=moved, doubts=tuple(doubts))


def _is_still_to_come(moved: dt.date, date: dt.date | None, month: ListMonth, sent_on: dt.date | None) -> bool:
    """Whether a new day lies neither before the list nor a lifetime behind it: «rinviato in data 3/10» grants none."""
    first = dt.date(month.year or 0, month.month or 0, 1) if month.is_known else None
    known = [day for day in (sent_on, date or first) if day is not None]
    return not known or min(known) <= moved <= max(known) + _POSTPONED


def _new_day(draft: Draft, status: StatusReading) -> WrittenDate | None:
    """The day that a column gives to a row which is not carried out now, or else its wording."""
    is_open = status.status in (Status.POSTPONED, Status.UNKNOWN, Status.SUSPENDED)
    column = draft.new_date if is_open and "reversals" not in status.rule else None
    return column or status.postponed_to


def _status(status: StatusReading, month: ListMonth, sent_on: dt.date | None) -> Status:
    """The status; what was «eseguito» on a day that is still to come is not done yet, and a person reads it."""
    done = month.day(status.done_on)
    return Status.UNKNOWN if done is not None and sent_on is not None and done > sent_on else status.status
