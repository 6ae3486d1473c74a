# SPDX-License-Identifier: EUPL-1.2
"""Days and hours at which a row is spoken of whatever was answered: they come nearer with its day."""

import calendar
import datetime as dt
from enum import Enum, auto

from pecwatch.casework.working_time import WorkingTime
from pecwatch.model.record import record
from pecwatch.model.step import StepKind
from pecwatch.rules.clocks import Milestones

WITHIN = dt.timedelta(days=400)
"""Days further away have no milestones yet, or none any more: a list may print any year at all."""


class Audience(Enum):
    """Who hears of a milestone."""

    OWNER = auto()
    OWNER_AND_COORDINATOR = auto()
    EVERYBODY = auto()
    """The whole chain."""


@record
class Milestone:
    """One of them."""

    kind: StepKind
    at: dt.datetime
    """UTC."""
    audience: Audience = Audience.OWNER


def milestones(day: dt.date, work: WorkingTime, rules: Milestones) -> tuple[Milestone, ...]:
    """The milestones of a day of execution, in their order."""
    before = (
        (StepKind.TEN_DAYS, rules.first_days_before, Audience.OWNER),
        (StepKind.TWO_DAYS, rules.second_days_before, Audience.OWNER),
        (StepKind.EVE, 1, Audience.EVERYBODY),
    )
    coming = (
        *(
            Milestone(kind=kind, at=work.opening(work.day_before(day, count)), audience=audience)
            for kind, count, audience in before
        ),
        Milestone(kind=StepKind.DAY, at=work.opening(day)),
        *outcome_milestones(day, work, rules),
    )
    return tuple(sorted(coming, key=lambda milestone: milestone.at))


def outcome_milestones(day: dt.date, work: WorkingTime, rules: Milestones) -> tuple[Milestone, ...]:
    """From the afternoon of the day on: what has become of it?"""
    again = (Audience.OWNER, Audience.OWNER_AND_COORDINATOR)
    return (
        Milestone(kind=StepKind.OUTCOME, at=work.at(day, rules.outcome_at)),
        *(
            Milestone(kind=StepKind.OUTCOME_AGAIN, at=work.opening(work.day_after(day, count)), audience=audience)
            for count, audience in enumerate(again, start=1)
        ),
    )


def first_day(month: str) -> dt.date:
    """The first day of a list's month, as `2025-11`."""
    return dt.date.fromisoformat(f"{month}-01")


def last_day(month: str) -> dt.date:
    """The last day of a list's month."""
    first = first_day(month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
