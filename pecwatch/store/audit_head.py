# SPDX-License-Identifier: EUPL-1.2
"""The copy of the audit trail's head outside the database, by which an end that was cut off shows."""

from pathlib import Path

from pecwatch.model.audit import AuditHead
from pecwatch.store.durable import write_over
from pecwatch.store.trouble import explained_files

HEAD_FILE = "audit-head"


def keep_head(data_dir: Path, last: AuditHead) -> None:
    """Copy the head, unless the copy is of it already."""
    if kept_head(data_dir) != last:
        write_over(data_dir / HEAD_FILE, f"{last.number}:{last.seal}\n".encode())


def kept_head(data_dir: Path) -> AuditHead | None:
    """The head as it was copied last; None when there is no copy that can be read."""
    path = data_dir / HEAD_FILE
    if not path.is_file():
        return None
    with explained_files(path):
        number, _, seal = path.read_text(encoding="ascii", errors="replace").strip().partition(":")
    return AuditHead(number=int(number), seal=seal) if number.isdecimal() and seal else None


def forget_head(data_dir: Path) -> None:
    """The trail begins anew, or goes on behind a copy of the database that is older than the head."""
    with explained_files(data_dir):
        (data_dir / HEAD_FILE).unlink(missing_ok=True)
