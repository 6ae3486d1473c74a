# SPDX-License-Identifier: EUPL-1.2
"""Nobody else on the machine may read what pecwatch keeps."""

import stat
from collections.abc import Iterable
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.store.trouble import explained_files

FOR_OTHERS = 0o077
"""Mode bits of group and others."""


def make_private_folder(folder: Path) -> None:
    """Make a folder (and the missing ones above it) that only its owner may enter; an existing one is left alone."""
    if folder.is_dir():
        return
    with explained_files(folder):
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        for path in reversed(missing):
            path.mkdir(mode=0o700, exist_ok=True)


def check_private(paths: Iterable[Path]) -> None:
    """Refuse data or secrets that others may read; paths that do not exist are passed over.

    Raises:
        UsageError: Names the first path that is too open, and the command that closes it.
    """
    for path in paths:
        with explained_files(path):
            mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0
        if mode & FOR_OTHERS:
            closed = "700" if path.is_dir() else "600"
            raise UsageError(f"{path}: others may read it (mode {mode:04o}): chmod {closed} {path}")
