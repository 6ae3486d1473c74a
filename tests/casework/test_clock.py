# SPDX-License-Identifier: EUPL-1.2
"""Working days and the calendar of mails."""

import datetime as dt

import pytest

from pecwatch.casework.clock import (
    WorkingCalendar,
    latest_daily_counts,
    latest_weekly_digest,
    working_days_left,
)
from pecwatch.errors import UsageError
from pecwatch.italian.rome import ROME
from tests.casework.people import CLOCKS

CREMONA = WorkingCalendar()


@pytest.mark.parametrize(
    ("today", "day", "left"),
    [
        pytest.param("2025-10-24", "2025-11-27", 23, id="from the list to the day, over the patron saint"),
        pytest.param("2025-11-21", "2025-11-27", 4, id="from the reminder to the day"),
        pytest.param("2025-11-12", "2025-11-13", 0, id="the patron saint is no working day"),
        pytest.param("2025-11-26", "2025-11-27", 1, id="the eve"),
        pytest.param("2025-11-27", "2025-11-27", 0, id="the day itself"),
        pytest.param("2025-11-28", "2025-11-27", 0, id="a day gone by"),
        pytest.param("2025-12-24", "2025-12-29", 1, id="Christmas and a weekend between"),
        pytest.param("2026-04-03", "2026-04-07", 1, id="Easter Monday between"),
    ],
)
def test_working_days(today: str, day: str, left: int) -> None:
    """Only days on which the office is open count."""
    assert working_days_left(dt.date.fromisoformat(today), dt.date.fromisoformat(day), CREMONA) == left


def test_patron_saint_is_that_of_the_province() -> None:
    """13 November is a holiday in Cremona and a working day elsewhere."""
    saint = dt.date(2025, 11, 13)
    assert not CREMONA.is_working(saint)
    assert WorkingCalendar(subdivision=None).is_working(saint)


def test_unknown_place_names_the_key() -> None:
    """A misspelt province stops the start and says where it stands."""
    with pytest.raises(UsageError, match=r"\[service\] holidays"):
        WorkingCalendar(subdivision="ZZ").is_working(dt.date(2025, 11, 3))


@pytest.mark.parametrize(
    ("now", "digest"),
    [
        pytest.param("2025-11-03T07:59", "2025-10-27", id="Monday before eight"),
        pytest.param("2025-11-03T08:00", "2025-11-03", id="Monday at eight"),
        pytest.param("2025-11-09T23:59", "2025-11-03", id="Sunday night"),
        pytest.param("2025-10-26T02:30", "2025-10-20", id="the hour that comes twice"),
    ],
)
def test_weekly_digest_is_due_once_a_week(now: str, digest: str) -> None:
    """The newest Monday whose hour has struck, whatever happened in between."""
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=ROME)
    assert latest_weekly_digest(moment, CLOCKS) == dt.date.fromisoformat(digest)


def test_daily_counts_are_due_once_a_day() -> None:
    """Before their hour yesterday's are the newest."""
    early = dt.datetime(2025, 11, 4, 7, 0, tzinfo=ROME)
    assert latest_daily_counts(early, CLOCKS) == dt.date(2025, 11, 3)
    assert latest_daily_counts(early.replace(hour=8), CLOCKS) == dt.date(2025, 11, 4)
