# SPDX-License-Identifier: EUPL-1.2
"""Small files that are there whole or not at all, and that outlive a power cut; mode 0600 whatever the umask."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from pecwatch.store.permissions import make_private_folder
from pecwatch.store.trouble import explained_files


def write_first(path: Path, content: bytes) -> bool:
    """Write a file that must be written once; of several processes the first one wins.

    Returns:
        Whether it is ours that is there now.

    Raises:
        StoreTrouble: The disk refuses.
    """
    with explained_files(path):
        make_private_folder(path.parent)
        with NamedTemporaryFile(dir=path.parent) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):
                path.hardlink_to(file.name)
                sync_folder(path.parent)
                return True
    return False


def write_over(path: Path, content: bytes) -> None:
    """Put new content in the place of the old, in one step.

    Raises:
        StoreTrouble: The disk refuses; the old content stays.
    """
    with explained_files(path), NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make new and removed names in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
