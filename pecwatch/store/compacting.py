# SPDX-License-Identifier: EUPL-1.2
"""Giving back the room of deleted rows, so that their bytes are in no file any more.

Whoever deletes notes in the same transaction that this is owed: it may find no room, and then the next purge does it.
"""

import datetime as dt
import secrets
from contextlib import closing

from pecwatch.store.database import Database, Session
from pecwatch.store.engine import make_engine
from pecwatch.store.notes import forget, note, noted
from pecwatch.store.trouble import StoreTrouble, explained

OWED = "compaction_owed"
"""Note that something was deleted since the database was last written anew; no two have the same value."""


def owe(session: Session, now: dt.datetime) -> None:
    """Note, with what is being deleted, that the database is to be written anew."""
    note(session, OWED, secrets.token_hex(8), now)


def owed(session: Session) -> str | None:
    """The last debt, where what was deleted may still lie in the files."""
    found = noted(session, OWED)
    return None if found is None else found.value


def compact(database: Database) -> None:
    """Write the database anew without what was deleted, and empty the journal beside it; then it is owed no more.

    Raises:
        StoreTrouble: There is no room for it, or somebody holds the database.
    """
    with database.reading() as session:
        debt = owed(session)
    with explained(database.place):
        if database.file is None:
            _vacuum_on_server(database)
        else:
            _write_anew(database)
    settle(database, debt)


def settle(database: Database, debt: str | None) -> None:
    """Note that nothing is owed any more, unless somebody has deleted something since that debt was read."""
    with database.writing() as session:
        if owed(session) == debt:
            forget(session, OWED)


def _vacuum_on_server(database: Database) -> None:
    # As long as it takes, which may be longer than any round may wait.
    engine = make_engine(database.url, for_migrations=True)
    try:
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")
    finally:
        engine.dispose()


def _write_anew(database: Database) -> None:
    with closing(database.engine.raw_connection()) as raw, closing(raw.cursor()) as cursor:
        cursor.execute("PRAGMA query_only = 0")
        # The journal first: deleted rows are overwritten in the file, also where there is no room to write it anew.
        for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            found = cursor.execute(statement).fetchone()
            if found is not None and found[0]:
                raise StoreTrouble(f"{database.place}: somebody reads it: its journal could not be emptied")
