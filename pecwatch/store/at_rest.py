# SPDX-License-Identifier: EUPL-1.2
"""Copies of an SQLite database that lie somewhere: they are read, and left as they are with all beside them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from pecwatch.store.cipher import JOURNALS, has_journal
from pecwatch.store.permissions import make_private_folder
from pecwatch.store.trouble import explained_files

FOLDERS = "at-rest-"
"""Beginning of the names of folders in which copies are put together with their journals."""


@contextmanager
def at_rest(copy: Path, folder: Path) -> Iterator[Path]:
    """A file to read a copy from: itself, or, where a journal lies beside it, both of them copied to a private place.

    SQLite reads a journal by writing it into the file, and a copy may lie where nothing can be written.

    Args:
        folder: That of the data, where personal data may lie for as long as this is open.

    Raises:
        StoreTrouble: There is no room for it, or the copy may not be read.
    """
    copy = copy.resolve()
    if not has_journal(copy):
        yield copy
        return
    make_private_folder(folder)
    with explained_files(folder):
        private = Path(mkdtemp(prefix=FOLDERS, dir=folder))
    try:
        for ending in ("", *JOURNALS):
            part = copy.with_name(copy.name + ending)
            if part.exists():
                with explained_files(part):
                    shutil.copyfile(part, private / part.name)
        yield private / copy.name
    finally:
        shutil.rmtree(private, ignore_errors=True)


def remove_left(folder: Path) -> None:
    """Remove what was put together by somebody who died over it; to be called under the exclusive lock."""
    for left in folder.glob(f"{FOLDERS}*"):
        shutil.rmtree(left, ignore_errors=True)
