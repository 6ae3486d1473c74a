# SPDX-License-Identifier: EUPL-1.2
"""Executed, released: who may close a row with it, and what is kept of a word that may not."""

from dataclasses import replace

import pytest

from pecwatch.model.listing import Nature, Status
from pecwatch.model.message import Message
from pecwatch.model.news import Known
from pecwatch.model.position import Outcome, PositionState
from pecwatch.model.question import QuestionKind
from tests.alerts.stories import tell
from tests.casework.people import CERTAIN, FALCHETTI, NOVEMBER, ZUCCHEROLI, position_of, report
from tests.casework.weighed import HOUR, ORDINARY, TRUSTED, arrives, october

FALCHETTI_IS = "PW-2025-11-003"
ENDS = [(Status.EXECUTED, Outcome.EXECUTED), (Status.RELEASED, Outcome.RELEASED)]


@pytest.mark.parametrize(("status", "outcome"), ENDS)
def test_a_verified_list_closes(status: Status, outcome: Outcome) -> None:
    """A reminder that says it is over closes the row, and its owner is told to see how the people are."""
    over = report((replace(FALCHETTI, status=status),), msg=TRUSTED, nature=Nature.REMINDER, matches=(CERTAIN,))
    story = tell(over, october(), message_id=2, now=NOVEMBER)
    after = story.changes.positions[0]
    assert (after.state, after.outcome, after.closed_at) == (PositionState.CLOSED, outcome, NOVEMBER)
    assert ("outcome", status.value) in {(event.kind, event.detail) for event in story.changes.events}
    (mail,) = (alert for alert in story.alerts if alert.recipient.code == after.owner)
    assert "verificare come sta il nucleo" in mail.text.replace("\n", " ")


@pytest.mark.parametrize(("status", "outcome"), ENDS)
def test_a_verified_first_list_opens_and_closes(status: Status, outcome: Outcome) -> None:
    """Help may be needed the day after: the owner hears of a row that is over before the office knew of it."""
    story = tell(report((replace(ZUCCHEROLI, status=status),), msg=TRUSTED, matches=(CERTAIN,)), now=NOVEMBER)
    (after,) = story.changes.positions
    assert (after.state, after.outcome, after.closed_at) == (PositionState.CLOSED, outcome, NOVEMBER)
    assert [event.kind for event in story.changes.events] == ["opened", "outcome"]
    assert "verificare come sta il nucleo" in story.one("OP01").text.replace("\n", " ")


@pytest.mark.parametrize("status", [Status.EXECUTED, Status.RELEASED])
@pytest.mark.parametrize("known", [Status.EXECUTE, Status.SUSPENDED], ids=["urgent", "low"])
def test_from_any_other_list_it_is_held(status: Status, known: Status) -> None:
    """It closes nothing, makes no low row loud, and waits with its values to be confirmed."""
    before = position_of(replace(FALCHETTI, status=known), FALCHETTI_IS)
    over = report((replace(FALCHETTI, status=status),), msg=ORDINARY, nature=Nature.REMINDER)
    _, changes, _ = arrives(over, Known(positions=(before,)), number=2, now=NOVEMBER)
    after = changes.positions[0]
    assert (after.is_open, after.row.status, after.priority) == (True, known, before.priority)
    (held,) = changes.held
    assert (held.reference, held.message_id, held.row.status) == (FALCHETTI_IS, 2, status)
    assert [(each.field, each.after) for each in held.differences] == [("status", status.value)]
    assert [(each.kind, each.about) for each in changes.asked] == [(QuestionKind.LIST, "2")]


@pytest.mark.parametrize("status", [Status.EXECUTED, Status.RELEASED])
def test_a_copy_that_may_close_what_its_first_copy_opened(status: Status) -> None:
    """The ordinary mail came first: the row is open until its sealed twin is here."""
    rows = (replace(ZUCCHEROLI, status=status), FALCHETTI)
    ordinary = report(rows, msg=replace(ORDINARY, sent_at=NOVEMBER))
    _, opened, known = arrives(ordinary, number=1, now=NOVEMBER)
    assert opened.positions[0].is_open
    assert [each.reference for each in opened.held] == ["PW-2025-11-001"]
    _, changes, _ = arrives(report(rows, msg=TRUSTED), known, number=2, now=NOVEMBER + HOUR)
    assert [each.is_open for each in changes.positions] == [False, True]
    assert [each.reference for each in changes.ended] == ["PW-2025-11-001", "PW-2025-11-002"]


def test_the_copy_after_its_sealed_twin_opens_nothing_again() -> None:
    """What is closed stays closed, by whatever way the same list comes once more."""
    rows = (replace(ZUCCHEROLI, status=Status.EXECUTED),)
    known = arrives(report(rows, msg=TRUSTED), number=1, now=NOVEMBER)[2]
    copy = report(rows, msg=replace(ORDINARY, sent_at=NOVEMBER))
    _, changes, after = arrives(copy, known, number=2, now=NOVEMBER + HOUR)
    assert [each.is_open for each in after.positions] == [False]
    assert changes.held == changes.asked == ()


def test_who_is_planned_again_after_the_end_is_a_row_of_its_own() -> None:
    """A closed row never swallows a new execution."""
    known = arrives(report((replace(ZUCCHEROLI, status=Status.RELEASED),), msg=TRUSTED), now=NOVEMBER)[2]
    again: Message = replace(ORDINARY, sent_at=NOVEMBER + HOUR)
    after = arrives(report((ZUCCHEROLI,), msg=again, nature=Nature.REMINDER), known, number=2, now=NOVEMBER + HOUR)[2]
    assert [each.is_open for each in after.positions] == [False, True]
