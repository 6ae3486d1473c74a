# SPDX-License-Identifier: EUPL-1.2
"""The two databases made to behave alike: one writer at a time, readers that see one moment."""

import os
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from pecwatch.errors import UsageError
from pecwatch.store.cipher import connect, connect_at_rest, opening, sqlite_module
from pecwatch.store.isolation import SETTING
from pecwatch.store.patience import CONNECTING, PATIENCE_S, STATEMENT_SHARE, be_patient
from pecwatch.store.permissions import make_private_folder
from pecwatch.store.trouble import explained_files

BUSY_TIMEOUT_S = 30
WRITES = "pecwatch_writes"
"""Execution option of a connection that means to write."""
OFFICE = "pecwatch_office"
"""Execution option: whose rows a transaction may see; then the server ends what takes it long."""
IDLE_S = "pecwatch_idle_s"
"""Execution option: after how many seconds without a statement the server ends a transaction; never without it."""

LOCAL_HOSTS = ("", "localhost", "127.0.0.1", "::1")
CHECKED_MODES = ("verify-full", "verify-ca")


def parse_url(url: str) -> URL:
    """Read and check the `[database] url`.

    Raises:
        UsageError: Not a database pecwatch can use.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UsageError("[database] url is not a URL: write sqlite:///var/pecwatch.db") from None
    if parsed.drivername == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            raise UsageError("[database] url names no file: write sqlite:///var/pecwatch.db")
        return parsed
    if parsed.drivername != "postgresql+psycopg":
        raise UsageError("[database] url must begin with sqlite:/// or postgresql+psycopg://")
    return parsed


def database_file(url: str) -> Path | None:
    """The file of an SQLite database, None for a server."""
    parsed = parse_url(url)
    return Path(str(parsed.database)) if parsed.drivername == "sqlite" else None


def make_engine(
    url: str, *, for_migrations: bool = False, patience_s: float = PATIENCE_S, key: bytes | None = None
) -> Engine:
    """An engine for either database, with everything the store relies on.

    Args:
        for_migrations: No foreign keys on SQLite, which rebuilds tables by copying them, and as much time as it takes.
        patience_s: How long a server may say nothing; a little earlier it ends a statement by itself.
        key: Of a sealed SQLite file.

    Raises:
        UsageError: The URL cannot be used, or the driver is not installed.
        StoreTrouble: The folder or file cannot be made.
    """
    parsed = parse_url(url)
    if parsed.drivername == "sqlite":
        return _sqlite_engine(parsed, foreign_keys=not for_migrations, key=key)
    return _postgresql_engine(parsed, None if for_migrations else patience_s)


def _sqlite_engine(url: URL, *, foreign_keys: bool, key: bytes | None) -> Engine:
    module = sqlite_module(key)
    _touch_privately(Path(str(url.database)))
    engine = create_engine(url, module=module, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_S})

    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # sqlite3 must not open transactions by itself: `begin` below decides their sort.
        connection.isolation_level = None
        for statement in opening(key):
            connection.execute(statement)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", f"foreign_keys = {int(foreign_keys)}"):
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: Connection) -> None:
        writes = bool(connection.get_execution_options().get(WRITES))
        connection.exec_driver_sql(f"PRAGMA query_only = {int(not writes)}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def at_rest_engine(file: Path, key: bytes | None = None) -> Engine:
    """An engine for a copy that is looked at and left as it is, also where nothing may be written."""
    return create_engine(
        "sqlite://", creator=lambda: connect_at_rest(file, key), poolclass=NullPool, hide_parameters=True
    )


def _touch_privately(file: Path) -> None:
    """Make the file before SQLite does, because SQLite would let others read it (so do its WAL and SHM files).

    One that is there is not opened: closing it would take away the locks by which this process holds it, and then the
    next process to close it removes the journal under this one (sqlite.org/howtocorrupt.html, 2.2).
    """
    make_private_folder(file.parent)
    with explained_files(file), suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _postgresql_engine(url: URL, patience_s: float | None) -> Engine:
    try:
        engine = create_engine(_over_tls(url), hide_parameters=True, pool_pre_ping=True, connect_args=CONNECTING)
    except ModuleNotFoundError:
        raise UsageError("[database] url: PostgreSQL needs the driver: pip install 'pecwatch[postgres]'") from None
    be_patient(engine, patience_s)

    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        first = (
            f"SET LOCAL lock_timeout = '{BUSY_TIMEOUT_S}s'"
            if options.get(WRITES)
            else "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
        )
        said = [first]
        if OFFICE in options:
            said.append(f"SET LOCAL {SETTING} = '{options[OFFICE]}'")
            if patience_s is not None:
                said.append(f"SET LOCAL statement_timeout = {int(1000 * STATEMENT_SHARE * patience_s)}")
        # A reader that stands still keeps nobody waiting.
        if options.get(IDLE_S) and options.get(WRITES):
            said.append(f"SET LOCAL idle_in_transaction_session_timeout = '{options[IDLE_S]}s'")
        connection.exec_driver_sql("; ".join(said))

    event.listen(engine, "begin", begin)
    return engine


def _over_tls(url: URL) -> URL:
    """The URL with the server's certificate checked, unless the server is this machine.

    Raises:
        UsageError: The URL asks for a weaker connection over the network.
    """
    host = str(url.host or url.query.get("host") or "")
    if host in LOCAL_HOSTS or host.startswith("/"):
        return url
    mode = url.query.get("sslmode", "verify-full")
    if mode not in CHECKED_MODES:
        raise UsageError("[database] url: over the network use sslmode=verify-full, so that the server is checked")
    return url.update_query_dict({"sslmode": str(mode)})


def quick_check(engine: Engine) -> bool:
    """Whether an SQLite file is sound (about 50 ms for 100 MB), or the server answers (it checks its files itself)."""
    question = "PRAGMA quick_check(1)" if engine.dialect.name == "sqlite" else "SELECT 'ok'"
    with engine.connect() as connection:
        return connection.exec_driver_sql(question).scalar() == "ok"


def copy_sqlite(source: Path, target: Path, key: bytes | None = None, *, at_rest: bool = False) -> None:
    """Copy a database that may be in use, by SQLite's own backup; the copy is mode 0600 and whole, or not there.

    Args:
        key: Of a sealed one; the copy is sealed with it too.
        at_rest: Nobody uses it: it may lie where nothing may be written.
    """
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    _touch_privately(partial)
    try:
        opened = connect_at_rest if at_rest else connect
        with closing(opened(source, key)) as old, closing(connect(partial, key)) as new:
            old.backup(new)
        with explained_files(target):
            partial.replace(target)
    except BaseException:
        # What a full disk could not take must not keep it full.
        for ending in ("", "-journal", "-wal", "-shm"):
            partial.with_name(partial.name + ending).unlink(missing_ok=True)
        raise
