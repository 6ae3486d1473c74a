# SPDX-License-Identifier: EUPL-1.2
"""A database sealed with SQLCipher: nothing in the clear, and a key that is wrong or missing costs nothing."""

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from pecwatch.errors import ExitCode, UsageError
from pecwatch.store.backup import back_up, backups
from pecwatch.store.cipher import PLAIN, encrypt_file
from pecwatch.store.notes import note, noted
from tests.cli.running import complaint, run
from tests.service.offices import SmallOffice
from tests.store.test_database import PRIVATELY

pytestmark = pytest.mark.sqlite

KEY, OTHER = "ab" * 32, "cd" * 32
PASSWORD = {"PECWATCH_MAILBOX__PEC__PASSWORD": "rondine-2025"}
WITH_KEY, WITH_OTHER = ({**PASSWORD, "PECWATCH_DATABASE__KEY": key} for key in (KEY, OTHER))
CANARY = "Ermengarda Canarini"


def office_in(folder: Path, *, key: str | None) -> SmallOffice:
    office = SmallOffice(folder)
    if key is not None:
        write_key(folder, key)
        file = folder / "config.toml"
        file.write_text(f'[database]\nkey_file = "key"\n{file.read_text()}')
    return office


def write_key(folder: Path, key: str) -> None:
    (folder / "key").touch(mode=0o600)
    (folder / "key").write_text(key)


def write_canary(office: SmallOffice) -> None:
    with office.desk() as desk:
        with desk.database.writing() as session:
            note(session, "canary", CANARY, office.clock())
        assert back_up(desk.database, office.clock(), reason="daily") is not None


def canary(office: SmallOffice) -> str | None:
    with office.desk() as desk, desk.database.reading() as session:
        found = noted(session, "canary")
    return None if found is None else found.value


