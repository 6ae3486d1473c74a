# SPDX-License-Identifier: EUPL-1.2
"""Working time: only the hours in which the office is open."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.papers.records import HOURS, at


@pytest.mark.parametrize(
    ("start", "stop", "hours"),
    [
        pytest.param(at(10, 24, 9), at(10, 24, 11, 30), 2.5, id="one morning"),
        pytest.param(at(10, 24, 9), at(10, 24, 18), 5, id="after closing counts to closing"),
        pytest.param(at(10, 24, 20), at(10, 24, 23), 0, id="an evening"),
        pytest.param(at(10, 24, 13), at(10, 27, 9), 2, id="over a weekend, and the end of summer time"),
        pytest.param(at(10, 25, 9), at(10, 26, 20), 0, id="a weekend"),
        pytest.param(at(11, 12, 13), at(11, 14, 9), 2, id="over the patron saint"),
        pytest.param(at(10, 24, 11), at(10, 24, 9), 0, id="backwards"),
    ],
)
def test_only_opening_hours_count(start: dt.datetime, stop: dt.datetime, hours: float) -> None:
    """From 8 to 14, Monday to Friday, in Cremona."""
    assert HOURS.between(start, stop) == dt.timedelta(hours=hours)
    assert HOURS.between(start.astimezone(dt.UTC), stop.astimezone(dt.UTC)) == dt.timedelta(hours=hours)


MOMENTS = st.integers(0, 31 * 24 * 60).map(
    lambda minutes: at(10, 20).astimezone(dt.UTC) + dt.timedelta(minutes=minutes)
)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_time_adds_up(one: dt.datetime, two: dt.datetime, three: dt.datetime) -> None:
    """A stretch is as long as its parts, also over the change of the clock."""
    first, second, third = sorted((one, two, three))
    assert HOURS.between(first, third) == HOURS.between(first, second) + HOURS.between(second, third)
