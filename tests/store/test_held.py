# SPDX-License-Identifier: EUPL-1.2
"""Held changes and questions: kept with their values, until somebody has said yes or no."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.model.listing import Status
from pecwatch.model.news import Changes, Difference, HeldChange, HeldEnd, HeldEnding
from pecwatch.model.position import Outcome, PositionState
from pecwatch.model.question import Question, QuestionKind
from pecwatch.store import casefile, held, questions
from pecwatch.store.database import Database
from tests.store.values import NOW, event, position, row

REFERENCE = "PW-2025-11-001"
LATER = NOW + dt.timedelta(hours=3)
SUSPENDED = Difference(field="status", before="execute", after="suspended", applied=False)


def change(reference: str = REFERENCE, message_id: int = 2) -> HeldChange:
    said = replace(row(), status=Status.SUSPENDED)
    return HeldChange(reference=reference, message_id=message_id, row=said, differences=(SUSPENDED,), held_at=NOW)


def question(kind: QuestionKind = QuestionKind.MISSING_ROW, about: str = REFERENCE) -> Question:
    return Question(kind=kind, about=about, asked_at=NOW)


def answered(asked: Question, answer: str = "present_again") -> Question:
    return replace(asked, answered_at=LATER, answered_by="pecwatch", answer=answer)


def save(database: Database, changes: Changes) -> None:
    with database.writing() as session:
        casefile.save_changes(session, changes)


def waiting(database: Database, **wanted: object) -> tuple[HeldChange, ...]:
    with database.reading() as session:
        return held.held(session, **wanted)  # type: ignore[arg-type]  # free-form test values


def test_a_held_change_comes_back_whole(database: Database) -> None:
    """With the row as the list states it: a yes must be able to apply it."""
    save(database, Changes(held=(change(), change("PW-2025-11-002"), change(message_id=3))))
    assert waiting(database, message_id=2) == (change(), change("PW-2025-11-002"))
    assert waiting(database, reference=REFERENCE) == (change(), change(message_id=3))


def test_a_message_read_again_asks_once(database: Database) -> None:
    """What it asked for before is replaced."""
    save(database, Changes(held=(change(),)))
    again = replace(change(), row=replace(row(), status=Status.RELEASED))
    save(database, Changes(held=(again,)))
    assert waiting(database) == (again,)


@pytest.mark.parametrize(
    ("end", "left"),
    [
        pytest.param(HeldEnd(reference=REFERENCE, how=HeldEnding.REFUSED, at=LATER, message_id=2), [3], id="one"),
        pytest.param(HeldEnd(reference=REFERENCE, how=HeldEnding.OVERTAKEN, at=LATER), [], id="all of a position"),
    ],
)
def test_what_was_answered_waits_no_longer(database: Database, end: HeldEnd, left: list[int]) -> None:
    """Of one message, or whatever is held of the position."""
    save(database, Changes(held=(change(), change(message_id=3))))
    save(database, Changes(ended=(end,)))
    assert [each.message_id for each in waiting(database)] == left


def test_a_list_may_end_what_was_held_and_hold_anew(database: Database) -> None:
    """What it holds itself is not ended by it."""
    save(database, Changes(held=(change(),)))
    overtaken = HeldEnd(reference=REFERENCE, how=HeldEnding.OVERTAKEN, at=LATER)
    save(database, Changes(ended=(overtaken,), held=(change(message_id=3),)))
    assert [each.message_id for each in waiting(database)] == [3]


def test_of_a_closed_position_nothing_is_held_or_asked(database: Database) -> None:
    """Whatever closed it; a question to the coordinator about the list goes on."""
    about_list = question(QuestionKind.LIST, "2")
    save(database, Changes(positions=(position(),), held=(change(),), asked=(question(), about_list)))
    closed = position(state=PositionState.CLOSED, outcome=Outcome.RELEASED, closed_at=LATER)
    save(database, Changes(positions=(closed,), events=(event(REFERENCE, "outcome", LATER),)))
    assert waiting(database) == ()
    with database.reading() as session:
        assert questions.questions(session) == (about_list,)
        (told,) = questions.questions(session, about=REFERENCE, open_only=False)
    assert (told.answer, told.answered_at) == ("closed", LATER)


def test_a_question_is_asked_once_and_again_when_it_comes_back(database: Database) -> None:
    """It keeps the moment in which it was asked first; answered and asked anew it is open again."""
    save(database, Changes(asked=(question(),)))
    save(database, Changes(asked=(replace(question(), asked_at=LATER),)))
    with database.reading() as session:
        assert questions.questions(session, kind=QuestionKind.MISSING_ROW) == (question(),)
    save(database, Changes(answered=(answered(question()), answered(question(about="PW-2025-11-009")))))
    with database.reading() as session:
        assert questions.questions(session) == ()
        assert questions.questions(session, open_only=False) == (answered(question()),)
    save(database, Changes(asked=(replace(question(), asked_at=LATER),)))
    with database.reading() as session:
        assert questions.questions(session) == (replace(question(), asked_at=LATER),)
