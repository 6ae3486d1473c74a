# SPDX-License-Identifier: EUPL-1.2
"""The people of `[office]`: nobody outside the office's own domains, every substitute known."""

from collections import Counter

from pecwatch.config.complaints import Complaints, Keys
from pecwatch.config.sections import OfficeSection, OperatorSection, PersonSection
from pecwatch.model.office import Office, OfficePerson, Role


def judged_office(section: OfficeSection, complaints: Complaints) -> Office:
    """The office that a section describes."""
    everybody = _everybody(section)
    codes = Counter(code for _, code, _ in everybody)
    for keys, code, person in everybody:
        if codes[code] > 1:
            complaints.add((*keys, "code"), "somebody else has this code; give each person a code of their own")
        if person.substitute is not None and person.substitute not in codes:
            complaints.add((*keys, "substitute"), "nobody has this code; write the code of a person of the office")
        if person.substitute == code:
            complaints.add((*keys, "substitute"), "nobody is their own substitute; write another code")
        if person.email.rpartition("@")[2] not in section.allowed_domains:
            complaints.add((*keys, "email"), "outside [office] allowed_domains; correct the address or add its domain")
    return Office(
        coordinator=person_of(section.coordinator, Role.COORDINATOR),
        duty_worker=_if_there(section.duty_worker, Role.DUTY_WORKER),
        director=_if_there(section.director, Role.DIRECTOR),
        system_administrator=person_of(section.system_administrator, Role.SYSTEM_ADMINISTRATOR),
        operators=tuple(person_of(operator, Role.OPERATOR) for operator in section.operator),
    )


def _everybody(section: OfficeSection) -> tuple[tuple[Keys, str, PersonSection], ...]:
    fixed = tuple(role.value for role in Role if role not in (Role.OPERATOR, Role.TUTOR))
    people = ((role, getattr(section, role)) for role in fixed)
    return (
        *((("office", role), role, person) for role, person in people if person is not None),
        *((("office", "operator", place), person.code, person) for place, person in enumerate(section.operator)),
    )


def _if_there(section: PersonSection | None, role: Role) -> OfficePerson | None:
    return None if section is None else person_of(section, role)


def person_of(section: PersonSection, role: Role) -> OfficePerson:
    """Whom a section describes."""
    return OfficePerson(
        code=section.code if isinstance(section, OperatorSection) else role.value,
        role=role,
        name=section.name,
        email=section.email,
        phone=section.phone,
        substitute=section.substitute,
        absences=section.absences,
    )
