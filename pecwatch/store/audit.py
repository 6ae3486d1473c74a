# SPDX-License-Identifier: EUPL-1.2
"""The audit trail in the database: written in the transaction of what it tells, never changed, chained by keyed hashes.

The key lies outside the database, so whoever can write the database alone cannot forge a chain that holds; a copy of
its head lies outside as well, so that an end cut off shows.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace

from sqlalchemy import insert
from sqlmodel import col, select

from pecwatch.model.audit import AuditEntry, AuditFinding, AuditHead, Deed
from pecwatch.store.database import Session
from pecwatch.store.tables import StoredAudit

NOTHING = AuditHead(number=0, seal="")
"""What stands before the first entry."""

AT_ONCE = 1000

SERVICE = "service"


def write_down(
    session: Session, deed: Deed, *, at: dt.datetime, about: str = "", who: str = SERVICE, detail: str = ""
) -> None:
    """Add an entry, in the transaction of what was done.

    Args:
        about: As `message:12`; never a name or an address.
        who: Code of a person, a user of the machine, or the service itself.
        detail: Codes and counts.
    """
    write_all_down(session, [AuditEntry(number=0, at=at, deed=deed, who=who, about=about, detail=detail)])


def write_all_down(session: Session, entries: Iterable[AuditEntry]) -> None:
    """Add entries in their order; numbers and seals they get here. A list may have ten thousand rows."""
    session.flush()
    last, rows = head(session) or NOTHING, []
    for each in entries:
        entry = replace(each, number=last.number + 1)
        last = AuditHead(number=entry.number, seal=_seal(session, last.seal, entry))
        rows.append({"office": session.office, **asdict(replace(entry, seal=last.seal))})
    if rows:
        session.execute(insert(StoredAudit), rows)


def head(session: Session) -> AuditHead | None:
    """The last entry; None before the first."""
    query = (
        select(StoredAudit.number, StoredAudit.seal)
        .where(StoredAudit.office == session.office)
        .order_by(col(StoredAudit.number).desc())
        .limit(1)
    )
    row = session.exec(query).first()
    return None if row is None else AuditHead(number=row[0], seal=row[1])


def holds(session: Session, known: AuditHead) -> bool:
    """Whether the entry that was once the last is still there as it was."""
    query = select(StoredAudit.seal).where(StoredAudit.office == session.office, StoredAudit.number == known.number)
    seal = session.exec(query).one_or_none()
    return seal is not None and seal.startswith(known.seal)


def trail(
    session: Session, *, about: str = "", since: dt.datetime | None = None, deed: Deed | None = None
) -> Iterator[AuditEntry]:
    """The entries in their order, of one thing or of all."""
    query = select(StoredAudit).where(StoredAudit.office == session.office).order_by(col(StoredAudit.number))
    if about:
        query = query.where(StoredAudit.about == about)
    if since is not None:
        query = query.where(StoredAudit.at >= since)
    if deed is not None:
        query = query.where(StoredAudit.deed == deed)
    yield from map(_entry, session.exec(query.execution_options(yield_per=AT_ONCE)))


def findings(session: Session, known: AuditHead | None) -> Iterator[AuditFinding]:
    """Go along the whole chain; every place where it does not hold.

    Args:
        known: The head as it was kept outside, whole or with the beginning of its seal.
    """
    before = NOTHING
    for entry in trail(session):
        if entry.number != before.number + 1:
            yield AuditFinding(number=entry.number, fault="missing")
        elif not _holds(session, before.seal, entry, known):
            yield AuditFinding(number=entry.number, fault="changed")
        before = AuditHead(number=entry.number, seal=entry.seal)
    if known is not None and known.number > before.number:
        yield AuditFinding(number=before.number + 1, fault="cut")


def _holds(session: Session, before: str, entry: AuditEntry, known: AuditHead | None) -> bool:
    if known is not None and known.number == entry.number and not entry.seal.startswith(known.seal):
        return False
    return hmac.compare_digest(entry.seal, _seal(session, before, entry))


def _seal(session: Session, before: str, entry: AuditEntry) -> str:
    told = (entry.at.astimezone(dt.UTC).isoformat(), str(entry.deed), entry.who, entry.about, entry.detail)
    text = json.dumps([before, session.office, entry.number, *told])
    return hmac.digest(session.trail_key, text.encode(), hashlib.sha256).hex()


def _entry(row: StoredAudit) -> AuditEntry:
    return AuditEntry(
        number=row.number,
        at=row.at,
        deed=Deed(row.deed),
        who=row.who,
        about=row.about,
        detail=row.detail,
        seal=row.seal,
    )
