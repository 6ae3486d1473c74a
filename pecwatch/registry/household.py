# SPDX-License-Identifier: EUPL-1.2
"""The household that stands in one cell of its folder, and the number that households share."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from pecwatch.italian.fold import fold, squeeze
from pecwatch.model.person import RegistryPerson
from pecwatch.registry.cells import parse_day

MOST_DWELLINGS = 5
"""Of people who share a household number; more, and it numbers something else: heads, floors, offices."""

_PARTED_BY = re.compile(r"[;|\n]+")
_IN_BRACKETS = re.compile(r"\(([^)]*)\)")


def read_members(cell: str, holder: RegistryPerson, date_format: str | None) -> tuple[RegistryPerson, ...]:
    """The people of `COGNOME NOME (figlio, 03/04/1990); …`, surname first; the holder herself is not repeated."""
    found = []
    for member in _PARTED_BY.split(cell):
        surname, _, given_name = squeeze(_IN_BRACKETS.sub(" ", member)).partition(" ")
        if not given_name or fold(f"{surname} {given_name}") == fold(f"{holder.surname} {holder.given_name}"):
            continue
        said = [said.strip() for bracket in _IN_BRACKETS.findall(member) for said in bracket.split(",")]
        days = [day for day in (parse_day(text, date_format) for text in said) if day is not None]
        found.append(
            replace(
                holder,
                surname=surname,
                given_name=given_name,
                other_surname=None,
                fiscal_code=None,
                birth_date=days[0] if days else None,
                sex=None,
                relation=next((text for text in said if parse_day(text, date_format) is None), None),
            )
        )
    return tuple(found)


def number_of(cell: str) -> str | None:
    """The household's number; marks and noughts stand for none."""
    return cell if fold(cell).strip("0 ") else None


def no_numbers(people: Iterable[RegistryPerson]) -> frozenset[str]:
    """Numbers that cannot be those of households, since their people live in too many dwellings."""
    dwellings: defaultdict[str, set[tuple[str | None, str | None]]] = defaultdict(set)
    for person in people:
        if person.household_id is not None and len(dwellings[person.household_id]) <= MOST_DWELLINGS:
            dwellings[person.household_id].add((person.address.civic, person.address.flat))
    return frozenset(number for number, places in dwellings.items() if len(places) > MOST_DWELLINGS)
