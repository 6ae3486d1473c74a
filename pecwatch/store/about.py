# SPDX-License-Identifier: EUPL-1.2
"""Where a person stands in the tables: read and written piece by piece, since nobody fits a whole office in memory."""

from collections.abc import Callable, Collection, Iterator

from sqlalchemy import ColumnElement, func
from sqlmodel import col, or_, select

from pecwatch.model.decision import Confirmation
from pecwatch.model.listing import Reading
from pecwatch.model.person import RegistryPerson
from pecwatch.model.position import Position, ReceivedList
from pecwatch.model.rights import KeptDecision, RegistryRecord
from pecwatch.store.database import Session
from pecwatch.store.gathered import around
from pecwatch.store.outbox import mail_of
from pecwatch.store.records import MailState, OutgoingMail
from pecwatch.store.registry import IN_FORCE
from pecwatch.store.stored import from_text, number
from pecwatch.store.tables import (
    StoredAnswer,
    StoredConfirmation,
    StoredDecision,
    StoredEvent,
    StoredImport,
    StoredList,
    StoredMail,
    StoredMessage,
    StoredPerson,
    StoredPosition,
)

AT_ONCE = 200


def records_of_code(session: Session, fiscal_code: str) -> tuple[RegistryRecord, ...]:
    """Records of every kept import that bear a codice fiscale; the database looks, a million people stay in it."""
    held = func.upper(col(StoredPerson.record)).contains(f'"{fiscal_code.upper()}"', autoescape=True)
    found = _records(session, held)
    return tuple(each for each in found if (each.person.fiscal_code or "").upper() == fiscal_code.upper())


def records_of_folders(session: Session, folders: Collection[str]) -> tuple[RegistryRecord, ...]:
    """Records of every kept import that stand in some folders."""
    return _records(session, col(StoredPerson.folder).in_(folders)) if folders else ()


def all_positions(session: Session) -> Iterator[Position]:
    """Every position of every month."""
    query = (
        select(StoredPosition.reference, StoredPosition.record)
        .where(StoredPosition.office == session.office)
        .order_by(col(StoredPosition.month), col(StoredPosition.number))
        .execution_options(yield_per=AT_ONCE)
    )
    for reference, text in session.exec(query):
        yield from_text(Position, text, f"position {reference}")


def all_readings(session: Session, wanted: Callable[[str], bool]) -> Iterator[tuple[int, Reading]]:
    """Every reading that is kept, with its ledger number.

    Args:
        wanted: Says of the text of a reading whether it is worth taking apart.
    """
    query = (
        select(StoredMessage.id, StoredMessage.reading)
        .where(StoredMessage.office == session.office, col(StoredMessage.reading).is_not(None))
        .order_by(col(StoredMessage.id))
        .execution_options(yield_per=AT_ONCE)
    )
    for message_id, text in session.exec(query):
        if text and wanted(text):
            yield number(message_id), from_text(Reading, text, f"message {message_id}")


def all_lists(session: Session, wanted: Callable[[str], bool]) -> Iterator[tuple[int, ReceivedList]]:
    """Every known list, with the number of its row."""
    query = (
        select(StoredList.id, StoredList.record)
        .where(StoredList.office == session.office)
        .order_by(col(StoredList.id))
        .execution_options(yield_per=AT_ONCE)
    )
    for row_id, text in session.exec(query):
        if wanted(text):
            yield number(row_id), from_text(ReceivedList, text, f"received_list {row_id}")


def mails_about(session: Session, references: Collection[str], message_ids: Collection[int]) -> Iterator[OutgoingMail]:
    """Mails that name any of some positions, and those about one of some messages that name none; oldest first.

    After them come the mails in which any of these stand with others, and which may name none of the positions.
    """
    named = [col(StoredMail.speaks_of).contains(each, autoescape=True) for each in references]
    whole = [col(StoredMail.event).startswith(f"message:{each}:") for each in message_ids]
    if not named and not whole:
        return
    query = (
        select(StoredMail)
        .where(StoredMail.office == session.office, or_(*named, *whole))
        .order_by(col(StoredMail.id))
        .execution_options(yield_per=AT_ONCE)
    )
    wanted, given, within = set(references), set(), set()
    for row in session.exec(query):
        spoken_of = set(row.speaks_of.split())
        if not spoken_of or spoken_of & wanted:
            given.add(number(row.id))
            if row.state == MailState.GATHERED:
                within.add(number(row.id))
            yield mail_of(row)
    yield from (mail for mail in around(session, within) if mail.id not in given)


def answers_about(session: Session, references: Collection[str]) -> Iterator[int]:
    """Ledger numbers of the answers by mail that speak of some positions."""
    wanted = set(references)
    query = select(StoredAnswer.message_id, StoredAnswer.speaks_of).where(StoredAnswer.office == session.office)
    yield from (message_id for message_id, spoken_of in session.exec(query) if wanted & set(spoken_of.split()))


def decisions_about(
    session: Session, references: Collection[str], folders: Collection[str]
) -> tuple[KeptDecision, ...]:
    """What somebody said of some positions or folders."""
    query = (
        select(StoredDecision)
        .where(StoredDecision.office == session.office, _about(references, folders))
        .order_by(col(StoredDecision.id))
    )
    return tuple(
        KeptDecision(
            id=number(row.id),
            kind=row.kind,
            reference=row.reference,
            folder=row.folder,
            decided_at=row.decided_at,
            who=row.who,
            by=row.by,
            undone_at=row.undone_at,
            alias=_alias(session, number(row.id)),
        )
        for row in session.exec(query)
    )


def _about(references: Collection[str], folders: Collection[str]) -> ColumnElement[bool]:
    return or_(col(StoredDecision.reference).in_(references), col(StoredDecision.folder).in_(folders))


def _alias(session: Session, decision_id: int) -> str | None:
    query = select(StoredConfirmation.record).where(StoredConfirmation.decision_id == decision_id)
    text = session.exec(query).first()
    if text is None:
        return None
    alias = from_text(Confirmation, text, f"confirmation of decision {decision_id}").alias
    return f"{alias.surname} {alias.given_name}, {alias.address.as_written}"


def _records(session: Session, which: ColumnElement[bool]) -> tuple[RegistryRecord, ...]:
    query = (
        select(StoredPerson, StoredImport)
        .where(StoredPerson.office == session.office, col(StoredPerson.import_id) == col(StoredImport.id), which)
        .order_by(col(StoredPerson.id))
    )
    return tuple(
        RegistryRecord(
            row_id=number(row.id),
            import_id=row.import_id,
            imported_at=kept.imported_at,
            dated_on=kept.dated_on,
            is_in_force=kept.state == IN_FORCE,
            left_on=row.left_on,
            person=from_text(RegistryPerson, row.record, f"registry_person {row.id}"),
        )
        for row, kept in session.exec(query)
    )


def messages_of(session: Session, positions: Collection[Position]) -> frozenset[int]:
    """Ledger numbers of the messages that some positions came from or were changed by."""
    query = select(StoredEvent.message_id).where(
        StoredEvent.office == session.office,
        col(StoredEvent.reference).in_([each.reference for each in positions]),
        col(StoredEvent.message_id).is_not(None),
    )
    told = {each for each in session.exec(query) if each is not None}
    return frozenset(told | {each.message_id for each in positions} | {each.last_message_id for each in positions})
