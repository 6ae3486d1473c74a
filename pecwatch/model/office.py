# SPDX-License-Identifier: EUPL-1.2
"""The people of the office, and what each of them is to a row."""

import datetime as dt
from dataclasses import replace
from enum import StrEnum

from pecwatch.model.record import record


class Role(StrEnum):
    """Why somebody is written to; it decides what they may see."""

    OPERATOR = "operator"
    DUTY_WORKER = "duty_worker"
    COORDINATOR = "coordinator"
    DIRECTOR = "director"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    TUTOR = "tutor"
    """Visits a building for a cooperative: the one role outside the office."""


@record
class OfficePerson:
    """Somebody who works there."""

    code: str
    """The operator's code in the registry; for the fixed roles, the role's own name."""
    role: Role
    name: str
    email: str
    phone: str | None = None
    substitute: str | None = None
    absences: tuple[tuple[dt.date, dt.date], ...] = ()
    """First and last day of each absence."""
    also_from: tuple[str, ...] = ()
    """Other addresses that are known to be hers: she is written to at none of them, and may answer from each."""

    @property
    def addresses(self) -> frozenset[str]:
        """All her addresses, lower case."""
        return frozenset(each.lower() for each in (self.email, *self.also_from))

    def is_absent_on(self, day: dt.date) -> bool:
        """Whether the person is away on that day."""
        return any(first <= day <= last for first, last in self.absences)


@record
class Office:
    """Everybody pecwatch may write to."""

    coordinator: OfficePerson
    duty_worker: OfficePerson | None
    director: OfficePerson | None
    system_administrator: OfficePerson
    operators: tuple[OfficePerson, ...] = ()

    @property
    def everybody(self) -> tuple[OfficePerson, ...]:
        """All of them, the fixed roles first."""
        fixed = (self.coordinator, self.duty_worker, self.director, self.system_administrator)
        return (*(person for person in fixed if person is not None), *self.operators)

    def person(self, code: str) -> OfficePerson | None:
        """Whoever bears that code."""
        return next((person for person in self.everybody if person.code == code), None)

    def with_imported(self, operators: tuple[OfficePerson, ...]) -> "Office":
        """The office with operators of another table, too; who stands here already may answer from her address there.

        Otherwise she stays as she is.
        """
        known = {person.code for person in self.everybody}
        others = {each.code: each.email for each in operators if each.code in known}
        added = tuple(each for each in operators if each.code not in known)
        own = tuple(
            replace(each, also_from=(others[each.code],)) if each.code in others else each for each in self.operators
        )
        return replace(self, operators=(*own, *added))

    def acting(self, person: OfficePerson, day: dt.date) -> OfficePerson | None:
        """The person, or who stands in for her when she is absent; None when nobody does."""
        if not person.is_absent_on(day):
            return person
        substitute = self.person(person.substitute) if person.substitute is not None else None
        return None if substitute is None or substitute.is_absent_on(day) else substitute

    def acting_for(self, code: str, day: dt.date) -> OfficePerson:
        """Who is written to in the place of a code: the person, her substitute, else the duty desk; never nobody."""
        person = self.person(code)
        stand_in = None if person is None else self.acting(person, day)
        return stand_in or self.duty_desk(day)

    def answers_for(self, who: str, code: str | None, day: dt.date) -> bool:
        """Whether somebody may speak for a code that day: her own, or that of whom she stands in for."""
        if code is None or who == code:
            return code is not None
        person = self.person(code)
        stand_in = None if person is None else self.acting(person, day)
        return stand_in is not None and stand_in.code == who

    def duty_desk(self, day: dt.date) -> OfficePerson:
        """Who takes the rows that belong to nobody: the duty worker, the coordinator only for want of one."""
        worker = None if self.duty_worker is None else self.acting(self.duty_worker, day)
        return worker or self.acting(self.coordinator, day) or self.coordinator
