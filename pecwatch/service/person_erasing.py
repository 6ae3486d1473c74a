# SPDX-License-Identifier: EUPL-1.2
"""Taking one person out of everything pecwatch holds (article 17 GDPR), and saying what stays and why."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial

import structlog

from pecwatch.casework.erasing import (
    erased_change,
    erased_event,
    erased_list,
    erased_position,
    erased_reading,
    erased_words,
    rows_of,
    without_candidate,
)
from pecwatch.casework.positions import Decision, written
from pecwatch.casework.subject import ERASED, Subject, erased_key, is_line_of, letter_key, person_words, unmistakable
from pecwatch.errors import UsageError
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.audit import AuditEntry, Deed
from pecwatch.model.listing import ListRow, Reading
from pecwatch.model.news import Changes
from pecwatch.model.position import Outcome, Position, PositionState
from pecwatch.model.record import record
from pecwatch.model.rights import Selector
from pecwatch.service.desk import Desk
from pecwatch.service.mail_content import fields_in
from pecwatch.service.person_finding import Found, find_person, her_lines, may_name
from pecwatch.store import about, audit, casefile, erasing, ledger, rights
from pecwatch.store.backup import back_up, remove_all
from pecwatch.store.compacting import compact, owe
from pecwatch.store.database import Session
from pecwatch.store.outbox import UNSENT
from pecwatch.store.records import MailState, OutgoingMail
from pecwatch.store.registry import people_of
from pecwatch.store.trouble import StoreTrouble

log = structlog.get_logger()


@record
class ErasurePlan:
    """What an erasure will touch, counted by kind."""

    found: Found
    messages: tuple[tuple[int, tuple[ListRow, ...]], ...]
    """Ledger numbers, and her lines in each."""
    unread: tuple[int, ...]
    """Messages that brought her rows and whose reading was let go of."""
    answers: tuple[int, ...]
    """Ledger numbers of the answers by mail about her positions."""
    mails: tuple[OutgoingMail, ...]
    decisions: int
    with_others: int
    """Messages in which rows of other people stand, too."""
    ahead: tuple[str, ...]
    """Open positions whose day is still to come, or not known."""
    waiting: int
    """Mails about her that have not left."""

    @property
    def raw_messages(self) -> tuple[int, ...]:
        """Ledger numbers of all messages that hold her."""
        numbers = {number for number, _ in self.messages} | set(self.answers) | set(self.unread)
        return tuple(sorted(numbers))


@record
class Wish:
    """How far an erasure goes."""

    even_open: bool = False
    raw: bool = False
    """Remove whole messages from the vault, with the other people in them."""
    backups: bool = False


def plan_erasure(desk: Desk, selector: Selector) -> ErasurePlan:
    """Look what an erasure would touch; nothing is changed.

    Raises:
        UsageError: Nothing is held.
    """
    with desk.database.reading() as session:
        found = find_person(session, selector)
        held = [(number, reading, rows) for number, reading, rows in her_lines(session, found.subject)]
        numbers = tuple(number for number, _, _ in held)
        mails = tuple(
            mail
            for mail in about.mails_about(session, found.references, numbers)
            if found.is_named_among(mail.references) or fields_in(mail.content, found.subject)
        )
        still_open = {each.reference for each in casefile.positions(session)} - set(found.references)
        return ErasurePlan(
            found=found,
            messages=tuple((number, rows) for number, _, rows in held),
            unread=tuple(sorted(about.messages_of(session, found.own) - set(numbers))),
            answers=tuple(sorted(set(about.answers_about(session, found.references)))),
            mails=mails,
            decisions=len(about.decisions_about(session, found.references, found.subject.folders)),
            with_others=sum(len(rows_of(reading)) > len(rows) for _, reading, rows in held),
            ahead=tuple(each.reference for each in found.own if is_ahead(each, day_in_rome(desk.clock()))),
            waiting=sum(mail.state in UNSENT or _may_leave_again(mail, still_open) for mail in mails),
        )


def _may_leave_again(mail: OutgoingMail, still_open: Collection[str]) -> bool:
    """Whether a mail that was refused speaks of somebody else's open row too."""
    return mail.state is MailState.FAILED and bool(mail.content) and not set(mail.references).isdisjoint(still_open)


def refuse_too_early(plan: ErasurePlan, wish: Wish) -> None:
    """Whether the person would lose what protects her, or a mail about her would leave empty.

    Raises:
        UsageError: Nothing was changed.
    """
    if plan.ahead and not wish.even_open:
        raise UsageError(
            f"{', '.join(plan.ahead)}: an execution may still come, and erasing would switch the alarm off that "
            "protects this very person; wait until it is closed, or use pecwatch person restrict; --even-open erases "
            "all the same"
        )
    if plan.waiting:
        raise UsageError(
            f"{plan.waiting} mails about this person have not arrived: run pecwatch poll, see pecwatch failed list and "
            "pecwatch failed retry-mail, then again"
        )


