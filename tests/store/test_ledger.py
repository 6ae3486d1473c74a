# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.errors import UsageError
from pecwatch.model.listing import State
from pecwatch.model.mailbox import Delivery, FolderListing, NotFetched
from pecwatch.model.message import Kind
from pecwatch.model.position import Way
from pecwatch.store import arrivals, ledger
from pecwatch.store.database import Database, Session
from pecwatch.store.records import LedgerEntry, MessageOutcome, MessageState, Recorded
from tests.store.values import NOW, delivery, kept_of, reading

MINUTE = dt.timedelta(minutes=1)


def receive(database: Database, content: bytes = b"a message", *, uid: int = 1, at: dt.datetime = NOW) -> int:
    """A message in the ledger, and its number."""
    with database.writing() as session:
        found = delivery(uid, content, received_at=at)
        return record(session, found).entry.id


def record(session: Session, found: Delivery) -> Recorded:
    """What becomes of a delivery whose bytes are safe."""
    return ledger.record_delivery(session, found, kept_of(found), NOW)


def waiting(database: Database, now: dt.datetime = NOW) -> list[int]:
    with database.reading() as session:
        return [entry.id for entry in ledger.waiting(session, now)]


def look(database: Database, message_id: int) -> LedgerEntry:
    with database.reading() as session:
        return ledger.entry(session, message_id)


def test_the_same_bytes_are_one_message(database: Database) -> None:
    """Copied to another folder or mailbox, a message arrives twice and is read once."""
    with database.writing() as session:
        first = record(session, delivery(1))
        again = [
            record(session, found)
            for found in (delivery(1), delivery(9, folder="Archivio"), delivery(3, mailbox="ordinary"))
        ]
        places = arrivals.arrivals(session, first.entry.id)
    assert first.is_new
    assert [recorded.is_new for recorded in again] == [False] * 3
    assert {recorded.entry.id for recorded in again} == {first.entry.id}
    assert [(place.mailbox, place.folder, place.uid) for place in places] == [
        ("pec", "INBOX", 1),
        ("pec", "Archivio", 9),
        ("ordinary", "INBOX", 3),
    ]


def test_a_new_uidvalidity_asks_for_everything_again(database: Database) -> None:
    """UIDs of another generation mean nothing; the hash keeps a message from being new twice."""
    receive(database)
    with database.writing() as session:
        assert arrivals.known_uids(session, "pec", "INBOX", 7) == {1}
        assert arrivals.known_uids(session, "pec", "INBOX", 8) == frozenset()
        assert not record(session, delivery(5, uidvalidity=8)).is_new
    with database.reading() as session:
        assert arrivals.known_uids(session, "pec", "INBOX", 8) == {5}
        assert arrivals.latest_uidvalidity(session, "pec", "INBOX") == 8
        assert arrivals.latest_uidvalidity(session, "pec", "Archivio") is None


def test_without_uidvalidity_only_the_hash_counts(database: Database) -> None:
    """Such a server may give any UID to any message; the same place is noted once for each message."""
    with database.writing() as session:
        for content in (b"one", b"two", b"one"):
            record(session, delivery(1, content, uidvalidity=None))
    with database.reading() as session:
        assert arrivals.known_uids(session, "pec", "INBOX", None) == frozenset()
        assert [len(arrivals.arrivals(session, entry.id)) for entry in ledger.entries(session)] == [1, 1]


def test_large_uids_are_kept(database: Database) -> None:
    """UIDs and UIDVALIDITY go up to 2**32 - 1 (RFC 9051, 2.3.1.1)."""
    largest = 2**32 - 1
    with database.writing() as session:
        record(session, delivery(largest, uidvalidity=largest))
        assert arrivals.known_uids(session, "pec", "INBOX", largest) == {largest}


