# SPDX-License-Identifier: EUPL-1.2
"""Where in which mailbox each message was found, and what a server listed without giving it.

A place is (mailbox, folder, UIDVALIDITY, UID). A server that states no UIDVALIDITY makes no promise
about its UIDs, so nothing is known of them beforehand and the hash alone tells a message seen before.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, delete, insert
from sqlalchemy import select as columns
from sqlmodel import col, select

from pecwatch.model.mailbox import CLOCKS_DIFFER, Delivery, FolderListing, NotFetched
from pecwatch.store.database import Session
from pecwatch.store.records import Arrival, Fate, MessageOutcome, MessageState, Missed
from pecwatch.store.stored import is_due
from pecwatch.store.tables import StoredArrival, StoredMessage, StoredMissed, StoredPlace

TRIES = 3
"""Failed fetches after which a person is asked to look into the mailbox."""

WAITS = (dt.timedelta(minutes=1), dt.timedelta(minutes=5))
"""Pause after the first and after the second failed fetch."""

GIVEN_UP_WAIT = dt.timedelta(days=1)
"""A message given up is still asked for once a day: servers get mended."""


def known_uids(session: Session, mailbox: str, folder: str, uidvalidity: int | None) -> frozenset[int]:
    """UIDs of that folder whose bytes are safe; empty without a UIDVALIDITY."""
    if uidvalidity is None:
        return frozenset()
    query = select(StoredArrival.uid).where(*_in_folder(StoredArrival, session, mailbox, folder, uidvalidity))
    return frozenset(session.exec(query))


def resting_uids(
    session: Session, mailbox: str, folder: str, uidvalidity: int | None, now: dt.datetime
) -> frozenset[int]:
    """UIDs that the server failed to give and that are not to be asked for yet."""
    query = select(StoredMissed.uid).where(
        *_in_folder(StoredMissed, session, mailbox, folder, uidvalidity),
        ~is_due(col(StoredMissed.next_try_at), now, GIVEN_UP_WAIT),
    )
    return frozenset(session.exec(query))


def latest_uidvalidity(session: Session, mailbox: str, folder: str) -> int | None:
    """The UIDVALIDITY under which the last message of that folder was fetched; None when there was none."""
    query = (
        select(StoredArrival.uidvalidity)
        .where(StoredArrival.office == session.office, StoredArrival.mailbox == mailbox, StoredArrival.folder == folder)
        .order_by(col(StoredArrival.id).desc())
        .limit(1)
    )
    return session.exec(query).one_or_none()


def record_arrivals(session: Session, found: Sequence[tuple[Delivery, int]], now: dt.datetime) -> None:
    """Note where messages were found, each with its number; the same place twice is noted once."""
    for _, places in groupby(found, lambda each: (each[0].mailbox, each[0].folder, each[0].uidvalidity)):
        _record_in_folder(session, list(places), now)


def _record_in_folder(session: Session, found: Sequence[tuple[Delivery, int]], now: dt.datetime) -> None:
    """Those of one folder under one UIDVALIDITY."""
    first, uids = found[0][0], [delivery.uid for delivery, _ in found]
    given = _in_folder(StoredMissed, session, first.mailbox, first.folder, first.uidvalidity)
    session.execute(delete(StoredMissed).where(*given, col(StoredMissed.uid).in_(uids)))
    noted = _in_folder(StoredArrival, session, first.mailbox, first.folder, first.uidvalidity)
    query = select(StoredArrival.uid, StoredArrival.message_id).where(*noted, col(StoredArrival.uid).in_(uids))
    is_numbered = first.uidvalidity is not None
    # Without a UIDVALIDITY a UID may be another message's the next time.
    known = {(uid, None if is_numbered else number) for uid, number in session.exec(query)}
    new = []
    for delivery, number in found:
        place = (delivery.uid, None if is_numbered else number)
        if place not in known:
            known.add(place)
            new.append(
                {
                    "office": session.office,
                    "message_id": number,
                    "mailbox": delivery.mailbox,
                    "folder": delivery.folder,
                    "uidvalidity": delivery.uidvalidity,
                    "uid": delivery.uid,
                    "received_at": delivery.received_at,
                    "seen_at": now,
                }
            )
    if new:
        session.execute(insert(StoredArrival), new)


def record_not_fetched(session: Session, failure: NotFetched, now: dt.datetime) -> Missed:
    """Note that a server did not give a message whole; nothing is marked as seen.

    Returns:
        What is known of it now; at the third attempt it is given up and a person must be told.
    """
    row = session.exec(select(StoredMissed).where(*_at(StoredMissed, session, failure))).first()
    if row is None:
        row = StoredMissed(
            office=session.office,
            mailbox=failure.mailbox,
            folder=failure.folder,
            uidvalidity=failure.uidvalidity,
            uid=failure.uid,
            reason=failure.reason,
            attempts=0,
            first_at=now,
            next_try_at=now,
        )
    row.reason = failure.reason
    row.attempts += 1
    row.given_up = row.attempts >= TRIES
    row.next_try_at = now + (GIVEN_UP_WAIT if row.given_up else WAITS[row.attempts - 1])
    session.add(row)
    return _missed(row)


def vanished(session: Session, listing: FolderListing, mailbox: str) -> tuple[Missed, ...]:
    """Forget messages that were never given and that the folder no longer lists; a person must be told of each."""
    query = select(StoredMissed).where(
        StoredMissed.office == session.office, StoredMissed.mailbox == mailbox, StoredMissed.folder == listing.folder
    )
    gone = [row for row in session.exec(query) if row.uidvalidity != listing.uidvalidity or row.uid not in listing.uids]
    for row in gone:
        session.delete(row)
    return tuple(_missed(row) for row in gone)


def missed(session: Session) -> tuple[Missed, ...]:
    """Messages that servers listed and never gave, for the digest."""
    query = select(StoredMissed).where(StoredMissed.office == session.office).order_by(col(StoredMissed.id))
    return tuple(_missed(row) for row in session.exec(query))


def ask_again(session: Session, place: str, now: dt.datetime) -> None:
    """Ask the server for a message again in the next round, with all its tries, because a person asked for it."""
    for row in session.exec(select(StoredMissed).where(StoredMissed.office == session.office)):
        if _missed(row).place == place:
            row.attempts, row.given_up, row.next_try_at = 0, False, now
            session.add(row)


def arrivals(session: Session, message_id: int) -> tuple[Arrival, ...]:
    """Every place where a message was found, in the order of finding."""
    query = (
        select(StoredArrival)
        .where(StoredArrival.office == session.office, StoredArrival.message_id == message_id)
        .order_by(col(StoredArrival.id))
    )
    return tuple(
        Arrival(
            message_id=row.message_id,
            mailbox=row.mailbox,
            folder=row.folder,
            uidvalidity=row.uidvalidity,
            uid=row.uid,
            received_at=row.received_at,
        )
        for row in session.exec(query)
    )


def forget_arrivals(session: Session, message_id: int) -> None:
    """Let a message be fetched again wherever it still lies."""
    of_message = col(StoredArrival.office) == session.office, col(StoredArrival.message_id) == message_id
    session.execute(delete(StoredArrival).where(*of_message))


def never_arrived(session: Session, message_ids: Collection[int]) -> frozenset[int]:
    """Those of the messages that were found in no mailbox so far."""
    if not message_ids:
        return frozenset()
    found = col(StoredArrival.message_id).in_(message_ids)
    query = select(StoredArrival.message_id).where(StoredArrival.office == session.office, found)
    known = frozenset(session.exec(query))
    return frozenset(message_ids) - known


def fates(session: Session, mailbox: str, folder: str, uidvalidity: int | None) -> tuple[Fate, ...]:
    """What became of every message that was ever fetched from a folder under that UIDVALIDITY, by UID."""
    query = (
        columns(
            col(StoredArrival.uid),
            col(StoredArrival.message_id),
            col(StoredMessage.state),
            col(StoredMessage.outcome),
            col(StoredMessage.needs_person),
            col(StoredArrival.received_at),
            col(StoredArrival.seen_at),
        )
        .join(StoredMessage, col(StoredMessage.id) == col(StoredArrival.message_id))
        .where(*_in_folder(StoredArrival, session, mailbox, folder, uidvalidity))
        .order_by(col(StoredArrival.uid), col(StoredArrival.id))
    )
    return tuple(
        Fate(
            uid=uid,
            message_id=message_id,
            state=MessageState(state),
            outcome=None if outcome is None else MessageOutcome(outcome),
            needs_person=needs_person,
            odd_clock=received_at is not None and received_at > seen_at + CLOCKS_DIFFER,
        )
        for uid, message_id, state, outcome, needs_person, received_at, seen_at in session.execute(query)
    )


def _in_folder(
    table: type[StoredPlace], session: Session, mailbox: str, folder: str, uidvalidity: int | None
) -> tuple[ColumnElement[bool], ...]:
    return (
        col(table.office) == session.office,
        col(table.mailbox) == mailbox,
        col(table.folder) == folder,
        col(table.uidvalidity).is_not_distinct_from(uidvalidity),
    )


def _at(table: type[StoredPlace], session: Session, found: Delivery | NotFetched) -> tuple[ColumnElement[bool], ...]:
    folder = _in_folder(table, session, found.mailbox, found.folder, found.uidvalidity)
    return (*folder, col(table.uid) == found.uid)


def _missed(row: StoredMissed) -> Missed:
    return Missed(
        mailbox=row.mailbox,
        folder=row.folder,
        uidvalidity=row.uidvalidity,
        uid=row.uid,
        reason=row.reason,
        attempts=row.attempts,
        first_at=row.first_at,
        given_up=row.given_up,
    )
