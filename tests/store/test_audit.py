# SPDX-License-Identifier: EUPL-1.2
"""The audit trail: one chain, in which every change shows at its place."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from pecwatch.model.audit import AuditHead, Deed
from pecwatch.store import audit, ledger
from pecwatch.store.database import Database, open_database
from pecwatch.store.engine import WRITES
from pecwatch.store.records import Kept
from tests.store.values import NOW, delivery

KEY = bytes(range(32))


@pytest.fixture
def chained(database: Database) -> Iterator[Database]:
    """A database with a chain of six entries, of two transactions."""
    database = open_database(database.url, trail_key=KEY)
    for references in (("message:1", "message:2", "message:3"), ("PW-2025-11-001", "mail:1", "mail:2")):
        with database.writing() as session:
            for about in references:
                audit.write_down(session, Deed.RECEIVED, at=NOW, about=about, who="OP01", detail="rows=7")
    yield database
    database.close()


def findings(database: Database, known: AuditHead | None = None) -> list[tuple[int, str]]:
    with database.reading() as session:
        return [(each.number, each.fault) for each in audit.findings(session, known)]


def change(database: Database, statement: str) -> None:
    """As somebody does who has the database and not the key."""
    with database.engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.execute(text(statement))


def head(database: Database) -> AuditHead:
    with database.reading() as session:
        found = audit.head(session)
    assert found is not None
    return found


def test_an_untouched_chain_holds(chained: Database) -> None:
    """Also against its head, whole or as it stands in a mail."""
    known = head(chained)
    assert known.number == 6
    short = AuditHead(number=6, seal=known.seal[:16])
    assert [findings(chained, each) for each in (None, known, short)] == [[], [], []]


COLUMNS = {
    "at": "'2025-10-24 07:12:32'",
    "deed": "'parsed'",
    "who": "'OP02'",
    "about": "'message:9'",
    "detail": "'rows=6'",
    "seal": "'" + "0" * 64 + "'",
    "number": "7",
}


@pytest.mark.parametrize(("column", "value"), COLUMNS.items(), ids=COLUMNS)
def test_whatever_was_changed_is_located(chained: Database, column: str, value: str) -> None:
    """Every column is under the seal; the first finding is the place."""
    change(chained, f"UPDATE audit SET {column} = {value} WHERE number = 6")
    fault = "missing" if column == "number" else "changed"
    assert findings(chained) == [(7 if column == "number" else 6, fault)]


@pytest.mark.parametrize("number", range(1, 7))
def test_one_flipped_bit_is_located(chained: Database, number: int) -> None:
    """In any entry, and that entry alone is named."""
    change(chained, f"UPDATE audit SET detail = 'rows=6' WHERE number = {number}")
    assert findings(chained) == [(number, "changed")]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param("DELETE FROM audit WHERE number = 3", [(4, "missing")], id="in the middle"),
        pytest.param("DELETE FROM audit WHERE number = 1", [(2, "missing")], id="at the beginning"),
        pytest.param("DELETE FROM audit WHERE number > 4", [(5, "cut")], id="at the end"),
        pytest.param("DELETE FROM audit", [(1, "cut")], id="all"),
    ],
)
def test_what_was_taken_out_shows(chained: Database, statement: str, expected: list[tuple[int, str]]) -> None:
    """At the end only against a head that was kept outside."""
    known = head(chained)
    change(chained, statement)
    assert findings(chained, known) == expected


def test_a_chain_made_anew_with_another_key_shows(chained: Database, url: str) -> None:
    """Whoever writes the whole chain again without the key is found out at its first entry."""
    change(chained, "DELETE FROM audit")
    forger = open_database(url, trail_key=bytes(32))
    with forger.writing() as session:
        audit.write_down(session, Deed.RECEIVED, at=NOW)
    forger.close()
    assert findings(chained) == [(1, "changed")]


def test_nothing_of_a_transaction_that_failed(chained: Database) -> None:
    """What did not happen is not told, and the chain goes on behind what did."""
    with pytest.raises(ZeroDivisionError), chained.writing() as session:
        audit.write_down(session, Deed.PURGED, at=NOW)
        raise ZeroDivisionError
    with chained.writing() as session:
        ledger.record_delivery(session, delivery(), Kept(name="2025-10/" + "0" * 64, sha256="0" * 64), NOW)
    with chained.reading() as session:
        entries = list(audit.trail(session, since=NOW))
    assert [(each.number, each.deed, each.about) for each in entries[6:]] == [(7, Deed.RECEIVED, "message:1")]
    assert findings(chained) == []
