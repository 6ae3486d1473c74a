# SPDX-License-Identifier: EUPL-1.2
"""What people decide about a position."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from pecwatch.casework.handling import close, plan
from pecwatch.casework.positions import Decision, Refusal, is_late, notified, pass_to, record_outcome, reject, take
from pecwatch.model.match import Band
from pecwatch.model.news import Changes
from pecwatch.model.position import Outcome, PositionState, Priority
from tests.casework.people import NOVEMBER, OFFICE, ZUCCHEROLI, accepted, candidate, match, position_of, with_operator

POSITION = position_of(ZUCCHEROLI)
CLOSED = replace(POSITION, state=PositionState.CLOSED, outcome=Outcome.RELEASED)
BY = Decision(who="OP01", by="cli", at=NOVEMBER)
KEY = b"of the office"
LATER = NOVEMBER + dt.timedelta(days=1)


def refused(answer: Changes | Refusal) -> str:
    assert isinstance(answer, Refusal)
    return answer.reason


def test_mail_left() -> None:
    """The first mail makes it notified, further ones change nothing."""
    told = accepted(notified(POSITION, at=NOVEMBER))
    assert told.state is PositionState.NOTIFIED
    assert notified(told, at=NOVEMBER) == Changes()


def test_take() -> None:
    """Whoever takes it owns it."""
    taken = accepted(take(POSITION, replace(BY, who="OP02")))
    assert (taken.state, taken.owner) == (PositionState.TAKEN, "OP02")


def test_the_last_who_takes_it_has_it_and_every_word_is_kept() -> None:
    """Who takes what another has taken takes it over; how far the help has come is not forgotten."""
    reached = replace(POSITION, state=PositionState.CONTACTED, owner="OP02")
    over = take(reached, BY)
    assert (over.positions[0].owner, over.positions[0].state) == ("OP01", PositionState.CONTACTED)
    assert [(event.kind, event.detail) for event in over.events] == [("taken", "OP02 -> OP01")]
    again = take(over.positions[0], BY)
    assert again.positions == over.positions
    assert [event.kind for event in again.events] == ["taken"]


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


FOR_TWO = match(
    Band.CERTAIN,
    candidate("1", 0.98, "OP01", party="ZUCCHEROLI"),
    candidate("2", 0.90, "OP02", party="OKOROMA"),
)
AWAY = ((dt.date(2025, 11, 1), dt.date(2025, 11, 30)),)


@pytest.mark.parametrize(
    ("who", "struck", "owner", "also_told"),
    [
        pytest.param("OP01", ("1",), "duty_worker", ("OP02",), id="the owner: the row goes to the desk"),
        pytest.param("OP02", ("2",), "OP01", (), id="told besides: the row stays, she hears of it no more"),
    ],
)
def test_who_says_no_speaks_of_her_own_folder(
    who: str, struck: tuple[str, ...], owner: str, also_told: tuple[str, ...]
) -> None:
    """A co-tenant's worker knows nothing of the owner's folder, and cannot take the row from her."""
    shared = position_of(ZUCCHEROLI, match=FOR_TWO, also_told=("OP02",))
    after = accepted(reject(shared, replace(BY, who=who), OFFICE, key=KEY))
    assert (after.rejected_folders, after.owner, after.also_told) == (struck, owner, also_told)


def test_a_substitute_says_no_for_whom_she_stands_in() -> None:
    """Her own folders are not meant, and the row moves as if the owner had said it."""
    office = with_operator("OP01", absences=AWAY, substitute="OP03")
    shared = position_of(ZUCCHEROLI, match=FOR_TWO, also_told=("OP02",))
    after = accepted(reject(shared, replace(BY, who="OP03"), office, key=KEY))
    assert (after.rejected_folders, after.owner) == (("1",), "duty_worker")


def test_who_follows_no_folder_of_the_row_strikes_out_nothing() -> None:
    """A word about a stranger's folder is a slip."""
    assert "no such candidate" in refused(reject(POSITION, replace(BY, who="OP03"), OFFICE, key=KEY))


@pytest.mark.parametrize(
    ("decision", "word"),
    [
        pytest.param(lambda: take(CLOSED, BY), "taken", id="take"),
        pytest.param(lambda: pass_to(CLOSED, "OP02", BY, OFFICE), "passed", id="pass"),
        pytest.param(lambda: reject(CLOSED, BY, OFFICE, key=KEY), "rejected", id="reject"),
        pytest.param(lambda: record_outcome(CLOSED, Outcome.RELEASED, BY), "released", id="the same outcome"),
        pytest.param(lambda: plan(CLOSED, BY), "plan", id="plan"),
        pytest.param(lambda: close(CLOSED, "sentita la famiglia", BY), "close", id="close"),
    ],
)
def test_a_late_word_is_kept_without_effect(decision: Callable[[], Changes | Refusal], word: str) -> None:
    """What is said of a closed position stands in its story."""
    said = decision()
    assert isinstance(said, Changes) and is_late(said)
    assert said.positions == ()
    assert [(event.kind, event.detail) for event in said.events] == [("late", word)]


@pytest.mark.parametrize(
    ("outcome", "who", "state"),
    [
        pytest.param(Outcome.EXECUTED, "OP01", PositionState.CLOSED, id="another end"),
        pytest.param(Outcome.SUSPENDED, "OP01", PositionState.TAKEN, id="no end: open again, the owner knows"),
        pytest.param(Outcome.SUSPENDED, "coordinator", PositionState.NEW, id="no end: open again, new for the owner"),
    ],
)
def test_a_person_may_correct_an_outcome(outcome: Outcome, who: str, state: PositionState) -> None:
    """Somebody heard wrong: the position says what is so, and the story says that it was corrected."""
    closed = accepted(record_outcome(POSITION, Outcome.RELEASED, BY))
    answer = record_outcome(closed, outcome, Decision(who=who, by="cli", at=LATER))
    after = accepted(answer)
    assert (after.outcome, after.state) == (outcome, state)
    assert after.closed_at == (NOVEMBER if state is PositionState.CLOSED else None)
    assert isinstance(answer, Changes)
    assert [(event.kind, event.detail) for event in answer.events] == [("corrected", f"released -> {outcome}")]
