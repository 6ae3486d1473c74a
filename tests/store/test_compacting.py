# SPDX-License-Identifier: EUPL-1.2
import os

import pytest

from pecwatch.store.compacting import compact
from pecwatch.store.database import Database
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
