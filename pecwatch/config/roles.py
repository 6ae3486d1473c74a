# SPDX-License-Identifier: EUPL-1.2
"""`[roles]`: which accounts and groups of the machine may do what at the terminal."""

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from pecwatch.config.complaints import Complaints
from pecwatch.config.section import Section
from pecwatch.config.values import FromList, Text, wrong
from pecwatch.model.access import Access, Roles

ROLES = "roles"


def _holder(name: str) -> str:
    if re.fullmatch(r"@?[^@\s][^\x00-\x1f\x7f:]*", name) is None:
        raise wrong('not an account or group of the machine; write it as "mrossi" or "@servizisociali"')
    return name


Holder = Annotated[Text, AfterValidator(_holder)]
Holders = Annotated[tuple[Holder, ...], FromList]


class RolesSection(Section):
    """`[roles]`."""

    administrator: Holders = ()
    coordinator: Holders = ()
    auditor: Holders = ()
    operator: Annotated[dict[Holder, Text], Field(default_factory=dict)]


def judged_roles(sections: dict[str, Any], folder: Path, complaints: Complaints) -> Roles | None:
    """`[roles]`; None when there is no such section: then whoever can open the data has all rights."""
    if ROLES not in sections:
        return None
    try:
        section = TypeAdapter(RolesSection).validate_python(sections[ROLES], context={"folder": folder})
    except ValidationError as error:
        complaints.add_all((ROLES,), error, RolesSection)
        return None
    holders = {
        Access.ADMINISTRATOR: frozenset(section.administrator),
        Access.COORDINATOR: frozenset(section.coordinator),
        Access.AUDITOR: frozenset(section.auditor),
    }
    return Roles(holders=holders, operators=section.operator)
