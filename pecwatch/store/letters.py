# SPDX-License-Identifier: EUPL-1.2
"""The letters of earlier phases, which stand on the timeline of whoever is in a later list."""

from sqlalchemy import and_, or_
from sqlmodel import col, select

from pecwatch.model.listing import Reading
from pecwatch.model.news import KnownLetter
from pecwatch.store.database import Session
from pecwatch.store.records import MessageOutcome
from pecwatch.store.stored import from_text, number
from pecwatch.store.tables import StoredMessage


def known_letters(session: Session) -> tuple[KnownLetter, ...]:
    """Every letter of an earlier phase, in the order of arrival; those of the first start too."""
    old = and_(col(StoredMessage.outcome) == MessageOutcome.HISTORY, col(StoredMessage.month).is_(None))
    query = (
        select(StoredMessage)
        .where(StoredMessage.office == session.office)
        .where(or_(col(StoredMessage.outcome) == MessageOutcome.LETTER, old), col(StoredMessage.reading).is_not(None))
        .order_by(col(StoredMessage.id))
    )
    found = []
    for row in session.exec(query):
        reading = from_text(Reading, row.reading or "", f"message {row.id}")
        sent_at = row.certified_at or row.sent_at or row.server_received_at or row.first_seen_at
        if reading.letter is not None:
            found.append(KnownLetter(message_id=number(row.id), sent_at=sent_at, letter=reading.letter))
    return tuple(found)
