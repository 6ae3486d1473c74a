# SPDX-License-Identifier: EUPL-1.2
"""What a worker has read of its installation and of an office, and whether the files still say so.

Files are stamped before they are read, never after: a change that comes in between is then found by the next look.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import structlog

from pecwatch.config import Config, Installation, load_installation, office_file, office_of
from pecwatch.errors import UsageError

log = structlog.get_logger()


class Stamped:
    """Files as they are at this moment; those that are not there are a state like any other."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = tuple(files)
        self._stamps = tuple(map(_stamp, self._files))

    def has_changed(self) -> bool:
        """Whether one of them is another by now."""
        return self._stamps != tuple(map(_stamp, self._files))


class Followed:
    """The configuration of an installation, taken up while its worker runs.

    Another database, lease or data folder counts from the next start: every worker must have the same.
    """

    def __init__(self, installation: Installation, environment: Mapping[str, str]) -> None:
        self.installation = installation
        self._environment = environment
        self._read = self._loaded()

    def take_up(self) -> None:
        """Go by what the file says, if it changed; one that is broken changes nothing."""
        if self._read.has_changed():
            self._read = self._loaded()

    def office(self, code: str) -> tuple[Config, tuple[Stamped, ...]]:
        """The configuration of an office, and the files that it stands in.

        Raises:
            UsageError: It is broken, or there is no such office.
        """
        file = office_file(self.installation.file, code)
        own = Stamped([file])
        # Which secrets it needs is known only once it was read: so it is read again after they were stamped.
        secrets = Stamped(office_of(self.installation, file, self._environment).secret_files)
        return office_of(self.installation, file, self._environment), (self._read, own, secrets)

    def _loaded(self) -> Stamped:
        before = self.installation
        stamped = Stamped([before.file])
        try:
            said = load_installation(before.file, self._environment)
        except UsageError as error:
            log.error("installation_broken", lines=len(str(error).splitlines()), remedy="the last good one stays")
            return stamped
        self.installation = replace(
            said,
            database=before.database,
            lease_s=before.lease_s,
            service=replace(said.service, data_dir=before.service.data_dir),
        )
        if self.installation != said:
            log.warning("restart_needed", remedy="another database, lease_s or data_dir counts from the next start")
        return stamped


def _stamp(file: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        stat = file.stat()
        return stat.st_mtime_ns, stat.st_ino
    return None
