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
from pecwatch.store.backup import back_up
from pecwatch.store.casefile import positions
from pecwatch.store.notes import note, noted
from pecwatch.store.records import MessageOutcome, Note

WEEKLY, DAILY, HISTORY = "weekly_digest", "daily_counts", "history_summary"


def post_due(desk: Desk) -> int:
    """Put in the outbox whatever the calendar asks for; a late service catches up with the newest of each only.

    Returns:
        How many mails.
    """
    now = desk.clock()
    local = now.astimezone(desk.config.service.timezone)
    week, day = latest_weekly_digest(local, desk.rules.clocks), latest_daily_counts(local, desk.rules.clocks)
    with desk.database.reading() as session:
        notes = {key: noted(session, key) for key in (WEEKLY, DAILY, HISTORY)}
        first_start_ended = notes[HISTORY] is None and is_over(session, desk.list_mailboxes)
    alerts: list[Alert] = []
    if _is_due(notes[WEEKLY], week):
        alerts.append(preview_weekly(desk, week))
    if _is_due(notes[DAILY], day):
        back_up(desk.database, now, reason="daily")
        alerts.append(
            daily_counts(counts(desk, now - dt.timedelta(days=1)), day=day, circumstances=circumstances(desk))
        )
    if first_start_ended:
        alerts.extend(_history(desk))
    values = {WEEKLY: str(week), DAILY: str(day)} | ({HISTORY: "told"} if first_start_ended else {})
    changed = {key: value for key, value in values.items() if _value(notes[key]) != value}
    if not changed:
        return 0
    with desk.database.writing() as session:
        for key, value in changed.items():
            note(session, key, value, now)
        return post(session, desk, alerts)


def preview_weekly(desk: Desk, week: dt.date) -> Alert:
    """The coordinator's weekly digest as it would leave now."""
    since = desk.clock() - dt.timedelta(days=7)
    with desk.database.reading() as session:
        still_open = positions(session)
    return weekly_digest(still_open, counts(desk, since), day=week, circumstances=circumstances(desk))


def _is_due(last: Note | None, day: dt.date) -> bool:
    """Whether a newer day has come than the one last noted; a fresh installation begins with the next one."""
    return last is not None and last.value < str(day)


def _value(last: Note | None) -> str | None:
    return None if last is None else last.value


def _history(desk: Desk) -> tuple[Alert, ...]:
    """What the first start found among old mail; nothing when there was nothing old."""
    found = counts(desk, None, outcome=MessageOutcome.HISTORY)
    return history_summary(found, event="first_start", circumstances=circumstances(desk)) if found.lists else ()
