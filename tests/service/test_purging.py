# SPDX-License-Identifier: EUPL-1.2
"""Retention: what has had its time is in no byte any more, and what is open stays."""

import base64
import datetime as dt
import quopri
from collections.abc import Iterator
from pathlib import Path

import pytest

from pecwatch.casework.positions import Decision, Refusal, record_outcome
from pecwatch.model.news import Changes
from pecwatch.model.position import Outcome, Position
from pecwatch.model.retention import Purged
from pecwatch.service.auditing import verify_trail
from pecwatch.service.deciding import settle
from pecwatch.service.purging import PURGED, purge, purge_by_night, what_is_due
from pecwatch.store import casefile, ledger, outbox, rights
from pecwatch.store.backup import back_up
from pecwatch.store.notes import noted
from tests.casework.people import address, row
from tests.service.weeks import LIST_AT, Walk, at_work

NAME, STREET = "CANARINELLI", "VIA DELLE CANARINE"
CANARY = row(
    NAME, "ERSILIA", address=address(STREET, "9", "1"), date=dt.date(2025, 11, 6), fiscal_code="CNRRSL80A41X999K"
)
CANARIES = (NAME, "Canarinelli", STREET, "CNRRSL80A41X999K")
OTHER = row("RESTANTINI", "OLGA", 2, address=address("VIA DEI NIDI", "3", None), date=dt.date(2025, 11, 20))
LATER = LIST_AT + dt.timedelta(days=3 * 365)


def spellings(name: str) -> Iterator[bytes]:
    """How a name may stand in a file."""
    for text in (name.encode(), name.encode("utf-16-le"), name.encode("utf-16-be")):
        yield text
        yield quopri.encodestring(text)
        for offset in range(3):
            yield base64.b64encode(b"\0" * offset + text)[4 if offset else 0 : -4]


def places_of_canaries(folder: Path) -> set[str]:
    """Files of a folder in whose name or bytes, as mails and databases write them, one of the canaries stands."""
    wanted = [spelling for name in CANARIES for spelling in spellings(name)]
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes().replace(b"=\n", b"").replace(b"\r\n", b"").replace(b"\n", b"")
            is_called_so = any(name.upper() in path.name.upper() for name in CANARIES)
            if is_called_so or any(spelling in content for spelling in wanted):
                found.add(path.relative_to(folder).parts[0] if path.parent != folder else path.name)
    return found


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    with at_work(tmp_path) as found:
        found.list_comes(CANARY, OTHER)
        yield found


def executed(position: Position, decision: Decision) -> Changes | Refusal:
    return record_outcome(position, Outcome.EXECUTED, decision)


def closed(walk: Walk, reference: str) -> None:
    """Somebody says that it was done, the day after."""
    desk = walk.desk
    walk.office.clock.now = dt.datetime(2025, 11, 24, 9, tzinfo=dt.UTC)
    with desk.database.writing() as session:
        found = casefile.position(session, reference)
        assert found is not None
        decision = Decision(who="OP01", by="cli", at=desk.clock())
        settle(session, desk, found, executed, decision)
    walk.tick(desk.clock())


@pytest.mark.sqlite
def test_no_byte_is_left(walk: Walk) -> None:
    """Database, journal, copies, sealed mail and its keys: the names stand there before, and nowhere afterwards."""
    desk = walk.desk
    for reference in ("PW-2025-11-001", "PW-2025-11-002"):
        closed(walk, reference)
    back_up(desk.database, desk.clock(), reason="daily")
    data = desk.config.service.data_dir
    assert {"pecwatch.db-wal", "backups"} <= places_of_canaries(data)
    with desk.database.reading() as session:
        name = ledger.entry(session, 1).vault_name
    walk.office.clock.now = LATER
    expected = what_is_due(desk)
    assert (expected.rows, expected.raw_messages, expected.texts_of_messages) == (2, 1, 1)
    assert purge(desk) == expected
    assert places_of_canaries(data) == set()
    assert name not in set(desk.vault.names())
    assert not (data / "keys" / name.partition("/")[0]).exists()
    assert what_is_due(desk) == Purged()
    assert not verify_trail(desk, None).findings
    with desk.database.reading() as session:
        assert casefile.next_numbers(session, {"2025-11"}) == {"2025-11": 3}
        assert not session.connection().exec_driver_sql("PRAGMA foreign_key_check").all()


