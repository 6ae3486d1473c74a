# SPDX-License-Identifier: EUPL-1.2
"""What is known of the place a registry comes from, besides its people."""

import datetime as dt
import hashlib
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.italian.rome import ROME
from pecwatch.model.record import record


@record
class Origin:
    """A source that was read to its end."""

    sha256: str
    """Of the file, or of the answer to a query: by it a source that has not changed is known."""
    day: dt.date
    """The day the data speak of, where no row tells."""
    remarks: tuple[str, ...] = ()
    """English: what a person should know, such as sheets that were not read."""


@record
class FileStamp:
    """By what it is seen that a file was changed or replaced meanwhile."""

    device: int
    inode: int
    size: int
    modified_ns: int

    @property
    def day(self) -> dt.date:
        """The day of the last change, as the office counts days."""
        return dt.datetime.fromtimestamp(self.modified_ns / 1e9, tz=ROME).date()


def stamp_of(path: Path) -> FileStamp:
    """The stamp of a file.

    Raises:
        UsageError: It cannot be read.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); correct the path or its permissions") from error
    return FileStamp(device=found.st_dev, inode=found.st_ino, size=found.st_size, modified_ns=found.st_mtime_ns)


def sha256_of(path: Path) -> str:
    """The hash of a file, in pieces.

    Raises:
        UsageError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); correct the path or its permissions") from error


def refuse_if_changed(path: Path, before: FileStamp) -> None:
    """Half of one export and half of the next would make a registry of nobody's.

    Raises:
        UsageError: The file is not the one it was.
    """
    if stamp_of(path) != before:
        raise UsageError(f"{path}: changed while it was read; import it again")
