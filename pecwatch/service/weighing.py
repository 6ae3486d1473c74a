# SPDX-License-Identifier: EUPL-1.2
"""From raw bytes in the vault to positions and mails: one message, one transaction."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from functools import partial

import structlog
from structlog.contextvars import bound_contextvars

from pecwatch.alerts.compose import compose
from pecwatch.casework.again import as_known_then, later_lists, narrowed
from pecwatch.casework.confirmations import with_confirmed
from pecwatch.casework.decide import decide
from pecwatch.casework.lists import effective_month, received_list, sending_time
from pecwatch.casework.news import what_is_new
from pecwatch.casework.ways import way_of
from pecwatch.examining import examine
from pecwatch.italian.rome import day_in_rome
from pecwatch.logs import place_of
from pecwatch.model.alert import Alert
from pecwatch.model.listing import Reading, State
from pecwatch.model.message import Kind, Unopened
from pecwatch.model.news import Changes, Known, News, NewsKind, Report
from pecwatch.model.position import ReceivedList
from pecwatch.model.record import record
from pecwatch.service.answering import take_answer
from pecwatch.service.auditing import note_read
from pecwatch.service.confirming_lists import settle_lists
from pecwatch.service.desk import Desk
from pecwatch.service.first_start import was_there_before
from pecwatch.service.posting import circumstances, posted
from pecwatch.service.reading_again import read_again
from pecwatch.service.replays import marked_if_replayed
from pecwatch.service.stepping import note_told
from pecwatch.service.telling_tutors import tell_tutors
from pecwatch.store import casefile, decisions, ledger
from pecwatch.store.database import Session
from pecwatch.store.letters import known_letters
from pecwatch.store.records import LedgerEntry, MessageOutcome
from pecwatch.store.registry import people_of

log = structlog.get_logger()


class Manner(StrEnum):
    """Why a message is weighed."""

    LIVE = "live"
    """It has just arrived."""
    QUIET = "quiet"
    """It is read again: new positions are recorded muted, nobody is told, what is live stays as it is."""
    AGAIN = "again"
    """It is read again and people are told what is new in it."""


@record
class Weighed:
    """What one message has led to."""

    message_id: int
    kinds: tuple[NewsKind, ...]
    """One for each list in the message, or what the message is without one."""
    outcome: MessageOutcome
    needs_person: bool
    """Something in it could not be read: somebody has to open it."""
    changes: tuple[Changes, ...]
    alerts: int
    """Mails put in the outbox."""


def read_entry(desk: Desk, entry: LedgerEntry) -> Reading:
    """Read the bytes of a ledger entry in the sandbox."""
    unopened = Unopened(
        source=entry.source,
        size=entry.size,
        pieces=partial(desk.vault.pieces, entry.vault_name),
        received_at=entry.server_received_at,
    )
    with bound_contextvars(message=entry.id):
        return read_again(desk, entry.id, desk.sandbox.read(unopened))


def manner_of(entry: LedgerEntry) -> Manner:
    """Why a message of the queue is weighed: one whose file was read quietly before has muted rows to come alive."""
    return Manner.AGAIN if entry.outcome is MessageOutcome.MUTED else Manner.LIVE


def weigh(desk: Desk, entry: LedgerEntry, reading: Reading, *, manner: Manner = Manner.LIVE) -> Weighed:
    """Compare a reading with registry and case file, and write all that follows from it in one transaction."""
    taken = take_answer(desk, entry, reading, is_live=manner is Manner.LIVE)
    if taken.outcome is not None:
        return _only_answered(entry, taken.outcome, taken.mails)
    reading = taken.reading
    index = desk.registry().index
    with desk.database.reading() as session:
        reading = marked_if_replayed(session, entry, reading)
        rules = desk.weighed_with(session)
    reports = [examine(each, index, rules) for each in _one_list_each(reading)]
    where = circumstances(desk)
    with desk.database.writing() as session:
        ledger.record_reading(session, entry.id, reading)
        note_read(session, entry.id, reading, desk.clock())
        newest = reports[-1]
        steps = [_weigh_list(session, desk, entry, each, manner, is_newest=each is newest) for each in reports]
        casefile.save_lists(session, entry.id, [step.received for step in steps if step.received is not None])
        if any(step.changes.positions for step in steps):
            with _beside(session, entry, "settle_lists"):
                settle_lists(session, desk.clock())
        alerts: list[Alert] = []
        for number, step in enumerate(steps):
            if _is_told(step, manner):
                composed = compose(step.news, step.changes, step.report, message_id=entry.id, circumstances=where)
                alerts.extend(_as_own_event(alert, number, step, manner) for alert in composed)
        new = posted(session, desk, alerts)
        written = len(new)
        with _beside(session, entry, "note_told"):
            note_told(session, desk, new)
        outcome = _outcome(entry, reading, [step.news for step in steps], written, manner)
        if manner is not Manner.QUIET:
            weighed_lists = [(step.news, step.changes) for step in steps]
            with _beside(session, entry, "tell_tutors"):
                written += tell_tutors(
                    session, desk, weighed_lists, message=reading.message, message_id=entry.id, circumstances=where
                )
        ledger.record_outcome(session, entry.id, outcome, way=way_of(reading), now=desk.clock())
    weighed = Weighed(
        message_id=entry.id,
        kinds=tuple(step.news.kind for step in steps),
        outcome=outcome,
        needs_person=reading.needs_person,
        changes=tuple(step.changes for step in steps),
        alerts=written,
    )
    log.info(
        "weighed", message=entry.id, kinds=[str(kind) for kind in weighed.kinds], outcome=str(outcome), mails=written
    )
    return weighed


@contextmanager
def _beside(session: Session, entry: LedgerEntry, what: str) -> Iterator[None]:
    """A part of the weighing in which a defect undoes that part only: the owners' mails must leave all the same.

    SQLite without room gives up the whole transaction: then what is written after would stay without what was before.
    """
    try:
        with session.begin_nested():
            yield
    except Exception as error:
        if not session.is_whole():
            raise
        log.error("part_failed", message=entry.id, part=what, error=place_of(error))


def _only_answered(entry: LedgerEntry, outcome: MessageOutcome, mails: int) -> Weighed:
    """A message about a mail of ours: no list, whatever it quotes."""
    return Weighed(
        message_id=entry.id,
        kinds=(NewsKind.NOT_PERTINENT,),
        outcome=outcome,
        needs_person=False,
        changes=(),
        alerts=mails,
    )


@record
class _Step:
    """One list of a message, weighed."""

    news: News
    report: Report
    changes: Changes
    received: ReceivedList | None


def _weigh_list(
    session: Session, desk: Desk, entry: LedgerEntry, report: Report, manner: Manner, *, is_newest: bool
) -> _Step:
    now, reading = desk.clock(), report.reading
    way = way_of(reading)
    arrived_at = entry.server_received_at or entry.first_seen_at
    months = set() if reading.listing is None else {effective_month(reading.listing, arrived_at)}
    first_start = was_there_before(session, entry)
    # Most messages hold no list: they are compared with nothing, and the whole case file is not read for them.
    known = casefile.known(session, months, first_start=first_start) if months else Known(first_start=first_start)
    for month in months:
        before = casefile.positions_before(session, month)
        letters = known_letters(session)
        known = replace(known, confirmations=decisions.confirmations(session), before=before, letters=letters)
    if reading.letter is not None:
        known = replace(known, positions=casefile.positions_without(session, entry.id, "letter"))
    registered = people_of(session, _folders(report, known))
    report = with_confirmed(report, known.confirmations, registered, desk.secret)
    received = received_list(report, message_id=entry.id, way=way, arrived_at=arrived_at)
    later = later_lists(known, received)
    if manner is not Manner.LIVE:
        sent_at = sending_time(reading.message, arrived_at)
        settled = casefile.settled_since(known.positions, sent_at)
        known = as_known_then(replace(known, settled=settled), sent_at, entry.id)
    news = what_is_new(
        report, message_id=entry.id, way=way, arrived_at=arrived_at, known=known, now=now, is_newest=is_newest
    )
    if manner is not Manner.LIVE:
        news = narrowed(news, send=manner is Manner.AGAIN, today=day_in_rome(now), later=later)
    changes = decide(
        news,
        report,
        message_id=entry.id,
        office=desk.office,
        known=known,
        now=now,
        next_number=casefile.next_numbers(session, {news.month} if news.month else set()),
        muted=manner is Manner.QUIET,
        rejection_key=desk.secret,
        registered=registered,
    )
    casefile.save_changes(session, changes)
    return _Step(news=news, report=report, changes=changes, received=received)


def _folders(report: Report, known: Known) -> set[str]:
    """Folders of which a decision of somebody may speak."""
    found = {candidate.folder for match in report.matches for candidate in match.candidates}
    return found | {each.folder for each in known.confirmations}


def _one_list_each(reading: Reading) -> tuple[Reading, ...]:
    """A message with several lists as so many readings, the oldest list first; only the newest keeps the problems."""
    older = (
        replace(reading, listing=listing, other_lists=(), problems=()) for listing in reversed(reading.other_lists)
    )
    return (*older, replace(reading, other_lists=()))


def _is_told(step: _Step, manner: Manner) -> bool:
    """Nobody hears of a list read again in which nothing is new."""
    if manner is Manner.AGAIN and step.received is not None and step.received.rows:
        return bool(step.news.rows)
    return manner is not Manner.QUIET


def _as_own_event(alert: Alert, number: int, step: _Step, manner: Manner) -> Alert:
    """Each list of a message is an event of its own, and so are the rows that are told when it is read again."""
    event = alert.event if number == 0 else f"{alert.event}:{number + 1}"
    if manner is Manner.AGAIN and step.news.rows:
        event += ":" + hashlib.sha256(f"{alert.subject}{alert.text}".encode()).hexdigest()[:16]
    return replace(alert, event=event)


def _outcome(entry: LedgerEntry, reading: Reading, news: Iterable[News], alerts: int, manner: Manner) -> MessageOutcome:
    if entry.outcome is not None and manner is Manner.QUIET:
        return entry.outcome
    kinds = {each.kind for each in news}
    if kinds == {NewsKind.HISTORY}:
        return MessageOutcome.HISTORY
    if reading.listing is None:
        return _without_list(reading)
    if manner is Manner.QUIET:
        return MessageOutcome.MUTED
    if kinds == {NewsKind.TWIN} and not alerts:
        return MessageOutcome.TWIN
    return MessageOutcome.EMPTY_LIST if reading.state is State.EMPTY_LIST else MessageOutcome.ALERT


def _without_list(reading: Reading) -> MessageOutcome:
    if reading.message.kind is Kind.RECEIPT:
        return MessageOutcome.RECEIPT
    if reading.state in (State.UNREADABLE, State.LETTER):
        return MessageOutcome.PERSON if reading.state is State.UNREADABLE else MessageOutcome.LETTER
    noted = any(problem.code == "no_rows" for problem in reading.problems)
    return MessageOutcome.NO_ROWS if noted else MessageOutcome.NOT_PERTINENT
