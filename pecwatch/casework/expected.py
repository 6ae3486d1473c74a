# SPDX-License-Identifier: EUPL-1.2
"""By which day the list of a month, and its reminder, should be here: as configured, or learned from earlier months.

That one does not come never means that nothing is planned; it only means that somebody should ask.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from statistics import median_high

from pecwatch.casework.clock import WorkingCalendar
from pecwatch.casework.lists import TWIN_WITHIN
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.expected import ExpectedBy, ListArrival, Reckoning
from pecwatch.model.record import record
from pecwatch.rules.alarms import ExpectedLists

MONTHS_REMEMBERED = 12
"""Older habits of the housing company teach nothing."""

FARTHEST = dt.timedelta(days=62)
"""A list that came further away from its month was a late copy, or its month was misread."""

ONE_DAY = dt.timedelta(days=1)


@record
class MonthSeen:
    """What came for a month."""

    month: str
    first_on: dt.date
    """Day on which the first list was sent."""
    reminded_on: dt.date | None
    """Day of the first list that came later than any copy may."""


def months_seen(arrivals: Iterable[ListArrival]) -> tuple[MonthSeen, ...]:
    """Every month of which a list came near to it, the earliest first."""
    by_month: dict[str, list[dt.datetime]] = {}
    for arrival in arrivals:
        first = first_of(arrival.month)
        if first is not None and abs(day_in_rome(arrival.sent_at) - first) <= FARTHEST:
            by_month.setdefault(arrival.month, []).append(arrival.sent_at)
    return tuple(_seen(month, sorted(moments)) for month, moments in sorted(by_month.items()))


def list_due_on(
    month: str,
    seen: Collection[MonthSeen],
    expected: ExpectedBy,
    rules: ExpectedLists,
    calendar: WorkingCalendar,
) -> dt.date | None:
    """The last day on which the list of a month may come without being late; None when nobody knows."""
    first = first_of(month)
    if first is None or expected.reckoning is Reckoning.NEVER:
        return None
    if expected.reckoning is Reckoning.DAY:
        return _day_before(first, expected.number)
    if expected.reckoning is Reckoning.WORKING_DAY:
        return _working_day_before(first, expected.number, calendar)
    days = {each.month: each.first_on for each in seen}
    return _learned(month, days, rules.learned_from_months, rules, calendar)


def reminder_due_on(
    month: str, seen: Collection[MonthSeen], rules: ExpectedLists, calendar: WorkingCalendar
) -> dt.date | None:
    """The last day on which the reminder of a month may come; None until enough months have had one."""
    days = {each.month: each.reminded_on for each in seen if each.reminded_on is not None}
    return _learned(month, days, rules.reminder_after_months, rules, calendar)


def months_around(today: dt.date) -> tuple[str, str]:
    """The month that runs and the next one: the only ones whose list can still be asked for."""
    following = (today.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
    return f"{today:%Y-%m}", f"{following:%Y-%m}"


def first_of(month: str) -> dt.date | None:
    """The first day of a month; None for what is not one."""
    try:
        return dt.date.fromisoformat(f"{month}-01")
    except ValueError:
        return None


def _seen(month: str, moments: list[dt.datetime]) -> MonthSeen:
    later = next((moment for moment in moments if moment - moments[0] > TWIN_WITHIN), None)
    return MonthSeen(
        month=month,
        first_on=day_in_rome(moments[0]),
        reminded_on=None if later is None else day_in_rome(later),
    )


def _learned(
    month: str, days: dict[str, dt.date], enough: int, rules: ExpectedLists, calendar: WorkingCalendar
) -> dt.date | None:
    """The day in the middle of those of earlier months, counted in working days from the beginning of the month."""
    earlier = sorted(each for each in days if each < month)[-MONTHS_REMEMBERED:]
    first = first_of(month)
    if first is None or len(earlier) < enough:
        return None
    places = [_place(days[each], start, calendar) for each in earlier if (start := first_of(each)) is not None]
    return _at(median_high(places) + rules.grace_working_days, first, calendar)


def _place(day: dt.date, first: dt.date, calendar: WorkingCalendar) -> int:
    """Which working day of a month a day is: 0 is the first one, -1 the last one before it."""
    if day < first:
        return -sum(calendar.is_working(day + step * ONE_DAY) for step in range((first - day).days))
    return sum(calendar.is_working(first + step * ONE_DAY) for step in range((day - first).days))


def _at(place: int, first: dt.date, calendar: WorkingCalendar) -> dt.date:
    """The working day of a month at that place."""
    step, day = (ONE_DAY, first - ONE_DAY) if place >= 0 else (-ONE_DAY, first)
    for _ in range(place + 1 if place >= 0 else -place):
        day += step
        while not calendar.is_working(day):
            day += step
    return day


def _day_before(first: dt.date, number: int) -> dt.date:
    """That day of the month before; its last one when it is shorter."""
    last = first - ONE_DAY
    day = number if number > 0 else last.day + 1 + number
    return last.replace(day=max(1, min(day, last.day)))


def _working_day_before(first: dt.date, number: int, calendar: WorkingCalendar) -> dt.date:
    """That working day of the month before, never one outside it."""
    beginning = (first - ONE_DAY).replace(day=1)
    if number < 0:
        return max(_at(number, first, calendar), _at(0, beginning, calendar))
    return min(_at(number - 1, beginning, calendar), _at(-1, first, calendar))
