# SPDX-License-Identifier: EUPL-1.2
"""Working time: in which the office is given time to answer, on the office's own clock."""

import datetime as dt
from bisect import bisect_left, bisect_right
from zoneinfo import ZoneInfo

from pecwatch.casework.clock import WorkingCalendar, working_days_left, working_days_of
from pecwatch.model.record import record


@record
class WorkingTime:
    """From when to when the office answers, and on which days.

    What is counted are the hours people are there: a night in which clocks change is no longer and no shorter.
    """

    calendar: WorkingCalendar
    begin: dt.time
    end: dt.time
    zone: ZoneInfo

    def day_of(self, moment: dt.datetime) -> dt.date:
        """The day on the office's calendar."""
        return moment.astimezone(self.zone).date()

    def at(self, day: dt.date, time: dt.time) -> dt.datetime:
        """That time on that day, in UTC."""
        return dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC)

    def opening(self, day: dt.date) -> dt.datetime:
        """When the office opens on that day, or would if it were a working day."""
        return self.at(day, self.begin)

    def days_left(self, today: dt.date, day: dt.date) -> int:
        """Working days from one day to another; 0 for the same day, at least one less for a day gone by."""
        if day < today:
            return -max(1, working_days_left(day, today, self.calendar))
        return working_days_left(today, day, self.calendar)

    def day_after(self, day: dt.date, count: int = 1) -> dt.date:
        """The working day that many after a day; 0 gives the day itself or the next working one."""
        if count == 0:
            return self.day_after(day - dt.timedelta(days=1))
        year, found = day.year, day.toordinal()
        while True:
            days = working_days_of(year, self.calendar)
            start = bisect_right(days, found)
            if start + count <= len(days):
                return dt.date.fromordinal(days[start + count - 1])
            count -= len(days) - start
            year += 1

    def day_before(self, day: dt.date, count: int = 1) -> dt.date:
        """The working day that many before a day."""
        year, found = day.year, day.toordinal()
        while True:
            days = working_days_of(year, self.calendar)
            start = bisect_left(days, found)
            if start >= count:
                return dt.date.fromordinal(days[start - count])
            count -= start
            year -= 1

    def next_opening(self, moment: dt.datetime) -> dt.datetime:
        """The first opening of a working day after a moment."""
        today = self.day_of(moment)
        opening = self.opening(self.day_after(today, 0))
        return opening if opening > moment else self.opening(self.day_after(today))

    def counted_from(self, moment: dt.datetime) -> dt.datetime:
        """The moment itself while the office works, otherwise the next opening: nobody is late by night."""
        local = moment.astimezone(self.zone)
        works = self.calendar.is_working(local.date()) and self.begin <= local.time() < self.end
        return moment.astimezone(dt.UTC) if works else self.next_opening(moment)

    def add_days(self, moment: dt.datetime, days: int) -> dt.datetime:
        """The same time of day that many working days later."""
        local = self.counted_from(moment).astimezone(self.zone)
        return self.at(self.day_after(local.date(), days), local.time())

    def add_hours(self, moment: dt.datetime, hours: int) -> dt.datetime:
        """That many working hours later."""
        local = self.counted_from(moment).astimezone(self.zone)
        left, day, begin = dt.timedelta(hours=hours), local.date(), local.time()
        while left > (today := _between(begin, self.end)):
            left -= today
            day, begin = self.day_after(day), self.begin
        return self.at(day, (dt.datetime.combine(day, begin) + left).time())

    def between(self, start: dt.datetime, stop: dt.datetime) -> dt.timedelta:
        """How long the office was open from one moment to another; nothing when the second is not later."""
        day, last, total = self.day_after(self.day_of(start), 0), self.day_of(stop), dt.timedelta()
        while day <= last:
            opens, closes = self.opening(day), self.at(day, self.end)
            total += max(min(closes, stop) - max(opens, start), dt.timedelta())
            day = self.day_after(day)
        return total


def _between(begin: dt.time, end: dt.time) -> dt.timedelta:
    """How long it is from one time of a day to a later one, by the clock on the wall."""
    day = dt.date.min
    return dt.datetime.combine(day, end) - dt.datetime.combine(day, begin)
