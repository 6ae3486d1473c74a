# SPDX-License-Identifier: EUPL-1.2
"""Whom to call about rows that cannot wait for a mail."""

from collections.abc import Iterable, Sequence

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.page import Section, Table
from pecwatch.alerts.shown import JOINED, references
from pecwatch.model.office import OfficePerson
from pecwatch.model.position import Position
from pecwatch.model.step import Asked

SHOWN = 6
"""References named beside a person; more are counted by a sign."""


def telephone_section(asked: Sequence[Asked], circumstances: Circumstances) -> tuple[Section, ...]:
    """Owner, who stands in for her, and the coordinator of each row, without the reader herself."""
    rows: dict[str, list[str]] = {}
    people: dict[str, OfficePerson] = {}
    for each in asked:
        for part, person in _people(each.position, circumstances):
            if person.code != each.recipient.code:
                people[person.code] = person
                rows.setdefault(f"{person.code} {part}", []).append(each.position.reference)
    if not people:
        return ()
    table = Table(
        caption="Si accordi a voce con queste persone, poi risponda",
        columns=("Chi", "Telefono o e-mail", "Per quali righe"),
        rows=tuple((person.name, _number(person), _parts(code, rows)) for code, person in people.items()),
    )
    return (Section(heading="Numeri di telefono", table=table),)


def _people(position: Position, circumstances: Circumstances) -> Iterable[tuple[str, OfficePerson]]:
    office = circumstances.office
    owner = office.person(position.owner)
    if owner is not None:
        yield "in carico", owner
        substitute = None if owner.substitute is None else office.person(owner.substitute)
        if substitute is not None:
            yield "sostituisce", substitute
    yield "coordina", circumstances.coordinator


def _number(person: OfficePerson) -> str:
    return person.email if person.phone is None else person.phone.replace(" ", JOINED)


def _parts(code: str, rows: dict[str, list[str]]) -> str:
    """`in carico: PW-2025-11-003; coordina: PW-2025-11-004`."""
    found = ((key.removeprefix(f"{code} "), names) for key, names in rows.items() if key.startswith(f"{code} "))
    return "; ".join(f"{part}: {references(tuple(names), SHOWN)}" for part, names in found)
