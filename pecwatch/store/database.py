# SPDX-License-Identifier: EUPL-1.2
"""Opening the database, and the two ways to use it: reading and writing."""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import sqlmodel
from sqlalchemy import Engine, text

from pecwatch.errors import LeaseLost, UsageError
from pecwatch.store.cipher import require_fitting
from pecwatch.store.engine import IDLE_S, OFFICE, WRITES, database_file, make_engine, parse_url, quick_check
from pecwatch.store.isolation import obeys_no_policy
from pecwatch.store.leases import Held, Lease
from pecwatch.store.trouble import StoreDamaged, StoreTrouble, explained

DEFAULT_OFFICE = "default"
OFFICE_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
ADVISORY_CLASS = 0x50454357
"""First half of every PostgreSQL advisory lock of pecwatch («PECW»), so that none collides with another program's."""


class Session(sqlmodel.Session):
    """A transaction of one office; every function of the store takes it first."""

    def __init__(self, engine: Engine, office: str, trail_key: bytes) -> None:
        super().__init__(engine)
        self.office = office
        self.trail_key = trail_key

    def is_whole(self) -> bool:
        """Whether everything written so far is still to be kept: SQLite undoes it all when it has no room."""
        return bool(getattr(self.connection().connection.dbapi_connection, "in_transaction", True))


class Database:
    """An open database, on behalf of one office.

    Safe to share between threads: each `reading()` or `writing()` is a transaction of its own.
    """

    def __init__(
        self,
        url: str,
        engine: Engine,
        office: str,
        trail_key: bytes = b"",
        *,
        key: bytes | None = None,
        held: Held | None = None,
        shares_engine: bool = False,
    ) -> None:
        self.url = url
        self.file = database_file(url)
        """The SQLite file; None on a server."""
        self.key = key
        self._shares_engine = shares_engine
        self.engine = engine.execution_options(**{OFFICE: office, IDLE_S: None if held is None else held.lease_s})
        self.office = office
        self._trail_key = trail_key
        self._lease = None if held is None else held.lease
        self._suspect = False

    @property
    def place(self) -> str:
        """What messages call it; no host, user or password."""
        return f"database {self.file}" if self.file else "database on the server"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Look at one moment of the database; writers are neither waited for nor held up.

        Raises:
            StoreTrouble: The database cannot be read, or the caller tried to write.
        """
        with self._watched(), Session(self.engine, self.office, self._trail_key) as session:
            yield session
            # A change made in here by mistake fails now instead of being lost without a word.
            session.flush()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Change the database: all of it when the block ends, nothing when it raises.

        Writers of one office wait for each other (30 s at most), so what is read in here stays
        true until the end.

        Raises:
            StoreTrouble: Nothing was kept; the message says why and what to do.
            LeaseLost: Somebody else works for this office by now.
        """
        engine = self.engine.execution_options(**{WRITES: True})
        with self._watched(), Session(engine, self.office, self._trail_key) as session, session.begin():
            if engine.dialect.name == "postgresql":
                session.connection().execute(
                    text("SELECT pg_advisory_xact_lock(:family, :office)"),
                    {"family": ADVISORY_CLASS, "office": advisory_number(self.office)},
                )
                self._ask_for_lease(session)
            yield session
            if not session.is_whole():
                raise StoreTrouble(f"{self.place}: refused within a transaction: nothing of it was kept, make room")

    def _ask_for_lease(self, session: Session) -> None:
        """Go on only while the office is ours, and keep it so until the transaction ends."""
        if self._lease is None:
            return
        question = text("SELECT 1 FROM office_work WHERE office = :office AND lease = :lease FOR KEY SHARE")
        found = session.connection().execute(question, {"office": self.office, "lease": self._lease.token})
        if found.first() is None:
            raise LeaseLost(f"office {self.office!r}: another worker has taken it over: nothing more is done here")

    def go_by(self, lease: Lease) -> None:
        """Work by another lease of the same office."""
        self._lease = lease

    def check(self) -> None:
        """Look for damage.

        Raises:
            StoreDamaged: The SQLite file is damaged; it is left as it is.
        """
        with explained(self.place):
            sound = quick_check(self.engine)
        if not sound:
            raise StoreDamaged(f"{self.place}: damaged: stop pecwatch, keep the file, restore the newest backup")

    def is_sound(self) -> bool:
        """Whether no damage shows; it is looked for with new connections."""
        self.engine.dispose()
        try:
            self.check()
        except StoreDamaged:
            return False
        return True

    def is_exempt(self) -> bool:
        """Whether the server shows us the rows of every office, whatever the policies say."""
        with explained(self.place), self.engine.connect() as connection:
            return obeys_no_policy(connection)

    def close(self) -> None:
        """Let go of every connection, unless others use them too."""
        if not self._shares_engine:
            self.engine.dispose()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Explain errors; after one, start over with new connections and look for damage before going on."""
        if self._suspect:
            self.check()
            self._suspect = False
        try:
            with explained(self.place, memory=False):
                yield
        except (StoreTrouble, StoreDamaged):
            self._suspect = True
            self.engine.dispose()
            raise


def advisory_number(name: str) -> int:
    """A name as the signed 32-bit number that PostgreSQL wants."""
    number = zlib.crc32(name.encode())
    return number - (1 << 32) if number >= 1 << 31 else number


def open_database(
    url: str,
    *,
    office: str = DEFAULT_OFFICE,
    trail_key: bytes = b"",
    key: bytes | None = None,
    engine: Engine | None = None,
    held: Held | None = None,
) -> Database:
    """Open the database and look for damage; tables are made and changed by `migrations.migrate` only.

    An SQLite file is made with mode 0600 in a folder of mode 0700 when it is missing.

    Args:
        trail_key: By which the audit trail is chained; whoever only looks needs none.
        key: Of a sealed SQLite file.
        engine: To be shared with other offices on the same server.
        held: The lease without which nothing is written, where many workers share the offices; the server then ends
            a transaction in which nothing happens for as long, so that nobody waits for a worker that was stopped.

    Raises:
        UsageError: The URL cannot be used.
        StoreDamaged: The SQLite file is damaged.
        StoreTrouble: It cannot be opened or reached.
    """
    parse_url(url)
    if not OFFICE_CODE.fullmatch(office):
        raise UsageError("an office's code is made of small letters, digits and -")
    if file := database_file(url):
        require_fitting(file, key)
    shared = engine if held is None else held.engine
    database = Database(
        url,
        shared or make_engine(url, key=key),
        office,
        trail_key,
        key=key,
        held=held,
        shares_engine=shared is not None,
    )
    try:
        if shared is None:
            database.check()
    except (StoreDamaged, StoreTrouble):
        database.close()
        raise
    return database
