# SPDX-License-Identifier: EUPL-1.2
"""When a row is spoken of whatever was answered."""

import datetime as dt

import pytest

from pecwatch.casework.milestones import Audience, last_day, milestones, outcome_milestones
from tests.casework.clocks import WORK, shown
from tests.casework.people import CLOCKS


def test_milestones_of_a_thursday() -> None:
    """Ten working days, two, the eve, the day, its afternoon, and the two working days after it."""
    found = milestones(dt.date(2025, 11, 27), WORK, CLOCKS.milestones)
    assert [(each.kind.value, shown(each.at), each.audience) for each in found] == [
        ("ten_days", "12/11 08:00", Audience.OWNER),
        ("two_days", "25/11 08:00", Audience.OWNER),
        ("eve", "26/11 08:00", Audience.EVERYBODY),
        ("day", "27/11 08:00", Audience.OWNER),
        ("outcome", "27/11 16:00", Audience.OWNER),
        ("outcome_again", "28/11 08:00", Audience.OWNER),
        ("outcome_again", "01/12 08:00", Audience.OWNER_AND_COORDINATOR),
    ]


@pytest.mark.parametrize(
    ("day", "eve", "again"),
    [
        pytest.param("2025-10-27", "24/10 08:00", "28/10 08:00", id="a Monday after summer time ended"),
        pytest.param("2025-11-15", "14/11 08:00", "17/11 08:00", id="a Saturday"),
        pytest.param("2025-11-13", "12/11 08:00", "14/11 08:00", id="the patron saint"),
        pytest.param("2026-01-07", "05/01 08:00", "08/01 08:00", id="after Epiphany"),
    ],
)
def test_days_beside_closed_ones(day: str, eve: str, again: str) -> None:
    """The eve is the last working day before, and the outcome is asked again on the first one after."""
    found = {
        each.kind.value: shown(each.at)
        for each in reversed(milestones(dt.date.fromisoformat(day), WORK, CLOCKS.milestones))
    }
    assert (found["eve"], found["outcome_again"]) == (eve, again)


def test_rows_without_a_day_are_asked_about_when_their_month_is_over() -> None:
    """The last plausible day is that of the month."""
    assert last_day("2026-02") == dt.date(2026, 2, 28)
    found = outcome_milestones(last_day("2025-11"), WORK, CLOCKS.milestones)
    assert [shown(each.at) for each in found] == ["30/11 16:00", "01/12 08:00", "02/12 08:00"]
