# SPDX-License-Identifier: EUPL-1.2
"""Working hours: what counts is the time in which people are there."""

import datetime as dt

import pytest

from pecwatch.casework.clock import WorkingCalendar, working_days_left
from pecwatch.casework.working_time import WorkingTime
from pecwatch.italian.rome import ROME
from tests.casework.clocks import WORK


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ROME)


def shown(at: dt.datetime) -> str:
    assert at.tzinfo is dt.UTC
    return f"{at.astimezone(ROME):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        pytest.param("2025-10-24T09:13", 1, "2025-10-27T09:13", id="over the weekend in which summer time ends"),
        pytest.param("2025-10-24T09:13", 2, "2025-10-28T09:13", id="two days"),
        pytest.param("2025-11-12T10:00", 1, "2025-11-14T10:00", id="the patron saint is nobody's day"),
        pytest.param("2025-10-24T18:00", 1, "2025-10-28T08:00", id="an evening counts from the next opening"),
        pytest.param("2025-10-25T11:00", 1, "2025-10-28T08:00", id="so does a Saturday"),
        pytest.param("2025-10-24T07:00", 1, "2025-10-27T08:00", id="early, from the opening of the same day"),
        pytest.param("2025-12-24T12:00", 1, "2025-12-29T12:00", id="Christmas"),
        pytest.param("2026-03-27T13:59", 1, "2026-03-30T13:59", id="over the weekend in which summer time begins"),
    ],
)
def test_days_later(start: str, days: int, end: str) -> None:
    """The same time of day, so many working days on."""
    assert shown(WORK.add_days(moment(start), days)) == end


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        pytest.param("2025-10-24T09:00", 4, "2025-10-24T13:00", id="within the day"),
        pytest.param("2025-10-24T10:00", 4, "2025-10-24T14:00", id="to the last minute"),
        pytest.param("2025-10-24T12:00", 4, "2025-10-27T10:00", id="the rest on Monday, over the end of summer time"),
        pytest.param("2026-03-27T12:00", 4, "2026-03-30T10:00", id="and over its beginning: no hour is won or lost"),
        pytest.param("2025-10-24T14:00", 4, "2025-10-27T12:00", id="at closing time, all of it next time"),
        pytest.param("2025-11-12T13:30", 13, "2025-11-18T08:30", id="several days, over the patron saint"),
        pytest.param("2025-10-26T02:30", 4, "2025-10-27T12:00", id="in the hour that comes twice"),
    ],
)
def test_hours_later(start: str, hours: int, end: str) -> None:
    """Only hours in which the office is open pass."""
    assert shown(WORK.add_hours(moment(start), hours)) == end


def test_an_office_open_through_the_lost_hour() -> None:
    """Hours on the wall are what the office lives by, also where the wall jumps from two to three."""
    night = WorkingTime(calendar=WorkingCalendar(), begin=dt.time(0), end=dt.time(23, 59), zone=ROME)
    assert shown(night.add_days(moment("2026-03-27T02:30"), 1)) == "2026-03-30T02:30"


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        pytest.param("2025-10-24T07:59", "2025-10-24T08:00", id="a minute before"),
        pytest.param("2025-10-24T08:00", "2025-10-27T08:00", id="at it: the next one"),
        pytest.param("2025-11-12T09:00", "2025-11-14T08:00", id="over the patron saint"),
        pytest.param("2025-12-31T09:00", "2026-01-02T08:00", id="into the new year"),
    ],
)
def test_next_opening(now: str, opening: str) -> None:
    """The first time that the doors open after a moment."""
    assert shown(WORK.next_opening(moment(now))) == opening


def test_elsewhere_the_patron_saint_is_another() -> None:
    """The same list in Milan: 13 November is a day like others, 7 December is none."""
    milan = WorkingTime(calendar=WorkingCalendar(subdivision="MI"), begin=dt.time(9), end=dt.time(17), zone=ROME)
    assert shown(milan.add_days(moment("2025-11-12T10:00"), 1)) == "2025-11-13T10:00"
    assert milan.day_before(dt.date(2025, 11, 14)) == dt.date(2025, 11, 13)


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        pytest.param("2025-11-27", 10, "2025-11-12", id="ten, over the patron saint"),
        pytest.param("2025-11-27", 2, "2025-11-25", id="two"),
        pytest.param("2025-11-27", 1, "2025-11-26", id="the eve"),
        pytest.param("2025-12-01", 1, "2025-11-28", id="the eve of a Monday"),
        pytest.param("2025-11-30", 1, "2025-11-28", id="the eve of a Sunday"),
        pytest.param("2026-01-07", 2, "2026-01-02", id="over Epiphany"),
        pytest.param("2026-01-02", 3, "2025-12-29", id="into the old year"),
    ],
)
def test_working_days_before(day: str, count: int, before: str) -> None:
    """The working day that many before."""
    assert WORK.day_before(dt.date.fromisoformat(day), count) == dt.date.fromisoformat(before)


def test_days_gone_by_are_negative() -> None:
    """Yesterday is one day late, and so is last Friday on a Sunday."""
    assert WORK.days_left(dt.date(2025, 11, 28), dt.date(2025, 11, 27)) == -1
    assert WORK.days_left(dt.date(2025, 11, 30), dt.date(2025, 11, 28)) == -1
    assert WORK.days_left(dt.date(2025, 11, 27), dt.date(2025, 11, 27)) == 0


def test_counting_by_bisection_is_counting() -> None:
    """Every pair of days within two years gives what counting day by day gives."""
    calendar = WorkingCalendar()
    days = [dt.date(2025, 1, 1) + dt.timedelta(days=step) for step in range(0, 730, 7)]
    for today in days:
        for day in days:
            steps = range(1, (day - today).days + 1)
            counted = sum(calendar.is_working(today + dt.timedelta(days=step)) for step in steps)
            assert working_days_left(today, day, calendar) == counted


@pytest.mark.parametrize("year", [1, 1925, 3025, 9999])
def test_any_year_that_a_list_may_print(year: int) -> None:
    """A slip of the pen costs neither an error nor minutes."""
    left = WORK.days_left(dt.date(2025, 11, 3), dt.date(year, 12, 31))
    assert (left > 400) if year > 2025 else (left < -400)
