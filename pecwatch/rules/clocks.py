# SPDX-License-Identifier: EUPL-1.2
"""When pecwatch speaks by itself, and from when on it speaks louder: rules/clocks.toml."""

import datetime as dt
from typing import Annotated

from pydantic import Field

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
class ClockRules:
    """The whole of rules/clocks.toml."""

    weekly_digest: WeeklyTime
    daily_counts: DailyTime
    registry: RegistryAge
    urgency: Urgency
