# SPDX-License-Identifier: EUPL-1.2
"""Whom the watch writes to, past the service: of one office, or of an installation with many."""

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

from pecwatch.config.complaints import Complaints
from pecwatch.config.judging import Judge
from pecwatch.config.people import person_of
from pecwatch.config.records import Config, Installation, MailRoute
from pecwatch.config.secrets import Secrets
from pecwatch.config.sections import PersonSection
from pecwatch.errors import UsageError
from pecwatch.model.office import OfficePerson, Role
from pecwatch.model.record import record

SERVICE, WORKERS = "pecwatch", "'pecwatch-worker@*'"
"""Units, as a shell takes them."""


@record
class Lookout:
    """Where the watch stands."""

    data_dir: Path
    """Here it keeps what it has seen and told."""
    administrator: OfficePerson
    routes: tuple[MailRoute, ...]
    """In the order in which they are tried."""
    units: str
    """What systemd is asked about, and to start again."""


def lookout_of(config: Config, day: dt.date) -> Lookout:
    """For one office: its administrator, or who stands in for her, by the relays of its alerts."""
    office = config.office
    return Lookout(
        data_dir=config.service.data_dir,
        administrator=office.acting(office.system_administrator, day) or office.system_administrator,
        routes=tuple(route for route in (config.smtp, config.smtp_fallback) if route is not None),
        units=SERVICE if config.tenant is None else WORKERS,
    )


def lookout_over(installation: Installation, environment: Mapping[str, str] = os.environ) -> Lookout:
    """For all offices of an installation: what its own file says, since an office may be the trouble.

    Raises:
        UsageError: It names no relay or no administrator, or one that cannot be used.
    """
    sections, complaints = installation.sections, Complaints(installation.file, installation.sections, environment)
    judge = Judge(sections, installation.file.absolute().parent, complaints, Secrets(environment, complaints))
    found = [judge.route(name) for name in ("smtp", "smtp_fallback") if name in sections]
    routes = tuple(route for route in found if route is not None)
    keys, office = ("office", "system_administrator"), sections.get("office")
    named = office.get("system_administrator") if isinstance(office, dict) else None
    person = None if named is None else judge.section(PersonSection, keys, named)
    if named is None:
        complaints.add(keys, "missing: the watch of many offices writes to the one of the installation; name one here")
    if "smtp" not in sections:
        complaints.add(("smtp",), "missing: the watch of many offices writes by the relay of the installation")
    complaints.raise_if_any()
    if person is None or not routes:
        raise UsageError(f"{installation.file}: [smtp] and [office] system_administrator: compare config.example.toml")
    administrator = person_of(person, Role.SYSTEM_ADMINISTRATOR)
    return Lookout(data_dir=installation.service.data_dir, administrator=administrator, routes=routes, units=WORKERS)
