# SPDX-License-Identifier: EUPL-1.2
"""A purge goes in portions: stopped or killed between two of them, the next one ends as if nothing had happened."""

import datetime as dt
import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import delete
from sqlmodel import col

from pecwatch.model.audit import Deed
from pecwatch.model.retention import Purged
from pecwatch.service.auditing import verify_trail
from pecwatch.service.desk import Desk
from pecwatch.service.pacing import Pace
from pecwatch.service.purging import PURGED, purge, purge_by_night, what_is_due
from pecwatch.store import audit
from pecwatch.store.backup import back_up
from pecwatch.store.notes import noted
from pecwatch.store.records import MailState
from pecwatch.store.tables import Stored, StoredMail
from tests.service.offices import SmallOffice
from tests.service.test_purging import CANARY, LATER, OTHER, closed, places_of_canaries
from tests.service.weeks import at_work

pytestmark = pytest.mark.sqlite

TOLD_OTHERWISE = {"audit": "portions are entries of their own", "note": "moments"}


class Deadly(Pace):
    """Time is up after so many portions, and so is everything."""

    def __init__(self, portions: int) -> None:
        super().__init__(threading.Event(), 3600)
        self.left = portions

    def is_set(self) -> bool:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return False


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> SmallOffice:
    """An office with rows that were closed long ago."""
    with at_work(tmp_path_factory.mktemp("old")) as walk:
        walk.list_comes(CANARY, OTHER)
        for reference in ("PW-2025-11-001", "PW-2025-11-002"):
            closed(walk, reference)
        back_up(walk.desk.database, walk.desk.clock(), reason="daily")
        walk.office.clock.now = LATER
        office = walk.office
    shutil.copytree(office.folder / "var", office.folder / "before")
    return office


@pytest.fixture
def office(old: SmallOffice) -> Iterator[SmallOffice]:
    """The same one again for each test."""
    shutil.rmtree(old.folder / "var")
    shutil.copytree(old.folder / "before", old.folder / "var")
    old.clock.now = LATER
    yield old


def held(desk: Desk) -> dict[str, list[str]]:
    """All that is kept but for what tells how it went."""
    with desk.database.reading() as session:
        tables = [table for table in Stored.metadata.sorted_tables if table.name not in TOLD_OTHERWISE]
        rows = {table.name: session.connection().execute(table.select()).all() for table in tables}
    return {name: sorted(map(repr, found)) for name, found in rows.items()} | {"vault": sorted(desk.vault.names())}


def in_the_trail(desk: Desk) -> list[Purged]:
    with desk.database.reading() as session:
        return [Purged.told(each.detail) for each in audit.trail(session, deed=Deed.PURGED)]


def undisturbed(office: SmallOffice) -> dict[str, list[str]]:
    """What is kept after one purge of one portion, on a copy of the office."""
    data, aside = office.folder / "var", office.folder / "aside"
    shutil.copytree(data, aside)
    with office.desk() as desk:
        purge(desk)
        found = held(desk)
    shutil.rmtree(data)
    aside.rename(data)
    return found


def killed(office: SmallOffice, portions: int) -> None:
    """A purge of one row at a time that dies after so many."""
    child = os.fork()
    if not child:
        try:
            with office.desk() as desk:
                purge(desk, pace=Deadly(portions), at_once=1)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.fault("killed")
def test_killed_between_two_portions(office: SmallOffice) -> None:
    """The first time soon, the second time later; then the same rows and files are gone, and the trail adds up."""
    wanted = undisturbed(office)
    with office.desk() as desk:
        expected = what_is_due(desk)
    killed(office, 1)
    killed(office, 4)
    with office.desk() as desk:
        left = what_is_due(desk)
        assert not left.is_nothing
        assert purge(desk, at_once=2) == left
        assert held(desk) == wanted
        told = in_the_trail(desk)
        assert len(told) > 5
        assert sum(told, Purged()) == expected
        assert what_is_due(desk) == Purged()
        assert not verify_trail(desk, None).findings
    assert places_of_canaries(office.folder / "var") == set()


def test_a_round_has_two_minutes_for_it_and_the_next_goes_on(office: SmallOffice) -> None:
    """Stopped after the first portion: the night is not over, and nothing says that it was done."""
    stopping = threading.Event()
    stopping.set()
    office.clock.now = LATER.replace(hour=3)
    with office.desk() as desk:
        assert purge_by_night(desk, stopping) == 0
        with desk.database.reading() as session:
            assert noted(session, PURGED) is None
        assert len(in_the_trail(desk)) == 1
        assert purge_by_night(desk) == 0
        with desk.database.reading() as session:
            assert noted(session, PURGED) is not None
        assert what_is_due(desk) == Purged()


def test_what_could_not_be_written_anew_is_owed(office: SmallOffice) -> None:
    """The night is told as failed, rows are gone all the same, and the next night does what is left."""
    office.clock.now = LATER.replace(hour=3)
    with office.desk() as desk:
        assert desk.database.file is not None
        with closing(sqlite3.connect(desk.database.file)) as connection, connection:
            # No other connection knows the function, so the index cannot be written again.
            connection.create_function("odd", 1, str, deterministic=True)
            connection.execute("CREATE TABLE strange (x)")
            connection.execute("CREATE INDEX strange_index ON strange (odd(x))")
        assert purge_by_night(desk) == 1
        assert what_is_due(desk).rows == 0
        with desk.database.reading() as session:
            assert noted(session, PURGED) is None
        with closing(sqlite3.connect(desk.database.file)) as connection, connection:
            connection.execute("DROP TABLE strange")
        with desk.database.writing() as session:
            session.execute(delete(StoredMail).where(col(StoredMail.state) == MailState.PENDING))
        office.clock.now = LATER.replace(hour=3) + dt.timedelta(days=1)
        assert purge_by_night(desk) == 0
        with desk.database.reading() as session:
            assert noted(session, PURGED) is not None
    assert places_of_canaries(office.folder / "var") == set()
