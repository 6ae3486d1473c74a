# SPDX-License-Identifier: EUPL-1.2
"""When pecwatch speaks by itself, and from when on it speaks louder: rules/clocks.toml."""

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, model_validator

from pecwatch.rules.loading import rule


@rule
class WeeklyTime:
    """A moment of every week, on the office's clock."""

    weekday: Annotated[int, Field(ge=1, le=7)]
    """1 is Monday."""
    at: dt.time


@rule
class DailyTime:
    """A moment of every day, on the office's clock."""

    at: dt.time


@rule
class RegistryAge:
    """How old the registry may grow in silence."""

    old_after_days: Annotated[int, Field(ge=1)]
    """Calendar days."""


@rule
class Urgency:
    """When a day is near."""

    urgent_within_days: Annotated[int, Field(ge=0)]
    """Working days."""


@rule
class Patience:
    """How long each of the chain may be silent before the next is told: in working days, or in working hours."""

    until_days_left: Annotated[int, Field(ge=0)] | None = None
    """Holds while no more working days than this are left; None for however many."""
    owner_days: Annotated[int, Field(ge=0)] = 0
    substitute_days: Annotated[int, Field(ge=0)] = 0
    coordinator_days: Annotated[int, Field(ge=0)] = 0
    each_hours: Annotated[int, Field(ge=1)] | None = None
    """Working hours for each of them, instead of days."""


@rule
class Escalation:
    """When silence brings a row to the next person."""

    everybody_until_days_left: Annotated[int, Field(ge=0)]
    """Working days; with as few, or a day gone by, nobody is waited for."""
    undated_days_left: Annotated[int, Field(ge=0)]
    """A row without a day never counts as nearer than this while its month runs."""
    lost_again_after_hours: Annotated[int, Field(ge=1)]
    """Working hours after which a lost mail is written again when the day is near and nobody knows of the row."""
    patience: Annotated[tuple[Patience, ...], Field(min_length=1)]
    """The nearest days first."""

    @model_validator(mode="after")
    def _covers_every_day(self) -> Self:
        limits = [each.until_days_left for each in self.patience]
        known = [limit for limit in limits if limit is not None]
        if limits[-1] is not None or len(known) != len(limits) - 1 or known != sorted(set(known)):
            raise ValueError("until_days_left must grow from table to table, and be missing in the last one only")
        return self

    def patience_with(self, days_left: int) -> Patience:
        """How long is waited with so many working days left."""
        limits = ((each.until_days_left, each) for each in self.patience)
        return next(each for limit, each in limits if limit is None or days_left <= limit)


@rule
class Flood:
    """When somebody is written to so often that the rest of an hour comes in one mail."""

    mails_per_hour: Annotated[int, Field(ge=1)] = 20


@rule
class Milestones:
    """Days and hours at which a row is spoken of whatever was answered."""

    first_days_before: Annotated[int, Field(ge=2)]
    """Working days."""
    second_days_before: Annotated[int, Field(ge=2)]
    outcome_at: dt.time
    """On the day itself: what has become of it?"""


@rule
class StillOpen:
    """When somebody is asked whether a row without a day still has to stay open."""

    every_days: Annotated[int, Field(ge=1)]
    """Calendar days since the last word of a person or a list."""


@rule
class ClockRules:
    """The whole of rules/clocks.toml."""

    weekly_digest: WeeklyTime
    daily_counts: DailyTime
    registry: RegistryAge
    urgency: Urgency
    escalation: Escalation
    milestones: Milestones
    still_open: StillOpen
    flood: Flood = Flood()
