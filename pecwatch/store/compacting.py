# SPDX-License-Identifier: EUPL-1.2
"""Giving back the room of deleted rows, so that their bytes are in no file any more."""

from contextlib import closing

from pecwatch.store.database import Database
from pecwatch.store.engine import make_engine
from pecwatch.store.trouble import explained


def compact(database: Database) -> None:
    """Write the database anew without what was deleted, and empty the journal beside it.

    Raises:
        StoreTrouble: There is no room for it, or somebody holds the database.
    """
    with explained(database.place):
        if database.file is None:
            # As long as it takes, which may be longer than any round may wait.
            engine = make_engine(database.url, for_migrations=True)
            try:
                with engine.connect() as connection:
                    connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")
            finally:
                engine.dispose()
            return
        with closing(database.engine.raw_connection()) as raw, closing(raw.cursor()) as cursor:
            cursor.execute("PRAGMA query_only = 0")
            cursor.execute("PRAGMA secure_delete = 1")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
