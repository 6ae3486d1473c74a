# SPDX-License-Identifier: EUPL-1.2
"""Everything that pecwatch holds on one person, for whoever answers her request (articles 15 and 20 GDPR)."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace

from pecwatch.casework.dossier import ABOUT_FOLDERS, OMITTED, STABLE
from pecwatch.casework.erasing import rows_of
from pecwatch.casework.keeping import keeping_of
from pecwatch.casework.subject import Subject, candidates_of
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.audit import AuditEntry, Deed
from pecwatch.model.listing import ListRow, Reading
from pecwatch.model.office import Office
from pecwatch.model.position import Event, Position
from pecwatch.model.rights import (
    Considered,
    Copy,
    HeldPosition,
    HoldingMessage,
    MailAbout,
    PersonExport,
    PersonRead,
    ReceivedLine,
    Selector,
)
from pecwatch.service.desk import Desk
from pecwatch.service.mail_content import fields_in, text_of
from pecwatch.service.person_finding import Found, find_person, her_lines
from pecwatch.store import about, audit, ledger, rights, stories, trail
from pecwatch.store.backup import KEPT, all_set_aside, backups, made_at
from pecwatch.store.database import Session
from pecwatch.store.records import LedgerEntry, MailState, MessageOutcome, OutgoingMail

KEPT_FOR = dt.timedelta(days=KEPT)
"""A copy is made every day, and as many are kept."""

LOOKED_AT = (Deed.READ, Deed.EXPORTED, Deed.ERASED)


def export_person(desk: Desk, selector: Selector, *, who: str) -> PersonExport:
    """Gather everything on one person, and write down that it was handed out.

    Raises:
        UsageError: Nothing is held.
    """
    with desk.database.reading() as session:
        found = find_person(session, selector)
        exported = _gathered(desk, session, found)
    entries = [
        AuditEntry(number=0, at=exported.made_at, deed=Deed.EXPORTED, who=who, about=each, detail="person")
        for each in found.references or ("registry",)
    ]
    with desk.database.writing() as session:
        audit.write_all_down(session, entries)
    return exported


def _gathered(desk: Desk, session: Session, found: Found) -> PersonExport:
    lines: list[ReceivedLine] = []
    messages: list[HoldingMessage] = []
    kept = frozenset(desk.vault.names())
    for message_id, reading, rows in her_lines(session, found.subject):
        month = None if reading.listing is None else reading.listing.month
        lines += [ReceivedLine(message_id=message_id, month=month, row=row) for row in rows]
        messages.append(_message(ledger.entry(session, message_id), reading, rows, kept))
    held = tuple(_position(session, each, found) for each in found.own)
    answered = sorted(
        {answer.message_id for each in held for answer in each.answers} - {m.message_id for m in messages}
    )
    for message_id in answered:
        messages.append(_answer(ledger.entry(session, message_id), kept))
    return PersonExport(
        asked_by=found.selector,
        made_at=desk.clock(),
        registry=found.registry,
        positions=held,
        considered=tuple(each for position in found.considered for each in considered_for(position, found.subject)),
        lines=tuple(lines),
        messages=tuple(messages),
        mails=tuple(mails_to(session, desk.office, found, [each.message_id for each in messages])),
        decisions=about.decisions_about(session, found.references, found.subject.folders),
        restrictions=rights.restrictions(session, found.references),
        reads=reads_of(session, found.references),
        keeping=keeping_of(found.own, bool(found.registry), day_in_rome(desk.clock()), desk.config.retention),
        copies=copies_of(desk),
        same_name=tuple(each.reference for each in found.same_name),
    )


def considered_for(position: Position, subject: Subject) -> tuple[Considered, ...]:
    """The person among the candidates of a position, with why."""
    return tuple(
        Considered(
            reference=position.reference,
            month=position.month,
            band=position.match.band,
            folder=each.folder,
            probability=each.probability,
            evidence=each.evidence,
            is_rejected=each.folder in position.rejected_folders,
        )
        for each in candidates_of(position, subject)
    )


def mails_to(session: Session, office: Office, found: Found, message_ids: Collection[int]) -> Iterator[MailAbout]:
    """Every mail about the person, and what of hers stands in it; those about a whole message only if she does."""
    for mail in about.mails_about(session, found.references, message_ids):
        fields = fields_in(mail.content, found.subject)
        if found.is_named_among(mail.references) or fields or (fields is None and not mail.references):
            yield _mail(mail, fields, office, found)


def reads_of(session: Session, references: Collection[str]) -> tuple[PersonRead, ...]:
    """Who looked at positions through the command line or took them out, as the audit trail has it."""
    entries = (entry for each in references for entry in audit.trail(session, about=each))
    return tuple(
        PersonRead(at=each.at, deed=str(each.deed), who=each.who, about=each.about, detail=each.detail)
        for each in sorted(entries, key=lambda entry: entry.number)
        if each.deed in LOOKED_AT
    )


def copies_of(desk: Desk) -> tuple[Copy, ...]:
    """The copies of the database, seven at most, one a day, so each makes room within that time; and damaged ones."""
    file = desk.database.file
    if file is None:
        return ()
    until_purged = dt.timedelta(days=desk.config.retention.backups_days)
    aside = (path for name in sorted(all_set_aside(file)) if (path := file.with_name(name)).stat().st_size)
    copies = (*((copy, KEPT_FOR) for copy in reversed(backups(file))), *((copy, until_purged) for copy in aside))
    return tuple(
        Copy(name=copy.name, made_at=at, is_last_at=at + kept_for)
        for copy, kept_for in copies
        if (at := made_at(copy)) is not None
    )


def _mail(mail: OutgoingMail, fields: tuple[str, ...] | None, office: Office, found: Found) -> MailAbout:
    person = office.person(mail.recipient_code)
    others = len(set(mail.references) - set(found.references))
    alone = bool(mail.references) and not others
    return MailAbout(
        mail_id=mail.id,
        smtp_id=mail.message_id_header,
        kind=mail.kind,
        subject=mail.subject,
        recipient=mail.recipient,
        recipient_code=mail.recipient_code,
        role=None if person is None else person.role,
        references=tuple(each for each in mail.references if each in found.references),
        other_rows=others,
        written_at=mail.created_at,
        sent_at=mail.ended_at if mail.state in (MailState.SENT, MailState.GATHERED) else None,
        refused_at=mail.ended_at if mail.state is MailState.FAILED else None,
        returned_at=mail.returned_at,
        fields=fields,
        body=(text_of(mail.content) or None) if alone else None,
    )


def _position(session: Session, position: Position, found: Found) -> HeldPosition:
    reference, subject = position.reference, found.subject
    hers = considered_for(position, subject)
    return HeldPosition(
        reference=reference,
        month=position.month,
        row=position.row,
        received=position.received,
        execution_on=position.execution_on,
        time=position.row.time,
        status=position.row.status,
        state=position.state,
        outcome=position.outcome,
        owner=position.owner,
        also_told=position.also_told,
        opened_at=position.opened_at,
        closed_at=position.closed_at,
        seen_before=tuple(each.reference for each in position.seen_before),
        candidates=hers,
        other_candidates=len(position.match.candidates) - len(hers),
        events=tuple(_event(each, subject) for each in stories.events(session, reference)),
        steps=trail.step_traces(session, reference),
        answers=trail.answer_traces(session, reference),
        held=trail.held_traces(session, reference=reference),
        questions=trail.question_traces(session, (reference,)),
    )


def _event(event: Event, subject: Subject) -> Event:
    """The event without the folders of others."""
    if event.kind not in ABOUT_FOLDERS:
        return event
    words = (
        word if word in subject.folders or not word or STABLE.fullmatch(word) else OMITTED
        for word in event.detail.split(" ")
    )
    return replace(event, detail=" ".join(words))


def _message(entry: LedgerEntry, reading: Reading, rows: Collection[ListRow], kept: frozenset[str]) -> HoldingMessage:
    places = (row.where for row in rows)
    return HoldingMessage(
        message_id=entry.id,
        message_id_header=reading.message.message_id,
        kind=entry.kind,
        sender=reading.message.sender,
        arrived_at=entry.server_received_at or entry.first_seen_at,
        parts=tuple(dict.fromkeys(f"{where.part}, {where.page}, {where.line}" for where in places)),
        other_rows=len(rows_of(reading)) - len(rows),
        is_kept=entry.vault_name in kept,
        kept_month=entry.vault_name.partition("/")[0],
    )


def _answer(entry: LedgerEntry, kept: frozenset[str]) -> HoldingMessage:
    """An answer of somebody of the office: who wrote it stands in the answers, by her code."""
    return HoldingMessage(
        message_id=entry.id,
        message_id_header=None,
        kind=entry.kind,
        sender=None,
        arrived_at=entry.server_received_at or entry.first_seen_at,
        parts=(str(MessageOutcome.ANSWER),),
        other_rows=0,
        is_kept=entry.vault_name in kept,
        kept_month=entry.vault_name.partition("/")[0],
    )
