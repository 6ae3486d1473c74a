# SPDX-License-Identifier: EUPL-1.2
"""Hours in which the office is open: a mailbox that is silent at night worries nobody before the morning."""

import datetime as dt
from collections.abc import Iterator

from pecwatch.casework.clock import WorkingCalendar
from pecwatch.model.record import record

ONE_DAY = dt.timedelta(days=1)


@record
class OfficeHours:
    """When the office is open."""

    begin: dt.time
    end: dt.time
    zone: dt.tzinfo
    calendar: WorkingCalendar

    def have_passed(self, since: dt.datetime, now: dt.datetime, hours: int) -> bool:
        """Whether the office was open for so many hours between two moments."""
        wanted, open_for = dt.timedelta(hours=hours), dt.timedelta()
        for opened, closed in self._stretches(since, now):
            open_for += max(min(closed, now) - max(opened, since), dt.timedelta())
            if open_for >= wanted:
                return True
        return False

    def next_opening_after(self, day: dt.date) -> dt.datetime:
        """The beginning of the first working day after a day."""
        after = day + ONE_DAY
        while not self.calendar.is_working(after):
            after += ONE_DAY
        return self._moment(after, self.begin)

    def _stretches(self, since: dt.datetime, now: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        day, last = since.astimezone(self.zone).date(), now.astimezone(self.zone).date()
        while day <= last:
            if self.calendar.is_working(day):
                yield self._moment(day, self.begin), self._moment(day, self.end)
            day += ONE_DAY

    def _moment(self, day: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC)
