# SPDX-License-Identifier: EUPL-1.2
"""Making what was deleted really gone: a database keeps the bytes of deleted rows until their place is used again."""

from pecwatch.store.database import Database
from pecwatch.store.trouble import explained


def compact(database: Database) -> None:
    """Write the database anew without what was deleted; to be called under the exclusive lock.

    On SQLite the write-ahead log is emptied before and after, since it holds pages as they were. On PostgreSQL the
    space of deleted rows is given free for use, and the server's own log is the server's.
    """
    statements = (
        ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
        if database.file is not None
        else ("VACUUM",)
    )
    with explained(database.place):
        connection = database.engine.raw_connection()
        try:
            driver = connection.driver_connection
            if database.file is None:
                driver.autocommit = True  # type: ignore[union-attr]
            cursor = connection.cursor()
            if database.file is not None:
                cursor.execute("PRAGMA query_only = 0")
            for statement in statements:
                cursor.execute(statement)
                if statement.startswith("PRAGMA"):
                    cursor.fetchall()
            cursor.close()
        finally:
            connection.invalidate()
