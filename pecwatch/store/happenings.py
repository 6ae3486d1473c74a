# SPDX-License-Identifier: EUPL-1.2
"""Oddities of the mailboxes that end by themselves and of which the digests tell: how many on which day."""

import datetime as dt
from enum import StrEnum

from sqlmodel import col, select

from pecwatch.store.database import Session
from pecwatch.store.notes import note, noted
from pecwatch.store.tables import StoredNote


class Happening(StrEnum):
    """What came about."""

    GONE = "gone"
    """Messages that were listed and gone before they could be fetched."""
    RENUMBERED = "renumbered"
    """Folders whose UIDVALIDITY changed."""
    ODD_CLOCK = "odd_clock"
    """Messages that, if one believes the server, have not arrived yet."""


def record_happening(session: Session, happening: Happening, number: int, now: dt.datetime) -> None:
    """Count what came about, with the rest of its day; nothing is written for none."""
    if number:
        key = f"{_beginning(happening)}{now.date()}"
        before = noted(session, key)
        note(session, key, str(number + (0 if before is None else int(before.value))), now)


def happened(session: Session, happening: Happening, since: dt.datetime | None) -> int:
    """How many came about, counted by whole days, since a moment; None: ever."""
    query = select(StoredNote.value).where(
        StoredNote.office == session.office, col(StoredNote.key).startswith(_beginning(happening), autoescape=True)
    )
    if since is not None:
        query = query.where(StoredNote.noted_at >= since)
    return sum(int(value) for value in session.exec(query))


def _beginning(happening: Happening) -> str:
    return f"happening:{happening}:"
