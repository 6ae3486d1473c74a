# SPDX-License-Identifier: EUPL-1.2
"""The ledger: every message ever seen, once, whatever happens to it.

A message goes received → read → done. A try that fails puts it back with a next-try time; after
the third it is quarantined, which means that a person must open it. Nothing is done because it failed.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import cast

from sqlalchemy import func, insert
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from pecwatch.errors import UsageError
from pecwatch.model.audit import AuditEntry, Deed
from pecwatch.model.listing import Reading
from pecwatch.model.mailbox import Delivery
from pecwatch.model.message import Kind
from pecwatch.model.position import Way
from pecwatch.model.record import record
from pecwatch.store.arrivals import never_arrived, record_arrivals
from pecwatch.store.audit import SERVICE, write_all_down, write_down
from pecwatch.store.database import Session
from pecwatch.store.envelopes import identifier_key
from pecwatch.store.records import Kept, LedgerEntry, MessageOutcome, MessageState, Recorded
from pecwatch.store.stored import from_text, is_due, number, to_text
from pecwatch.store.tables import StoredMessage

TRIES = 3
"""Failed tries after which a message is left to a person."""

WAITS = (dt.timedelta(minutes=1), dt.timedelta(minutes=5))
"""Pause after the first and after the second failed try."""

INTERRUPTIONS = 10
"""Times the whole process may die over one message before that counts as the message's fault."""

SUSPICIOUS = 3
"""Times after which a message that the process dies over goes behind the others."""

UNFINISHED = (MessageState.RECEIVED, MessageState.READ)


@record
class _NewMessage:
    """A message whose bytes are safe, perhaps known already."""

    kept: Kept
    source: str
    size: int
    now: dt.datetime
    received_at: dt.datetime | None = None

    def as_stored(self, office: str) -> dict[str, object]:
        """The row of one that waits to be read."""
        return {
            "office": office,
            "sha256": self.kept.sha256,
            "vault_name": self.kept.name,
            "size": self.size,
            "source": self.source,
            "first_seen_at": self.now,
            "server_received_at": self.received_at,
            "state": MessageState.RECEIVED,
            "problem_codes": "",
            "needs_person": False,
            "attempts": 0,
            "interruptions": 0,
            "next_try_at": self.now,
        }


def record_delivery(session: Session, delivery: Delivery, kept: Kept, now: dt.datetime) -> Recorded:
    """Enter one message: see `record_deliveries`."""
    return record_deliveries(session, ((delivery, kept),), now)[0]


def record_deliveries(
    session: Session, found: Sequence[tuple[Delivery, Kept]], now: dt.datetime
) -> tuple[Recorded, ...]:
    """Enter messages fetched from a mailbox, their bytes being safe in the vault already.

    The same bytes found again (another folder, another mailbox, the same folder after its
    UIDVALIDITY changed) are the same message with one more arrival. One that was only known from a file, of which
    nobody was told, waits in the queue as if it were new.
    """
    recorded = _record(
        session,
        [
            _NewMessage(
                kept=kept,
                source=f"{delivery.mailbox}/{delivery.folder}/{delivery.uid}",
                size=delivery.size,
                # What the server says stays with the arrival; the message goes by the moment at which it was seen.
                received_at=None if delivery.is_to_come(now) else delivery.received_at,
                now=now,
            )
            for delivery, kept in found
        ],
    )
    places = [(delivery, each.entry.id) for (delivery, _), each in zip(found, recorded, strict=True)]
    for message_id in never_arrived(session, {each.entry.id for each in recorded if not each.is_new}):
        _take_as_new(_row(session, message_id), now)
    record_arrivals(session, places, now)
    return recorded


def _take_as_new(row: StoredMessage, now: dt.datetime) -> None:
    """Weigh a message whose file somebody had read before its mailbox gave it; its muted rows come alive."""
    if row.state == MessageState.DONE and row.outcome != MessageOutcome.ALERT:
        row.state = MessageState.RECEIVED
        row.outcome = MessageOutcome.MUTED if row.outcome == MessageOutcome.MUTED else None
        row.next_try_at, row.ended_at = now, None


def record_file(session: Session, kept: Kept, *, source: str, size: int, now: dt.datetime) -> Recorded:
    """Enter a message or document that was handed over as a file, its bytes being safe in the vault already."""
    return _record(session, [_NewMessage(kept=kept, source=source, size=size, now=now)])[0]


