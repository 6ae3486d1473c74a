# SPDX-License-Identifier: EUPL-1.2
"""What persons asked for and what must outlast the asking: erased lines, restricted positions."""

import datetime as dt
from collections.abc import Collection

from sqlmodel import col, select

from pecwatch.model.position import Priority
from pecwatch.model.rights import Restriction
from pecwatch.store.database import Session
from pecwatch.store.tables import StoredErasure, StoredPosition, StoredRestriction


def keep_erased(session: Session, message_id: int, line_keys: Collection[str], now: dt.datetime) -> None:
    """Note that lines of a message were erased, by keyed hashes alone."""
    known = erased_lines(session, message_id)
    session.add_all(
        StoredErasure(office=session.office, message_id=message_id, line_key=key, erased_at=now)
        for key in sorted(set(line_keys) - known)
    )
    session.flush()


def erased_lines(session: Session, message_id: int) -> frozenset[str]:
    """Keyed hashes of the lines of a message that were erased."""
    query = select(StoredErasure.line_key).where(
        StoredErasure.office == session.office, StoredErasure.message_id == message_id
    )
    return frozenset(session.exec(query))


def restrict(session: Session, references: Collection[str], *, who: str, now: dt.datetime) -> tuple[str, ...]:
    """Restrict the use of positions; returns those that were not restricted before."""
    known = restricted(session)
    new = tuple(sorted(set(references) - known))
    session.add_all(
        StoredRestriction(office=session.office, reference=each, restricted_at=now, restricted_by=who) for each in new
    )
    session.flush()
    return new


def lift(session: Session, references: Collection[str], *, who: str, now: dt.datetime) -> tuple[str, ...]:
    """Let positions be used again; returns those that were restricted."""
    query = select(StoredRestriction).where(
        StoredRestriction.office == session.office,
        col(StoredRestriction.reference).in_(references),
        col(StoredRestriction.lifted_at).is_(None),
    )
    rows = session.exec(query).all()
    for row in rows:
        row.lifted_at, row.lifted_by = now, who
        session.add(row)
    session.flush()
    return tuple(sorted(row.reference for row in rows))


def restricted(session: Session) -> frozenset[str]:
    """References of the positions whose use is restricted."""
    query = select(StoredRestriction.reference).where(
        StoredRestriction.office == session.office, col(StoredRestriction.lifted_at).is_(None)
    )
    return frozenset(session.exec(query))


def quiet(session: Session) -> frozenset[str]:
    """References of which nobody is to be reminded: restricted, and closed or of low priority.

    While an execution may come, and until its outcome is known, the clocks run as for anybody: they protect her.
    """
    found = restricted(session)
    still_to_come = select(StoredPosition.reference).where(
        StoredPosition.office == session.office,
        col(StoredPosition.reference).in_(found),
        col(StoredPosition.is_open).is_(True),
        col(StoredPosition.priority) == Priority.URGENT.value,
    )
    pressing: frozenset[str] = frozenset(session.exec(still_to_come).all()) if found else frozenset()
    return found - pressing


def restrictions(session: Session, references: Collection[str]) -> tuple[Restriction, ...]:
    """Every restriction there was of some positions, oldest first."""
    query = (
        select(StoredRestriction)
        .where(StoredRestriction.office == session.office, col(StoredRestriction.reference).in_(references))
        .order_by(col(StoredRestriction.id))
    )
    return tuple(
        Restriction(
            reference=row.reference,
            restricted_at=row.restricted_at,
            restricted_by=row.restricted_by,
            lifted_at=row.lifted_at,
            lifted_by=row.lifted_by,
        )
        for row in session.exec(query)
    )
