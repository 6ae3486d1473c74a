# SPDX-License-Identifier: EUPL-1.2
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pecwatch.errors import ExitCode, LockHeld
from pecwatch.store.lock import LOCK_FILE, exclusive_lock, is_locked
from tests.cli.running import complaint, run
from tests.faults.full_disk import no_file_beyond
from tests.service.offices import SmallOffice

HOLDER = """
import sys, time
from pathlib import Path
from pecwatch.store.lock import exclusive_lock
with exclusive_lock(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def another_process(folder: Path, url: str) -> Iterator[subprocess.Popen[str]]:
    """A second pecwatch that holds the lock."""
    command = [sys.executable, "-c", HOLDER, str(folder), url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.fault("two-services")
def test_the_second_is_told_who_holds_it(tmp_path: Path, url: str) -> None:
    """Two instances would send everything twice: the second ends with 75."""
    with (
        another_process(tmp_path, url) as holder,
        pytest.raises(LockHeld, match=str(holder.pid)) as caught,
        exclusive_lock(tmp_path, url),
    ):
        pass
    assert caught.value.exit_code is ExitCode.LOCKED


@pytest.mark.fault("two-services")
def test_killing_the_holder_frees_it(tmp_path: Path, url: str) -> None:
    """No lock file has to be removed by hand after a crash."""
    with another_process(tmp_path, url) as holder:
        holder.kill()
        holder.wait()
    with exclusive_lock(tmp_path, url):
        pass


def test_it_is_free_again_after_the_block(tmp_path: Path, url: str) -> None:
    """Also when the block raises."""
    with pytest.raises(RuntimeError), exclusive_lock(tmp_path, url):
        raise RuntimeError
    with exclusive_lock(tmp_path, url):
        pass


def test_two_data_folders_on_one_database_are_one(tmp_path: Path, url: str) -> None:
    """A copied configuration with another data_dir is no way around it."""
    with another_process(tmp_path / "one", url), pytest.raises(LockHeld), exclusive_lock(tmp_path / "two", url):
        pass


def test_offices_on_one_server_do_not_wait_for_each_other(tmp_path: Path, url: str) -> None:
    """On a server each office has its own lock; an SQLite file has one."""
    with exclusive_lock(tmp_path / "one", url, office="one"):
        if url.startswith("sqlite"):
            with pytest.raises(LockHeld), exclusive_lock(tmp_path / "two", url, office="two"):
                pass
        else:
            with exclusive_lock(tmp_path / "two", url, office="two"):
                pass


@pytest.mark.fault("disk-full")
def test_a_full_disk_keeps_nobody_from_starting(tmp_path: Path) -> None:
    """Only the process number has no room in the file, and that is for a complaint alone: the lock holds."""
    url = f"sqlite:///{tmp_path}/pecwatch.db"
    with no_file_beyond(0), exclusive_lock(tmp_path, url):
        assert is_locked(tmp_path)
        with pytest.raises(LockHeld, match="process unknown"), exclusive_lock(tmp_path, url):
            pass
    assert (tmp_path / LOCK_FILE).read_bytes() == b""


@pytest.mark.fault("disk-full")
def test_a_lock_file_that_cannot_be_made(tmp_path: Path) -> None:
    """A full disk has no room for it: one line says where and what to look at, and nothing was begun."""
    SmallOffice(tmp_path)
    (tmp_path / "var").mkdir(mode=0o700)
    (tmp_path / "var" / LOCK_FILE).symlink_to(tmp_path / "no folder" / LOCK_FILE)
    done = run("poll", cwd=tmp_path, PECWATCH_MAILBOX__PEC__PASSWORD="rondine-2025")
    (line,) = complaint(done, ExitCode.UNEXPECTED).splitlines()
    assert f"{LOCK_FILE}: ENOENT: check free space" in line
    assert list((tmp_path / "var").iterdir()) == [tmp_path / "var" / LOCK_FILE]


def test_the_lock_file_belongs_to_one_user(tmp_path: Path) -> None:
    """It lies in the data folder, whose modes are checked at the start."""
    with exclusive_lock(tmp_path / "var", f"sqlite:///{tmp_path}/var/pecwatch.db"):
        assert (tmp_path / "var" / LOCK_FILE).stat().st_mode & 0o077 == 0
