# SPDX-License-Identifier: EUPL-1.2
"""The month a list is for: told by subject, titles and rows."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from pecwatch.italian.dates import WrittenDate, WrittenMonth, find_dates, find_months
from pecwatch.model.record import record


@record
class ListMonth:
    """The month of a list, as far as it is known."""

    year: int | None = None
    month: int | None = None
    disagrees: bool = False
    """Whether subject, titles and rows name different months."""

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}" if self.is_known else ""

    @property
    def is_known(self) -> bool:
        """Whether year and month are both known."""
        return self.year is not None and self.month is not None

    def day(self, written: WrittenDate | None) -> dt.date | None:
        """The day of an execution in this list."""
        return written.resolve(self.year, self.month) if written is not None else None

    def later_day(self, written: WrittenDate | None) -> dt.date | None:
        """The day an execution is moved to: without a year, the first such day that does not lie before the list."""
        day = self.day(written)
        if day is None or written is None or written.year is not None or not self.is_known:
            return day
        first = dt.date(self.year or 1, self.month or 1, 1)
        return day if day >= first else written.resolve(day.year + 1)


_BEFORE = dt.timedelta(days=400)
_AFTER = dt.timedelta(days=800)
"""How far from the message the day of an execution may lie."""


def is_near(day: dt.date, sent_on: dt.date | None) -> bool:
    """Whether a day can be that of an execution which a message speaks of: decades before it lies a birth."""
    return sent_on is None or sent_on - _BEFORE <= day <= sent_on + _AFTER


def month_of(
    subject: str, titles: Iterable[str], dates: Iterable[WrittenDate | None], sent_on: dt.date | None
) -> ListMonth:
    """The month of most dated rows, else of the subject, else of the titles.

    Args:
        titles: Lines that name the list, the most telling first.
        dates: Execution days of the rows, as written.
        sent_on: Serves for the year only, where subject and titles name a month without one.
    """
    in_subject = _named(subject)
    in_titles = [month for title in titles for month in _named(title)]
    told = [*in_subject, *in_titles]
    year = next((month.year for month in told if month.year is not None), None) or _year_in(subject, titles)
    first = _dated(in_subject, year, sent_on) or _dated(in_titles, year, sent_on)
    base = first or ListMonth(year=year or (sent_on.year if sent_on else None), month=None)
    days = [day for date in dates if (day := _day(date, base, sent_on)) is not None and is_near(day, sent_on)]
    counted = Counter((day.year, day.month) for day in days)
    named = {(month.year, month.month) for month in (_dated([one], year, sent_on) for one in told) if month is not None}
    if not counted:
        return ListMonth(year=base.year, month=base.month, disagrees=_subject_against_titles(in_subject, in_titles))
    most, count = counted.most_common(1)[0]
    if most not in named and base.is_known and counted[(base.year or 0, base.month or 0)] >= count:
        most = (base.year or 0, base.month or 0)
    disagrees = bool(named) and (most not in named or _subject_against_titles(in_subject, in_titles))
    return ListMonth(year=most[0], month=most[1], disagrees=disagrees)


def _named(text: str) -> list[WrittenMonth]:
    months = list(find_months(text))
    year = next((month.year for month in reversed(months) if month.year is not None), None)
    return [WrittenMonth(month=month.month, year=month.year or year) for month in months]


def _year_in(subject: str, titles: Iterable[str]) -> int | None:
    """A year that stands alone in a title: «CALENDARIO ESECUZIONI 2025»."""
    for text in (subject, *titles):
        dated = find_dates(text)
        for word in text.replace("/", " ").replace(",", " ").split():
            if len(word) == 4 and word.isdigit() and word.startswith("20") and not dated:
                return int(word)
    return None


def _dated(months: list[WrittenMonth], year: int | None, sent_on: dt.date | None) -> ListMonth | None:
    if not months:
        return None
    first = months[0]
    own = first.year or year or _year_near(first.month, sent_on)
    return ListMonth(year=own, month=first.month)


def _year_near(month: int, sent_on: dt.date | None) -> int | None:
    """The year that brings a month nearest to the day the message was sent."""
    if sent_on is None:
        return None
    distance = month - sent_on.month
    return sent_on.year + (1 if distance < -6 else -1 if distance > 6 else 0)


def _day(date: WrittenDate | None, base: ListMonth, sent_on: dt.date | None) -> dt.date | None:
    if date is None:
        return None
    if date.year is None and base.month is None and date.month is not None and sent_on is not None:
        return date.resolve(base.year or _year_near(date.month, sent_on), sent_on.month if base.year is None else None)
    return date.resolve(base.year, base.month)


def _subject_against_titles(in_subject: list[WrittenMonth], in_titles: list[WrittenMonth]) -> bool:
    return bool(in_subject and in_titles) and {m.month for m in in_subject}.isdisjoint({m.month for m in in_titles})
