# SPDX-License-Identifier: EUPL-1.2
"""Files outside the database that tell the next start what it cannot know: that it is no first one, who restored."""

import re
from pathlib import Path

from pecwatch.store.durable import write_over
from pecwatch.store.permissions import make_private_folder
from pecwatch.store.trouble import explained_files

MARKER, RESTORER = "in-use", "restored-by"
TEXT = "pecwatch has worked with this folder: a missing database means loss, not a first start.\n"


def mark_in_use(data_dir: Path) -> None:
    """Leave the mark; to be called by whoever holds the lock, once the database is ready."""
    make_private_folder(data_dir)
    path = data_dir / MARKER
    with explained_files(path):
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(TEXT, encoding="utf-8")


def is_in_use(data_dir: Path) -> bool:
    """Whether pecwatch has worked here: with an empty database beside it, the database was lost."""
    return (data_dir / MARKER).exists()


def note_restorer(data_dir: Path, who: str) -> None:
    """Leave word of who is putting a copy in the place of the database."""
    make_private_folder(data_dir)
    write_over(data_dir / RESTORER, who.encode())


def restorer(data_dir: Path) -> str | None:
    """Who put a copy in the place of the database since the last start; None when nobody did."""
    path = data_dir / RESTORER
    with explained_files(path):
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    return text if re.fullmatch(r"[\w+:-]{1,100}", text) else None


def forget_restorer(data_dir: Path) -> None:
    """It stands in the trail by now."""
    with explained_files(data_dir / RESTORER):
        (data_dir / RESTORER).unlink(missing_ok=True)
