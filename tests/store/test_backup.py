# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import shutil
import stat
from pathlib import Path

import pytest

from pecwatch.store.at_rest import at_rest
from pecwatch.store.backup import (
    KEPT,
    all_set_aside,
    back_up,
    backups,
    finish_restoring,
    put_in_place,
    remove_all,
    restore,
)
from pecwatch.store.database import Database, open_database
from pecwatch.store.marker import is_in_use, mark_in_use
from pecwatch.store.notes import note, noted
from tests.store.values import NOW


def copy(database: Database, day: int) -> Path:
    """A backup of that day, with a note that tells it from others."""
    with database.writing() as session:
        note(session, "day", str(day), NOW)
    made = back_up(database, NOW + dt.timedelta(days=day), reason="daily")
    assert made is not None
    return made


def day_of(database: Database) -> str:
    with database.reading() as session:
        found = noted(session, "day")
    assert found is not None
    return found.value


def test_a_backup_holds_what_was_written_last(sqlite: Database) -> None:
    """Also what still stands in the write-ahead log; and nobody else may read it."""
    made = copy(sqlite, 1)
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    opened = open_database(f"sqlite:///{made}")
    assert day_of(opened) == "1"
    opened.close()


def test_few_backups_are_kept(sqlite: Database) -> None:
    """They hold personal data: the oldest go."""
    made = [copy(sqlite, day) for day in range(KEPT + 2)]
    assert sqlite.file is not None
    assert backups(sqlite.file) == tuple(reversed(made[2:]))


@pytest.mark.fault("database-corrupt")
def test_a_damaged_database_is_set_aside_and_replaced(sqlite: Database) -> None:
    """By the newest sound copy; nothing is deleted."""
    assert sqlite.file is not None
    good, damaged = copy(sqlite, 1), copy(sqlite, 2)
    damaged.write_bytes(b"damaged" * 1000)
    sqlite.close()
    sqlite.file.write_bytes(b"also damaged" * 1000)
    assert restore(sqlite.file, NOW) == good
    assert day_of(sqlite) == "1"
    assert b"also damaged" in sqlite.file.with_name("pecwatch.db.damaged-20251024T071231Z").read_bytes()


def test_two_losses_within_a_second_are_two(sqlite: Database) -> None:
    """By its name the next start knows of a loss, and nothing that was set aside is written over."""
    assert sqlite.file is not None
    sqlite.close()
    for damage in (b"lost", b"lost again"):
        sqlite.file.write_bytes(damage)
        assert restore(sqlite.file, NOW) is None
    aside = sorted(all_set_aside(sqlite.file))
    assert [sqlite.file.with_name(name).read_bytes() for name in aside] == [b"lost", b"lost again"]


def test_without_a_sound_copy_pecwatch_starts_anew(sqlite: Database) -> None:
    """The damaged file is out of the way, and the mark tells that this is a loss."""
    assert sqlite.file is not None
    sqlite.close()
    sqlite.file.write_bytes(b"damaged" * 1000)
    assert restore(sqlite.file, NOW) is None
    assert not sqlite.file.exists()


def test_all_copies_removed_the_next_start_still_knows(sqlite: Database) -> None:
    """Somebody is erased again right after an older copy was put in place: mails may be repeated all the same."""
    assert sqlite.file is not None
    made = copy(sqlite, 1)
    sqlite.close()
    put_in_place(sqlite.file, made, NOW)
    names = all_set_aside(sqlite.file)
    assert len(names) == 1
    assert remove_all(sqlite.file) >= 2
    assert all_set_aside(sqlite.file) == names
    assert backups(sqlite.file) == ()
    assert sum(left.stat().st_size for left in sqlite.file.parent.glob("*.damaged-*")) == 0


def test_a_look_at_a_copy_that_died_is_tidied_up(tmp_path: Path) -> None:
    """What was put together for it holds personal data: the next start removes it."""
    with at_rest(with_journal(tmp_path / "medium"), tmp_path / "var") as whole:
        left = shutil.copytree(whole.parent, whole.parent.with_name("at-rest-left"))
        assert stat.S_IMODE(whole.parent.stat().st_mode) == 0o700
    assert list((tmp_path / "var").iterdir()) == [left]
    finish_restoring(tmp_path / "var" / "pecwatch.db", NOW)
    assert not left.exists()


def with_journal(folder: Path) -> Path:
    """Files that stand for a copy and its journal."""
    folder.mkdir()
    for ending in ("", "-wal"):
        (folder / f"copia.db{ending}").touch()
    return folder / "copia.db"


@pytest.mark.fault("database-missing")
def test_the_mark_tells_loss_from_first_start(tmp_path: Path) -> None:
    """It outlives the database."""
    assert not is_in_use(tmp_path / "var")
    mark_in_use(tmp_path / "var")
    mark_in_use(tmp_path / "var")
    assert is_in_use(tmp_path / "var")


def test_a_server_keeps_its_own_backups(database: Database) -> None:
    """Only a file is copied."""
    assert (back_up(database, NOW, reason="daily") is None) is (database.file is None)