def erase_person(desk: Desk, plan: ErasurePlan, wish: Wish, *, who: str, user: str, reason: str) -> StoreTrouble | None:
    """Erase what was planned, in one transaction; then write the database anew, and remove what lies in files.

    Args:
        who: Code of who decides, for the story of the positions.
        user: Of the machine, for the audit trail.
        reason: Kept in no place but the story of her positions.

    Returns:
        What kept the database from being written anew: she is erased all the same, and the next purge does it.

    Raises:
        UsageError: An execution may still come, or mails wait.
    """
    refuse_too_early(plan, wish)
    now = desk.clock()
    decision = Decision(who=who, by="cli", at=now)
    with desk.database.writing() as session:
        names = ledger.let_go_of_copies(session, plan.raw_messages) if wish.raw else ()
        _erase_records(session, plan.found)
        _erase_positions(session, plan.found, decision, reason)
        _erase_messages(session, plan, desk.secret, now)
        erasing.drop_contents(session, [mail.id for mail in plan.mails])
        # Of a folder that others still stand in only what was said of her own rows goes.
        hers_alone = plan.found.subject.folders - people_of(session, plan.found.subject.folders).keys()
        erasing.drop_decisions(session, plan.found.references, hers_alone, ERASED)
        audit.write_all_down(session, _entries(plan, wish, user, now))
        owe(session, now)
    for name in names:
        desk.vault.remove(name)
    if wish.backups and desk.database.file is not None:
        # Before what may find no room: nobody finds her again to ask for it a second time.
        remove_all(desk.database.file)
    log.info("person_erased", positions=len(plan.found.own), messages=len(plan.messages), mails=len(plan.mails))
    try:
        compact(desk.database)
        if wish.backups and desk.database.file is not None:
            back_up(desk.database, now, reason="after-erasure")
    except StoreTrouble as trouble:
        return trouble
    return None


def is_ahead(position: Position, today: dt.date) -> bool:
    """Whether an execution may still come."""
    return position.is_open and (position.execution_on is None or position.execution_on >= today)


def _erase_records(session: Session, found: Found) -> None:
    erasing.drop_records(session, found.registry)
    for each in found.considered:
        erasing.put_position(session, without_candidate(each, found.subject))
    erasing.change_events(
        session,
        [each.reference for each in found.considered],
        partial(erased_event, subject=found.subject, is_own=False),
    )


def _erase_positions(session: Session, found: Found, decision: Decision, reason: str) -> None:
    references = found.references
    erasing.change_events(session, references, partial(erased_event, subject=found.subject, is_own=True))
    for each in found.own:
        bare = erased_position(each)
        if each.is_open:
            closed = _closed(bare)
            casefile.save_changes(session, written(each, closed, "erased", "", decision, reason=reason))
        else:
            erasing.put_position(session, bare)
            casefile.save_changes(session, _noted(each, decision, reason))
    erasing.change_held(session, references, erased_change)
    erasing.change_answers(session, references, erased_words)


def _closed(position: Position) -> Position:
    return replace(position, state=PositionState.CLOSED, outcome=position.outcome or Outcome.CLOSED_BY_PERSON)


def _noted(position: Position, decision: Decision, reason: str) -> Changes:
    """The entry in the story of a position that is closed already."""
    return Changes(events=written(position, position, "erased", "", decision, reason=reason).events)


def _erase_messages(session: Session, plan: ErasurePlan, key: bytes, now: dt.datetime) -> None:
    subject = plan.found.subject
    wanted = may_name(subject)
    for number, reading, rows in list(her_lines(session, subject)):
        rights.keep_erased(session, number, set(_keys(reading, rows, subject, key)), now)
        erasing.put_reading(session, number, erased_reading(reading, subject))
    named = {erased_key(row, key) for row in subject.lines}
    for number in plan.unread:
        rights.keep_erased(session, number, named, now)
    for row_id, received in list(about.all_lists(session, wanted)):
        if any(is_line_of(row, subject) for row in received.rows):
            erasing.put_list(session, row_id, erased_list(received, subject))


def _keys(reading: Reading, rows: tuple[ListRow, ...], subject: Subject, key: bytes) -> Iterator[str]:
    """Lines that a second reading must leave out: not one whose name another one in the same message has, too."""
    others = (row for row in rows_of(reading) if row not in rows)
    yield from (erased_key(row, key) for row in unmistakable(rows, others))
    persons = () if reading.letter is None else reading.letter.persons
    yield from (letter_key(each, key) for each in persons if person_words(each) in subject.names)


def _entries(plan: ErasurePlan, wish: Wish, user: str, now: dt.datetime) -> Iterator[AuditEntry]:
    def entry(about: str, detail: str) -> AuditEntry:
        return AuditEntry(number=0, at=now, deed=Deed.ERASED, who=user, about=about, detail=detail)

    yield entry("registry", f"records={len(plan.found.registry)}")
    yield from (entry(each, "position") for each in plan.found.references)
    yield from (entry(each.reference, "candidate") for each in plan.found.considered)
    raw = plan.raw_messages
    yield from (entry(f"message:{number}", "raw" if wish.raw else "lines") for number in raw)
    yield from (entry(f"mail:{mail.id}", "content") for mail in plan.mails)
    if wish.backups:
        yield entry("backups", "removed")
