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
from sqlalchemy import event, update
from sqlmodel import col

from pecwatch.model.audit import Deed
from pecwatch.model.retention import Purged
from pecwatch.service.auditing import verify_trail
from pecwatch.service.desk import Desk
from pecwatch.service.pacing import Pace
from pecwatch.service.purging import PAUSE_S, PURGED, purge, purge_by_night, what_is_due
from pecwatch.store import audit
from pecwatch.store.backup import aged_copies, back_up
from pecwatch.store.compacting import owed
from pecwatch.store.notes import noted
from pecwatch.store.outbox import mails
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


def at_once(_: float) -> None:
    """No pause."""


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
                purge(desk, pace=Deadly(portions), at_once=1, rest=at_once)
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
        assert purge(desk, at_once=2, rest=at_once) == left
        assert held(desk) == wanted
        told = in_the_trail(desk)
        assert len(told) > 5
        assert sum(told, Purged()) == expected
        assert what_is_due(desk) == Purged()
        assert not verify_trail(desk, None).findings
    assert places_of_canaries(office.folder / "var") == set()


def test_between_two_portions_others_get_a_turn(office: SmallOffice) -> None:
    """In the pause after each full one somebody else can write at once, who otherwise looks in vain."""
    pauses: list[float] = []
    with office.desk() as desk:

        def rest(seconds: float) -> None:
            pauses.append(seconds)
            with closing(sqlite3.connect(desk.database.file or "", timeout=0, isolation_level=None)) as beside:
                beside.execute("BEGIN IMMEDIATE")
                beside.execute("ROLLBACK")

        purge(desk, at_once=2, rest=rest)
        full = [each for each in in_the_trail(desk) if each.count == 2 and not each.copies]
    assert pauses == [PAUSE_S] * len(full)
    assert len(full) > 2


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


def make_stubborn(desk: Desk) -> None:
    """The database can be written anew only by a connection that knows a function which others do not."""
    assert desk.database.file is not None
    with closing(sqlite3.connect(desk.database.file)) as connection, connection:
        connection.create_function("odd", 1, lambda value: value, deterministic=True)
        connection.execute("CREATE TABLE strange (x)")
        connection.execute("INSERT INTO strange VALUES (1)")
        connection.execute("CREATE INDEX strange_index ON strange (odd(x))")


def make_tame(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.connection().exec_driver_sql("DROP TABLE strange")


def nights_later(office: SmallOffice, desk: Desk, nights: int) -> None:
    """In the small hours of a night, with every mail sent."""
    office.clock.now = LATER.replace(hour=3) + dt.timedelta(days=nights)
    with desk.database.writing() as session:
        session.execute(
            update(StoredMail).where(col(StoredMail.state) == MailState.PENDING).values(state=MailState.SENT)
        )


def is_in_debt(desk: Desk) -> bool:
    with desk.database.reading() as session:
        return owed(session) is not None


def test_what_could_not_be_written_anew_is_owed(office: SmallOffice) -> None:
    """Rows and aged copies are gone all the same; it is tried each night, and told after some, in its own words."""
    with office.desk() as desk:
        make_stubborn(desk)
        (aged,) = aged_copies(desk.database.file or office.folder, LATER)
        for night, told in enumerate((0, 0, 0, 1, 0)):
            nights_later(office, desk, night)
            assert (purge_by_night(desk), purge_by_night(desk)) == (told, 0), night
            assert what_is_due(desk) == Purged() and not aged.exists()
            assert is_in_debt(desk)
            with desk.database.reading() as session:
                done = noted(session, PURGED)
            assert done is not None and done.value == str(office.clock.now.date())
        with desk.database.reading() as session:
            (mail,) = [each for each in mails(session) if each.event.startswith("compaction_owed:")]
        assert mail.recipient == "ced@comune.example"
        make_tame(desk)
        nights_later(office, desk, 5)
        assert purge_by_night(desk) == 0
        assert not is_in_debt(desk)
    assert places_of_canaries(office.folder / "var") == set()


def purged_by_another(office: SmallOffice) -> int:
    """How a process ended that purges by night, and is killed as soon as it writes the database anew."""
    child = os.fork()
    if not child:
        with office.desk() as desk:

            @event.listens_for(desk.database.engine, "checkout")
            def prepare(connection: sqlite3.Connection, *_: object) -> None:
                connection.set_trace_callback(lambda said: os.kill(os.getpid(), said == "VACUUM" and signal.SIGKILL))

            purge_by_night(desk)
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.fault("killed")
def test_killed_over_writing_anew_it_is_not_tried_again_that_night(office: SmallOffice) -> None:
    """A service that has too little memory for it works on; copies that have had their time go in the next night."""
    with office.desk() as desk:
        nights_later(office, desk, 0)
        (aged,) = aged_copies(desk.database.file or office.folder, LATER)
    assert purged_by_another(office) == -signal.SIGKILL
    assert purged_by_another(office) == 0
    assert aged.exists()
    with office.desk() as desk:
        nights_later(office, desk, 1)
    assert purged_by_another(office) == -signal.SIGKILL
    assert not aged.exists()
    with office.desk() as desk:
        nights_later(office, desk, 3)
        assert purge_by_night(desk) == 1
        assert not is_in_debt(desk)
