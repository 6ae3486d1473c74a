# SPDX-License-Identifier: EUPL-1.2
"""What is due of a position now, decided from what is written and from the time: a late service catches up by itself.

A position that nobody has answered climbs one link of the chain at a time. The time of a link begins when its mail was
sent, so a relay that is down burns nobody's time, and a mail that came back is as good as a silence that is over.
Milestones come whatever was answered; of several that were missed only the newest is told.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from pecwatch.casework.chain import CHAIN, Link, chain
from pecwatch.casework.cycles import UNTAKEN
from pecwatch.casework.milestones import (
    WITHIN,
    Audience,
    Milestone,
    first_day,
    last_day,
    milestones,
    outcome_milestones,
)
from pecwatch.casework.working_time import WorkingTime
from pecwatch.model.office import Office
from pecwatch.model.position import Position, PositionState, Priority
from pecwatch.model.record import record
from pecwatch.model.step import Asked, Due, Step, StepKind, Told, Watched
from pecwatch.rules.clocks import ClockRules, Patience

LONGEST_WAIT = dt.timedelta(days=1)
"""No position is left alone for longer, so that nearer days, absences and clocks set back are noticed."""

TO_EVERYBODY = frozenset({StepKind.EVERYBODY, StepKind.EVE})

HEARD = frozenset(CHAIN) | TO_EVERYBODY
"""Steps after which somebody has heard of a row, and has her time to answer."""

PREPARING = frozenset({StepKind.TEN_DAYS, StepKind.TWO_DAYS})
"""Milestones that only remind: whoever has heard of the row since needs them no more."""

GRAVITY = (
    *(StepKind.EVERYBODY, StepKind.EVE, StepKind.DAY, StepKind.OUTCOME_AGAIN, StepKind.OUTCOME),
    *(StepKind.DIRECTOR, StepKind.COORDINATOR, StepKind.SUBSTITUTE, StepKind.OWNER),
    *(StepKind.TWO_DAYS, StepKind.TEN_DAYS, StepKind.STILL_OPEN),
)
"""The gravest first: of several steps of one row to one person the mail speaks of that."""


@record
class Horizon:
    """What the day of a row is to the clocks."""

    day: dt.date | None
    """None where the list gives none."""
    near: bool
    """Everybody is told at once; before the eve is told to everybody the chain goes on."""
    patience: Patience
    newest: Milestone | None
    """The last milestone whose time has come."""
    following_at: dt.datetime | None
    """When the next one comes."""


class Look:
    """One look at many positions at one moment; what they share is worked out once."""

    def __init__(self, office: Office, rules: ClockRules, work: WorkingTime, now: dt.datetime) -> None:
        self.office, self.rules, self.work, self.now = office, rules, work, now.astimezone(dt.UTC)
        self.today = work.day_of(now)
        self.latest = min(work.next_opening(self.now), self.now + LONGEST_WAIT)
        """When everything has to be looked at again, whatever was found: the next opening, or the day after."""
        self.chain_of = cache(self._chain_of)
        self.horizon_of = cache(self._horizon_of)
        self.patient_until = cache(self._patient_until)

    def steps(self, watched: Watched, told: Sequence[Told]) -> Due:
        """What is due of one open position that is not muted.

        Args:
            told: Every step ever taken for it.
        """
        if watched.priority is Priority.LOW:
            return self._still_open(watched, told)
        horizon = self.horizon_of(watched.month, watched.execution_on)
        milestone, at = self._milestone(watched, told, horizon), horizon.following_at
        if watched.state not in UNTAKEN:
            return self._due(milestone, at, "taken") if milestone or at else self._still_open(watched, told)
        if horizon.near:
            climbing, reason, again_at = self._everybody(watched, told, horizon, milestone), "near", None
        else:
            climbing, reason, again_at = self._climb(watched, told, horizon)
        # Everybody with telephone numbers: a milestone on top would say less.
        reached = {step.recipient for step in climbing if step.kind is StepKind.EVERYBODY}
        steps = (*climbing, *(step for step in milestone if step.recipient not in reached))
        moments = [moment for moment in (at, again_at) if moment is not None]
        if not steps and not moments and reason in ("near", "exhausted"):
            return self._still_open(watched, told)
        return self._due(steps, min(moments, default=None), reason)

    def _chain_of(self, owner: str) -> tuple[Link, ...]:
        return chain(owner, self.office, self.today)

    def _horizon_of(self, month: str, day: dt.date | None) -> Horizon:
        rules, escalation = self.rules.milestones, self.rules.escalation
        last = day or last_day(month)
        of_day = milestones if day is not None else outcome_milestones
        found = of_day(last, self.work, rules) if abs(last - self.today) <= WITHIN else ()
        days_left = self._days_left(self.today, month, day)
        eve_is_to_come = any(each.kind is StepKind.EVE and each.at > self.now for each in found)
        return Horizon(
            day=day,
            near=days_left <= escalation.everybody_until_days_left and not eve_is_to_come,
            patience=escalation.patience_with(days_left),
            newest=next((each for each in reversed(found) if each.at <= self.now), None),
            following_at=next((each.at for each in found if each.at > self.now), None),
        )

    def _days_left(self, today: dt.date, month: str, day: dt.date | None) -> int:
        """Working days until the earliest day that is plausible; a row without a day is late once its month is over."""
        if day is not None:
            return self.work.days_left(today, day)
        if today > last_day(month):
            return self.work.days_left(today, last_day(month))
        earliest = self.work.days_left(today, max(today, first_day(month)))
        return max(earliest, self.rules.escalation.undated_days_left)

    def _milestone(self, watched: Watched, told: Sequence[Told], horizon: Horizon) -> tuple[Step, ...]:
        """The newest milestone that is due, for whoever has not heard of it."""
        newest = horizon.newest
        if newest is None or newest.at < watched.started_at:
            return ()
        if newest.kind in PREPARING and newest.at < watched.last_word_at:
            return ()
        know = {each.step.recipient for each in told if _settles(each, newest, horizon.day)}
        return self._to(self._audience(watched, newest.audience), watched, newest.kind, horizon.day, know)

    def _audience(self, watched: Watched, audience: Audience) -> tuple[Link, ...]:
        links = self.chain_of(watched.owner)
        match audience:
            case Audience.OWNER:
                return links[:1]
            case Audience.OWNER_AND_COORDINATOR:
                return (*links[:1], *(link for link in links[1:] if link.kind is StepKind.COORDINATOR))
            case Audience.EVERYBODY:
                return links

    def _everybody(
        self, watched: Watched, told: Sequence[Told], horizon: Horizon, milestone: tuple[Step, ...]
    ) -> tuple[Step, ...]:
        """All of the chain who have not heard that the day is there; the eve, where it is told, does this itself."""
        if any(step.kind is StepKind.EVE for step in milestone):
            return ()
        know = {each.step.recipient for each in told if self._knows_that_it_is_near(each, watched)}
        return self._to(self.chain_of(watched.owner), watched, StepKind.EVERYBODY, horizon.day, know)

    def _knows_that_it_is_near(self, told: Told, watched: Watched) -> bool:
        if told.step.kind in TO_EVERYBODY and told.step.day == watched.execution_on:
            return True
        then = self._days_left(self.work.day_of(told.decided_at), watched.month, watched.execution_on)
        near = then <= self.rules.escalation.everybody_until_days_left
        return near and told.step.kind in CHAIN and told.step.cycle == watched.cycle

    def _climb(
        self, watched: Watched, told: Sequence[Told], horizon: Horizon
    ) -> tuple[tuple[Step, ...], str, dt.datetime | None]:
        """The next link of the chain, if its turn has come; else when it comes, where that is known."""
        for link in self.chain_of(watched.owner):
            last = _last_told(link, watched, told)
            if last is None:
                return self._to((link,), watched, link.kind, None, ()), f"{link.kind} is to be told", None
            if last.undelivered_at is not None:
                continue
            if last.sent_at is None:
                return (), f"the mail to the {link.kind} has not left", None
            patient_until = self.patient_until(link.kind, last.sent_at, horizon.patience)
            if patient_until > self.now:
                return (), f"the {link.kind} has time", patient_until
        return (), "exhausted", None

    def _patient_until(self, kind: StepKind, sent_at: dt.datetime, patience: Patience) -> dt.datetime:
        if patience.each_hours is not None:
            return self.work.add_hours(sent_at, patience.each_hours)
        days = {
            StepKind.OWNER: patience.owner_days,
            StepKind.SUBSTITUTE: patience.substitute_days,
            StepKind.COORDINATOR: patience.coordinator_days,
        }
        return self.work.add_days(sent_at, days.get(kind, 0))

    def _still_open(self, watched: Watched, told: Sequence[Told]) -> Due:
        """Whether it is time to ask if a row still has to stay open: long after the last word, and the last mail."""
        since = max(watched.last_word_at, watched.started_at, *(each.decided_at for each in told))
        day = self.work.day_of(since) + dt.timedelta(days=self.rules.still_open.every_days)
        at = self.work.opening(self.work.day_after(day, 0))
        if at > self.now:
            return self._due((), at, "asked again later")
        links = self.chain_of(watched.owner)[:1]
        return self._due(self._to(links, watched, StepKind.STILL_OPEN, self.today, ()), None, "still open?")

    def _to(
        self, links: Iterable[Link], watched: Watched, kind: StepKind, day: dt.date | None, know: Collection[str]
    ) -> tuple[Step, ...]:
        return tuple(
            Step(reference=watched.reference, cycle=watched.cycle, kind=kind, day=day, recipient=link.person.code)
            for link in links
            if link.person.code not in know
        )

    def _due(self, steps: tuple[Step, ...], at: dt.datetime | None, reason: str) -> Due:
        return Due(steps=steps, look_at=at or self.latest, reason=reason)


def steps(
    watched: Watched, told: Sequence[Told], *, office: Office, rules: ClockRules, work: WorkingTime, now: dt.datetime
) -> Due:
    """What is due of one open position that is not muted; `Look` is the same for many."""
    return Look(office, rules, work, now).steps(watched, told)


def watched_of(position: Position, *, last_word_at: dt.datetime | None = None) -> Watched | None:
    """What the calendar looks at of a position; None for one that it leaves alone."""
    if position.state is PositionState.CLOSED or position.muted:
        return None
    started_at = position.clock_started_at or position.opened_at
    return Watched(
        reference=position.reference,
        month=position.month,
        owner=position.owner,
        state=position.state,
        priority=position.priority,
        execution_on=position.execution_on,
        cycle=position.cycle,
        started_at=started_at,
        last_word_at=last_word_at or started_at,
    )


def asked_of(step: Step, position: Position, look: Look) -> Asked:
    """A step with what its mail has to say.

    Raises:
        LookupError: Nobody in the office bears the recipient's code.
    """
    links = look.chain_of(position.owner)
    link = next((each for each in links if each.person.code == step.recipient), None)
    person = look.office.person(step.recipient) if link is None else link.person
    if person is None:
        raise LookupError(step.recipient)
    owner = look.office.person(position.owner)
    silent = owner if step.kind in (*CHAIN[1:], StepKind.EVERYBODY) and owner != person else None
    day = position.execution_on
    return Asked(
        step=step,
        position=position,
        recipient=person,
        acting_for=silent if link is None or link.acting_for is None else link.acting_for,
        days_left=None if day is None else look.work.days_left(look.today, day),
        last_step=link is not None and link is links[-1],
    )


def gravest(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """Each row once, with the gravest of its steps."""
    found: dict[str, Asked] = {}
    for each in sorted(asked, key=lambda each: GRAVITY.index(each.step.kind)):
        found.setdefault(each.step.reference, each)
    return tuple(found.values())


def has_heard(code: str, watched: Watched, told: Iterable[Told]) -> bool:
    """Whether somebody was told of the row in the running chain, whatever she was told it as."""
    return any(_heard(each, code, watched) for each in told)


def owner_step(watched: Watched, code: str) -> Step:
    """The first step of a chain: whoever acts as the owner hears of the row."""
    return Step(reference=watched.reference, cycle=watched.cycle, kind=StepKind.OWNER, day=None, recipient=code)


def _heard(told: Told, code: str, watched: Watched) -> bool:
    step = told.step
    return step.recipient == code and step.cycle == watched.cycle and step.kind in HEARD


def _last_told(link: Link, watched: Watched, told: Sequence[Told]) -> Told | None:
    """When the link last heard of the row in the running chain."""
    code = link.person.code
    told_before = watched.state is PositionState.NOTIFIED and code == watched.owner
    if told_before and not any(each.step.cycle == watched.cycle for each in told):
        # The owner's mail left before steps were written down: her state says so.
        at = watched.started_at
        return Told(step=owner_step(watched, code), decided_at=at, sent_at=at)
    return max((each for each in told if _heard(each, code, watched)), key=lambda each: each.decided_at, default=None)


def _settles(told: Told, milestone: Milestone, day: dt.date | None) -> bool:
    """Whether who was told this needs the milestone no more."""
    kind = told.step.kind
    if told.step.day == day and kind in (milestone.kind, StepKind.EVERYBODY):
        return kind is milestone.kind or told.decided_at >= milestone.at
    return milestone.kind in PREPARING and kind in CHAIN and told.decided_at >= milestone.at
