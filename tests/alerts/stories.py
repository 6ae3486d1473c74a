# SPDX-License-Identifier: EUPL-1.2
"""Whole stories, from a reading to the mails, for the tests of the mails."""

import datetime as dt
import hashlib
from dataclasses import replace

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.compose import compose
from pecwatch.casework.clock import WorkingCalendar, working_days_left
from pecwatch.casework.decide import decide
from pecwatch.casework.lists import received_list
from pecwatch.casework.news import what_is_new
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.alert import Alert
from pecwatch.model.news import Changes, Known, News, Report
from pecwatch.model.office import Office
from pecwatch.model.position import Way
from pecwatch.model.record import record
from tests.casework.people import ANSWERS, CLOCKS, OCTOBER, OFFICE, PRIVACY

NOTHING = Known()


def circumstances(now: dt.datetime = OCTOBER, **changed: object) -> Circumstances:
    today = day_in_rome(now)
    usual = Circumstances(
        office=OFFICE,
        now=now,
        working_days_left=lambda day: working_days_left(today, day, WorkingCalendar()),
        registry_dated_on=today - dt.timedelta(days=4),
        privacy=PRIVACY,
        clocks=CLOCKS,
        answers=ANSWERS,
        reply_to="pecwatch@comune.example",
        token_of=lambda event, address: hashlib.sha256(f"{event} {address}".encode()).hexdigest()[:12],
    )
    return replace(usual, **changed)  # type: ignore[arg-type]  # free-form test values


@record
class Story:
    """One message and everything it caused."""

    news: News
    changes: Changes
    alerts: tuple[Alert, ...]
    known: Known

    def to(self, code: str) -> tuple[Alert, ...]:
        """The mails of one person."""
        return tuple(alert for alert in self.alerts if alert.recipient.code == code)

    def one(self, code: str) -> Alert:
        """The only mail of one person."""
        (alert,) = self.to(code)
        return alert


def tell(
    listed: Report,
    known: Known = NOTHING,
    *,
    message_id: int = 1,
    way: Way = Way.PEC,
    now: dt.datetime = OCTOBER,
    muted: bool = False,
    office: Office = OFFICE,
    **changed: object,
) -> Story:
    """A message arrives and the office is written to."""
    news = what_is_new(listed, message_id=message_id, way=way, arrived_at=now, known=known, now=now)
    numbers = {"2025-11": len(known.positions) + 1}
    changes = decide(
        news, listed, message_id=message_id, office=office, known=known, now=now, next_number=numbers, muted=muted
    )
    around = circumstances(now, office=office, **changed)
    alerts = compose(news, changes, listed, message_id=message_id, circumstances=around)
    new_list = received_list(listed, message_id=message_id, way=way, arrived_at=now)
    lists = (*known.lists, *(() if new_list is None else (new_list,)))
    fresh = {position.reference: position for position in (*known.positions, *changes.positions)}
    return Story(news=news, changes=changes, alerts=alerts, known=Known(lists=lists, positions=tuple(fresh.values())))
