# SPDX-License-Identifier: EUPL-1.2
"""A file outside the database that tells a first start from a lost database."""

from pathlib import Path

from pecwatch.store.permissions import make_private_folder
from pecwatch.store.trouble import explained_files

MARKER = "in-use"
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
