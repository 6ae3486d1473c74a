# SPDX-License-Identifier: EUPL-1.2
"""What people decide about a position."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from pecwatch.casework.positions import Decision, Refusal, notified, pass_to, record_outcome, reject, take
from pecwatch.model.match import Band
from pecwatch.model.news import Changes
from pecwatch.model.position import Outcome, Position, PositionState, Priority
from tests.casework.people import NOVEMBER, OFFICE, ZUCCHEROLI, candidate, match, position_of, with_operator

POSITION = position_of(ZUCCHEROLI)
CLOSED = replace(POSITION, state=PositionState.CLOSED, outcome=Outcome.RELEASED)
BY = Decision(who="OP01", by="cli", at=NOVEMBER)
KEY = b"of the office"


def accepted(answer: Changes | Refusal) -> Position:
    assert isinstance(answer, Changes), answer
    return answer.positions[0]


def refused(answer: Changes | Refusal) -> str:
    assert isinstance(answer, Refusal)
    return answer.reason


def test_mail_left() -> None:
    """The first mail makes it notified, further ones change nothing."""
    told = accepted(notified(POSITION, at=NOVEMBER))
    assert told.state is PositionState.NOTIFIED
    assert notified(told, at=NOVEMBER) == Changes()


def test_take() -> None:
    """Whoever takes it owns it, once."""
    taken = accepted(take(POSITION, replace(BY, who="OP02")))
    assert (taken.state, taken.owner) == (PositionState.TAKEN, "OP02")
    assert "already taken by OP02" in refused(take(taken, BY))


def test_pass() -> None:
    """The new owner has not answered yet."""
    passed = accepted(pass_to(replace(POSITION, state=PositionState.TAKEN), "OP03", BY, OFFICE))
    assert (passed.state, passed.owner) == (PositionState.NEW, "OP03")


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("OP77", "nobody in the office"),
        ("OP01", "already belongs"),
        ("system_administrator", "can own no position"),
        ("director", "can own no position"),
    ],
)
def test_pass_refused(to: str, reason: str) -> None:
    """A position is never handed to nobody, or to somebody who may not see it."""
    assert reason in refused(pass_to(POSITION, to, BY, OFFICE))


def test_pass_to_somebody_absent_is_refused() -> None:
    """Nobody would read it."""
    office = with_operator("OP02", absences=((dt.date(2025, 11, 1), dt.date(2025, 11, 30)),))
    assert "absent" in refused(pass_to(POSITION, "OP02", BY, office))


def test_reject() -> None:
    """The row goes to the duty worker, the candidate is struck out, the decision is remembered."""
    answer = reject(POSITION, BY, OFFICE, key=KEY)
    position = accepted(answer)
    assert (position.owner, position.state) == ("duty_worker", PositionState.NEW)
    assert position.rejected_folders == ("2019/00871",)
    assert isinstance(answer, Changes) and [each.folder for each in answer.rejections] == ["2019/00871"]
    assert "no such candidate" in refused(reject(position, BY, OFFICE, key=KEY))


def test_reject_one_of_several() -> None:
    """The duty worker strikes out a folder and keeps the row."""
    found = match(Band.POSSIBLE, candidate("1", 0.35, "OP02"), candidate("2", 0.30, "OP03"))
    shared = position_of(ZUCCHEROLI, match=found, owner="duty_worker", also_told=("OP02", "OP03"))
    left = accepted(reject(shared, replace(BY, who="duty_worker"), OFFICE, key=KEY, folder="2"))
    assert (left.owner, left.rejected_folders, left.also_told) == ("duty_worker", ("2",), ("OP02",))


@pytest.mark.parametrize(
    ("outcome", "to", "is_open", "priority"),
    [
        pytest.param(Outcome.EXECUTED, None, False, Priority.URGENT, id="executed closes"),
        pytest.param(Outcome.RELEASED, None, False, Priority.LOW, id="released closes"),
        pytest.param(Outcome.POSTPONED, "2025-12-10", True, Priority.URGENT, id="postponed restarts the clock"),
        pytest.param(Outcome.POSTPONED, None, True, Priority.LOW, id="postponed without a date"),
        pytest.param(Outcome.SUSPENDED, None, True, Priority.LOW, id="suspended"),
        pytest.param(Outcome.NOT_EXECUTED, None, True, Priority.LOW, id="not executed"),
    ],
)
def test_outcome(outcome: Outcome, to: str | None, is_open: bool, priority: Priority) -> None:
    """What ends a row, and what only quietens it."""
    day = None if to is None else dt.date.fromisoformat(to)
    position = accepted(record_outcome(POSITION, outcome, BY, postponed_to=day))
    assert (position.is_open, position.priority, position.outcome) == (is_open, priority, outcome)
    assert day is None or position.execution_on == day


def test_outcome_refused() -> None:
    """A day that is over, or a day for something else, is a slip of the hand."""
    assert "is over" in refused(record_outcome(POSITION, Outcome.POSTPONED, BY, postponed_to=dt.date(2025, 11, 1)))
    assert "only postponed" in refused(
        record_outcome(POSITION, Outcome.SUSPENDED, BY, postponed_to=dt.date(2025, 12, 1))
    )


@pytest.mark.parametrize(
    "decision",
    [
        pytest.param(lambda: take(CLOSED, BY), id="take"),
        pytest.param(lambda: pass_to(CLOSED, "OP02", BY, OFFICE), id="pass"),
        pytest.param(lambda: reject(CLOSED, BY, OFFICE, key=KEY), id="reject"),
        pytest.param(lambda: record_outcome(CLOSED, Outcome.SUSPENDED, BY), id="outcome"),
    ],
)
def test_closed_position_does_not_change(decision: Callable[[], Changes | Refusal]) -> None:
    """Each refusal names the position and says that it is closed."""
    assert "PW-2025-11-001 is closed (released)" in refused(decision())
