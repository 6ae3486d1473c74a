# SPDX-License-Identifier: EUPL-1.2
"""Whether the audit trail is whole, and the copy of its head outside the database."""

import datetime as dt
import hashlib
from pathlib import Path

import structlog

from pecwatch.config import installation_of
from pecwatch.model.audit import AuditFinding, AuditHead, Deed
from pecwatch.model.listing import Reading
from pecwatch.model.record import record
from pecwatch.service.desk import Desk
from pecwatch.store import audit
from pecwatch.store.audit_head import keep_head, kept_head
from pecwatch.store.database import Session
from pecwatch.store.notes import note, noted

log = structlog.get_logger()

CONFIGURED = "configured"
"""Note with the digests of the configuration and of the rules that were last written down."""


@record
class AuditState:
    """The chain as it stands."""

    entries: int
    head: str | None
    findings: tuple[AuditFinding, ...]


def verify_trail(desk: Desk, known: AuditHead | None) -> AuditState:
    """Go along the whole chain.

    Args:
        known: A head that was kept outside.
    """
    with desk.database.reading() as session:
        last = audit.head(session)
        return AuditState(
            entries=0 if last is None else last.number,
            head=None if last is None else str(last),
            findings=tuple(audit.findings(session, known)),
        )


def copy_head(desk: Desk) -> None:
    """Copy the head into the data folder; to be called at the end of each round."""
    kept = kept_head(desk.config.service.data_dir)
    with desk.database.reading() as session:
        if not is_held(session, kept):
            log.error("audit_trail_broken", remedy="run pecwatch audit verify")
            return
        last = audit.head(session)
    if last is not None:
        keep_head(desk.config.service.data_dir, last)


def is_held(session: Session, kept: AuditHead | None) -> bool:
    """Whether the entry whose copy lies outside the database is there as it was; where it is not, the copy stays.

    Args:
        kept: Read before the session began, or it may be of an entry that the session does not see.
    """
    return kept is None or audit.holds(session, kept)


def note_read(session: Session, message_id: int, reading: Reading, now: dt.datetime) -> None:
    """Write down that a message was read, and what it was found to be."""
    rows = 0 if reading.listing is None else len(reading.listing.rows)
    audit.write_down(session, Deed.PARSED, at=now, about=f"message:{message_id}", detail=f"{reading.state} rows={rows}")


def note_configuration(desk: Desk) -> None:
    """Write down that configuration or rules are not those of before; what many offices share is a part of it."""
    config, now = desk.config, desk.clock()
    shared = None if config.file is None else installation_of(config.file)
    digests = "+".join(_digest(file) for file in (config.file, *filter(None, [shared])))
    found = f"config={digests} rules={_digest_of_folder(config.lists.rules)}"
    with desk.database.reading() as session:
        before = noted(session, CONFIGURED)
    if before is None or before.value != found:
        with desk.database.writing() as session:
            audit.write_down(session, Deed.CONFIGURED, at=now, detail=found)
            note(session, CONFIGURED, found, now)


def _digest_of_folder(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + _digest(path).encode())
    return digest.hexdigest()[:12]


def _digest(file: Path | None) -> str:
    """A file that cannot be read at this moment, as one that is being written, must not cost the round."""
    try:
        return "environment" if file is None else hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    except OSError:
        return "unreadable"
