# SPDX-License-Identifier: EUPL-1.2
"""Weeks of an office, round by round: who was written to, when, and about what."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from pecwatch.alerts.channels.smtp import SmtpChannel
from pecwatch.service.collecting import Collector
from pecwatch.service.desk import Desk
from pecwatch.service.opening import open_desk
from pecwatch.service.rounds import run_round
from tests.end_to_end.looking import NAMES
from tests.end_to_end.mails import ReadMail, kinds, personal_words, take_mails
from tests.end_to_end.office import ADMINISTRATOR, SocialServices, at
from tests.servers.smtp import ReceivedMail

HOURS = ((8, 2), (9, 20), (11, 20), (14, 2), (16, 5))
"""Of each day: when the office opens, when time runs out, when the outcome is asked."""

Line = tuple[str, str, str]
"""Day and hour, recipient, kind."""


class Walk:
    """A service that runs through the weeks on the office's clock."""

    def __init__(self, office: SocialServices, desk: Desk, collector: Collector, channel: SmtpChannel) -> None:
        self.office, self.desk = office, desk
        self._collector, self._channel = collector, channel
        self.diary: list[tuple[Line, ReadMail]] = []
        self.raw: dict[str, ReceivedMail] = {}
        """The last mail to each person, as the relay took it."""

    def round(self, now: dt.datetime) -> None:
        """One round at that moment; what it told is written down."""
        self.office.clock.now = now
        assert not run_round(self.desk, self._collector, self._channel, threading.Event()).defects
        self.raw |= {each.recipients[0].partition("@")[0]: each for each in self.office.relay.messages}
        for mail in take_mails(self.office.relay):
            assert not personal_words(mail.subject, NAMES), mail.subject
            if mail.recipient == ADMINISTRATOR:
                assert not personal_words(f"{mail.text} {mail.html}", NAMES)
            ((name, kind),) = kinds(self.desk, [mail])
            self.diary.append(((f"{now:%d/%m %H:%M}", name, kind), mail))

    def until(self, end: dt.datetime) -> None:
        """Rounds at the hours of every day, up to and including that moment."""
        for now in _moments(self.office.clock.now, end):
            self.round(now)

    def lines(self, *kinds_wanted: str, name: str | None = None) -> list[Line]:
        """The diary, or what it says of some kinds and of one person."""
        return [
            line
            for line, _ in self.diary
            if (not kinds_wanted or line[2] in kinds_wanted) and (name is None or line[1] == name)
        ]

    def steps(self, reference: str) -> list[tuple[str, str]]:
        """When whom the calendar wrote to about one row."""
        return [
            line[:2]
            for line, mail in self.diary
            if line[2] == "steps" and (reference in mail.subject or reference in mail.text)
        ]

    def newest(self, name: str, kind: str = "rows") -> ReadMail:
        """The last mail of a kind to somebody."""
        return next(mail for line, mail in reversed(self.diary) if line[1:] == (name, kind))

    def absent(self, code: str, first: dt.date, last: dt.date) -> None:
        """Somebody is away."""
        people = self.desk.config.office
        operators = tuple(
            replace(each, absences=((first, last),)) if each.code == code else each for each in people.operators
        )
        fixed = {
            role: replace(person, absences=((first, last),))
            for role in ("coordinator", "duty_worker", "director")
            if (person := getattr(people, role)) is not None and person.code == code
        }
        self.desk.config = replace(self.desk.config, office=replace(people, operators=operators, **fixed))


@contextmanager
def walking(office: SocialServices) -> Iterator[Walk]:
    """The service of an office that has just been installed."""
    office.install()
    config = office.config
    with (
        open_desk(config, exclusive=True, clock=office.clock) as desk,
        Collector(desk, desk.polled_mailboxes) as collector,
        SmtpChannel(config.smtp.relay) as channel,
    ):
        yield Walk(office, desk, collector, channel)


def _moments(start: dt.datetime, end: dt.datetime) -> Iterator[dt.datetime]:
    day = start.date()
    while day <= end.date():
        for hour, minute in HOURS:
            now = at(day.year, day.month, day.day, hour, minute)
            if start < now <= end:
                yield now
        day += dt.timedelta(days=1)
