# SPDX-License-Identifier: EUPL-1.2
"""What was asked of somebody outside pecwatch, and what was answered."""

from collections.abc import Iterable

from sqlmodel import col, select

from pecwatch.model.question import Question, QuestionKind
from pecwatch.store.database import Session
from pecwatch.store.tables import StoredQuestion


def ask(session: Session, questions: Iterable[Question]) -> None:
    """Ask; what is asked already keeps its moment, what was answered before is open again."""
    for question in questions:
        row = _row(session, question.kind, question.about)
        if row is None:
            asked_at = question.asked_at
            row = StoredQuestion(office=session.office, kind=question.kind, about=question.about, asked_at=asked_at)
        elif row.answered_at is not None:
            row.asked_at = question.asked_at
        row.answered_at = row.answered_by = row.answer = None
        session.add(row)
        session.flush()


def answer(session: Session, questions: Iterable[Question]) -> None:
    """Note an answer; of what nobody has asked, or what is answered already, nothing is noted."""
    for question in questions:
        row = _row(session, question.kind, question.about)
        if row is not None and row.answered_at is None:
            row.answered_at, row.answered_by, row.answer = question.answered_at, question.answered_by, question.answer
            session.add(row)


def questions(
    session: Session, *, kind: QuestionKind | None = None, about: str | None = None, open_only: bool = True
) -> tuple[Question, ...]:
    """Questions in the order in which they were first asked."""
    query = select(StoredQuestion).where(StoredQuestion.office == session.office).order_by(col(StoredQuestion.id))
    if kind is not None:
        query = query.where(StoredQuestion.kind == kind)
    if about is not None:
        query = query.where(StoredQuestion.about == about)
    if open_only:
        query = query.where(col(StoredQuestion.answered_at).is_(None))
    return tuple(map(_question, session.exec(query)))


def _row(session: Session, kind: QuestionKind, about: str) -> StoredQuestion | None:
    query = select(StoredQuestion).where(
        StoredQuestion.office == session.office, StoredQuestion.kind == kind, StoredQuestion.about == about
    )
    return session.exec(query).one_or_none()


def _question(row: StoredQuestion) -> Question:
    return Question(
        kind=QuestionKind(row.kind),
        about=row.about,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        answer=row.answer,
    )
