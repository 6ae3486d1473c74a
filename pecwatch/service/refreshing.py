# SPDX-License-Identifier: EUPL-1.2
"""The configured registry file, taken up by itself when it changes; a worse one is refused and told."""

import hashlib

import structlog

from pecwatch.errors import UsageError
from pecwatch.service.desk import Desk
from pecwatch.service.failing import post_registry_refused
from pecwatch.service.importing import import_registry
from pecwatch.store.notes import note, noted

log = structlog.get_logger()

SEEN = "registry_file"
"""Note with the hash of the configured file as it was last looked at."""


def refresh_registry(desk: Desk) -> None:
    """Import the configured file if it is another one than last time; each file is judged once."""
    configured = desk.config.registry
    if configured is None or configured.file is None:
        return
    try:
        sha256 = hashlib.sha256(configured.file.read_bytes()).hexdigest()
    except OSError as error:
        log.error("registry_file_unreadable", reason=error.strerror)
        return
    with desk.database.reading() as session:
        last = noted(session, SEEN)
    if last is not None and last.value == sha256:
        return
    try:
        imported = import_registry(desk, configured.file, configured.mapping, confirmed=False)
    except UsageError:
        log.error("registry_refused", remedy="look at it with pecwatch registry import")
        post_registry_refused(desk, sha256)
    else:
        log.info("registry_imported", people=imported.people)
    with desk.database.writing() as session:
        note(session, SEEN, sha256, desk.clock())
