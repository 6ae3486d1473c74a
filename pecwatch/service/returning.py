# SPDX-License-Identifier: EUPL-1.2
"""A mail of ours that came back: its positions know, and whoever stands above its reader is told next."""

from pecwatch.model.news import Changes
from pecwatch.model.position import Event
from pecwatch.service.desk import Desk
from pecwatch.service.stepping import note_undelivered
from pecwatch.store import outbox
from pecwatch.store.casefile import position, save_changes
from pecwatch.store.database import Session
from pecwatch.store.records import OutgoingMail

RETURNED = "returned"
"""Kind of the event."""


def note_returned(session: Session, desk: Desk, mail: OutgoingMail, message_id: int) -> bool:
    """Write down, once, that a mail did not reach its reader; whether it is news."""
    now = desk.clock()
    if not outbox.mark_returned(session, mail.id, now):
        return False
    for reference in mail.references:
        found = position(session, reference)
        if found is not None:
            event = Event(
                reference=reference,
                at=now,
                kind=RETURNED,
                who="pecwatch",
                by="mail",
                detail=mail.recipient_code,
                message_id=message_id,
            )
            # The position is saved as it is, so that the calendar looks at it at once.
            save_changes(session, Changes(positions=(found,), events=(event,)))
    note_undelivered(session, mail.event, mail.recipient_code, now)
    return True
