# SPDX-License-Identifier: EUPL-1.2
"""Nobody is buried under mails: beyond so many in an hour what does not press waits for the others of its hour."""

import datetime as dt

from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.position import Priority
from pecwatch.service.desk import Desk
from pecwatch.store import gathered, steps
from pecwatch.store.database import Session

MAY_WAIT = frozenset(
    {
        AlertKind.ROWS,
        AlertKind.REMINDER,
        AlertKind.DIFFERENCES,
        AlertKind.STEPS,
        AlertKind.ANSWER,
        AlertKind.LIST_DIGEST,
        AlertKind.EMPTY_LIST,
    }
)
"""Kinds that may wait at all. Troubles, what could not be read, whether a list is genuine, and what leaves by the
calendar as a sign of life never do; nor does what leaves the office."""


def held_until(session: Session, desk: Desk, alert: Alert) -> dt.datetime | None:
    """Until when a mail that is about to be written waits for others to the same person; None when it leaves at once.

    Once something waits for somebody the rest waits with it, so that everything leaves in its order.
    """
    if alert.kind not in MAY_WAIT:
        return None
    now, recipient = desk.clock(), alert.recipient.email
    waiting = gathered.held_until(session, recipient)
    if waiting is None:
        written = gathered.written_since(session, recipient, now - gathered.HOUR)
        if written < desk.rules.clocks.flood.mails_per_hour:
            return None
    if _presses(session, desk, alert):
        return None
    return waiting or now + gathered.HOUR


def _presses(session: Session, desk: Desk, alert: Alert) -> bool:
    """Whether a row of which it speaks has few working days left, none, or no day at all."""
    work, limit = desk.working_time, desk.rules.clocks.urgency.urgent_within_days
    today = work.day_of(desk.clock())
    spoken_of = [each.watched for each in steps.watched(session, alert.references).values()]
    days = {each.execution_on for each in spoken_of if each.priority is Priority.URGENT}
    return any(day is None or work.days_left(today, day) <= limit for day in days)
