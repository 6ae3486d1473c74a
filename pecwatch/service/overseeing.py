# SPDX-License-Identifier: EUPL-1.2
"""An installation with many offices seen as one: are there workers, and which offices need a person?"""

import datetime as dt
from collections.abc import Sequence

from pecwatch.config import Installation
from pecwatch.errors import ExitCode
from pecwatch.model.record import record
from pecwatch.service.guarding import Complaint
from pecwatch.service.health_file import unsent_mails_in
from pecwatch.service.worker import offices_of
from pecwatch.store.leases import OfficeWork

FEW = 20
"""Offices that are named; there may be more than anybody reads."""

REMEDIES = {
    "configuration": "its configuration is broken: see pecwatch check --office {office}",
    "round": "its last round failed: look for round_failed in the log, then pecwatch check --office {office}",
}
"""What a person must do for one office; other problems end by themselves, or are everybody's."""

DATABASE = "database"
STUCK = "its rounds do not end: look for lease_lost and round_hangs in the log, and for workers that die"
"""What is said where they did not end by themselves."""


@record
class InstallationStatus:
    """How the offices of an installation are served; codes and numbers only."""

    healthy: bool
    complaints: tuple[Complaint, ...]
    is_running: bool
    """Somebody works, or nothing was due for long."""
    offices: int
    overdue: tuple[str, ...]
    broken: tuple[str, ...]
    """Offices whose configuration is broken, or whose rounds fail or never end well."""
    unsent: tuple[str, ...]
    """Offices of which mails wait to be sent."""
    exit_code: ExitCode


def look_over(installation: Installation, now: dt.datetime) -> InstallationStatus:
    """How the work for all offices stands.

    Raises:
        StoreTrouble: The server cannot be reached.
        UsageError: The tables are not those of this version.
    """
    found = offices_of(installation)
    overdue = tuple(each.office for each in found if each.is_late(now))
    broken = [each for each in found if each.problem in REMEDIES]
    stuck = [each for each in found if each.problem not in (*REMEDIES, DATABASE) and each.is_stuck(now)]
    data_dir = installation.service.data_dir
    unsent = tuple(each.office for each in found if unsent_mails_in(data_dir / each.office))
    is_running = not overdue or any(each.leased_by is not None for each in found)
    complaints = (
        *map(_broken, broken),
        *map(_stuck, stuck),
        *_of_several(DATABASE, "the database kept the last round from ending", _with(found, DATABASE)),
        *_of_several("overdue", "overdue: are enough workers running?", overdue if is_running else ()),
        *_of_several("unsent", "mails wait unsent: see pecwatch status --office CODE", unsent),
    )
    unwell = ExitCode.UNHEALTHY if complaints or overdue else ExitCode.DONE
    return InstallationStatus(
        healthy=unwell is ExitCode.DONE,
        complaints=complaints,
        is_running=is_running,
        offices=len(found),
        overdue=overdue,
        broken=tuple(each.office for each in (*broken, *stuck)),
        unsent=unsent,
        exit_code=ExitCode.UNSENT if unsent else unwell,
    )


def _with(found: Sequence[OfficeWork], problem: str) -> tuple[str, ...]:
    return tuple(each.office for each in found if each.problem == problem)


def _broken(work: OfficeWork) -> Complaint:
    text = REMEDIES[work.problem].format(office=work.office)
    return Complaint(text=f"{work.office}: {text}", kind=f"{work.problem}:{work.office}")


def _stuck(work: OfficeWork) -> Complaint:
    return Complaint(text=f"{work.office}: {STUCK}", kind=f"stuck:{work.office}")


def _of_several(kind: str, text: str, offices: Sequence[str]) -> tuple[Complaint, ...]:
    """One complaint for what has one cause, however many it reaches: it is the same state while others join."""
    if not offices:
        return ()
    named = ", ".join(offices[:FEW]) + (", …" if len(offices) > FEW else "")
    return (Complaint(text=f"{len(offices)} offices: {text} ({named})", kind=kind),)