@pytest.mark.parametrize("source", ["box\udce8.eml", "a\x00b.eml", "è.eml"])
def test_any_file_name_can_be_kept(database: Database, source: str) -> None:
    """Names from outside hold what no database takes as text."""
    with database.writing() as session:
        recorded = ledger.record_file(session, kept_of(delivery()), source=source, size=9, now=NOW)
    assert look(database, recorded.entry.id).source.endswith(".eml")


def test_oldest_arrival_first(database: Database) -> None:
    """A list must be known before its reminder is weighed, in whatever order they were fetched."""
    late = receive(database, b"reminder", uid=1, at=NOW)
    early = receive(database, b"list", uid=2, at=NOW - dt.timedelta(days=28))
    assert waiting(database) == [early, late]


def test_read_weighed_done(database: Database) -> None:
    """The reading is kept with the facts that later messages are compared with."""
    message_id = receive(database)
    with database.writing() as session:
        ledger.record_reading(session, message_id, reading())
    read = look(database, message_id)
    assert (read.state, read.kind, read.identifier, read.month) == (
        MessageState.READ,
        Kind.PEC,
        "opec1.20251024.1",
        "2025-11",
    )
    assert read.problem_codes == ("date_missing", "weak_digest")
    assert waiting(database) == [message_id]
    with database.writing() as session:
        ledger.record_outcome(session, message_id, MessageOutcome.ALERT, way=Way.PEC, now=NOW)
    done = look(database, message_id)
    assert (done.state, done.outcome, done.way) == (MessageState.DONE, MessageOutcome.ALERT, Way.PEC)
    assert waiting(database) == []
    with database.reading() as session:
        assert ledger.reading_of(session, message_id) == reading()


def test_reading_again_does_not_reopen(database: Database) -> None:
    """Old mail read with today's rules stays done."""
    message_id = receive(database)
    with database.writing() as session:
        ledger.record_outcome(session, message_id, MessageOutcome.HISTORY, way=Way.PEC, now=NOW)
        assert ledger.record_reading(session, message_id, reading()).state is MessageState.DONE


def test_three_failures_and_a_person(database: Database) -> None:
    """A poison message is put off twice, then left to a person; its neighbours are not held up."""
    poison, neighbour = receive(database, b"poison", uid=1), receive(database, b"good", uid=2)
    now = NOW
    for pause in ledger.WAITS:
        with database.writing() as session:
            assert ledger.record_failure(session, poison, "crash", now).state is MessageState.RECEIVED
        assert waiting(database, now) == [neighbour]
        now += pause
        assert poison in waiting(database, now)
    with database.writing() as session:
        last = ledger.record_failure(session, poison, "crash", now)
        assert (last.state, last.attempts, last.last_problem) == (MessageState.QUARANTINED, 3, "crash")
        assert [entry.id for entry in ledger.failed(session)] == [poison]
        assert ledger.counts(session)[MessageState.QUARANTINED] == 1
    assert waiting(database, now + dt.timedelta(days=9)) == [neighbour]
    with database.writing() as session:
        ledger.retry(session, poison, now)
    assert waiting(database, now) == [poison, neighbour]


def test_a_clock_set_back_silences_nothing(database: Database) -> None:
    """A next try written by a clock that ran a day ahead is due at once."""
    message_id = receive(database)
    with database.writing() as session:
        ledger.record_failure(session, message_id, "crash", NOW + dt.timedelta(days=1))
    assert waiting(database, NOW) == [message_id]


def test_a_message_that_kills_the_process_goes_to_the_back(database: Database) -> None:
    """It holds nobody up, is tried many times (the process may die for other reasons), then left to a person."""
    deadly, neighbour = receive(database, b"deadly", uid=1), receive(database, b"good", uid=2)
    for died in range(1, ledger.INTERRUPTIONS + 1):
        with database.writing() as session:
            assert ledger.start_try(session, deadly, NOW).state is MessageState.RECEIVED
        # A list interrupted once keeps its place before the copy that came after it.
        assert waiting(database) == ([neighbour, deadly] if died >= ledger.SUSPICIOUS else [deadly, neighbour])
    with database.writing() as session:
        last = ledger.start_try(session, deadly, NOW)
    assert (last.state, last.last_problem) == (MessageState.QUARANTINED, "interrupted")


