# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import stat
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from pecwatch.errors import PecwatchError, UsageError
from pecwatch.store.database import Database, open_database
from pecwatch.store.engine import parse_url
from pecwatch.store.notes import forget, note, noted
from pecwatch.store.tables import StoredNote
from pecwatch.store.trouble import StoreDamaged, StoreTrouble
from tests.store.values import NOW

PRIVATELY = ("secure_delete", "temp_store")


def value_of(database: Database, key: str) -> str | None:
    with database.reading() as session:
        found = noted(session, key)
    return None if found is None else found.value


def test_what_sqlite_has_given_up_is_not_kept_by_halves(sqlite: Database) -> None:
    """Without room it undoes the whole transaction by itself, as ROLLBACK does here: what follows must not stay."""
    with pytest.raises(StoreTrouble), sqlite.writing() as session:
        note(session, "before", "written", NOW)
        session.flush()
        with suppress(Exception), session.begin_nested():
            session.connection().exec_driver_sql("ROLLBACK")
            raise OSError
        assert not session.is_whole()
        note(session, "after", "written", NOW)
    assert (value_of(sqlite, "before"), value_of(sqlite, "after")) == (None, None)


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    """Report and outbox go together or not at all."""
    with pytest.raises(RuntimeError), database.writing() as session:
        note(session, "first", "written", NOW)
        session.flush()
        raise RuntimeError
    assert value_of(database, "first") is None


def test_moments_come_back_in_utc(database: Database) -> None:
    """A moment given in Rome's time is the same moment later, whatever the database keeps."""
    in_rome = dt.datetime(2025, 10, 26, 2, 30, tzinfo=ZoneInfo("Europe/Rome"), fold=1)
    with database.writing() as session:
        note(session, "autumn", "", in_rome)
    with database.reading() as session:
        found = noted(session, "autumn")
    assert found is not None
    assert (found.noted_at, found.noted_at.tzinfo) == (in_rome.astimezone(dt.UTC), dt.UTC)


def test_a_moment_without_zone_is_refused(database: Database) -> None:
    """Guessing a zone would move a deadline by an hour or two."""
    naive = dt.datetime(2025, 10, 24, 9)  # noqa: DTZ001  # the fault under test
    with pytest.raises(PecwatchError, match="without time zone"), database.writing() as session:
        note(session, "naive", "", naive)
    assert value_of(database, "naive") is None


def test_reading_cannot_write(database: Database) -> None:
    """A change made in a reading block fails; it is not lost without a word."""
    with pytest.raises(StoreTrouble), database.reading() as session:
        note(session, "sly", "", NOW)
    with database.writing() as session:
        note(session, "open", "afterwards", NOW)
    assert value_of(database, "open") == "afterwards"


def test_errors_hold_no_value(database: Database) -> None:
    """Neither the message nor anything chained to it repeats what was being written."""
    with pytest.raises(StoreTrouble) as caught, database.writing() as session:
        for _ in range(2):
            session.add(StoredNote(office=session.office, key="ZUCCHEROLI", value="MIRELLA", noted_at=NOW))
            session.flush()
    assert "ZUCCHEROLI" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_reader_sees_one_moment_and_waits_for_nobody(database: Database) -> None:
    """A command line beside the service neither blocks it nor sees half of its work."""
    with database.writing() as session:
        note(session, "round", "1", NOW)
    with database.reading() as reader:
        before = noted(reader, "round")
        with database.writing() as writer:
            note(writer, "round", "2", NOW)
        reader.expire_all()
        after = noted(reader, "round")
    assert before == after
    assert value_of(database, "round") == "2"


@pytest.mark.fault("database-locked")
def test_writers_take_turns(database: Database) -> None:
    """What a writer reads stays true until it ends: no count is lost among threads."""
    with database.writing() as session:
        note(session, "count", "0", NOW)
    together = Barrier(4)

    def count_up() -> None:
        together.wait()
        for _ in range(10):
            with database.writing() as session:
                found = noted(session, "count")
                note(session, "count", str(int(found.value if found else "0") + 1), NOW)

    threads = [Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert value_of(database, "count") == "40"


def test_two_offices_do_not_see_each_other(database: Database) -> None:
    """One database may serve many offices."""
    other = Database(database.url, database.engine, "other")
    with database.writing() as session:
        note(session, "key", "ours", NOW)
    with other.writing() as session:
        note(session, "key", "theirs", NOW)
    assert (value_of(database, "key"), value_of(other, "key")) == ("ours", "theirs")


def test_nobody_else_may_read_the_files(sqlite: Database) -> None:
    """Database, write-ahead log and folder belong to one user, whatever the umask."""
    assert sqlite.file is not None
    folder = sqlite.file.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with sqlite.writing() as session:
        note(session, "key", "", NOW)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.glob("pecwatch.db*")}
    assert modes == dict.fromkeys(("pecwatch.db", "pecwatch.db-wal", "pecwatch.db-shm"), 0o600)


