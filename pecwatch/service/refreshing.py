# SPDX-License-Identifier: EUPL-1.2
"""The configured registry, taken up by itself when there is another one; a worse one is refused and told."""

import datetime as dt
from pathlib import Path

import structlog

from pecwatch.errors import UsageError
from pecwatch.italian.rome import day_in_rome
from pecwatch.registry import Source
from pecwatch.registry.drop_folder import newest_complete
from pecwatch.registry.origin import sha256_of, stamp_of
from pecwatch.service.desk import Desk
from pecwatch.service.failing import post_registry_refused
from pecwatch.service.importing import configured_source, put_in_force, stage_registry
from pecwatch.store.notes import note, noted
from pecwatch.store.registry import registry_status

log = structlog.get_logger()

SEEN = "registry_file"
"""Note with the hash of the file as it was last looked at, and by what its changing is seen without reading it."""

ASKED = "registry_query"
"""Note of when the query was last sent."""


def refresh_registry(desk: Desk) -> None:
    """Take up the configured registry if it is another one than last time; each is judged once."""
    configured = desk.config.registry
    if configured is None:
        return
    if configured.url is not None:
        _refresh_by_query(desk, dt.timedelta(hours=configured.refresh_every_h))
        return
    folder = configured.drop_folder
    try:
        file = configured.file if folder is None else newest_complete(folder, desk.clock())
        if file is not None:
            _refresh_by_file(desk, file)
    except (OSError, UsageError):
        log.error("registry_file_unreadable", remedy="check the path in [registry] and its permissions")


def _refresh_by_file(desk: Desk, file: Path) -> None:
    """Most rounds find the stamp of the last one and read nothing."""
    stamp = stamp_of(file)
    written = f"{stamp.device}:{stamp.inode}:{stamp.size}:{stamp.modified_ns}"
    with desk.database.reading() as session:
        last = noted(session, SEEN)
    if last is not None and last.value.partition(" ")[2] == written:
        return
    sha256 = sha256_of(file)
    if sha256 not in _known(desk):
        _take_up(desk, file, refused_as=sha256)
    with desk.database.writing() as session:
        note(session, SEEN, f"{sha256} {written}", desk.clock())


def _refresh_by_query(desk: Desk, every: dt.timedelta) -> None:
    now, source = desk.clock(), configured_source(desk)
    with desk.database.reading() as session:
        last = noted(session, ASKED)
    # A note from the future was written by a clock that has since been set back.
    if source is None or (last is not None and last.noted_at <= now < last.noted_at + every):
        return
    with desk.database.writing() as session:
        note(session, ASKED, "", now)
    sha256 = _take_up(desk, source, refused_as=f"query:{day_in_rome(now)}")
    if sha256 is not None:
        with desk.database.writing() as session:
            note(session, SEEN, sha256, now)


def _known(desk: Desk) -> set[str]:
    """Hashes of what was looked at last, and of what is in force: neither is imported again.

    So what a person has rolled back stays so until there is another export.
    """
    with desk.database.reading() as session:
        last, status = noted(session, SEEN), registry_status(session)
    seen = set() if last is None else {last.value.partition(" ")[0]}
    return seen if status is None else seen | {status.file_sha256}


def _take_up(desk: Desk, source: Path | Source, *, refused_as: str) -> str | None:
    """Import a source that may be another one; its hash, or None where it could not even be read.

    Args:
        refused_as: The administrator is told once of each.
    """
    staged = None
    try:
        staged = stage_registry(desk, source, None)
        if staged.sha256 in _known(desk):
            return staged.sha256
        imported = put_in_force(desk, staged, confirmed=False)
    except UsageError:
        log.error("registry_refused", remedy="look at it with pecwatch registry import")
        post_registry_refused(desk, refused_as if staged is None else staged.sha256)
    else:
        log.info("registry_imported", people=imported.people, left=imported.left)
    return None if staged is None else staged.sha256
