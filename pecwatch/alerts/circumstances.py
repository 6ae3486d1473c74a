# SPDX-License-Identifier: EUPL-1.2
"""What every mail depends on besides its subject: who works here, what day it is, how old the registry is."""

import datetime as dt
from collections.abc import Callable

from pecwatch.italian.rome import day_in_rome
from pecwatch.model.office import Office, OfficePerson
from pecwatch.model.position import Position
from pecwatch.model.record import record
from pecwatch.rules.answers import AnswerRules
from pecwatch.rules.clocks import ClockRules
from pecwatch.rules.levers import LeverRules
from pecwatch.rules.privacy import PrivacyRules


@record
class Circumstances:
    """The office at the moment of writing."""

    office: Office
    now: dt.datetime
    """Aware."""
    working_days_left: Callable[[dt.date], int]
    """Working days from today to a day."""
    registry_dated_on: dt.date | None
    """The day the registry speaks of; None while there is none."""
    privacy: PrivacyRules
    clocks: ClockRules
    answers: AnswerRules
    reply_to: str
    """Address of the mailbox in which answers are read."""
    token_of: Callable[[str, str], str]
    """The token of the mail about an event to an address: an answer bears it."""
    levers: LeverRules = LeverRules()
    """What may still be done before a day; none is told until the office has approved them."""

    @property
    def today(self) -> dt.date:
        """The day in Italy."""
        return day_in_rome(self.now)

    @property
    def coordinator(self) -> OfficePerson:
        """The coordinator, or who stands in for her."""
        return self.office.acting(self.office.coordinator, self.today) or self.office.coordinator

    @property
    def confirmer(self) -> OfficePerson:
        """Who says whether a list is genuine: the coordinator, who stands in for her, otherwise the director."""
        director = self.office.director
        stand_in = None if director is None else self.office.acting(director, self.today)
        return self.office.acting(self.office.coordinator, self.today) or stand_in or self.office.coordinator

    @property
    def registry_is_old(self) -> bool:
        """Whether people may be missing from the registry only because it is old, or because there is none."""
        if self.registry_dated_on is None:
            return True
        return (self.today - self.registry_dated_on).days > self.clocks.registry.old_after_days

    def is_near(self, position: Position) -> bool:
        """Whether the position's day is close enough to say URGENTE."""
        day = position.execution_on
        if day is None or day < self.today:
            return False
        return self.working_days_left(day) <= self.clocks.urgency.urgent_within_days
