# SPDX-License-Identifier: EUPL-1.2
"""SQLite files sealed page by page with SQLCipher (the extra `encrypted`), and plain ones turned into such.

A wrong key looks like a damaged file, which a start would set aside. So a mark beside the file says that it is sealed,
and a key is doubted before the file is.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import ModuleType

from pecwatch.errors import UsageError
from pecwatch.store.durable import sync_folder
from pecwatch.store.permissions import make_private_folder
from pecwatch.store.trouble import explained, explained_files

MARK = ".encrypted"
"""Ending of the mark beside a sealed database."""

PLAIN = b"SQLite format 3\0"
"""Beginning of every file that is not sealed."""

JOURNALS = ("-wal", "-journal")
"""Endings of the files beside a database in which a part of it may stand, or how to undo one."""

SEALING = ".sealing"
"""Ending of a sealed copy that is being written."""


def sqlite_module(key: bytes | None) -> ModuleType:
    """The library that opens SQLite files, sealed or not.

    Raises:
        UsageError: The extra is not installed.
    """
    if key is None:
        return sqlite3
    try:
        # Only whoever has the extra has it.
        from sqlcipher3 import dbapi2  # noqa: PLC0415
    except ModuleNotFoundError:
        raise UsageError("[database] key_file: needs SQLCipher: pip install 'pecwatch[encrypted]'") from None
    module: ModuleType = dbapi2
    return module


PRIVATELY = ("PRAGMA secure_delete = ON", "PRAGMA temp_store = MEMORY")
"""What is deleted is overwritten, and what SQLite puts aside never goes to a disk that may not be encrypted.

Builds differ in what they do by themselves.
"""


def opening(key: bytes | None) -> tuple[str, ...]:
    """What to say first to a new connection."""
    return PRIVATELY if key is None else (f"PRAGMA key = \"x'{key.hex()}'\"", *PRIVATELY)


def connect(file: Path, key: bytes | None) -> sqlite3.Connection:
    """A connection that opens no transaction by itself."""
    connection: sqlite3.Connection = sqlite_module(key).connect(file, isolation_level=None)
    for statement in opening(key):
        connection.execute(statement)
    return connection


def has_journal(file: Path) -> bool:
    """Whether a journal lies beside a file: the file alone is not the database."""
    return any(file.with_name(file.name + ending).exists() for ending in JOURNALS)


def connect_at_rest(file: Path, key: bytes | None) -> sqlite3.Connection:
    """A connection to a file that nobody uses: it is read, and nothing is written in its place or beside it.

    So a copy can lie where nothing may be written. Only where a journal lies beside it (see `at_rest`), it is written
    into the file, as SQLite reads it.
    """
    # SQLite looks for journals beside the file itself, and not beside a link to it.
    file = file.resolve()
    if has_journal(file):
        return connect(file, key)
    connection: sqlite3.Connection = sqlite_module(key).connect(
        f"{file.as_uri()}?mode=ro&immutable=1", isolation_level=None, uri=True
    )
    for statement in opening(key):
        connection.execute(statement)
    return connection


def is_plain(file: Path) -> bool:
    """Whether anybody can read a database file; asked before this process opens it, since closing it ends its locks."""
    with explained_files(file):
        if not file.is_file():
            return False
        with file.open("rb") as opened:
            return opened.read(len(PLAIN)) == PLAIN


def require_fitting(file: Path, key: bytes | None) -> None:
    """Look whether a key is given where one is needed, and nowhere else; what is made with a key gets its mark.

    Raises:
        UsageError: Says what is missing.
    """
    mark = file.with_name(file.name + MARK)
    if key is None:
        if mark.exists() and not is_plain(file):
            raise UsageError(f"{file}: encrypted, and no key is given: name it in [database] key_file")
        return
    sqlite_module(key)
    if is_plain(file):
        raise UsageError(f"{file}: not encrypted, and [database] names a key: pecwatch keys encrypt-database")
    make_private_folder(file.parent)
    with explained_files(mark):
        mark.touch(mode=0o600)


def encrypt_file(file: Path, key: bytes) -> bool:
    """Turn a plain database into a sealed one, in one step; whether it was plain.

    To be called under the exclusive lock, with the database closed.

    Raises:
        StoreTrouble: It cannot be read or the disk refuses; it is as it was.
    """
    if not is_plain(file):
        return False
    sealed = file.with_name(file.name + SEALING)
    with explained(f"database {file}"), explained_files(file):
        sealed.unlink(missing_ok=True)
        os.close(os.open(sealed, os.O_CREAT | os.O_RDWR, 0o600))
        # Read as a file without a key, by the library that can write the other one.
        with closing(sqlite_module(key).connect(file, isolation_level=None)) as plain:
            # Nothing may be left in a journal beside it: it would be taken for that of the sealed file.
            plain.execute("PRAGMA journal_mode = DELETE")
            plain.execute("ATTACH DATABASE ? AS sealed KEY ?", (str(sealed), f"x'{key.hex()}'"))
            plain.execute("SELECT sqlcipher_export('sealed')")
            plain.execute("DETACH DATABASE sealed")
        with sealed.open("rb") as written, file.open("r+b") as before:
            os.fsync(written.fileno())
            size = file.stat().st_size
            sealed.replace(file)
            sync_folder(file.parent)
            # A disk may keep old blocks all the same; what can be overwritten is.
            before.write(bytes(size))
            before.flush()
            os.fsync(before.fileno())
    return True