def in_the_clear(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


def test_nothing_lies_in_the_clear(tmp_path: Path) -> None:
    """Neither in the file nor in its journal nor in the copies; `check` and `status` say so."""
    office = office_in(tmp_path, key=KEY)
    with office.desk() as desk:
        with desk.database.writing() as session:
            note(session, "canary", CANARY, office.clock())
        assert in_the_clear(tmp_path) == []
        assert (tmp_path / "var" / "pecwatch.db-wal").stat().st_size > 0
        back_up(desk.database, office.clock(), reason="daily")
    assert in_the_clear(tmp_path) == []
    assert canary(office) == CANARY
    assert "database: encrypted at rest" in run("status", cwd=tmp_path, **PASSWORD).stdout
    assert json.loads(run("status", "--json", cwd=tmp_path, **PASSWORD).stdout)["database_encrypted"] is True
    assert "its copies are encrypted" in run("check", cwd=tmp_path, **PASSWORD).stdout


def test_what_is_deleted_is_overwritten(tmp_path: Path) -> None:
    """SQLCipher does not do it by itself: whoever gets hold of the key later finds nothing that was erased before."""
    with office_in(tmp_path, key=KEY).desk() as desk, desk.database.reading() as session:
        asked = [session.connection().exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRIVATELY]
    assert asked == [1, 2]


def test_a_copy_comes_back(tmp_path: Path) -> None:
    """By hand, and by itself where the file is damaged and the key is proved right by the copy."""
    office = office_in(tmp_path, key=KEY)
    write_canary(office)
    (copy,) = [path for path in backups(tmp_path / "var" / "pecwatch.db") if "daily" in path.name]
    done = run("restore", copy.name, cwd=tmp_path, **PASSWORD)
    assert done.returncode == ExitCode.DONE, done.stderr
    assert canary(office) == CANARY
    (tmp_path / "var" / "pecwatch.db").write_bytes(os.urandom(8192))
    assert canary(office) == CANARY
    assert list((tmp_path / "var").glob("pecwatch.db.damaged-*"))


@pytest.mark.parametrize(
    ("variables", "remedy"), [(PASSWORD, "encrypted, and no key is given"), (WITH_OTHER, "name the right key")]
)
def test_a_wrong_or_missing_key_changes_nothing(tmp_path: Path, variables: dict[str, str], remedy: str) -> None:
    """It would look like a damaged file, which is set aside: here a person is told of the key instead."""
    SmallOffice(tmp_path)
    assert run("audit", "verify", cwd=tmp_path, **WITH_KEY).returncode == ExitCode.DONE
    before = (tmp_path / "var" / "pecwatch.db").read_bytes()
    assert remedy in complaint(run("keys", "rotate", cwd=tmp_path, **variables))
    assert (tmp_path / "var" / "pecwatch.db").read_bytes() == before
    assert not list((tmp_path / "var").glob("pecwatch.db.damaged-*"))
    assert run("audit", "verify", cwd=tmp_path, **WITH_KEY).returncode == ExitCode.DONE


def test_a_plain_database_is_turned_into_a_sealed_one(tmp_path: Path) -> None:
    """With its copies, and only when somebody asks for it."""
    office = office_in(tmp_path, key=None)
    write_canary(office)
    assert "pecwatch.db" in in_the_clear(tmp_path)
    assert "openssl rand" in complaint(run("keys", "encrypt-database", cwd=tmp_path, **PASSWORD))
    assert "encrypt-database" in complaint(run("audit", "verify", cwd=tmp_path, **WITH_KEY))
    for state in ("encrypted now; copies encrypted: 1", "encrypted before"):
        done = run("keys", "encrypt-database", cwd=tmp_path, **WITH_KEY)
        assert done.returncode == ExitCode.DONE, done.stderr
        assert state in done.stdout
    assert in_the_clear(tmp_path) == []
    assert canary(office_in(tmp_path, key=KEY)) == CANARY


def test_killed_while_it_is_encrypted(tmp_path: Path) -> None:
    """Whenever it dies, the file is whole: plain as before, or sealed; a new try ends well."""
    office = office_in(tmp_path, key=None)
    write_canary(office)
    file, deaths = tmp_path / "var" / "pecwatch.db", []
    for step in range(1, 10):
        child = os.fork()
        if child == 0:
            sys.settrace(dying_at(step))
            encrypt_file(file, bytes.fromhex(KEY))
            os._exit(0)
        if not os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            break
        deaths.append(file.read_bytes()[: len(PLAIN)] == PLAIN)
        if deaths[-1]:
            assert canary(office) == CANARY
    encrypt_file(file, bytes.fromhex(KEY))
    assert in_the_clear(tmp_path / "var" / "mail") == []
    assert canary(office_in(tmp_path, key=KEY)) == CANARY
    assert True in deaths
    assert False in deaths


def dying_at(step: int):
    """Kills the process at the n-th third line of `encrypt_file`."""
    seen = 0

    def line(_frame: object, event: str, _argument: object):
        nonlocal seen
        seen += event == "line"
        if seen == 3 * step:
            os.kill(os.getpid(), signal.SIGKILL)
        return line

    return lambda frame, _event, _argument: line if frame.f_code.co_name == "encrypt_file" else None


def test_without_the_library_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install, before a file is made that could not be sealed."""
    office = office_in(tmp_path, key=KEY)
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(UsageError, match="pip install"), office.desk():
        pass
    assert not (tmp_path / "var" / "pecwatch.db").exists()


@pytest.mark.parametrize(("key", "more"), [("secret", ""), (KEY, 'url = "postgresql+psycopg://pw@/pw"\n')])
def test_a_key_that_cannot_be_used(tmp_path: Path, key: str, more: str) -> None:
    """Said without repeating it."""
    office_in(tmp_path, key=key)
    file = tmp_path / "config.toml"
    file.write_text(file.read_text().replace("[database]\n", f"[database]\n{more}"))
    said = complaint(run("status", cwd=tmp_path, **PASSWORD))
    assert "[database] key_file" in said
    assert key not in said
