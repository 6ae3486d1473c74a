# SPDX-License-Identifier: EUPL-1.2
"""What was written down about a position or a month, read for dossiers and reports; nothing is changed here."""

import datetime as dt
import json
from collections.abc import Collection, Iterator
from typing import cast

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import col, or_, select

from pecwatch.model.listing import Reading
from pecwatch.model.position import Position
from pecwatch.model.step import Step, StepKind, Told
from pecwatch.model.trail import AnswerTrace, Clocks, HeldTrace, MailTrace, MessageTrace, QuestionTrace
from pecwatch.store.arrivals import arrivals
from pecwatch.store.database import Session
from pecwatch.store.ledger import entries, reading_of
from pecwatch.store.records import LedgerEntry, MailState, MessageOutcome
from pecwatch.store.stored import from_text, number
from pecwatch.store.tables import (
    StoredAnswer,
    StoredHeld,
    StoredList,
    StoredMail,
    StoredMessage,
    StoredPosition,
    StoredQuestion,
    StoredStep,
)


def seen_in(session: Session, reference: str) -> tuple[Position, ...]:
    """Positions that were recognised as the household of an earlier one when they opened, oldest first."""
    query = (
        select(StoredPosition)
        .where(StoredPosition.office == session.office, col(StoredPosition.record).contains(reference))
        .order_by(col(StoredPosition.month), col(StoredPosition.number))
    )
    found = (from_text(Position, row.record, f"position {row.reference}") for row in session.exec(query))
    return tuple(each for each in found if any(seen.reference == reference for seen in each.seen_before))


def message_traces(session: Session, message_ids: Collection[int]) -> tuple[MessageTrace, ...]:
    """Messages of the ledger in the order in which they came; numbers that are not there any more are left out."""
    return tuple(_message(session, entry) for entry in entries(session, ids=sorted(set(message_ids))))


def list_messages(session: Session, month: str) -> frozenset[int]:
    """Ledger numbers of the messages that held a list of that month."""
    query = select(StoredList.message_id).where(StoredList.office == session.office, StoredList.month == month)
    return frozenset(session.exec(query))


def unread_messages(session: Session, month: str, since: dt.datetime, until: dt.datetime) -> frozenset[int]:
    """Ledger numbers of messages that are or may be lists of that month and of which no row could be read.

    Args:
        since: One that does not say its month counts when it arrived from then on …
        until: … and before that.
    """
    received_at = func.coalesce(col(StoredMessage.server_received_at), col(StoredMessage.first_seen_at))
    of_month = col(StoredMessage.month) == month
    arrived = col(StoredMessage.month).is_(None) & (received_at >= since) & (received_at < until)
    unread = or_(
        col(StoredMessage.outcome) == MessageOutcome.PERSON,
        col(StoredMessage.outcome).is_(None) & col(StoredMessage.needs_person).is_(True),
    )
    query = select(StoredMessage.id).where(StoredMessage.office == session.office, unread, or_(of_month, arrived))
    return frozenset(map(number, session.exec(query)))


def mail_traces(session: Session, reference: str, message_ids: Collection[int]) -> tuple[MailTrace, ...]:
    """Mails that name a position, and those about one of these messages that name none; in the order of writing."""
    events = tuple(f"message:{message_id}:" for message_id in sorted(set(message_ids)))
    named = col(StoredMail.speaks_of).contains(reference)
    whole = [col(StoredMail.event).startswith(event) for event in events]
    query = (
        select(StoredMail)
        .where(StoredMail.office == session.office, or_(named, *whole))
        .options(defer(cast("QueryableAttribute[bytes]", StoredMail.content)))
        .order_by(col(StoredMail.id))
    )
    found = map(_mail, session.exec(query))
    return tuple(mail for mail in found if not mail.references or reference in mail.references)


def step_traces(session: Session, reference: str) -> tuple[Told, ...]:
    """The steps of the calendar that were taken, in the order of deciding."""
    query = (
        select(StoredStep)
        .where(StoredStep.office == session.office, StoredStep.reference == reference)
        .order_by(col(StoredStep.id))
    )
    return tuple(_told(row) for row in session.exec(query))


