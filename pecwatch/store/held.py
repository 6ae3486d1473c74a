# SPDX-License-Identifier: EUPL-1.2
"""Changes that a list asked for and was not allowed to make, kept with their values until somebody says yes or no."""

from collections.abc import Iterable

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from pecwatch.model.news import HeldChange, HeldEnd
from pecwatch.store.database import Session
from pecwatch.store.stored import from_text, to_text
from pecwatch.store.tables import StoredHeld


def hold(session: Session, changes: Iterable[HeldChange]) -> None:
    """Keep changes; the same message read again replaces what it asked for before."""
    for change in changes:
        query = _waiting(session).where(
            StoredHeld.reference == change.reference, StoredHeld.message_id == change.message_id
        )
        row = session.exec(query).first() or StoredHeld(
            office=session.office,
            reference=change.reference,
            message_id=change.message_id,
            held_at=change.held_at,
            record="",
        )
        row.record = to_text(change)
        session.add(row)
        session.flush()


def end(session: Session, ends: Iterable[HeldEnd]) -> None:
    """Let held changes wait no longer."""
    for each in ends:
        query = _waiting(session).where(StoredHeld.reference == each.reference)
        if each.message_id is not None:
            query = query.where(StoredHeld.message_id == each.message_id)
        for row in session.exec(query):
            row.ended_at, row.ended_as = each.at, each.how
            session.add(row)
        session.flush()


def held(session: Session, *, message_id: int | None = None, reference: str | None = None) -> tuple[HeldChange, ...]:
    """Changes that still wait, oldest first; of one message or one position, or all."""
    query = _waiting(session)
    if message_id is not None:
        query = query.where(StoredHeld.message_id == message_id)
    if reference is not None:
        query = query.where(StoredHeld.reference == reference)
    return tuple(from_text(HeldChange, row.record, f"held_change {row.id}") for row in session.exec(query))


def _waiting(session: Session) -> SelectOfScalar[StoredHeld]:
    return (
        select(StoredHeld)
        .where(StoredHeld.office == session.office, col(StoredHeld.ended_at).is_(None))
        .order_by(col(StoredHeld.id))
    )
