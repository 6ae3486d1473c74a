# SPDX-License-Identifier: EUPL-1.2
"""Taking one person out of the tables; each function is called in the transaction of the whole erasure."""

from collections.abc import Callable, Collection, Iterable

from sqlalchemy import delete, update
from sqlmodel import col, or_, select

from pecwatch.model.listing import Reading
from pecwatch.model.news import HeldChange
from pecwatch.model.position import Event, Position, ReceivedList
from pecwatch.model.rights import RegistryRecord
from pecwatch.store.database import Session
from pecwatch.store.stored import from_text, number, to_text
from pecwatch.store.tables import (
    StoredAnswer,
    StoredConfirmation,
    StoredDecision,
    StoredEvent,
    StoredHeld,
    StoredImport,
    StoredList,
    StoredMail,
    StoredMessage,
    StoredPerson,
    StoredPosition,
    StoredQuestion,
    StoredRejection,
)


def drop_records(session: Session, records: Iterable[RegistryRecord]) -> None:
    """Take people out of the imports that are kept."""
    for each in records:
        session.execute(delete(StoredPerson).where(col(StoredPerson.id) == each.row_id))
        if each.left_on is None:
            session.execute(
                update(StoredImport)
                .where(col(StoredImport.id) == each.import_id)
                .values(people=col(StoredImport.people) - 1)
            )


def put_position(session: Session, position: Position) -> None:
    """Write a position as it is now, without an event and without its columns: only who it is has changed."""
    session.execute(
        update(StoredPosition)
        .where(col(StoredPosition.office) == session.office, col(StoredPosition.reference) == position.reference)
        .values(record=to_text(position))
    )


def change_events(session: Session, references: Collection[str], change: Callable[[Event], Event]) -> None:
    """Go over the stories of some positions: the one way in which an event that was written is changed."""
    query = select(StoredEvent).where(StoredEvent.office == session.office, col(StoredEvent.reference).in_(references))
    for row in session.exec(query):
        event = Event(
            reference=row.reference,
            at=row.at,
            kind=row.kind,
            who=row.who,
            by=row.by,
            detail=row.detail,
            reason=row.reason or "",
        )
        changed = change(event)
        row.detail, row.reason = changed.detail, changed.reason
        session.add(row)
    session.flush()


def change_held(session: Session, references: Collection[str], change: Callable[[HeldChange], HeldChange]) -> None:
    """Go over what lists asked for of some positions, whether it waits or not."""
    query = select(StoredHeld).where(StoredHeld.office == session.office, col(StoredHeld.reference).in_(references))
    for row in session.exec(query):
        row.record = to_text(change(from_text(HeldChange, row.record, f"held_change {row.id}")))
        session.add(row)
    session.flush()


def change_answers(session: Session, references: Collection[str], change: Callable[[str], str]) -> None:
    """Go over what people answered, by mail and to questions, about some positions."""
    query = select(StoredAnswer).where(StoredAnswer.office == session.office)
    wanted = set(references)
    for row in session.exec(query):
        if wanted & set(row.speaks_of.split()):
            row.argument = change(row.argument)
            session.add(row)
    questions = select(StoredQuestion).where(
        StoredQuestion.office == session.office, col(StoredQuestion.about).in_(references)
    )
    for question in session.exec(questions):
        question.answer = None if question.answer is None else change(question.answer)
        session.add(question)
    session.flush()


def put_list(session: Session, row_id: int, received: ReceivedList) -> None:
    """Write a known list as it is now."""
    session.execute(update(StoredList).where(col(StoredList.id) == row_id).values(record=to_text(received)))


def put_reading(session: Session, message_id: int, reading: Reading) -> None:
    """Write a reading as it is now, and where the message was found as the reading calls it."""
    session.execute(
        update(StoredMessage)
        .where(col(StoredMessage.office) == session.office, col(StoredMessage.id) == message_id)
        .values(reading=to_text(reading), source=reading.source)
    )


def drop_contents(session: Session, mail_ids: Collection[int]) -> None:
    """Let go of what some mails said; that they were sent, when, and to whom stays."""
    session.execute(
        update(StoredMail)
        .where(col(StoredMail.office) == session.office, col(StoredMail.id).in_(mail_ids))
        .values(content=b"")
    )


def drop_decisions(session: Session, references: Collection[str], folders: Collection[str], instead: str) -> None:
    """Forget of which line and which folder somebody spoke; that a decision was taken stays.

    Args:
        instead: Stands in the place of the folder.
    """
    about = or_(col(StoredDecision.reference).in_(references), col(StoredDecision.folder).in_(folders))
    for row in session.exec(select(StoredDecision).where(StoredDecision.office == session.office, about)):
        session.execute(delete(StoredConfirmation).where(col(StoredConfirmation.decision_id) == number(row.id)))
        session.execute(
            delete(StoredRejection).where(
                col(StoredRejection.office) == session.office, col(StoredRejection.row_key) == row.row_key
            )
        )
        row.folder, row.row_key = instead, ""
        session.add(row)
    session.execute(
        delete(StoredRejection).where(
            col(StoredRejection.office) == session.office, col(StoredRejection.folder).in_(folders)
        )
    )
    session.execute(
        delete(StoredConfirmation).where(
            col(StoredConfirmation.office) == session.office, col(StoredConfirmation.folder).in_(folders)
        )
    )
    session.flush()
