# SPDX-License-Identifier: EUPL-1.2
import os
import sqlite3

import pytest
from sqlalchemy import event

from pecwatch.store.compacting import compact, owe, owed
from pecwatch.store.database import Database, open_database
from pecwatch.store.notes import note
from pecwatch.store.trouble import StoreTrouble
from tests.store.values import NOW


@pytest.mark.sqlite
def test_too_little_memory_is_trouble_like_any_other(sqlite: Database) -> None:
    """Written anew is in memory first: where that is not enough, what was deleted is deleted all the same."""
    with sqlite.writing() as session:
        note(session, "large", "x" * 40_000_000, NOW)
    sqlite.close()
    child = os.fork()
    if not child:
        # The limit is that of a whole process.
        with sqlite.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA hard_heap_limit = 20000000")
        try:
            compact(sqlite)
        except StoreTrouble as trouble:
            os._exit(0 if "not enough memory" in str(trouble) else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_lack_of_memory_of_others_is_not_the_databases(sqlite: Database) -> None:
    """A message that needs too much must be told from a database that does not work."""
    with pytest.raises(MemoryError), sqlite.writing():
        raise MemoryError


@pytest.mark.sqlite
def test_what_is_deleted_meanwhile_is_still_owed(sqlite: Database) -> None:
    """Somebody may delete beside the service between the writing anew and the note that it is done."""
    beside = open_database(sqlite.url)
    checkpoints: list[str] = []

    def meanwhile(statement: str) -> None:
        if "checkpoint" in statement:
            checkpoints.append(statement)
            if len(checkpoints) == 2:
                with beside.writing() as session:
                    owe(session, NOW)

    @event.listens_for(sqlite.engine, "checkout")
    def prepare(connection: sqlite3.Connection, *_: object) -> None:
        connection.set_trace_callback(meanwhile)

    with sqlite.writing() as session:
        owe(session, NOW)
    for is_left in (True, False):
        compact(sqlite)
        with sqlite.reading() as session:
            assert (owed(session) is not None) == is_left
    beside.close()
