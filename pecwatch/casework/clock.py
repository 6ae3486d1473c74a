# SPDX-License-Identifier: EUPL-1.2
"""Working days: the only unit in which the office has time."""

import datetime as dt
from bisect import bisect_right
from functools import lru_cache

import holidays

from pecwatch.errors import UsageError
from pecwatch.model.record import record
from pecwatch.rules.clocks import ClockRules

SATURDAY = 6
"""As `isoweekday` counts."""

FORESIGHT_YEARS = 2
"""Working days are counted to the end of the year after next: a list may print any year at all."""


@record
class WorkingCalendar:
    """The holidays of a place, as the library `holidays` names it."""

    country: str = "IT"
    subdivision: str | None = "CR"
    """Province, for its patron saint: in Cremona Sant'Omobono, 13 November."""

    def is_working(self, day: dt.date) -> bool:
        """Whether the office is open on that day: Monday to Friday, no holiday."""
        return day.isoweekday() < SATURDAY and day not in _holidays_of(self.country, self.subdivision)


@lru_cache(maxsize=8)
def _holidays_of(country: str, subdivision: str | None) -> holidays.HolidayBase:
    try:
        return holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError as error:
        place = f"country {country!r}, subdivision {subdivision!r}"
        raise UsageError(f"[service] holidays: {place} is unknown; use the codes of ISO 3166-2") from error


@lru_cache(maxsize=64)
def working_days_of(year: int, calendar: WorkingCalendar) -> tuple[int, ...]:
    """The working days of a year as ordinals, in order: looked up by bisection, since every position asks."""
    first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    return tuple(day for day in range(first, last + 1) if calendar.is_working(dt.date.fromordinal(day)))


def working_days_left(today: dt.date, day: dt.date, calendar: WorkingCalendar) -> int:
    """Working days after today up to and including the day; 0 for today and for days gone by.

    From 24 October to 27 November 2025 there are 23 of them in Cremona.
    """
    if day <= today:
        return 0
    last_year = min(day.year, today.year + FORESIGHT_YEARS)
    years = (working_days_of(year, calendar) for year in range(today.year, last_year + 1))
    return sum(bisect_right(days, day.toordinal()) - bisect_right(days, today.toordinal()) for days in years)


def latest_weekly_digest(now: dt.datetime, clocks: ClockRules) -> dt.date:
    """Day of the newest weekly digest that should have left by now.

    Args:
        now: On the office's clock, aware.
    """
    return _latest(now, clocks.weekly_digest.at, clocks.weekly_digest.weekday)


def latest_daily_counts(now: dt.datetime, clocks: ClockRules) -> dt.date:
    """Day of the newest daily counts that should have left by now; `now` on the office's clock."""
    return _latest(now, clocks.daily_counts.at, None)


def _latest(now: dt.datetime, at: dt.time, weekday: int | None) -> dt.date:
    day = now.date() if now.time() >= at else now.date() - dt.timedelta(days=1)
    return day if weekday is None else day - dt.timedelta(days=(day.isoweekday() - weekday) % 7)
