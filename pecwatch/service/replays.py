# SPDX-License-Identifier: EUPL-1.2
"""What the ledger knows of a PEC's `identificativo`: whether the message was sent again."""

from pecwatch.casework.replays import is_replay, marked
from pecwatch.model.listing import Reading
from pecwatch.model.seen import SeenEnvelope
from pecwatch.store.database import Session
from pecwatch.store.envelopes import places_of, with_identifier
from pecwatch.store.records import LedgerEntry


def marked_if_replayed(session: Session, entry: LedgerEntry, reading: Reading) -> Reading:
    """The reading of a ledger entry, with the warning `replayed_identifier` where it is one."""
    others = [each for each in with_identifier(session, reading.message) if each.message_id != entry.id]
    if not others:
        return reading
    envelope = SeenEnvelope(
        message_id=entry.id,
        arrived_at=entry.server_received_at or entry.first_seen_at,
        places=places_of(session, entry.id),
        reading=reading,
    )
    return marked(reading, replayed=is_replay(envelope, others))
