# SPDX-License-Identifier: EUPL-1.2
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pecwatch.errors import ExitCode, LockHeld
from pecwatch.store.lock import LOCK_FILE, exclusive_lock

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


def test_the_lock_file_belongs_to_one_user(tmp_path: Path) -> None:
    """It lies in the data folder, whose modes are checked at the start."""
    with exclusive_lock(tmp_path / "var", f"sqlite:///{tmp_path}/var/pecwatch.db"):
        assert (tmp_path / "var" / LOCK_FILE).stat().st_mode & 0o077 == 0
