# SPDX-License-Identifier: EUPL-1.2
"""How long something took the office: only the hours count in which it is open."""

import datetime as dt
from zoneinfo import ZoneInfo

from pecwatch.casework.clock import WorkingCalendar, working_days_left
from pecwatch.model.record import record

NOTHING = dt.timedelta()


@record
class OpeningHours:
    """When the office is open."""

    calendar: WorkingCalendar
    begin: dt.time
    end: dt.time
    """Of the same day."""
    zone: ZoneInfo

    def between(self, start: dt.datetime, stop: dt.datetime) -> dt.timedelta:
        """Working time from one aware moment to another; nothing when the second is not later."""
        day, last = start.astimezone(self.zone).date(), stop.astimezone(self.zone).date()
        total = NOTHING
        while day <= last:
            if self.calendar.is_working(day):
                total += self._open_within(day, start, stop)
            day += dt.timedelta(days=1)
        return total

    def days_between(self, start: dt.datetime, stop: dt.datetime) -> int:
        """Working days after that of the first moment up to and including that of the second."""
        first, last = (moment.astimezone(self.zone).date() for moment in (start, stop))
        return working_days_left(first, last, self.calendar)

    def _open_within(self, day: dt.date, start: dt.datetime, stop: dt.datetime) -> dt.timedelta:
        opens, closes = (
            dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC) for time in (self.begin, self.end)
        )
        return max(min(closes, stop) - max(opens, start), NOTHING)
