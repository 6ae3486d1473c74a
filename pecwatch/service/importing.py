# SPDX-License-Identifier: EUPL-1.2
"""A registry export, from the file to force: staged, weighed against the one in force, activated or refused."""

import datetime as dt
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.model.record import record
from pecwatch.registry import RowWarning, judge, load_mapping, read_registry
from pecwatch.service.desk import Desk
from pecwatch.store.registry import activate, active_registry


@record
class Imported:
    """A registry now in force."""

    people: int
    dated_on: dt.date
    warnings: tuple[RowWarning, ...]
    remarks: tuple[str, ...]


def import_registry(desk: Desk, file: Path, mapping: Path | None, *, confirmed: bool) -> Imported:
    """Put an export in force.

    Args:
        mapping: Names of its columns; None for the configured mapping, or our own names.

    Raises:
        UsageError: It is broken, or worse than the one in force and not confirmed; that one stays.
    """
    configured = None if desk.config.registry is None else desk.config.registry.mapping
    staged = read_registry(file, load_mapping(mapping or configured, desk.rules.registry), desk.rules)
    with desk.database.writing() as session:
        acceptance = judge(staged, active_registry(session))
        if not acceptance.accepted and not (acceptance.needs_confirm and confirmed):
            reasons = "; ".join(acceptance.reasons)
            raise UsageError(
                f"{file}: not put in force, the registry before it stays: {reasons}; "
                "export it again, or add --confirm if that is right"
            )
        status = activate(session, staged.people, dated_on=staged.dated_on, file_sha256=staged.sha256, now=desk.clock())
    return Imported(
        people=status.people,
        dated_on=status.dated_on,
        warnings=(*staged.warnings, *staged.unreadable),
        remarks=acceptance.remarks,
    )
