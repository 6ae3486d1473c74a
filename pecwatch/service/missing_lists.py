# SPDX-License-Identifier: EUPL-1.2
"""Lists and reminders that should be here by now and are not."""

import datetime as dt
from collections.abc import Collection, Iterator

from pecwatch.alerts.troubles import UNCONFIRMED
from pecwatch.casework.expected import list_due_on, months_around, months_seen, reminder_due_on
from pecwatch.casework.lists import TWIN_WITHIN
from pecwatch.casework.lowering import bar_of
from pecwatch.model.alarm import AlarmKind, Condition
from pecwatch.model.expected import ListArrival
from pecwatch.service.desk import Desk
from pecwatch.service.first_start import listening_since
from pecwatch.store import ledger
from pecwatch.store.database import Session
from pecwatch.store.overdue import has_confirmed_position, list_arrivals, still_to_come


def missing_lists(session: Session, desk: Desk) -> Iterator[Condition]:
    """What the coordinator should ask the housing company for, from the first opening after the day it was due."""
    now, rules = desk.clock(), desk.rules.alarms.lists
    hours = desk.working_time
    today = hours.day_of(now)
    arrivals = list_arrivals(session)
    seen = months_seen(arrivals)
    since = listening_since(session, desk.list_mailboxes)
    for month in months_around(today):
        came = [each for each in arrivals if each.month == month]
        due = list_due_on(month, seen, desk.config.lists.expected_by, rules, hours.calendar)
        # What was due before pecwatch came may have come, and been cleared away.
        is_ours = due is not None and since is not None and due >= hours.day_of(since)
        if due is not None and is_ours and now >= hours.opening(hours.day_after(due)) and not _is_here(session, came):
            yield Condition(kind=AlarmKind.NO_LIST, about=month, code=UNCONFIRMED if came else "", on=due)
        reminder_due = reminder_due_on(month, seen, rules, hours.calendar) if came else None
        if reminder_due is None or now < hours.opening(hours.day_after(reminder_due)) or _was_reminded(came):
            continue
        rows = still_to_come(session, month, today)
        if rows:
            yield Condition(kind=AlarmKind.NO_REMINDER, about=month, number=rows, on=reminder_due)


def has_come(session: Session, condition: Condition) -> bool:
    """Whether what was missing is here now, rather than no longer expected."""
    came = [each for each in list_arrivals(session) if each.month == condition.about]
    return _is_here(session, came) if condition.kind is AlarmKind.NO_LIST else _was_reminded(came)


def _is_here(session: Session, came: Collection[ListArrival]) -> bool:
    """Whether a list came that may be believed, or that somebody has confirmed; one without rows counts as well."""
    numbers = tuple(each.message_id for each in came)
    return bool(came) and (has_confirmed_position(session, numbers) or any(_is_sealed(session, each) for each in came))


def _is_sealed(session: Session, arrival: ListArrival) -> bool:
    reading = ledger.reading_of(session, arrival.message_id)
    return reading is not None and bar_of(reading.message) is None


def _was_reminded(came: Collection[ListArrival]) -> bool:
    moments: list[dt.datetime] = [each.sent_at for each in came]
    return bool(moments) and max(moments) - min(moments) > TWIN_WITHIN