def test_a_try_that_ends_forgets_interruptions(database: Database) -> None:
    """Only dying over the same message again and again counts."""
    message_id = receive(database)
    for _ in range(ledger.INTERRUPTIONS + 1):
        with database.writing() as session:
            assert ledger.start_try(session, message_id, NOW).state is not MessageState.QUARANTINED
        with database.writing() as session:
            ledger.record_outcome(session, message_id, MessageOutcome.RECEIPT, way=None, now=NOW)


def test_lists_left_to_a_person_are_shown(database: Database) -> None:
    """`failed list` names what could not be read in full, until a person has dealt with it."""
    unread, fine = receive(database, b"unread", uid=1), receive(database, b"fine", uid=2)
    with database.writing() as session:
        ledger.record_reading(session, unread, replace(reading(), state=State.UNREADABLE))
        ledger.record_reading(session, fine, replace(reading(), problems=()))
        ledger.record_outcome(session, unread, MessageOutcome.PERSON, way=Way.PEC, now=NOW)
        ledger.record_outcome(session, fine, MessageOutcome.ALERT, way=Way.PEC, now=NOW)
        assert [entry.id for entry in ledger.failed(session)] == [unread]
        ledger.mark_handled(session, unread)
        assert ledger.failed(session) == ()


def test_old_mail_is_found_by_day_and_number(database: Database) -> None:
    """`reprocess --since` goes by arrival, `--message` by number."""
    old = receive(database, b"old", uid=1, at=NOW - dt.timedelta(days=2))
    new = receive(database, b"new", uid=2, at=NOW)
    with database.reading() as session:
        assert [entry.id for entry in ledger.entries(session)] == [old, new]
        assert [entry.id for entry in ledger.entries(session, since=NOW - MINUTE)] == [new]
        assert [entry.id for entry in ledger.entries(session, ids=[old, 4711])] == [old]
        with pytest.raises(UsageError, match="no message 4711"):
            ledger.entry(session, 4711)


def test_what_a_server_does_not_give_is_asked_for_again(database: Database) -> None:
    """Nothing is marked as seen; after three tries it is given up, and still asked for once a day."""
    failure = NotFetched(mailbox="pec", folder="INBOX", uidvalidity=7, uid=5, reason="empty")
    now = NOW
    for pause, given_up in ((*(pause for pause in arrivals.WAITS),), False), ((arrivals.GIVEN_UP_WAIT,), True):
        for wait in pause:
            with database.writing() as session:
                assert arrivals.record_not_fetched(session, failure, now).given_up is given_up
                assert arrivals.resting_uids(session, "pec", "INBOX", 7, now) == {5}
                assert arrivals.known_uids(session, "pec", "INBOX", 7) == frozenset()
            now += wait
            with database.reading() as session:
                assert arrivals.resting_uids(session, "pec", "INBOX", 7, now) == frozenset()
    with database.writing() as session:
        record(session, delivery(5))
        assert arrivals.missed(session) == ()


def test_what_vanished_before_it_was_given_is_told(database: Database) -> None:
    """A message deleted between listing and fetching is reported once and not asked for again."""
    with database.writing() as session:
        for uid in (5, 6):
            failure = NotFetched(mailbox="pec", folder="INBOX", uidvalidity=7, uid=uid, reason="gone")
            arrivals.record_not_fetched(session, failure, NOW)
        listing = FolderListing(folder="INBOX", uidvalidity=7, uids=frozenset({6}))
        assert [gone.uid for gone in arrivals.vanished(session, listing, "pec")] == [5]
        assert [left.uid for left in arrivals.missed(session)] == [6]
