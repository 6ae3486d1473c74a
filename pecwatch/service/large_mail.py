# SPDX-License-Identifier: EUPL-1.2
"""Which large message is being fetched, so that one over which the process dies is not begun for ever."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from pecwatch.model.mailbox import Delivery, NotFetched
from pecwatch.model.record import from_json, to_json
from pecwatch.store.arrivals import record_not_fetched
from pecwatch.store.database import Database
from pecwatch.store.notes import forget, note, noted

log = structlog.get_logger()


@contextmanager
def under_way(database: Database, found: Delivery, now: dt.datetime) -> Iterator[None]:
    """While the bytes of a message come a note says so: if the process dies over it, the note stays."""
    with database.writing() as session:
        note(session, _key(found.mailbox), to_json(not_whole(found, "interrupted")).decode(), now)
    try:
        yield
    finally:
        with database.writing() as session:
            forget(session, _key(found.mailbox))


def count_death(database: Database, mailbox: str, now: dt.datetime) -> None:
    """A message over which the process died was not fetched; the third time a person is told."""
    with database.reading() as session:
        begun = noted(session, _key(mailbox))
    if begun is None:
        return
    log.error("died_while_fetching", mailbox=mailbox)
    with database.writing() as session:
        record_not_fetched(session, from_json(NotFetched, begun.value), now)
        forget(session, _key(mailbox))


def not_whole(delivery: Delivery, reason: str) -> NotFetched:
    """A message whose bytes did not come, for a reason of `NotFetched`."""
    return NotFetched(
        mailbox=delivery.mailbox,
        folder=delivery.folder,
        uidvalidity=delivery.uidvalidity,
        uid=delivery.uid,
        reason=reason,
    )


def _key(mailbox: str) -> str:
    return f"begun:{mailbox}"