def _record(session: Session, found: Sequence[_NewMessage]) -> tuple[Recorded, ...]:
    """Enter those whose bytes are new, in one go; each with whether it is."""
    same = _messages(session).where(col(StoredMessage.sha256).in_([each.kept.sha256 for each in found]))
    rows = {row.sha256: row for row in session.exec(same)}
    new: dict[str, _NewMessage] = {}
    for each in found:
        if each.kept.sha256 in rows:
            # Another name for the same bytes: under the old one they are not there. What was let go of stays so.
            if rows[each.kept.sha256].vault_name:
                rows[each.kept.sha256].vault_name = each.kept.name
        else:
            new.setdefault(each.kept.sha256, each)
    if new:
        # Thousands at a first start: as objects they would take three times as long.
        session.execute(insert(StoredMessage), [each.as_stored(session.office) for each in new.values()])
        rows = {row.sha256: row for row in session.exec(same)}
    write_all_down(
        session,
        (
            AuditEntry(
                number=0, at=each.now, deed=Deed.RECEIVED, who=SERVICE, about=f"message:{rows[each.kept.sha256].id}"
            )
            for each in new.values()
        ),
    )
    return tuple(
        Recorded(entry=_entry(rows[each.kept.sha256]), is_new=new.get(each.kept.sha256) is each) for each in found
    )


def waiting(session: Session, now: dt.datetime, limit: int = 100) -> tuple[LedgerEntry, ...]:
    """Messages to be read (or read and not yet weighed) whose time has come, oldest arrival first.

    One over which the process died again and again goes behind the others, so that it cannot hold them up; not
    after the first time, since a list must be weighed before the copy that came after it.
    """
    received_at = func.coalesce(col(StoredMessage.server_received_at), col(StoredMessage.first_seen_at))
    query = (
        _messages(session)
        .where(col(StoredMessage.state).in_(UNFINISHED), is_due(col(StoredMessage.next_try_at), now, max(WAITS)))
        .order_by(col(StoredMessage.interruptions) >= SUSPICIOUS, received_at, col(StoredMessage.id))
        .limit(limit)
    )
    return tuple(_entry(row) for row in session.exec(query))


def start_try(session: Session, message_id: int, now: dt.datetime) -> LedgerEntry:
    """Note, in a transaction of its own, that a message is being read: if the process dies, it shows.

    Returns:
        The entry; quarantined with the problem `interrupted` when the process has died over it
        too often, and then it must not be read again.
    """
    row = _row(session, message_id)
    if row.interruptions >= INTERRUPTIONS:
        _quarantine(row, "interrupted", now)
    else:
        row.interruptions += 1
    return _entry(row)


def record_reading(session: Session, message_id: int, reading: Reading) -> LedgerEntry:
    """Keep what was read in a message; it is still to be weighed. A later reading replaces an earlier one."""
    row = _row(session, message_id)
    message = reading.message
    row.reading = to_text(reading)
    row.kind = message.kind
    row.identifier = message.identifier
    row.identifier_key = identifier_key(message)
    row.sent_at = message.sent_at
    row.certified_at = message.certified_at
    row.month = reading.listing.month if reading.listing else None
    row.needs_person = reading.needs_person
    row.problem_codes = " ".join(sorted({problem.code for problem in reading.problems}))
    if row.state == MessageState.RECEIVED:
        row.state = MessageState.READ
    return _entry(row)


def record_outcome(
    session: Session, message_id: int, outcome: MessageOutcome, *, way: Way | None, now: dt.datetime
) -> LedgerEntry:
    """Close a message that was read and weighed; belongs in the transaction that writes its positions and mails."""
    row = _row(session, message_id)
    row.state = MessageState.DONE
    row.outcome = outcome
    if outcome is MessageOutcome.HISTORY:
        row.needs_person = False
    row.way = way
    row.interruptions = 0
    row.last_problem = None
    row.ended_at = now
    write_down(session, Deed.MATCHED, at=now, about=f"message:{message_id}", detail=outcome)
    return _entry(row)


def record_failure(session: Session, message_id: int, code: str, now: dt.datetime) -> LedgerEntry:
    """Note that a try failed.

    Args:
        code: Stable word without personal data, as `time_limit`.

    Returns:
        The entry; once it is quarantined the caller must tell a person, in the same transaction.
    """
    row = _row(session, message_id)
    row.attempts += 1
    row.interruptions = 0
    row.last_problem = code
    if row.attempts >= TRIES:
        _quarantine(row, code, now)
    else:
        row.next_try_at = now + WAITS[row.attempts - 1]
    return _entry(row)


