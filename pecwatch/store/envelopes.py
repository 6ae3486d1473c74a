# SPDX-License-Identifier: EUPL-1.2
"""Transport envelopes of the ledger that bear one PEC `identificativo`."""

import hashlib

from sqlmodel import col, select

from pecwatch.model.listing import Reading
from pecwatch.model.message import Kind, Message
from pecwatch.model.seen import SeenEnvelope
from pecwatch.store.arrivals import arrivals
from pecwatch.store.columns import storable
from pecwatch.store.database import Session
from pecwatch.store.stored import from_text, number
from pecwatch.store.tables import StoredMessage

MANY = 20
"""Beyond these nothing more is learnt, and a flood of replays must not make each one dearer."""


def identifier_key(message: Message) -> str | None:
    """What the ledger finds a transport envelope by; None for every other message.

    A hash, because an identifier comes from outside and may be longer than an index takes.
    """
    if message.kind is not Kind.PEC or message.identifier is None:
        return None
    return hashlib.sha256(storable(message.identifier).encode()).hexdigest()


def with_identifier(session: Session, message: Message) -> tuple[SeenEnvelope, ...]:
    """The first transport envelopes that were read with the identifier of a message, in the order of the ledger."""
    key = identifier_key(message)
    if key is None:
        return ()
    query = (
        select(StoredMessage)
        .where(StoredMessage.office == session.office, StoredMessage.identifier_key == key)
        .order_by(col(StoredMessage.id))
        .limit(MANY)
    )
    return tuple(_seen(session, row, row.reading) for row in session.exec(query) if row.reading is not None)


def places_of(session: Session, message_id: int) -> frozenset[tuple[str, str]]:
    """Mailbox and folder of each place where a message was found; none for a file handed over."""
    return frozenset((each.mailbox, each.folder) for each in arrivals(session, message_id))


def _seen(session: Session, row: StoredMessage, reading: str) -> SeenEnvelope:
    message_id = number(row.id)
    return SeenEnvelope(
        message_id=message_id,
        arrived_at=row.server_received_at or row.first_seen_at,
        places=places_of(session, message_id),
        reading=from_text(Reading, reading, f"message {message_id}"),
    )