def answer_traces(session: Session, reference: str) -> tuple[AnswerTrace, ...]:
    """Answers by mail that speak of a position, in the order in which they were taken."""
    query = (
        select(StoredAnswer)
        .where(StoredAnswer.office == session.office, col(StoredAnswer.speaks_of).contains(reference))
        .order_by(col(StoredAnswer.id))
    )
    return tuple(
        AnswerTrace(
            message_id=row.message_id,
            who=row.who,
            verdict=row.verdict,
            command=row.command,
            argument=row.argument,
            answered_at=row.answered_at,
        )
        for row in session.exec(query)
        if reference in row.speaks_of.split()
    )


def held_traces(session: Session, *, reference: str = "", month: str = "") -> tuple[HeldTrace, ...]:
    """Changes that were held, of one position or of every position of a month, oldest first."""
    name = col(StoredHeld.reference)
    whose = name == reference if reference else name.startswith(f"PW-{month}-")
    query = select(StoredHeld).where(StoredHeld.office == session.office, whose).order_by(col(StoredHeld.id))
    return tuple(
        HeldTrace(
            reference=row.reference,
            message_id=row.message_id,
            fields=tuple(dict.fromkeys(_fields(json.loads(row.record)))),
            held_at=row.held_at,
            ended_at=row.ended_at,
            ended_as=row.ended_as,
        )
        for row in session.exec(query)
    )


def question_traces(session: Session, about: Collection[str], *, month: str = "") -> tuple[QuestionTrace, ...]:
    """Questions about any of these references, months or ledger numbers, and about every position of a month."""
    whose: ColumnElement[bool] = col(StoredQuestion.about).in_(about)
    if month:
        whose = or_(whose, col(StoredQuestion.about).startswith(f"PW-{month}-"))
    query = (
        select(StoredQuestion).where(StoredQuestion.office == session.office, whose).order_by(col(StoredQuestion.id))
    )
    return tuple(
        QuestionTrace(
            kind=row.kind,
            about=row.about,
            asked_at=row.asked_at,
            answered_at=row.answered_at,
            answered_by=row.answered_by,
            answer=row.answer,
        )
        for row in session.exec(query)
    )


def _message(session: Session, entry: LedgerEntry) -> MessageTrace:
    reading = reading_of(session, entry.id)
    message = None if reading is None else reading.message
    listing = None if reading is None else reading.listing
    places = arrivals(session, entry.id)
    return MessageTrace(
        message_id=entry.id,
        kind=entry.kind,
        way=entry.way,
        state=None if reading is None else reading.state,
        trust=None if message is None else message.trust,
        trust_reason=None if message is None else message.trust_reason,
        sender=None if message is None else message.sender,
        sender_recognised=message is not None and message.sender_recognised,
        identifier=entry.identifier,
        nature=None if listing is None else listing.nature,
        rows=None if listing is None else len(listing.rows),
        declared_rows=None if listing is None else listing.declared_rows,
        complete=None if listing is None else listing.complete,
        mailboxes=tuple(dict.fromkeys(place.mailbox for place in places)),
        clocks=_clocks(entry, reading),
    )


def _clocks(entry: LedgerEntry, reading: Reading | None) -> Clocks:
    return Clocks(
        certified_at=entry.certified_at,
        server_at=entry.server_received_at,
        header_at=entry.sent_at,
        protocol=None if reading is None else reading.message.protocol,
        seen_at=entry.first_seen_at,
    )


def _mail(row: StoredMail) -> MailTrace:
    return MailTrace(
        mail_id=number(row.id),
        event=row.event,
        kind=row.kind,
        subject=row.subject,
        recipient_code=row.recipient_code or "",
        references=tuple(row.speaks_of.split()),
        written_at=row.created_at,
        sent_at=row.ended_at if row.state in (MailState.SENT, MailState.GATHERED) else None,
        refused_at=row.ended_at if row.state == MailState.FAILED else None,
        returned_at=row.returned_at,
    )


def _told(row: StoredStep) -> Told:
    step = Step(
        reference=row.reference,
        cycle=row.cycle,
        kind=StepKind(row.kind),
        day=dt.date.fromisoformat(row.day) if row.day else None,
        recipient=row.recipient,
    )
    return Told(step=step, decided_at=row.decided_at, sent_at=row.sent_at, undelivered_at=row.undelivered_at)


def _fields(value: object) -> Iterator[str]:
    """The names of the fields that a held record speaks of: the only thing of it that tells nothing of a person."""
    if isinstance(value, dict):
        field = value.get("field")
        if isinstance(field, str):
            yield field
        for inner in value.values():
            yield from _fields(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _fields(inner)
