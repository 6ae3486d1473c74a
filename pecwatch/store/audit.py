# SPDX-License-Identifier: EUPL-1.2
"""The audit trail in the database: written with what it tells in one transaction, never changed, chained by keyed hashes.

The key lies outside the database, so whoever can write the database alone cannot forge a chain that holds; a copy of its
head lies outside as well, so that an end cut off shows.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterator

from sqlmodel import col, select

from pecwatch.model.audit import AuditEntry, AuditFinding, AuditHead, Deed
from pecwatch.store.database import Session
from pecwatch.store.tables import StoredAudit

BEGINNING = ""
"""What stands in the place of the seal before the first."""

SERVICE = "service"
_HEAD = "audit_head"


def write_down(
    session: Session, deed: Deed, *, at: dt.datetime, about: str = "", who: str = SERVICE, detail: str = ""
) -> None:
    """Add an entry, in the transaction of what was done.

    Args:
        about: As `message:12`; never a name or an address.
        who: Code of a person, a user of the machine, or the service itself.
        detail: Codes and counts.
    """
    before = session.info.get(_HEAD) or head(session) or AuditHead(number=0, seal=BEGINNING)
    number = before.number + 1
    seal = _seal(session, before.seal, number, at, deed, who, about, detail)
    session.add(
        StoredAudit(
            office=session.office, number=number, at=at, deed=deed, who=who, about=about, detail=detail, seal=seal
        )
    )
    session.info[_HEAD] = AuditHead(number=number, seal=seal)


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


def trail(session: Session, *, about: str = "", since: dt.datetime | None = None) -> Iterator[AuditEntry]:
    """The entries in their order, of one thing or of all."""
    query = select(StoredAudit).where(StoredAudit.office == session.office).order_by(col(StoredAudit.number))
    if about:
        query = query.where(StoredAudit.about == about)
    if since is not None:
        query = query.where(StoredAudit.at >= since)
    for row in session.exec(query.execution_options(yield_per=1000)):
        yield AuditEntry(
            number=row.number,
            at=row.at,
            deed=Deed(row.deed),
            who=row.who,
            about=row.about,
            detail=row.detail,
            seal=row.seal,
        )


def findings(session: Session, known: AuditHead | None) -> Iterator[AuditFinding]:
    """Go along the whole chain; every place where it does not hold.

    Args:
        known: The head as it was kept outside, whole or with the beginning of its seal.
    """
    number, seal = 0, BEGINNING
    for row in session.exec(
        select(StoredAudit)
        .where(StoredAudit.office == session.office)
        .order_by(col(StoredAudit.number))
        .execution_options(yield_per=1000)
    ):
        if row.number != number + 1:
            yield AuditFinding(number=row.number, fault="missing")
        elif not hmac.compare_digest(
            row.seal, _seal(session, seal, row.number, row.at, row.deed, row.who, row.about, row.detail)
        ):
            yield AuditFinding(number=row.number, fault="changed")
        number, seal = row.number, row.seal
        if known is not None and row.number == known.number and not row.seal.startswith(known.seal):
            yield AuditFinding(number=row.number, fault="changed")
    if known is not None and known.number > number:
        yield AuditFinding(number=number + 1, fault="cut")


def _seal(
    session: Session, before: str, number: int, at: dt.datetime, deed: str, who: str, about: str, detail: str
) -> str:
    moment = at.astimezone(dt.UTC).isoformat()
    text = json.dumps([before, session.office, number, moment, str(deed), who, about, detail], ensure_ascii=True)
    return hmac.digest(session.trail_key, text.encode(), hashlib.sha256).hex()
