# SPDX-License-Identifier: EUPL-1.2
"""Weights of matching that an office has learned: the estimate in force, and those before it."""

import datetime as dt

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from pecwatch.model.estimate import KeptEstimate
from pecwatch.store.database import Session
from pecwatch.store.stored import from_text, to_text
from pecwatch.store.tables import StoredEstimate


def keep_estimate(session: Session, kept: KeptEstimate) -> None:
    """Put an estimate in force; the one before stays in the table as ended."""
    end_estimate(session, kept.estimated_at)
    session.add(StoredEstimate(office=session.office, estimated_at=kept.estimated_at, record=to_text(kept)))
    session.flush()


def end_estimate(session: Session, now: dt.datetime) -> bool:
    """Go back to the weights of the rules; whether there was an estimate to end."""
    rows = session.exec(_standing(session)).all()
    for row in rows:
        row.ended_at = now
        session.add(row)
    session.flush()
    return bool(rows)


def kept_estimate(session: Session) -> KeptEstimate | None:
    """The estimate that a person put in force last; whether it holds under today's rules is not asked here."""
    row = session.exec(_standing(session)).first()
    return None if row is None else from_text(KeptEstimate, row.record, f"weight_estimate {row.id}")


def _standing(session: Session) -> SelectOfScalar[StoredEstimate]:
    query = select(StoredEstimate).where(
        StoredEstimate.office == session.office, col(StoredEstimate.ended_at).is_(None)
    )
    return query.order_by(col(StoredEstimate.id).desc())
