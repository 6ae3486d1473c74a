# SPDX-License-Identifier: EUPL-1.2
"""The stories of positions: events, which are added and never changed."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, insert
from sqlmodel import col, select

from pecwatch.model.audit import AuditEntry, Deed
from pecwatch.model.position import Event
from pecwatch.store.audit import write_all_down
from pecwatch.store.database import Session
from pecwatch.store.tables import StoredEvent


def tell(session: Session, events: Collection[Event]) -> None:
    """Add events, together and in their order: the number of an event is its place in the story."""
    if not events:
        return
    session.flush()
    session.execute(insert(StoredEvent), [_stored(session, event) for event in events])
    write_all_down(session, map(_deed, events))


def events(session: Session, reference: str) -> tuple[Event, ...]:
    """The story of a position, from the beginning."""
    return _told(session, StoredEvent.reference == reference)


def events_of(session: Session, kinds: Collection[str]) -> tuple[Event, ...]:
    """Everything of some kinds that ever happened, in its order."""
    return _told(session, col(StoredEvent.kind).in_(kinds))


def month_events(session: Session, month: str) -> tuple[Event, ...]:
    """The events of every position of a month, in the order in which they were written."""
    return _told(session, col(StoredEvent.reference).startswith(f"PW-{month}-"))


def event_count(session: Session, reference: str) -> int:
    """How long the story of a position is: another number after each thing that happens to it."""
    query = select(func.count()).where(StoredEvent.office == session.office, StoredEvent.reference == reference)
    return session.exec(query).one()


def named_by(session: Session, message_id: int, kind: str | None = None) -> frozenset[str]:
    """References of the positions in whose story a message stands; with a kind, under that word."""
    query = select(StoredEvent.reference).where(
        StoredEvent.office == session.office, StoredEvent.message_id == message_id
    )
    return frozenset(session.exec(query if kind is None else query.where(StoredEvent.kind == kind)))


def _told(session: Session, which: ColumnElement[bool] | bool) -> tuple[Event, ...]:
    query = select(StoredEvent).where(StoredEvent.office == session.office, which).order_by(col(StoredEvent.id))
    return tuple(
        Event(
            reference=row.reference,
            at=row.at,
            kind=row.kind,
            who=row.who,
            by=row.by,
            detail=row.detail,
            reason=row.reason or "",
            message_id=row.message_id,
        )
        for row in session.exec(query)
    )


def _stored(session: Session, event: Event) -> dict[str, object]:
    return {
        "office": session.office,
        "reference": event.reference,
        "at": event.at,
        "kind": event.kind,
        "who": event.who,
        "by": event.by,
        "detail": event.detail,
        "reason": event.reason,
        "message_id": event.message_id,
    }


def _deed(event: Event) -> AuditEntry:
    return AuditEntry(number=0, at=event.at, deed=Deed.DECIDED, who=event.who, about=event.reference, detail=event.kind)
