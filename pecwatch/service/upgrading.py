# SPDX-License-Identifier: EUPL-1.2
"""After an upgrade: what an older pecwatch could not read is tried again, since that is often why there is a newer."""

import datetime as dt

import structlog

from pecwatch import __version__
from pecwatch.store import ledger
from pecwatch.store.database import Session
from pecwatch.store.notes import note, noted
from pecwatch.store.records import MessageOutcome, MessageState

log = structlog.get_logger()

TRIED_BY = "tried_by"
"""Note of the version that last worked with this database."""


def try_again_after_upgrade(session: Session, now: dt.datetime, version: str = __version__) -> int:
    """Put back in the queue what was given up or could not be read, if another version has worked here last.

    What a person has dealt with in the meantime (`failed done`) is left alone, and so is a list that was read in
    part: its rows were told. Nobody is told a second time that a message cannot be read.

    Returns:
        How many messages.
    """
    last = noted(session, TRIED_BY)
    if last is not None and last.value == version:
        return 0
    note(session, TRIED_BY, version, now)
    given_up = [entry for entry in ledger.failed(session) if entry.state is MessageState.QUARANTINED]
    unread = [entry for entry in ledger.failed(session) if entry.outcome is MessageOutcome.PERSON]
    for entry in (*given_up, *unread):
        ledger.retry(session, entry.id, now)
    if given_up or unread:
        log.warning("tried_again_after_upgrade", given_up=len(given_up), unread=len(unread))
    return len(given_up) + len(unread)
