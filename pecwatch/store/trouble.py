# SPDX-License-Identifier: EUPL-1.2
"""What goes wrong below the store, said in one line without the values that were being written."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError, StatementError

from pecwatch.errors import PecwatchError


class StoreTrouble(PecwatchError):
    """The disk or the database refused to read or write; nothing of the transaction was kept."""


class StoreDefect(StoreTrouble):
    """The database is well and refuses what was to be written: something else can be written."""


class StoreDamaged(PecwatchError):
    """What is stored is not what was written; a person must decide before pecwatch goes on."""


NOT_GIVEN = "42501 (denied)"
"""SQLSTATE of a right that was not given; alone it is also that of a row that a policy refuses, which is a defect."""

CONNECTION = "08"
"""SQLSTATE class that psycopg leaves out when there is no server to give one."""

REMEDIES = {
    "SQLITE_FULL": "the disk is full: make room, pecwatch goes on by itself",
    "SQLITE_BUSY": "another process has been writing for more than 30 s: find it and try again",
    "SQLITE_LOCKED": "another process has been writing for more than 30 s: find it and try again",
    "SQLITE_READONLY": "it cannot be written: check owner and mode of the file and its folder",
    "SQLITE_CANTOPEN": "it cannot be opened: check owner and mode of the file and its folder",
    "SQLITE_IOERR": "the disk gives input/output errors: check it before anything else",
    "SQLITE_CORRUPT": "the file is damaged: stop pecwatch, keep the file, restore the newest backup",
    "SQLITE_NOTADB": "the file is not an SQLite database, or is damaged: keep it, restore the newest backup",
    "MemoryError": "there is not enough memory for it: give pecwatch more, it tries again",
    "55P03": "another process has been writing for more than 30 s: find it and try again",
    NOT_GIVEN: "the user of [database] url may not use a table: repeat the GRANT of the guide, as after each upgrade",
    "28": "the server refuses user or password: check the URL and pg_hba.conf",
    CONNECTION: "the server cannot be reached or went away: check that it runs, pecwatch tries again",
    "57P": "the server is shutting down or starting: pecwatch tries again",
    "57014": "the server is too slow, or overloaded: pecwatch tries again",
    "25P": "the server ended a transaction that stood still: pecwatch tries again",
    "53": "the server is out of room or connections: check its disk and memory",
}
"""Remedy by SQLite error name or PostgreSQL SQLSTATE; the longest beginning that fits wins."""

DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


@contextmanager
def explained(place: str, *, memory: bool = True) -> Iterator[None]:
    """Turn errors of the database into ours, dropping the chain: drivers quote values in it.

    Args:
        place: What is being used, for the reader of the message, as `database pecwatch.db`.
        memory: A lack of memory is the database's, too. Not where others' code runs inside: it may be theirs.

    Raises:
        StoreDamaged: The database file is damaged.
        StoreTrouble: Anything else that the database refuses.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _explanation(error, place) from None
    except MemoryError as error:
        # So drivers call what SQLite finds no memory for.
        if not memory:
            raise
        raise _explanation(error, place) from None
    except Exception as error:
        # SQLCipher has errors of its own, and is not there for everybody.
        if type(error).__module__ != "sqlcipher3.dbapi2":
            raise
        raise _explanation(error, place) from None


@contextmanager
def explained_files(place: Path) -> Iterator[None]:
    """Turn errors of the file system into ours, naming only the folder or file of pecwatch."""
    try:
        yield
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, "unknown error")
        raise StoreTrouble(f"{place}: {name}: check free space, owner and mode, then try again") from None


def _explanation(error: Exception, place: str) -> PecwatchError:
    cause = error.orig if isinstance(error, StatementError) else error
    if isinstance(cause, PecwatchError):
        return cause
    code = _code(cause or error)
    fitting = max((known for known in REMEDIES if code.startswith(known)), key=len, default=None)
    remedy = "this is a defect in pecwatch, report it" if fitting is None else REMEDIES[fitting]
    if code.startswith(DAMAGE):
        return StoreDamaged(f"{place}: {code}: {remedy}")
    return (StoreDefect if fitting is None else StoreTrouble)(f"{place}: {code}: {remedy}")


def _code(cause: BaseException) -> str:
    """SQLite's error name, PostgreSQL's SQLSTATE, or the sort of error: never a value."""
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    if code is None and any(kind.__name__ == "OperationalError" for kind in type(cause).__mro__):
        return CONNECTION
    # Words may be in any language; the place in the server's source is not.
    refused_in = getattr(getattr(cause, "diag", None), "source_function", None) or ""
    if code == "42501" and refused_in.startswith("aclcheck_error"):
        return NOT_GIVEN
    return str(code or type(cause).__name__)
