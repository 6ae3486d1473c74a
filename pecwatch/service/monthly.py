# SPDX-License-Identifier: EUPL-1.2
"""The monthly report: what the database holds of a month, put into numbers by casework."""

import datetime as dt
from collections.abc import Iterable, Mapping

from pecwatch.casework.fates import fate_counts
from pecwatch.casework.monthly import acknowledgments, band_counts, differences, month_before, months_lists
from pecwatch.casework.open_questions import open_questions
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.monthly import MonthFates, MonthlyReport
from pecwatch.model.position import Event, Position
from pecwatch.service.desk import Desk
from pecwatch.store import trail
from pecwatch.store.casefile import positions
from pecwatch.store.database import Session
from pecwatch.store.stories import month_events

MONTHS_SHOWN = 6
"""How many months the report compares, its own among them."""


def monthly_report(desk: Desk, month: str) -> MonthlyReport:
    """The month in numbers; without a name.

    Args:
        month: `2025-11`: the month the lists are about, not that in which they came.
    """
    now = desk.clock()
    with desk.database.reading() as session:
        found = positions(session, open_only=False, month=month)
        stories = _stories(month_events(session, month))
        openers = {each.message_id for each in found}
        held_lists = trail.list_messages(session, month)
        traces = {each.message_id: each for each in trail.message_traces(session, held_lists | openers)}
        lists = months_lists((trace for number, trace in traces.items() if number in held_lists), stories)
        since, until = _season(desk, month)
        unread = trail.message_traces(session, trail.unread_messages(session, month, since, until))
        held = trail.held_traces(session, month=month)
        questions = trail.question_traces(session, (month, *map(str, sorted(held_lists))), month=month)
        months = tuple(_months_shown(session, month))
    return MonthlyReport(
        month=month,
        made_at=now,
        lists=lists,
        unread=unread,
        rows=len(found),
        muted=sum(each.muted for each in found),
        unconfirmed=sum(not each.confirmed for each in found),
        bands=band_counts(found),
        acknowledgments=acknowledgments(
            found, stories, {number: trace.served_at for number, trace in traces.items()}, desk.working_time
        ),
        fates=fate_counts(found, stories),
        months=months,
        differences=differences(stories),
        questions=open_questions(
            found, stories, lists=lists, held=held, questions=questions, month=month, today=day_in_rome(now)
        ),
    )


def _stories(events: Iterable[Event]) -> Mapping[str, list[Event]]:
    stories: dict[str, list[Event]] = {}
    for event in events:
        stories.setdefault(event.reference, []).append(event)
    return stories


def _season(desk: Desk, month: str) -> tuple[dt.datetime, dt.datetime]:
    """When a list of that month usually comes: from the beginning of the month before to its own end."""
    zone = desk.config.service.timezone
    begins, ends = month_before(month), month_before(month, -1)
    return (
        dt.datetime.fromisoformat(f"{begins}-01").replace(tzinfo=zone),
        dt.datetime.fromisoformat(f"{ends}-01").replace(tzinfo=zone),
    )


def _months_shown(session: Session, month: str) -> Iterable[MonthFates]:
    """The months up to this one that had rows, oldest first; this one also without."""
    for by in range(MONTHS_SHOWN - 1, -1, -1):
        shown = month_before(month, by)
        found: tuple[Position, ...] = positions(session, open_only=False, month=shown)
        if found or by == 0:
            stories = _stories(month_events(session, shown))
            yield MonthFates(month=shown, fates=fate_counts(found, stories))
