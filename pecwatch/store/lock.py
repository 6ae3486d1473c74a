# SPDX-License-Identifier: EUPL-1.2
"""One pecwatch at a time: two would send everything twice.

The locks die with the process that holds them, however it dies.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sqlalchemy import text

from pecwatch.errors import LockHeld
from pecwatch.store.database import ADVISORY_CLASS, DEFAULT_OFFICE, advisory_number
from pecwatch.store.engine import database_file, make_engine
from pecwatch.store.permissions import make_private_folder
from pecwatch.store.trouble import explained, explained_files

LOCK_FILE = "pecwatch.lock"


@contextmanager
def exclusive_lock(data_dir: Path, url: str, *, office: str = DEFAULT_OFFICE) -> Iterator[None]:
    """Be the only one of `run`, `poll`, `purge`, `person erase` and migrations, while the block lasts.

    Locks the data folder, the folder of an SQLite file that lies elsewhere, and on PostgreSQL the
    office. Take it before opening the database.

    Raises:
        LockHeld: Another process has one of them (exit code 75).
    """
    file = database_file(url)
    folders = {data_dir.resolve()} if file is None else {data_dir.resolve(), file.parent.resolve()}
    with ExitStack() as locks:
        for folder in sorted(folders):
            locks.enter_context(_folder_lock(folder))
        if file is None:
            locks.enter_context(_server_lock(url, office))
        yield


def is_locked(data_dir: Path) -> bool:
    """Whether somebody is at work in a data folder: the service, or a command that works alone."""
    try:
        handle = os.open(data_dir / LOCK_FILE, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


@contextmanager
def _folder_lock(folder: Path) -> Iterator[None]:
    make_private_folder(folder)
    path = folder / LOCK_FILE
    with explained_files(path):
        # Python does not hand it on to programs we start, so it cannot outlive us in one of them.
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _lock(handle, path)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    """Lock the file and write our process number into it, for whoever comes second."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "unknown"
        raise LockHeld(f"{path}: held by process {holder}: wait for it, or stop the service first") from None
    # Written over in place, and only for a complaint: a full disk must not keep the service from starting.
    with suppress(OSError):
        os.pwrite(handle, f"{os.getpid():<10}\n".encode(), 0)


@contextmanager
def _server_lock(url: str, office: str) -> Iterator[None]:
    """A lock of the server's, held by a connection of its own and freed when that ends."""
    numbers = {"family": ADVISORY_CLASS + 1, "office": advisory_number(office)}
    engine = make_engine(url)
    try:
        with explained("database on the server"):
            connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            free = connection.execute(text("SELECT pg_try_advisory_lock(:family, :office)"), numbers).scalar()
        if not free:
            connection.close()
            raise LockHeld(f"another pecwatch works for the office {office!r} on this database: stop it first")
        with connection:
            yield
    finally:
        engine.dispose()
