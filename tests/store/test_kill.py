# SPDX-License-Identifier: EUPL-1.2
import subprocess
import sys
from pathlib import Path

import pytest

from pecwatch.store import casefile, ledger, outbox, stories
from pecwatch.store.database import Database
from pecwatch.store.records import MessageState
from tests.store.values import NOW, delivery, vault_in

ROUND = """
import os, signal, sys
from pathlib import Path
from pecwatch.model.news import Changes
from pecwatch.store import casefile, ledger, outbox
from pecwatch.store.database import open_database
from pecwatch.store.records import MessageOutcome
from tests.store.values import NOW, delivery, event, position, reading, vault_in

url, folder, last_step = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
step = 0

def done():
    global step
    step += 1
    if step == last_step:
        os.kill(os.getpid(), signal.SIGKILL)

database = open_database(url)
kept = vault_in(folder).put(delivery().pieces)
done()
with database.writing() as session:
    message_id = ledger.record_delivery(session, delivery(), kept, NOW).entry.id
    done()
done()
with database.writing() as session:
    ledger.record_reading(session, message_id, reading())
    done()
    number = casefile.next_numbers(session, ["2025-11"])["2025-11"]
    opened = position(number, message_id=message_id)
    if not casefile.positions(session):
        casefile.save_changes(session, Changes(positions=(opened,), events=(event(opened.reference),)))
    done()
    outbox.enqueue(session, event=f"message:{message_id}:rows", recipient="a@comune.example", kind="rows",
                   subject="", content=b"", message_id_header="<1@x>", now=NOW)
    session.flush()
    done()
    ledger.record_outcome(session, message_id, MessageOutcome.ALERT, way=None, now=NOW)
    session.flush()
    done()
done()
"""
STEPS = 8


def run(database: Database, folder: Path, last_step: int) -> int:
    command = [sys.executable, "-c", ROUND, database.url, str(folder), str(last_step)]
    return subprocess.run(command, cwd=Path(__file__).parents[2], check=False).returncode


@pytest.mark.parametrize("killed_at", range(1, STEPS + 1))
def test_killed_and_started_again(sqlite: Database, tmp_path: Path, killed_at: int) -> None:
    """`kill -9` after every step of a round: no half transaction, and the next run ends as an undisturbed one."""
    vault = tmp_path / "vault"
    assert run(sqlite, vault, killed_at) == -9
    sqlite.check()
    with sqlite.reading() as session:
        found = ledger.entries(session)
        finished = bool(found) and found[0].state is MessageState.DONE
        assert len(casefile.positions(session)) == outbox.unsent_count(session, NOW) == int(finished)
    assert run(sqlite, vault, 0) == 0
    with sqlite.reading() as session:
        (entry,) = ledger.entries(session)
        (position,) = casefile.positions(session)
        assert (entry.state, position.reference) == (MessageState.DONE, "PW-2025-11-001")
        assert [event.kind for event in stories.events(session, position.reference)] == ["opened"]
        assert [mail.created_at for mail in outbox.due(session, NOW)] == [NOW]
        assert tuple(vault_in(vault).pieces(entry.vault_name)) == delivery().pieces
