# SPDX-License-Identifier: EUPL-1.2
"""A folder into which the office's software puts its exports; it is only ever read."""

import datetime as dt
from pathlib import Path

from pecwatch.registry.sources import FILES

QUIET_S = 60
"""A file that has not changed for so long is taken to be whole."""

_UNFINISHED = (".", "~")
"""How names begin that programs give to what they are still writing."""


def newest_complete(folder: Path, now: dt.datetime) -> Path | None:
    """The newest export that is not being written any more; None where there is none.

    Raises:
        OSError: The folder cannot be read.
    """
    endings = {suffix for kind in FILES for suffix in kind.SUFFIXES}
    found = []
    for path in folder.iterdir():
        if path.suffix.lower() not in endings or path.name.startswith(_UNFINISHED) or not path.is_file():
            continue
        stat = path.stat()
        # A copy that keeps the time of its original still shows by the second figure when it was written.
        if now.timestamp() - max(stat.st_mtime, stat.st_ctime) >= QUIET_S:
            found.append((stat.st_mtime_ns, path.name, path))
    return max(found)[2] if found else None
