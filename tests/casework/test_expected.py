# SPDX-License-Identifier: EUPL-1.2
"""By when a list should be here: what was configured, or what the months before teach."""

import datetime as dt
from collections.abc import Iterable

import pytest

from pecwatch.casework.clock import WorkingCalendar
from pecwatch.casework.expected import list_due_on, months_around, months_seen, reminder_due_on
from pecwatch.italian.rome import ROME
from pecwatch.model.expected import ExpectedBy, ListArrival, Reckoning
from pecwatch.rules import load_rules, shipped_rules

RULES = load_rules(shipped_rules()).alarms.lists
CREMONA = WorkingCalendar()
LEARNED = ExpectedBy()

HISTORY = (
    *(("2025-06", "2025-05-23"), ("2025-07", "2025-06-24"), ("2025-08", "2025-07-25")),
    *(("2025-09", "2025-08-22"), ("2025-10", "2025-09-24"), ("2025-11", "2025-10-24")),
)
"""Month and day of its first list: 5 to 7 working days before the month begins."""


def arrivals(days: Iterable[tuple[str, str]]) -> tuple[ListArrival, ...]:
    return tuple(
        ListArrival(
            month=month, message_id=number, sent_at=dt.datetime.fromisoformat(f"{day}T09:12").replace(tzinfo=ROME)
        )
        for number, (month, day) in enumerate(days)
    )


def by(reckoning: Reckoning, number: int = 0) -> ExpectedBy:
    return ExpectedBy(reckoning=reckoning, number=number)


@pytest.mark.parametrize(
    ("expected", "month", "day"),
    [
        pytest.param(by(Reckoning.DAY, 24), "2025-12", "2025-11-24", id="a day of the month before"),
        pytest.param(by(Reckoning.DAY, 31), "2025-12", "2025-11-30", id="a month that is shorter"),
        pytest.param(by(Reckoning.DAY, 20), "2026-01", "2025-12-20", id="over the end of the year"),
        pytest.param(by(Reckoning.DAY, -1), "2026-03", "2026-02-28", id="the last day"),
        pytest.param(by(Reckoning.WORKING_DAY, 18), "2025-11", "2025-10-24", id="the 18th working day"),
        pytest.param(by(Reckoning.WORKING_DAY, -6), "2025-11", "2025-10-24", id="the sixth last working day"),
        pytest.param(by(Reckoning.WORKING_DAY, 30), "2025-11", "2025-10-31", id="no month has so many"),
        pytest.param(by(Reckoning.WORKING_DAY, -30), "2025-11", "2025-10-01", id="nor so many from the end"),
        pytest.param(by(Reckoning.NEVER), "2025-12", None, id="nobody wants to know"),
        pytest.param(by(Reckoning.DAY, 24), "non detto", None, id="what is no month"),
    ],
)
def test_configured_day(expected: ExpectedBy, month: str, day: str | None) -> None:
    """The office knows best when its lists come."""
    due = list_due_on(month, (), expected, RULES, CREMONA)
    assert due == (None if day is None else dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("history", "day"),
    [
        pytest.param((), None, id="nothing is known"),
        pytest.param(HISTORY[:2], None, id="two months teach nothing"),
        pytest.param(HISTORY, "2025-11-26", id="the day in the middle and two working days"),
        pytest.param((*HISTORY[:5], ("2025-11", "2025-11-05")), "2025-11-26", id="one very late list changes little"),
        pytest.param(HISTORY[:3], "2025-11-26", id="three are enough"),
        pytest.param(
            (*HISTORY[3:], ("2025-08", "2021-01-01"), ("0000-00", "2025-10-24")),
            "2025-11-25",
            id="misread months are left out",
        ),
        pytest.param((*HISTORY, ("2025-12", "2025-11-03")), "2025-11-26", id="the month itself teaches nothing"),
    ],
)
def test_learned_day(history: tuple[tuple[str, str], ...], day: str | None) -> None:
    """By when the list of December 2025 is here, if it comes as those before it."""
    due = list_due_on("2025-12", months_seen(arrivals(history)), LEARNED, RULES, CREMONA)
    assert due == (None if day is None else dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("reminders", "day"),
    [
        pytest.param((), None, id="no month had one"),
        pytest.param((("2025-10", "2025-10-21"),), None, id="one month is no habit"),
        pytest.param((("2025-10", "2025-10-21"), ("2025-11", "2025-11-21")), "2025-12-24", id="two months show it"),
        pytest.param((("2025-10", "2025-09-24"), ("2025-11", "2025-10-26")), None, id="copies are no reminders"),
    ],
)
def test_reminder(reminders: tuple[tuple[str, str], ...], day: str | None) -> None:
    """Nobody misses a reminder where none was ever sent; after 72 hours a second list is one."""
    due = reminder_due_on("2025-12", months_seen(arrivals((*HISTORY, *reminders))), RULES, CREMONA)
    assert due == (None if day is None else dt.date.fromisoformat(day))


def test_only_two_months_can_be_asked_for() -> None:
    """What was not sent for a month gone by is no use any more."""
    assert months_around(dt.date(2025, 12, 31)) == ("2025-12", "2026-01")
