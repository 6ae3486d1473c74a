# SPDX-License-Identifier: EUPL-1.2
"""Upgrade, downgrade and restore, as an administrator walks through them with the program's own commands."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from pecwatch.cli.main import main
from pecwatch.errors import ExitCode
from pecwatch.model.audit import Deed
from pecwatch.service.calling import calling_uid
from pecwatch.store.audit import trail
from pecwatch.store.backup import back_up
from pecwatch.store.database import open_database
from pecwatch.store.lock import exclusive_lock
from pecwatch.store.migrate import STEPS, migrate, newest_version
from pecwatch.store.notes import note, noted
from tests.cli.running import run_program
from tests.end_to_end.office import SocialServices
from tests.store.values import NOW

pytestmark = pytest.mark.sqlite

BEFORE = "0004"
"""A form that an earlier version wrote."""


def database_of(office: SocialServices) -> Path:
    return office.folder / "var" / "pecwatch.db"


def pecwatch(office: SocialServices, *arguments: str) -> int:
    return main(["--config", str(office.file), *arguments])


def write_old(office: SocialServices, folder: Path) -> None:
    """A database as an earlier version left it, with something in it."""
    steps = Path(shutil.copytree(STEPS, folder / "migrations"))
    for path in (steps / "versions").glob("[0-9]*.py"):
        if path.name[:4] > BEFORE:
            path.unlink()
    (office.folder / "var").mkdir(mode=0o700)
    database = open_database(f"sqlite:///{database_of(office)}")
    migrate(database, NOW, steps=steps)
    with database.writing() as session:
        note(session, "kept", "since before", NOW)
    database.close()


def form_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found)


def stamp(file: Path, form: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (form,))


def copies(office: SocialServices) -> list[Path]:
    return sorted((office.folder / "var" / "backups").glob("*.db"))


def kept(office: SocialServices) -> str | None:
    with office.desk() as desk, desk.database.reading() as session:
        found = noted(session, "kept")
    return None if found is None else found.value


def test_upgrade_downgrade_and_restore(
    office: SocialServices, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    """From an older version to this one, back refused, and the copy of before put on a fresh tree."""
    write_old(office, tmp_path_factory.mktemp("older"))
    assert pecwatch(office, "status") == ExitCode.USAGE
    assert "run `pecwatch poll` once" in capsys.readouterr().err
    assert pecwatch(office, "poll") == 0
    assert form_of(database_of(office)) == newest_version()
    assert kept(office) == "since before"
    (copy,) = [path for path in copies(office) if path.stem.endswith(f"before-{newest_version()}")]
    assert form_of(copy) == BEFORE

    stamp(database_of(office), "9999")
    capsys.readouterr()
    for command in ("status", "poll", "run"):
        assert pecwatch(office, command) == ExitCode.USAGE, command
        assert "written by a newer pecwatch" in capsys.readouterr().err
    assert form_of(database_of(office)) == "9999", "nothing was touched"

    fresh = office.folder / "var"
    saved = tmp_path_factory.mktemp("disk") / copy.name
    copy.rename(saved)
    shutil.rmtree(fresh)
    assert pecwatch(office, "restore", str(saved)) == 0
    assert "the service brings it up to date" in capsys.readouterr().out
    assert pecwatch(office, "poll") == 0
    assert kept(office) == "since before"
    assert "mails sent from now on may repeat earlier ones" in capsys.readouterr().err


def test_a_copy_is_named_as_it_is_listed(office: SocialServices, capsys: pytest.CaptureFixture[str]) -> None:
    """What was in force is set aside, with its log, and nothing is deleted; that there is none is said, not listed."""
    office.import_registry()
    capsys.readouterr()
    assert pecwatch(office, "restore") == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "no copy yet" in said.err
    with office.desk() as desk:
        back_up(desk.database, NOW, reason="daily")
    capsys.readouterr()
    assert pecwatch(office, "restore") == 0
    (name,) = capsys.readouterr().out.split()
    assert pecwatch(office, "restore", name) == 0
    assert list((office.folder / "var").glob("pecwatch.db.damaged-*Z"))
    assert pecwatch(office, "registry", "status") == 0


def restored_by(office: SocialServices) -> list[str]:
    """Who restored, by the trail."""
    with office.desk() as desk, desk.database.reading() as session:
        return [each.who for each in trail(session, deed=Deed.RESTORED)]


def test_the_trail_says_who_restored(office: SocialServices) -> None:
    """The copy cannot know, so it is kept beside it until the next start; what pecwatch does by itself is its own."""
    with office.desk(exclusive=True) as desk:
        back_up(desk.database, NOW, reason="daily")
    (copy,) = copies(office)
    assert pecwatch(office, "restore", copy.name) == 0
    for _ in range(2):
        assert pecwatch(office, "poll") == 0
    assert restored_by(office) == [f"user:{calling_uid()}"]
    database_of(office).write_bytes(b"no database any more" * 1000)
    assert pecwatch(office, "poll") == 0
    assert restored_by(office)[-1] == "service"
    assert pecwatch(office, "audit", "verify") == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(None, "no such copy", id="not there"),
        pytest.param(b"no database" * 1000, "damaged, or no database", id="no database"),
        pytest.param(b"", "no database of pecwatch", id="empty"),
        pytest.param("9999", "written by a newer pecwatch", id="newer"),
    ],
)
def test_what_cannot_be_used_changes_nothing(
    office: SocialServices, content: bytes | str | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The database in force stays."""
    office.import_registry()
    copy = office.folder / "copia.db"
    if isinstance(content, str):
        with closing(sqlite3.connect(database_of(office))) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
        stamp(copy, content)
    elif content is not None:
        copy.write_bytes(content)
    assert pecwatch(office, "restore", str(copy)) == ExitCode.USAGE
    assert told in capsys.readouterr().err
    assert pecwatch(office, "registry", "status") == 0
    assert not list((office.folder / "var").glob("*.damaged-*"))


