# SPDX-License-Identifier: EUPL-1.2
"""Transport envelopes of the ledger, found by the PEC's identifier."""

from dataclasses import replace

import pytest

from pecwatch.model.message import Kind
from pecwatch.model.seen import SeenEnvelope
from pecwatch.store import ledger
from pecwatch.store.database import Database
from pecwatch.store.envelopes import with_identifier
from tests.store.values import NOW, delivery, kept_of, reading

MESSAGE = reading().message


def read(database: Database, content: bytes, **message: object) -> int:
    """A message handed over as a file and read; its number."""
    read_in_it = replace(reading(), message=replace(MESSAGE, **message))  # type: ignore[arg-type]  # test values
    with database.writing() as session:
        entry = ledger.record_file(session, kept_of(delivery(content=content)), source="file", size=1, now=NOW).entry
        ledger.record_reading(session, entry.id, read_in_it)
    return entry.id


def found(database: Database, **message: object) -> tuple[SeenEnvelope, ...]:
    with database.reading() as session:
        return with_identifier(session, replace(MESSAGE, **message))  # type: ignore[arg-type]  # test values


def test_every_message_with_the_identifier(database: Database) -> None:
    """In the order of the ledger, with what was read in them; receipts and other identifiers are not among them."""
    first = read(database, b"one")
    read(database, b"receipt", kind=Kind.RECEIPT)
    read(database, b"another", identifier="opec2")
    second = read(database, b"two", subject="again")
    envelopes = found(database)
    assert [each.message_id for each in envelopes] == [first, second]
    assert [each.reading.message.subject for each in envelopes] == [MESSAGE.subject, "again"]
    assert {each.arrived_at for each in envelopes} == {NOW}


@pytest.mark.parametrize(
    "message", [{"identifier": None}, {"kind": Kind.RECEIPT}, {"kind": Kind.ORDINARY}], ids=["none", "receipt", "mail"]
)
def test_nothing_is_like_a_message_without_an_identifier_of_its_own(
    database: Database, message: dict[str, object]
) -> None:
    """Two messages without identifier have nothing in common."""
    read(database, b"one", **message)
    assert found(database, **message) == ()


def test_places_where_it_was_found(database: Database) -> None:
    """A second delivery is told from a replay by where it lies."""
    with database.writing() as session:
        entry = ledger.record_delivery(session, delivery(1), kept_of(delivery(1)), NOW).entry
        ledger.record_delivery(session, delivery(2, folder="Archivio"), kept_of(delivery(2)), NOW)
        ledger.record_reading(session, entry.id, reading())
    (envelope,) = found(database)
    assert envelope.places == {("pec", "INBOX"), ("pec", "Archivio")}


def test_an_identifier_of_any_length_and_content(database: Database) -> None:
    """It comes from outside: too long for an index, or with what no database stores."""
    strange = "\x00\ud800" + "x" * 100_000
    number = read(database, b"one", identifier=strange.replace("\ud800", "é"))
    assert [each.message_id for each in found(database, identifier=strange.replace("\ud800", "é"))] == [number]


def test_a_message_not_yet_read_is_not_among_them(database: Database) -> None:
    """Only what was read bears an identifier."""
    with database.writing() as session:
        ledger.record_delivery(session, delivery(1), kept_of(delivery(1)), NOW)
    assert found(database) == ()
