# SPDX-License-Identifier: EUPL-1.2
"""Dwellings: which people of the registry live how near to the address of a row."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from pecwatch.italian.fold import fold
from pecwatch.model.listing import Address
from pecwatch.model.record import record
from pecwatch.rules.addresses import AddressWords

LETTERS_FOR_SLIPS = (4, 9, 16)
"""A street's name of so many letters may hold one, two, three slips."""


class Nearness(StrEnum):
    """How near two addresses are, the nearest first."""

    FLAT = "flat"
    WHOLE = "whole"
    CIVIC = "civic"
    OTHER_FLAT = "other_flat"
    STREET = "street"
    OTHER_CIVIC = "other_civic"
    DIFFERENT = "different"


@record
class Place:
    """An address ready to compare."""

    street: str
    """Folded, without type and particles; blank when no street is known."""
    street_type: str | None
    civics: frozenset[str]
    exponent: str | None
    staircase: str | None
    flat: str | None
    municipality: str | None


@record
class Proximity:
    """How near a person lives to a row, and what blurs it."""

    nearness: Nearness
    near_street: bool = False
    exponent_missing: bool = False
    staircase_missing: bool = False
    """One side names a staircase, the other none: the same number may be another flat."""


@record
class StreetWords:
    """Words of a street that do not name it."""

    types: frozenset[str]
    particles: frozenset[str]


def street_words(words: AddressWords) -> StreetWords:
    """The types and particles of the rules, folded."""
    rows = (*words.sure_types, *words.other_types, *words.locality_types)
    return StreetWords(types=frozenset(fold(row[0]) for row in rows), particles=frozenset(words.particles))


def place_of(address: Address, words: StreetWords) -> Place:
    """Fold an address for comparison: «VIALE DEI GELSI» and «VIA GELSI» both lie in GELSI."""
    folded = fold(address.street or "").split()
    naming = [word for word in folded if word not in words.types and word not in words.particles]
    return Place(
        street=" ".join(naming or folded),
        street_type=next((word for word in folded[:1] if word in words.types), None),
        civics=frozenset((address.civic or "").split("/")) - {""},
        exponent=address.exponent and fold(address.exponent),
        staircase=address.staircase and fold(address.staircase),
        flat=address.flat and (fold(address.flat).lstrip("0") or "0"),
        municipality=address.municipality and fold(address.municipality),
    )


def compare(row: Place, person: Place, *, near_street: bool) -> Proximity:
    """How near two addresses on streets that agree are; unlike municipalities are unlike places."""
    if row.street_type and person.street_type and row.street_type != person.street_type:
        near_street = True
    if row.municipality and person.municipality and row.municipality != person.municipality:
        return Proximity(nearness=Nearness.DIFFERENT)
    if not row.civics or not person.civics:
        return Proximity(nearness=Nearness.STREET, near_street=near_street)
    if not row.civics & person.civics or (row.exponent and person.exponent and row.exponent != person.exponent):
        return Proximity(nearness=Nearness.OTHER_CIVIC, near_street=near_street)
    return Proximity(
        nearness=_inside(row, person),
        near_street=near_street,
        exponent_missing=row.exponent != person.exponent,
        staircase_missing=(row.staircase is None) != (person.staircase is None),
    )


def _inside(row: Place, person: Place) -> Nearness:
    if row.staircase and person.staircase and row.staircase != person.staircase:
        return Nearness.OTHER_FLAT
    if row.flat is None and person.flat is None:
        return Nearness.WHOLE
    if row.flat is None or person.flat is None:
        return Nearness.CIVIC
    return Nearness.FLAT if row.flat == person.flat else Nearness.OTHER_FLAT


class Streets:
    """The streets of a list compared with those of a registry, all at once."""

    def __init__(self, wanted: Iterable[str], known: Mapping[str, frozenset[int]]) -> None:
        self._residents = known
        self._near = _near_streets(sorted(set(wanted) - {""}), sorted(set(known) - {""}))

    def same(self, street: str) -> frozenset[int]:
        """Who lives in the street as spelled."""
        return self._residents.get(street, frozenset()) if street else frozenset()

    def near(self, street: str) -> frozenset[int]:
        """Who lives in a street spelled a little differently."""
        return frozenset().union(*(self._residents[other] for other in self._near.get(street, ())))

    def is_near(self, street: str, other: str) -> bool:
        """Whether two streets may be one, spelled differently."""
        return other in self._near.get(street, ())


def _near_streets(wanted: list[str], known: list[str]) -> dict[str, tuple[str, ...]]:
    if not wanted or not known:
        return {}
    distances = cdist(wanted, known, scorer=OSA.distance, score_cutoff=len(LETTERS_FOR_SLIPS), dtype=np.uint8)
    return {
        street: tuple(
            other
            for other, distance in zip(known, row, strict=True)
            if other != street and (distance <= _slips(street, other) or _one_within(street, other))
        )
        for street, row in zip(wanted, distances.tolist(), strict=True)
    }


def _slips(street: str, other: str) -> int:
    shortest = min(len(street), len(other))
    return sum(shortest >= letters for letters in LETTERS_FOR_SLIPS)


def _one_within(street: str, other: str) -> bool:
    """«BONETTALI» and «IVANO BONETTALI», «I BONETTALI»: the last word agrees, the first is missing or an initial."""
    ours, theirs = street.split(), other.split()
    if ours[-1] != theirs[-1] or len(ours[-1]) <= 3:
        return False
    fewer, more = sorted((ours[:-1], theirs[:-1]), key=len)
    return all(any(whole.startswith(part) or part.startswith(whole) for whole in more) for part in fewer)