def test_what_is_open_stays(walk: Walk) -> None:
    """One row was closed, the other never: its message, its reading and its mails stay as they are."""
    desk = walk.desk
    closed(walk, "PW-2025-11-001")
    walk.office.clock.now = LATER
    done = purge(desk)
    assert (done.rows, done.raw_messages, done.texts_of_messages) == (1, 0, 0)
    with desk.database.reading() as session:
        assert [each.reference for each in casefile.positions(session, open_only=False)] == ["PW-2025-11-002"]
        entry = ledger.entry(session, 1)
        assert ledger.reading_of(session, 1) is not None
        assert b"RESTANTINI" in b"".join(desk.vault.pieces(entry.vault_name))
        about = [mail for mail in outbox.mails(session) if "PW-2025-11-002" in mail.references]
        assert about
        assert all(mail.content for mail in about)


def test_the_same_message_fetched_again_is_known(walk: Walk) -> None:
    """Its hash stays: nothing is opened again, and its bytes do not stay either."""
    desk = walk.desk
    for reference in ("PW-2025-11-001", "PW-2025-11-002"):
        closed(walk, reference)
    walk.office.clock.now = LATER
    purge(desk)
    content = repr(((CANARY, OTHER), LIST_AT)).encode()
    with desk.database.writing() as session:
        kept = desk.vault.put((content,))
        again = ledger.record_file(session, kept, source="", size=len(content), now=desk.clock())
    assert not again.is_new
    purge(desk)
    assert kept.name not in set(desk.vault.names())


@pytest.mark.parametrize(
    ("hour", "runs"),
    [
        pytest.param(10, False, id="office hours"),
        pytest.param(3, True, id="by night"),
        pytest.param(22, False, id="evening"),
    ],
)
def test_when_it_runs_by_itself(walk: Walk, hour: int, runs: bool) -> None:
    """Once a day, while the office is closed."""
    desk = walk.desk
    walk.office.clock.now = LATER.replace(hour=hour)
    purge_by_night(desk)
    with desk.database.reading() as session:
        assert (noted(session, PURGED) is not None) == runs


def test_a_purge_that_fails_is_told(walk: Walk) -> None:
    """The administrator hears of it, once for a night, and the round goes on."""
    desk = walk.desk
    closed(walk, "PW-2025-11-001")
    walk.poison("position", "true", before="DELETE")
    walk.office.clock.now = LATER.replace(hour=3)
    assert purge_by_night(desk) == 1
    assert purge_by_night(desk) == 0
    with desk.database.reading() as session:
        (mail,) = [each for each in outbox.mails(session) if each.event.startswith("purge_failed:")]
        assert mail.recipient == "ced@comune.example"
        assert casefile.position(session, "PW-2025-11-001") is not None
        assert noted(session, PURGED) is None


def test_what_a_person_wants_kept_is_kept(walk: Walk) -> None:
    """A restriction is the wish that data stay: their time does not run."""
    closed(walk, "PW-2025-11-001")
    with walk.desk.database.writing() as session:
        rights.restrict(session, ["PW-2025-11-001"], who="OP01", now=walk.desk.clock())
    walk.office.clock.now = LATER
    assert purge(walk.desk).rows == 0
    with walk.desk.database.writing() as session:
        rights.lift(session, ["PW-2025-11-001"], who="OP01", now=walk.desk.clock())
    assert purge(walk.desk).rows == 1
