# SPDX-License-Identifier: EUPL-1.2
"""What is due of a position now, decided from what is written and from the time: a late service catches up by itself.

A position that nobody has answered climbs one link of the chain at a time. The time of a link begins when its mail was
sent, so a relay that is down burns nobody's time, and a mail that came back is as good as a silence that is over. When
nobody is left to climb to, those who never got their mail are written to again, from the first of them on.
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
from pecwatch.casework.repeats import Telling, again_at, telling
from pecwatch.casework.working_time import WorkingTime
from pecwatch.model.office import Office
from pecwatch.model.position import PositionState, Priority
from pecwatch.model.record import record
from pecwatch.model.step import Due, Step, StepKind, Told, Watched
from pecwatch.rules.clocks import ClockRules, Patience

LONGEST_WAIT = dt.timedelta(days=1)
"""No position is left alone for longer, so that nearer days, absences and clocks set back are noticed."""

TO_EVERYBODY = frozenset({StepKind.EVERYBODY, StepKind.EVE})

HEARD = frozenset(CHAIN) | TO_EVERYBODY
"""Steps after which somebody has heard of a row, and has her time to answer."""

PRESSING = frozenset({StepKind.EVE, StepKind.DAY})
"""Milestones after which the next opening of the office is too late."""

PREPARING = frozenset({StepKind.TEN_DAYS, StepKind.TWO_DAYS})
"""Milestones that only remind: whoever has heard of the row since needs them no more."""

NOTHING = Telling()


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
        milestone = self._milestone(watched, told, horizon)
        if watched.state not in UNTAKEN:
            climbing, reason = NOTHING, "taken"
        elif horizon.near:
            climbing, reason = self._everybody(watched, told, horizon, milestone), "near"
        else:
            climbing, reason = self._climb(watched, told, horizon)
        found = milestone.beside(climbing).beside(Telling(at=horizon.following_at))
        if found.is_nothing and reason in ("taken", "near", "exhausted"):
            return self._still_open(watched, told)
        return self._due(found, reason)

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

    def _milestone(self, watched: Watched, told: Sequence[Told], horizon: Horizon) -> Telling:
        """The newest milestone that is due, for whoever has not heard of it."""
        newest = horizon.newest
        if newest is None or newest.at < watched.started_at:
            return NOTHING
        if newest.kind in PREPARING and newest.at < watched.last_word_at:
            return NOTHING
        know = {each.step.recipient for each in told if _settles(each, newest, horizon.day)}
        steps = self._to(self._audience(watched, newest.audience), watched, newest.kind, horizon.day, know)
        return self._telling(steps, told, presses=newest.kind in PRESSING and not know)

    def _audience(self, watched: Watched, audience: Audience) -> tuple[Link, ...]:
        links = self.chain_of(watched.owner)
        match audience:
            case Audience.OWNER:
                return links[:1]
            case Audience.OWNER_AND_COORDINATOR:
                return (*links[:1], *(link for link in links[1:] if link.kind is StepKind.COORDINATOR))
            case Audience.EVERYBODY:
                return links

    def _everybody(self, watched: Watched, told: Sequence[Told], horizon: Horizon, milestone: Telling) -> Telling:
        """All of the chain who have not heard that the day is there; the eve, where it is told, does this itself."""
        if any(step.kind is StepKind.EVE for step in milestone.steps):
            return NOTHING
        know = {each.step.recipient for each in told if self._knows_that_it_is_near(each, watched)}
        steps = self._to(self.chain_of(watched.owner), watched, StepKind.EVERYBODY, horizon.day, know)
        return self._telling(steps, told, presses=not know)

    def _knows_that_it_is_near(self, told: Told, watched: Watched) -> bool:
        if told.undelivered_at is not None:
            return False
        if told.step.kind in TO_EVERYBODY and told.step.day == watched.execution_on:
            return True
        then = self._days_left(self.work.day_of(told.decided_at), watched.month, watched.execution_on)
        near = then <= self.rules.escalation.everybody_until_days_left
        return near and told.step.kind in CHAIN and told.step.cycle == watched.cycle

    def _climb(self, watched: Watched, told: Sequence[Told], horizon: Horizon) -> tuple[Telling, str]:
        """The next link of the chain, if its turn has come; else when it comes, where that is known."""
        lost: list[Link] = []
        for link in self.chain_of(watched.owner):
            last = _last_told(link, watched, told)
            if last is None:
                return Telling(steps=self._to((link,), watched, link.kind, None, ())), f"{link.kind} is to be told"
            if last.undelivered_at is not None:
                lost.append(link)
                continue
            if last.sent_at is None:
                return NOTHING, f"the mail to the {link.kind} has not left"
            patient_until = self.patient_until(link.kind, last.sent_at, horizon.patience)
            if patient_until > self.now:
                return Telling(at=patient_until), f"the {link.kind} has time"
            # Whoever stands above her has heard: those below who have not matter no more.
            lost = []
        steps = (step for link in lost for step in self._to((link,), watched, link.kind, None, ()))
        return self._telling(steps, told, presses=horizon.patience.each_hours is not None).first(), "exhausted"

    def _telling(self, steps: Iterable[Step], told: Sequence[Told], *, presses: bool) -> Telling:
        """What to do for those who do not know.

        Args:
            presses: The day is near, and nobody at all knows: the next opening would be too late.
        """
        within = self.rules.escalation.lost_again_after_hours if presses else None

        def again(lost: Told) -> dt.datetime:
            return again_at(lost.undelivered_at or self.now, self.work, self.now, within_hours=within)

        return telling(steps, told, again, self.now)

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
            return self._due(Telling(at=at), "asked again later")
        links = self.chain_of(watched.owner)[:1]
        return self._due(Telling(steps=self._to(links, watched, StepKind.STILL_OPEN, self.today, ())), "still open?")

    def _to(
        self, links: Iterable[Link], watched: Watched, kind: StepKind, day: dt.date | None, know: Collection[str]
    ) -> tuple[Step, ...]:
        return tuple(
            Step(reference=watched.reference, cycle=watched.cycle, kind=kind, day=day, recipient=link.person.code)
            for link in links
            if link.person.code not in know
        )

    def _due(self, found: Telling, reason: str) -> Due:
        return Due(steps=found.steps, again=found.again, look_at=found.at or self.latest, reason=reason)


def has_heard(code: str, watched: Watched, told: Iterable[Told]) -> bool:
    """Whether somebody was told of the row in the running chain, whatever she was told it as, and her mail not lost."""
    return any(_heard(each, code, watched) and each.undelivered_at is None for each in told)


def owner_step(watched: Watched, code: str) -> Step:
    """The first step of a chain: whoever acts as the owner hears of the row."""
    return Step(reference=watched.reference, cycle=watched.cycle, kind=StepKind.OWNER, day=None, recipient=code)


def _heard(told: Told, code: str, watched: Watched) -> bool:
    step = told.step
    return step.recipient == code and step.cycle == watched.cycle and step.kind in HEARD


def _last_told(link: Link, watched: Watched, told: Sequence[Told]) -> Told | None:
    """When the link last heard of the row in the running chain; a mail that did not arrive counts last."""
    code = link.person.code
    told_before = watched.state is PositionState.NOTIFIED and code == watched.owner
    if told_before and not any(each.step.cycle == watched.cycle for each in told):
        # The owner's mail left before steps were written down: her state says so.
        at = watched.started_at
        return Told(step=owner_step(watched, code), decided_at=at, sent_at=at)
    heard = (each for each in told if _heard(each, code, watched))
    return max(heard, key=lambda each: (each.undelivered_at is None, each.decided_at), default=None)


def _settles(told: Told, milestone: Milestone, day: dt.date | None) -> bool:
    """Whether who was told this needs the milestone no more."""
    kind = told.step.kind
    if told.undelivered_at is not None:
        return False
    if told.step.day == day and kind in (milestone.kind, StepKind.EVERYBODY):
        return kind is milestone.kind or told.decided_at >= milestone.at
    return milestone.kind in PREPARING and kind in CHAIN and told.decided_at >= milestone.at
