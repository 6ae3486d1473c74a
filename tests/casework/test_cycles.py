# SPDX-License-Identifier: EUPL-1.2
"""What begins the chain of escalation anew, and what does not."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.cycles import after_change
from pecwatch.model.listing import Status
from pecwatch.model.position import Outcome, Position, PositionState, Priority
from tests.casework.people import FALCHETTI, NOVEMBER, position_of

NOTIFIED = position_of(FALCHETTI, state=PositionState.NOTIFIED)
TAKEN = replace(NOTIFIED, state=PositionState.TAKEN)
CLOSED = replace(NOTIFIED, state=PositionState.CLOSED, outcome=Outcome.RELEASED, closed_at=NOVEMBER)
LOW = replace(NOTIFIED, priority=Priority.LOW)


def on(position: Position, day: dt.date | None) -> Position:
    return replace(position, row=replace(position.row, date=day))


@pytest.mark.parametrize(
    ("before", "after", "anew"),
    [
        pytest.param(NOTIFIED, replace(NOTIFIED, owner="OP02", state=PositionState.NEW), True, id="another owner"),
        pytest.param(NOTIFIED, replace(TAKEN, owner="OP02"), False, id="another owner, who has answered"),
        pytest.param(TAKEN, replace(TAKEN, owner="OP02"), False, id="taken over"),
        pytest.param(NOTIFIED, TAKEN, False, id="taken"),
        pytest.param(NOTIFIED, on(NOTIFIED, dt.date(2025, 12, 10)), True, id="a later day"),
        pytest.param(TAKEN, on(TAKEN, dt.date(2025, 12, 10)), True, id="a later day of a taken row"),
        pytest.param(NOTIFIED, on(NOTIFIED, dt.date(2025, 11, 25)), False, id="an earlier day: only faster"),
        pytest.param(on(NOTIFIED, None), NOTIFIED, False, id="a day where there was none: only known better"),
        pytest.param(NOTIFIED, on(NOTIFIED, None), False, id="no day any more"),
        pytest.param(NOTIFIED, replace(NOTIFIED, last_message_id=7), False, id="a reminder that changes nothing"),
        pytest.param(LOW, NOTIFIED, True, id="urgent again"),
        pytest.param(NOTIFIED, LOW, False, id="quieter"),
        pytest.param(replace(NOTIFIED, muted=True), NOTIFIED, True, id="told for the first time"),
        pytest.param(replace(NOTIFIED, muted=True), replace(NOTIFIED, muted=True, owner="OP02"), False, id="muted"),
        pytest.param(CLOSED, replace(NOTIFIED, closed_at=NOVEMBER), True, id="open again"),
        pytest.param(NOTIFIED, replace(CLOSED, closed_at=None), False, id="closed"),
    ],
)
def test_what_begins_the_chain_anew(before: Position, after: Position, anew: bool) -> None:
    """Nothing but a person, or a list that may lower, takes the chain back by a link."""
    now = NOVEMBER + dt.timedelta(hours=1)
    done = after_change(before, after, now)
    assert (done.cycle, done.clock_started_at) == ((2, now) if anew else (1, None))
    assert done.closed_at == (None if done.is_open else now)


def test_a_closed_position_keeps_its_end() -> None:
    """Retention counts from when it was closed, whatever is corrected later."""
    executed = replace(CLOSED, outcome=Outcome.EXECUTED, row=replace(FALCHETTI, status=Status.EXECUTED))
    assert after_change(CLOSED, executed, NOVEMBER + dt.timedelta(days=3)).closed_at == NOVEMBER