def retry(session: Session, message_id: int, now: dt.datetime) -> LedgerEntry:
    """Put a message back in the queue with all its tries, because a person asked for it."""
    row = _row(session, message_id)
    row.state = MessageState.RECEIVED
    row.outcome = None
    row.attempts = row.interruptions = 0
    row.next_try_at = now
    row.ended_at = None
    row.needs_person = False
    return _entry(row)


def entry(session: Session, message_id: int) -> LedgerEntry:
    """One message.

    Raises:
        UsageError: There is no such message.
    """
    return _entry(_row(session, message_id))


def reading_of(session: Session, message_id: int) -> Reading | None:
    """What was last read in a message; None before the first reading."""
    text = _row(session, message_id).reading
    return None if text is None else from_text(Reading, text, f"message {message_id}")


def failed(session: Session) -> tuple[LedgerEntry, ...]:
    """Messages a person must open: quarantined ones, and those that were not read in full."""
    person = col(StoredMessage.needs_person).is_(True)
    return tuple(_entry(row) for row in session.exec(_messages(session).where(person).order_by(col(StoredMessage.id))))


def mark_handled(session: Session, message_id: int) -> None:
    """A person has opened the message and done what was to be done."""
    _row(session, message_id).needs_person = False


def entries(
    session: Session, *, since: dt.datetime | None = None, ids: Collection[int] | None = None
) -> tuple[LedgerEntry, ...]:
    """Messages in the order in which they arrived, to be read again.

    Args:
        since: Only those that arrived then or later.
        ids: Only these.
    """
    received_at = func.coalesce(col(StoredMessage.server_received_at), col(StoredMessage.first_seen_at))
    query = _messages(session).order_by(received_at, col(StoredMessage.id))
    if since is not None:
        query = query.where(received_at >= since)
    if ids is not None:
        query = query.where(col(StoredMessage.id).in_(ids))
    return tuple(_entry(row) for row in session.exec(query))


def counts(session: Session) -> Mapping[MessageState, int]:
    """How many messages are in each state."""
    query = (
        select(StoredMessage.state, func.count())
        .where(StoredMessage.office == session.office)
        .group_by(StoredMessage.state)
    )
    found = {MessageState(state): count for state, count in session.exec(query)}
    return {state: found.get(state, 0) for state in MessageState}


def _messages(session: Session) -> SelectOfScalar[StoredMessage]:
    """The office's messages; the large text of the reading is fetched only when asked for."""
    query = select(StoredMessage).where(StoredMessage.office == session.office)
    return query.options(defer(cast("QueryableAttribute[str | None]", StoredMessage.reading)))


def _row(session: Session, message_id: int) -> StoredMessage:
    row = session.exec(_messages(session).where(StoredMessage.id == message_id)).one_or_none()
    if row is None:
        raise UsageError(f"no message {message_id} in the ledger: `pecwatch failed list` shows the numbers")
    return row


def _quarantine(row: StoredMessage, code: str, now: dt.datetime) -> None:
    row.state = MessageState.QUARANTINED
    row.needs_person = True
    row.last_problem = code
    row.ended_at = now


def _entry(row: StoredMessage) -> LedgerEntry:
    return LedgerEntry(
        id=number(row.id),
        sha256=row.sha256,
        vault_name=row.vault_name,
        size=row.size,
        source=row.source,
        first_seen_at=row.first_seen_at,
        server_received_at=row.server_received_at,
        state=MessageState(row.state),
        outcome=None if row.outcome is None else MessageOutcome(row.outcome),
        way=None if row.way is None else Way(row.way),
        kind=None if row.kind is None else Kind(row.kind),
        identifier=row.identifier,
        sent_at=row.sent_at,
        certified_at=row.certified_at,
        month=row.month,
        problem_codes=tuple(row.problem_codes.split()),
        attempts=row.attempts,
        next_try_at=row.next_try_at,
        last_problem=row.last_problem,
    )


def let_go_of_copies(session: Session, ids: Collection[int]) -> tuple[str, ...]:
    """Note that the sealed copies of messages are kept no longer; gives the names of those that were."""
    rows = session.exec(_messages(session).where(col(StoredMessage.id).in_(ids))).all()
    names = tuple(row.vault_name for row in rows if row.vault_name)
    for row in rows:
        row.vault_name = ""
    return names