@pytest.mark.fault("power-loss")
def test_sqlite_is_made_to_outlive_a_power_cut(sqlite: Database) -> None:
    """NORMAL would forget that a mail was sent, and send it again."""
    with sqlite.reading() as session:
        found = [
            session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert found == ["wal", 2, 1, 30_000]


def test_what_is_deleted_is_overwritten(sqlite: Database) -> None:
    """Whatever the build of SQLite does by itself; nor is anything put aside in a folder for temporary files."""
    assert sqlite.file is not None
    with sqlite.reading() as session:
        asked = [session.connection().exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRIVATELY]
    assert asked == [1, 2]
    with sqlite.writing() as session:
        note(session, "canary", "Ermengarda Canarini", NOW)
    with sqlite.writing() as session:
        forget(session, "canary")
    sqlite.close()
    assert b"Ermengarda" not in sqlite.file.read_bytes()


@pytest.mark.fault("disk-full")
def test_a_full_disk_leaves_everything_as_it_was(sqlite: Database) -> None:
    """The transaction is rolled back, the message says what to do, and work goes on once there is room."""
    with pytest.raises(StoreTrouble, match="disk is full"), sqlite.writing() as session:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 1")
        note(session, "large", "x" * 1_000_000, NOW)
    assert value_of(sqlite, "large") is None
    with sqlite.writing() as session:
        note(session, "large", "x" * 1_000_000, NOW)
    assert value_of(sqlite, "large") is not None


@pytest.mark.fault("database-corrupt")
@pytest.mark.parametrize("offset", [pytest.param(0, id="header"), pytest.param(4096, id="first page of a table")])
def test_damage_is_found_when_opening(sqlite: Database, offset: int) -> None:
    """A damaged file is reported and left alone."""
    assert sqlite.file is not None
    with sqlite.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    sqlite.close()
    content = bytearray(sqlite.file.read_bytes())
    content[offset : offset + 200] = b"\xff" * 200
    sqlite.file.write_bytes(content)
    with pytest.raises(StoreDamaged, match="backup"):
        open_database(sqlite.url)
    assert sqlite.file.read_bytes() == content


@pytest.mark.fault("disk-error")
def test_damage_is_found_after_trouble(sqlite: Database) -> None:
    """After an error the file is examined again before anything else is done with it."""
    assert sqlite.file is not None
    with pytest.raises(StoreTrouble), sqlite.writing() as session:
        session.execute(text("SELECT * FROM nowhere"))
    sqlite.file.write_bytes(b"not a database" * 1000)
    for companion in ("-wal", "-shm"):
        sqlite.file.with_name(sqlite.file.name + companion).unlink(missing_ok=True)
    with pytest.raises(StoreDamaged), sqlite.reading():
        pass


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("pecwatch.db", "not a URL", id="no scheme"),
        pytest.param("sqlite://", "names no file", id="in memory"),
        pytest.param("mysql://host/db", "must begin", id="other database"),
        pytest.param("postgresql://host/db", "must begin", id="other driver"),
        pytest.param("postgresql+psycopg://db.example/p?sslmode=prefer", "verify-full", id="server unchecked"),
    ],
)
def test_a_wrong_url_is_explained(url: str, reason: str) -> None:
    """It names the key and what to write instead."""
    with pytest.raises(UsageError, match=r"\[database\] url") as caught:
        open_database(url)
    assert reason in str(caught.value)


def test_a_password_in_a_url_is_not_repeated() -> None:
    """Messages end in logs."""
    with pytest.raises(UsageError) as caught:
        parse_url("postgres://user:s3cret@db.example/pecwatch")
    assert "s3cret" not in str(caught.value)


def test_a_server_that_is_away_is_one_line() -> None:
    """Nothing of host, user or password is repeated."""
    with pytest.raises(StoreTrouble, match="cannot be reached") as caught:
        open_database("postgresql+psycopg://someone:s3cret@127.0.0.1:1/pecwatch")
    assert "s3cret" not in str(caught.value)


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    """The path of pecwatch's own folder is named, with what to check."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreTrouble, match="ENOTDIR"):
        open_database(f"sqlite:///{tmp_path}/file/var/pecwatch.db")
