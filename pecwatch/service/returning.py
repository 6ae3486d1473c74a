# SPDX-License-Identifier: EUPL-1.2
"""A mail of ours that came back: its positions know; where that is proven, whoever stands above its reader is told."""

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

UNPROVEN = "unproven"
"""Word of its detail where the report bore nothing of the mail."""


def note_returned(session: Session, desk: Desk, mail: OutgoingMail, message_id: int, *, is_proven: bool) -> bool:
    """Write down, once, that a mail did not reach its reader; whether it is news.

    Args:
        is_proven: Whether the report bears something that only our mail held. Of any other it is only noted, and the
            administrator is told: whoever can write a mail could otherwise drive a row up to the director.
    """
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
                detail=mail.recipient_code if is_proven else f"{mail.recipient_code} {UNPROVEN}",
                message_id=message_id,
            )
            # The position is saved as it is, so that the calendar looks at it at once.
            save_changes(session, Changes(positions=(found,) if is_proven else (), events=(event,)))
    if is_proven:
        note_undelivered(session, mail.event, mail.recipient_code, now)
    return True
