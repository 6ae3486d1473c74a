# SPDX-License-Identifier: EUPL-1.2
"""What the office said is not taken for what the lists said."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.positions import Decision, record_outcome
from pecwatch.model.listing import ListRow, Nature, Status
from pecwatch.model.message import Message
from pecwatch.model.news import Changes, Difference, Known
from pecwatch.model.position import Outcome, Position, Priority
from tests.casework.people import FALCHETTI, NOVEMBER, position_of, report
from tests.casework.weighed import HOUR, ORDINARY, TRUSTED, arrives

DECEMBER, JANUARY = dt.date(2025, 12, 10), dt.date(2026, 1, 14)


def said(outcome: Outcome, day: dt.date | None = None) -> Position:
    """The list says SI ESEGUE; somebody of the office heard otherwise."""
    by = Decision(who="OP01", by="mail", at=NOVEMBER - HOUR)
    changes = record_outcome(position_of(FALCHETTI), outcome, by, postponed_to=day)
    assert isinstance(changes, Changes)
    return changes.positions[0]


def listed(position: Position, row: ListRow, msg: Message) -> tuple[tuple[Difference, ...], Position]:
    news, changes, _ = arrives(
        report((row,), msg=msg, nature=Nature.REMINDER), Known(positions=(position,)), number=2, now=NOVEMBER
    )
    return news.rows[0].differences, changes.positions[0]


def test_what_the_list_said_is_kept() -> None:
    """Beside what a person said, for as long as they differ."""
    suspended = said(Outcome.SUSPENDED)
    assert (suspended.row.status, suspended.listed) == (Status.SUSPENDED, FALCHETTI)


def test_a_list_that_comes_round_to_it_differs_from_itself() -> None:
    """«Prima si esegue, ora sospeso»: the housing company has changed its mind, which the office knew."""
    differences, after = listed(said(Outcome.SUSPENDED), replace(FALCHETTI, status=Status.SUSPENDED), TRUSTED)
    assert [(each.field, each.before, each.after, each.applied) for each in differences] == [
        ("status", "execute", "suspended", True)
    ]
    assert (after.row.status, after.listed, after.priority) == (Status.SUSPENDED, None, Priority.LOW)


def test_a_third_thing_is_told_against_the_list() -> None:
    """The person's word is nobody's «prima»."""
    differences, after = listed(said(Outcome.SUSPENDED), replace(FALCHETTI, status=Status.NOT_EXECUTED), TRUSTED)
    assert [(each.field, each.before, each.after) for each in differences] == [("status", "execute", "not_executed")]
    assert (after.row.status, after.listed, after.outcome) == (Status.NOT_EXECUTED, None, None)


@pytest.mark.parametrize("msg", [ORDINARY, TRUSTED], ids=["ordinary", "verified"])
def test_a_list_that_still_plans_it_asks_again(msg: Message) -> None:
    """An alarm too many: whoever was told otherwise asks once more."""
    differences, after = listed(said(Outcome.POSTPONED, DECEMBER), FALCHETTI, msg)
    assert [(each.field, each.before, each.after) for each in differences] == [("status", "postponed", "execute")]
    assert (after.execution_on, after.priority, after.listed) == (FALCHETTI.date, Priority.URGENT, None)


@pytest.mark.parametrize("msg", [ORDINARY, TRUSTED], ids=["ordinary", "verified"])
def test_a_day_that_only_the_office_knows_is_not_lost(msg: Message) -> None:
    """«Rinviato», without a day, takes nothing from who was told the day."""
    _, after = listed(said(Outcome.POSTPONED, DECEMBER), replace(FALCHETTI, status=Status.POSTPONED), msg)
    assert (after.execution_on, after.priority) == (DECEMBER, Priority.URGENT)


def test_what_is_held_leaves_both_as_they_were() -> None:
    """A list that may not postpone changes neither word."""
    before = said(Outcome.POSTPONED, DECEMBER)
    later = replace(FALCHETTI, status=Status.POSTPONED, postponed_to=JANUARY)
    differences, after = listed(before, later, ORDINARY)
    assert {each.field for each in differences if not each.applied} == {"postponed_to"}
    assert after.execution_on == DECEMBER