def test_a_service_at_work_is_not_disturbed(office: SocialServices, capsys: pytest.CaptureFixture[str]) -> None:
    """It must be stopped first."""
    office.import_registry()
    copy = shutil.copy(database_of(office), office.folder / "copia.db")
    with exclusive_lock(office.folder / "var", office.config.database.url):
        assert pecwatch(office, "restore", str(copy)) == ExitCode.LOCKED
    assert "stop the service first" in capsys.readouterr().err


MOUNT = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && ! touch "$0/x" 2>/dev/null && exec "$@"'
"""The first word is a folder in which nothing may be written any more; the others are called then."""


def in_own_mounts(*command: str) -> tuple[str, ...]:
    return ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", *command)


def can_mount(folder: Path) -> bool:
    """Whether a folder may be mounted read-only here, for one process."""
    tried = in_own_mounts(MOUNT, str(folder), "true")
    return shutil.which("unshare") is not None and subprocess.run(tried, check=False).returncode == 0


IN_WAL = (
    "PRAGMA wal_autocheckpoint = 0",
    "UPDATE note SET value = 'in the copy' WHERE key = 'kept'",
)
BEING_WRITTEN = (
    "PRAGMA journal_mode = DELETE",
    "UPDATE note SET value = 'in the copy' WHERE key = 'kept'",
    "PRAGMA cache_size = 5",
    "PRAGMA cache_spill = 5",
    "BEGIN",
    "UPDATE note SET value = 'never said' WHERE key = 'kept'",
    "CREATE TABLE much AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
    "SELECT i, hex(zeroblob(500)) FROM n",
)


def copied_as_files(office: SocialServices, medium: Path, said: tuple[str, ...]) -> Path:
    """The database and what lies beside it, copied as files while somebody writes."""
    with office.desk() as desk, desk.database.writing() as session:
        note(session, "kept", "before", NOW)
    medium.mkdir()
    with closing(sqlite3.connect(database_of(office), isolation_level=None)) as connection:
        for statement in said:
            connection.execute(statement)
        for part in database_of(office).parent.glob("pecwatch.db*"):
            if not part.name.endswith("-shm"):
                shutil.copy(part, medium)
    return medium / "pecwatch.db"


@pytest.mark.parametrize("is_linked", [False, True], ids=["named", "named through a link"])
@pytest.mark.parametrize(
    ("said", "beside"),
    [
        pytest.param(IN_WAL, "-wal", id="log ahead"),
        pytest.param(BEING_WRITTEN, "-journal", id="journal that undoes"),
    ],
)
def test_what_lies_beside_a_copy_belongs_to_it(
    office: SocialServices, tmp_path: Path, said: tuple[str, ...], beside: str, is_linked: bool
) -> None:
    """It is read with the copy, and both are left as they are; the folder in which they are read is gone."""
    copy = copied_as_files(office, tmp_path / "medium", said)
    before = {path.name: path.read_bytes() for path in copy.parent.iterdir()}
    assert before.keys() == {copy.name, copy.name + beside}
    if is_linked:
        (tmp_path / "latest.db").symlink_to(copy)
    assert pecwatch(office, "restore", str(tmp_path / "latest.db" if is_linked else copy)) == 0
    assert {path.name: path.read_bytes() for path in copy.parent.iterdir()} == before
    assert kept(office) == "in the copy"
    assert not list((office.folder / "var").glob("at-rest-*"))


def test_a_copy_with_a_journal_may_lie_where_nothing_can_be_written(office: SocialServices, tmp_path: Path) -> None:
    """It is no damaged one."""
    copy = copied_as_files(office, tmp_path / "medium", IN_WAL)
    if not can_mount(copy.parent):
        pytest.skip("no mounts of one's own here")
    done = run_program("restore", str(copy), cwd=office.folder, before=in_own_mounts(MOUNT, str(copy.parent)))
    assert done.returncode == ExitCode.DONE, done.stderr
    assert kept(office) == "in the copy"


@pytest.mark.parametrize("read_only", [False, True], ids=["on a disk", "on a medium that takes nothing"])
def test_a_copy_is_left_as_it_is(office: SocialServices, tmp_path: Path, read_only: bool) -> None:
    """Neither is anything written in it, nor beside it: a copy may lie where nothing can be written."""
    office.install()
    medium = tmp_path / "medium"
    medium.mkdir()
    if read_only and not can_mount(medium):
        pytest.skip("no mounts of one's own here")
    with office.desk() as desk, desk.database.writing() as session:
        note(session, "kept", "in the copy", NOW)
    with office.desk() as desk:
        made = back_up(desk.database, NOW, reason="by-hand")
    assert made is not None
    copy = Path(shutil.move(made, medium / "copia.db"))
    before = copy.read_bytes()
    under = in_own_mounts(MOUNT, str(medium)) if read_only else ()
    done = run_program("restore", str(copy), cwd=office.folder, before=under)
    assert done.returncode == ExitCode.DONE, done.stderr
    assert (list(medium.iterdir()), copy.read_bytes()) == ([copy], before)
    with office.desk() as desk, desk.database.reading() as session:
        found = noted(session, "kept")
    assert found is not None
