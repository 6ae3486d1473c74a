# SPDX-License-Identifier: EUPL-1.2
"""Short facts the service must remember between rounds: the last digest's day, the first start finished …"""

import datetime as dt

from sqlalchemy import bindparam, delete
from sqlmodel import col, select

from pecwatch.store.database import Session
from pecwatch.store.records import Note
from pecwatch.store.tables import StoredNote

NOTED = select(col(StoredNote.value), col(StoredNote.noted_at)).where(
    col(StoredNote.office) == bindparam("office"), col(StoredNote.key) == bindparam("key")
)
"""Made once: each round asks for some twenty notes, and to make a statement takes longer than to have it answered."""


def note(session: Session, key: str, value: str, now: dt.datetime) -> None:
    """Remember a fact; it replaces what was noted under that key."""
    row = _row(session, key) or StoredNote(office=session.office, key=key, value=value, noted_at=now)
    row.value = value
    row.noted_at = now
    session.add(row)


def noted(session: Session, key: str) -> Note | None:
    """What was last noted under that key."""
    # What was noted in this transaction counts.
    session.flush()
    row = session.execute(NOTED, {"office": session.office, "key": key}).one_or_none()
    return None if row is None else Note(value=row.value, noted_at=row.noted_at)


def forget(session: Session, key: str) -> None:
    """Forget a fact; nothing happens when there is none."""
    session.execute(delete(StoredNote).where(col(StoredNote.office) == session.office, col(StoredNote.key) == key))


def _row(session: Session, key: str) -> StoredNote | None:
    query = select(StoredNote).where(StoredNote.office == session.office, StoredNote.key == key)
    return session.exec(query).one_or_none()
