# SPDX-License-Identifier: EUPL-1.2
"""Mails that leave by the calendar; whether one is due is decided from the database, never from a timer."""

import datetime as dt

from pecwatch.alerts.digests import daily_counts, history_summary, weekly_digest
from pecwatch.casework.clock import latest_daily_counts, latest_weekly_digest
from pecwatch.model.alert import Alert
from pecwatch.service.counting import counts
from pecwatch.service.desk import Desk
from pecwatch.service.first_start import is_over
from pecwatch.service.posting import circumstances, post
from pecwatch.store.casefile import positions
from pecwatch.store.database import Session
from pecwatch.store.notes import note, noted
from pecwatch.store.records import MessageOutcome

WEEKLY, DAILY, HISTORY = "weekly_digest", "daily_counts", "history_summary"


def post_due(desk: Desk) -> int:
    """Put in the outbox whatever the calendar asks for; a late service catches up with the newest of each only.

    Returns:
        How many mails.
    """
    local = desk.clock().astimezone(desk.config.service.timezone)
    week, day = latest_weekly_digest(local, desk.rules.clocks), latest_daily_counts(local, desk.rules.clocks)
    with desk.database.reading() as session:
        weekly_is_due, daily_is_due = _is_due(session, WEEKLY, week), _is_due(session, DAILY, day)
    alerts: list[Alert] = []
    if weekly_is_due:
        alerts.append(preview_weekly(desk, week))
    if daily_is_due:
        since = desk.clock() - dt.timedelta(days=1)
        alerts.append(daily_counts(counts(desk, since), day=day, circumstances=circumstances(desk)))
    with desk.database.reading() as session:
        first_start_ended = noted(session, HISTORY) is None and is_over(session, desk.list_mailboxes)
    if first_start_ended:
        alerts.extend(_history(desk))
    with desk.database.writing() as session:
        posted = post(session, desk, alerts)
        note(session, WEEKLY, str(week), desk.clock())
        note(session, DAILY, str(day), desk.clock())
        if first_start_ended:
            note(session, HISTORY, "told", desk.clock())
    return posted


def preview_weekly(desk: Desk, week: dt.date) -> Alert:
    """The coordinator's weekly digest as it would leave now."""
    since = desk.clock() - dt.timedelta(days=7)
    with desk.database.reading() as session:
        still_open = positions(session)
    return weekly_digest(still_open, counts(desk, since), day=week, circumstances=circumstances(desk))


def _is_due(session: Session, key: str, day: dt.date) -> bool:
    """Whether a newer day has come than the one last noted; a fresh installation begins with the next one."""
    last = noted(session, key)
    return last is not None and last.value < str(day)


def _history(desk: Desk) -> tuple[Alert, ...]:
    """What the first start found among old mail; nothing when there was nothing old."""
    found = counts(desk, None, outcome=MessageOutcome.HISTORY)
    return history_summary(found, event="first_start", circumstances=circumstances(desk)) if found.lists else ()
