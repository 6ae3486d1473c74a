# SPDX-License-Identifier: EUPL-1.2
"""Answers by mail, and what was made of them: rows are only ever added."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from pecwatch.model.answer import Command, Verdict
from pecwatch.store.database import Session
from pecwatch.store.records import KeptAnswer
from pecwatch.store.tables import StoredAnswer


def keep_answer(session: Session, answer: KeptAnswer) -> None:
    """Keep an answer, in the transaction of what it changed."""
    session.add(
        StoredAnswer(
            office=session.office,
            message_id=answer.message_id,
            mail_id=answer.mail_id,
            who=answer.who,
            verdict=answer.verdict,
            command="" if answer.command is None else answer.command,
            speaks_of=" ".join(answer.references),
            argument=answer.argument,
            answered_at=answer.answered_at,
        )
    )
    session.flush()


def answers_of(session: Session, message_id: int) -> tuple[KeptAnswer, ...]:
    """What was made of one message, in the order of doing."""
    return tuple(map(_answer, session.exec(_answers(session).where(StoredAnswer.message_id == message_id))))


def answers_about(session: Session, reference: str) -> tuple[KeptAnswer, ...]:
    """Every answer that speaks of a position, the oldest first."""
    query = _answers(session).where(col(StoredAnswer.speaks_of).contains(reference, autoescape=True))
    return tuple(answer for answer in map(_answer, session.exec(query)) if reference in answer.references)


def count_answers(session: Session, who: str, verdicts: Collection[Verdict], since: dt.datetime) -> int:
    """How many messages of somebody ended in one of these ways since a moment."""
    query = select(func.count(func.distinct(StoredAnswer.message_id))).where(
        StoredAnswer.office == session.office,
        StoredAnswer.who == who,
        col(StoredAnswer.verdict).in_(verdicts),
        col(StoredAnswer.answered_at) >= since,
    )
    return session.exec(query).one()


def count_same(session: Session, answer: KeptAnswer, since: dt.datetime) -> int:
    """How many messages of the same person came to just the same since a moment."""
    query = select(func.count(func.distinct(StoredAnswer.message_id))).where(
        StoredAnswer.office == session.office,
        StoredAnswer.who == answer.who,
        StoredAnswer.verdict == answer.verdict,
        StoredAnswer.command == ("" if answer.command is None else answer.command),
        StoredAnswer.speaks_of == " ".join(answer.references),
        StoredAnswer.argument == answer.argument,
        col(StoredAnswer.answered_at) >= since,
    )
    return session.exec(query).one()


def _answers(session: Session) -> SelectOfScalar[StoredAnswer]:
    return select(StoredAnswer).where(StoredAnswer.office == session.office).order_by(col(StoredAnswer.id))


def _answer(row: StoredAnswer) -> KeptAnswer:
    return KeptAnswer(
        message_id=row.message_id,
        mail_id=row.mail_id,
        who=row.who,
        verdict=Verdict(row.verdict),
        command=Command(row.command) if row.command else None,
        references=tuple(row.speaks_of.split()),
        argument=row.argument,
        answered_at=row.answered_at,
    )
