# SPDX-License-Identifier: EUPL-1.2
"""Operators, streets and buildings, from a table to the store: what stands beside the registry."""

from collections import Counter
from pathlib import Path

from pecwatch.casework.buildings import Terms, silence_of
from pecwatch.model.building import Building
from pecwatch.model.office import Office, OfficePerson
from pecwatch.registry.beside import StagedOperators, StagedStreets, read_operators, read_streets
from pecwatch.registry.buildings import StagedBuildings, read_buildings
from pecwatch.service.desk import Desk
from pecwatch.store.beside import replace_buildings, replace_operators, replace_streets

COMPARED = ("name", "email", "phone", "substitute", "absences")


def import_operators(desk: Desk, file: Path) -> StagedOperators:
    """Let a table of operators take the place of the one imported before; the configuration wins over it.

    Raises:
        UsageError: It is broken; the one before stays.
    """
    staged = read_operators(file, desk.rules.registry, desk.config.allowed_domains)
    with desk.database.writing() as session:
        replace_operators(session, staged.operators)
    return staged


def import_streets(desk: Desk, file: Path) -> StagedStreets:
    """Let an official list of streets take the place of the one imported before.

    Raises:
        UsageError: It is broken; the one before stays.
    """
    staged = read_streets(file, desk.rules.registry)
    with desk.database.writing() as session:
        replace_streets(session, staged.streets)
    return staged


def import_buildings(desk: Desk, file: Path) -> StagedBuildings:
    """Let a table of buildings take the place of the one imported before.

    Raises:
        UsageError: It is broken; the one before stays.
    """
    notices = desk.config.notices
    staged = read_buildings(file, desk.rules, notices.tutor_addresses if notices.buildings else None)
    with desk.database.writing() as session:
        replace_buildings(session, staged.buildings)
    return staged


def operator_differences(configured: Office, imported: tuple[OfficePerson, ...]) -> tuple[str, ...]:
    """Where the configuration and an imported table of operators disagree, by code; never a name or an address."""
    lines = []
    codes = {person.code for person in imported}
    for person in imported:
        own = configured.person(person.code)
        differs = [] if own is None else [field for field in COMPARED if getattr(own, field) != getattr(person, field)]
        if differs:
            lines.append(f"operator {person.code}: {', '.join(differs)} not as imported; the configuration wins")
        known = configured.with_imported(imported)
        if person.substitute is not None and known.person(person.substitute) is None:
            lines.append(f"operator {person.code}: nobody has the code of her substitute; the duty worker acts for her")
    lines += [
        f"operator {person.code}: in the configuration only, not in the imported table"
        for person in configured.operators
        if imported and person.code not in codes
    ]
    return tuple(lines)


def untold_buildings(buildings: tuple[Building, ...], terms: Terms) -> tuple[str, ...]:
    """How many buildings of the table cause no notice although notices are on, and why; never which."""
    if not buildings:
        return ("[notices] buildings is on, and there is no table: pecwatch registry import --buildings FILE",)
    reasons = Counter(reason for building in buildings if (reason := silence_of(building, terms)) is not None)
    return tuple(f"buildings: no notice for {count} of {len(buildings)}: {reason}" for reason, count in reasons.items())
