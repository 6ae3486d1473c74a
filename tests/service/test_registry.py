# SPDX-License-Identifier: EUPL-1.2
"""The configured registry is taken up by itself, each state of it once, and what got worse is told."""

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from pecwatch.model.person import LEFT
from pecwatch.service.desk import Desk
from pecwatch.service.importing import import_registry
from pecwatch.service.refreshing import refresh_registry
from pecwatch.store import outbox
from pecwatch.store.registry import active_registry, registry_status, roll_back
from tests.registry.staging import HEADER
from tests.service.offices import SmallOffice

MINUTE = dt.timedelta(minutes=1, seconds=1)


def export(names: str, day: str = "20/10/2025") -> str:
    rows = (f"{n};ZUCCHEROLI;{name};;;Via Robinie;{n + 1};;;;;;;{day}" for n, name in enumerate(names.split()))
    return "\n".join((HEADER, *rows))


def in_force(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        registry = active_registry(session)
    return [] if registry is None else [person.given_name for person in registry.people]


def told(desk: Desk) -> int:
    """How many mails wait for the administrator."""
    with desk.database.reading() as session:
        return outbox.unsent_count(session, desk.clock())


def test_whoever_left_is_still_found(tmp_path: Path) -> None:
    """With a state of her own; who comes back is there once, whoever stays away remains."""
    with SmallOffice(tmp_path).desk() as desk:
        stay = "ANNA ROSA IVO UGO LEO MIA"
        for names in (f"{stay} TEA", stay, stay, f"{stay} TEA"):
            (tmp_path / "r.csv").write_text(export(names))
            imported = import_registry(desk, tmp_path / "r.csv", None, confirmed=True)
            with desk.database.reading() as session:
                registry = active_registry(session)
            assert registry is not None
            away = [person.given_name for person in registry.people if person.folder_state == LEFT]
            assert away == (["TEA"] if "TEA" not in names else [])
            assert (imported.left, len(registry.people)) == (len(away), 7)
            assert len(desk.registry().index.people) == 7


def test_a_file_that_changes_is_taken_up_once(tmp_path: Path) -> None:
    """What is in force, or was looked at before, is not imported again; what a person took back stays so."""
    file = tmp_path / "r.csv"
    file.write_text(export("ANNA ROSA"))
    with SmallOffice(tmp_path, '[registry]\nfile = "r.csv"').desk() as desk:
        refresh_registry(desk)
        file.write_text(export("ANNA ROSA IVO"))
        refresh_registry(desk)
        assert in_force(desk) == ["ANNA", "ROSA", "IVO"]
        with desk.database.writing() as session:
            roll_back(session, desk.clock())
        assert len(desk.registry().index.people) == 2
        refresh_registry(desk)
        file.write_text(export("ANNA ROSA IVO"))
        refresh_registry(desk)
        assert in_force(desk) == ["ANNA", "ROSA"]
        assert told(desk) == 0


def test_the_newest_whole_file_of_a_folder(tmp_path: Path) -> None:
    """Not before it has rested for a minute; unfinished names and other files are passed over; nothing is deleted."""
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "a.csv").write_text(export("ANNA"))
    office = SmallOffice(tmp_path, '[registry]\ndrop_folder = "exports"')
    with office.desk() as desk:
        refresh_registry(desk)
        assert in_force(desk) == []
        office.clock.now += MINUTE
        refresh_registry(desk)
        assert in_force(desk) == ["ANNA"]
        for name in ("b.csv", "~c.csv", ".d.csv", "e.pdf"):
            (folder / name).write_text(export("ANNA ROSA" if name == "b.csv" else "UGO"))
        office.clock.now = dt.datetime.now(dt.UTC)
        refresh_registry(desk)
        assert in_force(desk) == ["ANNA"]
        office.clock.now += MINUTE
        refresh_registry(desk)
        assert in_force(desk) == ["ANNA", "ROSA"]
    assert len(list(folder.iterdir())) == 5


@pytest.mark.fault("registry-bad-import")
def test_a_worse_file_is_refused_and_told_once(tmp_path: Path) -> None:
    """The registry in force stays; the administrator hears of each bad file once."""
    file = tmp_path / "r.csv"
    file.write_text(export("ANNA ROSA IVO"))
    with SmallOffice(tmp_path, '[registry]\nfile = "r.csv"').desk() as desk:
        refresh_registry(desk)
        for content in (export("ANNA"), "no registry at all"):
            file.write_text(content)
            before = told(desk)
            refresh_registry(desk)
            refresh_registry(desk)
            assert told(desk) == before + 1
        assert in_force(desk) == ["ANNA", "ROSA", "IVO"]


def test_a_query_is_asked_by_the_hour(tmp_path: Path) -> None:
    """Not in every round; the same answer is no new registry, another one is; a failure is told."""
    with sqlite3.connect(tmp_path / "cartella.db") as source:
        source.execute("CREATE TABLE people (cartella, cognome, nome, indirizzo)")
        source.execute("INSERT INTO people VALUES (1, 'ZUCCHEROLI', 'ANNA', 'Via Robinie 14')")
    more = '[registry]\nurl = "sqlite:///cartella.db"\nquery = "SELECT * FROM people"\nrefresh_every_h = 6'
    office = SmallOffice(tmp_path, more)
    with office.desk() as desk:
        refresh_registry(desk)
        with desk.database.reading() as session:
            first = registry_status(session)
        with sqlite3.connect(tmp_path / "cartella.db") as source:
            source.execute("INSERT INTO people VALUES (2, 'ZUCCHEROLI', 'ROSA', 'Via Robinie 14')")
        refresh_registry(desk)
        assert in_force(desk) == ["ANNA"]
        office.clock.now += dt.timedelta(hours=6)
        refresh_registry(desk)
        assert in_force(desk) == ["ANNA", "ROSA"]
        with desk.database.writing() as session:
            roll_back(session, desk.clock())
        office.clock.now += dt.timedelta(hours=6)
        refresh_registry(desk)
        with desk.database.reading() as session:
            assert registry_status(session) == first
        (tmp_path / "cartella.db").unlink()
        office.clock.now += dt.timedelta(hours=6)
        refresh_registry(desk)
        assert told(desk) == 1
