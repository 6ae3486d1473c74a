# SPDX-License-Identifier: EUPL-1.2
"""How far the help has come, closing with a reason, opening again."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from pecwatch.casework.handling import close, contacted, plan, postponement_asked, reopen
from pecwatch.casework.positions import Decision, Refusal, record_outcome
from pecwatch.model.listing import Status
from pecwatch.model.news import Changes
from pecwatch.model.position import Outcome, Position, PositionState, Priority
from tests.casework.people import NOVEMBER, OFFICE, ZUCCHEROLI, accepted, position_of

LATER = NOVEMBER + dt.timedelta(days=1)
NOTIFIED = position_of(ZUCCHEROLI, state=PositionState.NOTIFIED)
SUSPENDED = position_of(replace(ZUCCHEROLI, status=Status.SUSPENDED))


def by(who: str = "OP01", at: dt.datetime = NOVEMBER) -> Decision:
    return Decision(who=who, by="mail", at=at, message_id=9)


@pytest.mark.parametrize(
    ("decide", "state"),
    [
        (contacted, PositionState.CONTACTED),
        (plan, PositionState.PLAN),
        (postponement_asked, PositionState.POSTPONEMENT_ASKED),
    ],
)
def test_how_far_it_has_come(decide: Callable[[Position, Decision], Changes], state: PositionState) -> None:
    """The newest word is the state, the day and the urgency stay; the story knows by which answer."""
    changes = decide(NOTIFIED, by())
    now = changes.positions[0]
    assert (now.state, now.owner, now.priority, now.execution_on) == (
        state, "OP01", Priority.URGENT, NOTIFIED.execution_on
    )  # fmt: skip
    assert [(event.kind, event.who, event.by, event.message_id) for event in changes.events] == [
        (state.value, "OP01", "mail", 9)
    ]


@pytest.mark.parametrize(
    ("state", "owner"),
    [
        pytest.param(PositionState.NEW, "OP02", id="nobody had taken it: hers"),
        pytest.param(PositionState.TAKEN, "OP01", id="taken: the owner's still"),
    ],
)
def test_who_acts_on_what_nobody_has_taken_takes_it(state: PositionState, owner: str) -> None:
    """Help has begun, and somebody answers for it."""
    assert accepted(contacted(replace(NOTIFIED, state=state), by("OP02"))).owner == owner


def test_closing_keeps_the_reason_apart() -> None:
    """The words of the story hold no personal data; what a person wrote may."""
    changes = close(SUSPENDED, "  la sig.ra  è dalla figlia\n", by())
    closed = accepted(changes)
    assert (closed.state, closed.outcome, closed.closed_at) == (
        PositionState.CLOSED, Outcome.CLOSED_BY_PERSON, NOVEMBER
    )  # fmt: skip
    assert isinstance(changes, Changes)
    assert [(event.kind, event.detail, event.reason) for event in changes.events] == [
        ("outcome", "closed_by_person", "la sig.ra è dalla figlia")
    ]


@pytest.mark.parametrize(
    ("position", "reason", "why"),
    [
        pytest.param(NOTIFIED, "non serve più", "is urgent", id="an alarm is not talked away"),
        pytest.param(SUSPENDED, " \n", "only with a reason", id="no reason"),
    ],
)
def test_closing_refused(position: Position, reason: str, why: str) -> None:
    """Only what is quiet already, and only with a reason."""
    answer = close(position, reason, by())
    assert isinstance(answer, Refusal) and why in answer.reason


EXECUTED = accepted(record_outcome(NOTIFIED, Outcome.EXECUTED, by()))
BY_LIST = replace(
    position_of(replace(ZUCCHEROLI, status=Status.EXECUTED)),
    state=PositionState.CLOSED,
    outcome=Outcome.EXECUTED,
    closed_at=NOVEMBER,
)


@pytest.mark.parametrize(
    ("closed", "who", "status", "state"),
    [
        pytest.param(EXECUTED, "OP01", Status.EXECUTE, PositionState.TAKEN, id="a person's slip: as the list says"),
        pytest.param(EXECUTED, "coordinator", Status.EXECUTE, PositionState.NEW, id="by another: new for the owner"),
        pytest.param(BY_LIST, "OP01", Status.UNKNOWN, PositionState.TAKEN, id="the list itself said so: unclear"),
        pytest.param(
            accepted(close(SUSPENDED, "sentita la figlia", by())), "OP01", Status.SUSPENDED, PositionState.TAKEN,
            id="closed with a reason: as quiet as before",
        ),
    ],
)  # fmt: skip
def test_opening_again(closed: Position, who: str, status: Status, state: PositionState) -> None:
    """It asks as it did before it was closed."""
    opened = accepted(reopen(closed, by(who, LATER), OFFICE))
    assert (opened.row.status, opened.state, opened.outcome, opened.closed_at) == (status, state, None, None)
    assert (opened.cycle, opened.clock_started_at) == (closed.cycle + 1, LATER)
    assert opened.priority is (Priority.LOW if status is Status.SUSPENDED else Priority.URGENT)


def test_what_is_open_is_not_opened() -> None:
    """A slip of the hand."""
    assert isinstance(reopen(NOTIFIED, by(), OFFICE), Refusal)


def test_an_owner_who_left_gets_nothing_back() -> None:
    """The desk does."""
    opened = accepted(reopen(replace(EXECUTED, owner="OP77"), by("coordinator"), OFFICE))
    assert opened.owner == "duty_worker"
