# SPDX-License-Identifier: EUPL-1.2
"""Hours of the office: nights, weekends and the patron saint do not count."""

import datetime as dt

import pytest

from pecwatch.casework.clock import WorkingCalendar
from pecwatch.casework.office_hours import OfficeHours
from pecwatch.italian.rome import ROME

HOURS = OfficeHours(begin=dt.time(8), end=dt.time(14), zone=ROME, calendar=WorkingCalendar())


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ROME)


@pytest.mark.parametrize(
    ("since", "passed_at"),
    [
        pytest.param("2025-11-03T08:00", "2025-11-03T12:00", id="within a morning"),
        pytest.param("2025-11-03T06:00", "2025-11-03T12:00", id="from before the office opened"),
        pytest.param("2025-11-03T11:00", "2025-11-04T09:00", id="over night"),
        pytest.param("2025-11-07T13:00", "2025-11-10T11:00", id="over a weekend"),
        pytest.param("2025-11-12T13:00", "2025-11-14T11:00", id="over the patron saint"),
        pytest.param("2025-10-24T13:00", "2025-10-27T11:00", id="over the end of summer time"),
    ],
)
def test_four_working_hours(since: str, passed_at: str) -> None:
    """Exactly then, and not a minute earlier."""
    assert HOURS.have_passed(at(since), at(passed_at), 4)
    assert not HOURS.have_passed(at(since), at(passed_at) - dt.timedelta(minutes=1), 4)


def test_a_moment_to_come_has_not_passed() -> None:
    """A clock that was set back has seen later days."""
    assert not HOURS.have_passed(at("2025-11-10T08:00"), at("2025-11-03T14:00"), 1)


def test_next_opening() -> None:
    """What is due on a Friday is missed on Monday morning."""
    assert HOURS.next_opening_after(dt.date(2025, 11, 7)) == at("2025-11-10T08:00")
