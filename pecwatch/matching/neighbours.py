# SPDX-License-Identifier: EUPL-1.2
"""Who of the registry lives near the address of one row, and how much that says."""

from collections.abc import Mapping
from math import log2

from pecwatch.matching import explain
from pecwatch.matching.index import IndexedPerson, RegistryIndex
from pecwatch.matching.places import Nearness, Place, Proximity, Streets, compare
from pecwatch.model.match import Evidence
from pecwatch.rules.matching import MatchingRules

_NEAREST = (Nearness.FLAT, Nearness.WHOLE, Nearness.CIVIC, Nearness.OTHER_FLAT)
"""Nearnesses of the same building."""


class Neighbours:
    """The people of the registry around one address.

    Shares count households, not people: a dwelling does not become commoner by the size of its family.
    """

    def __init__(self, place: Place, streets: Streets, index: RegistryIndex, weights: MatchingRules) -> None:
        self._place = place
        self._streets = streets
        self._weights = weights
        self._near = _proximities(place, streets, index)
        self._bits = _bits(self._near, index, weights, street_known=_is_known(place, streets, index))

    @property
    def in_building(self) -> frozenset[int]:
        """Numbers of the people with the same street and civic number."""
        return frozenset(number for number, found in self._near.items() if found.nearness in _NEAREST)

    def bits(self, number: int, one: IndexedPerson) -> float:
        """What the address says of a person, without its explanation."""
        if not self._place.street or not one.place.street:
            return 0.0
        return (
            self._bits.get(self._near[number], 0.0) if number in self._near else log2(self._weights.address.different)
        )

    def proximity(self, one: IndexedPerson) -> Proximity | None:
        """How near a person lives; None when either address names no street."""
        if not self._place.street or not one.place.street:
            return None
        near = self._streets.is_near(self._place.street, one.place.street)
        if not near and self._place.street != one.place.street:
            return Proximity(nearness=Nearness.DIFFERENT)
        return compare(self._place, one.place, near_street=near)

    def evidence(self, one: IndexedPerson) -> Evidence:
        """What the address says of a person."""
        found = self.proximity(one)
        if found is None:
            return Evidence(code="address_missing", bits=0.0, text=explain.NO_ADDRESS)
        bits = self._bits.get(found, log2(self._weights.address.different))
        return Evidence(code=f"address_{found.nearness}", bits=bits, text=explain.place(found))


def _proximities(place: Place, streets: Streets, index: RegistryIndex) -> Mapping[int, Proximity]:
    found: dict[int, Proximity] = {}
    for near, residents in ((True, streets.near(place.street)), (False, streets.same(place.street))):
        for number in residents:
            found[number] = compare(place, index.people[number].place, near_street=near)
    return found


def _is_known(place: Place, streets: Streets, index: RegistryIndex) -> bool:
    """Whether the registry knows a street of just this name and type: then a like one is another street."""
    types = {index.people[number].place.street_type for number in streets.same(place.street)}
    return bool(types) and (place.street_type is None or place.street_type in types)


def _bits(
    near: Mapping[int, Proximity], index: RegistryIndex, rules: MatchingRules, *, street_known: bool
) -> Mapping[Proximity, float]:
    """The weight of each nearness that occurs, against the households that live at least so near."""
    households: dict[Nearness, set[str]] = {}
    for number, found in near.items():
        households.setdefault(found.nearness, set()).add(index.people[number].household)
    building = set().union(*(households.get(nearness, set()) for nearness in _NEAREST))
    street = building.union(*(households.get(n, set()) for n in (Nearness.STREET, Nearness.OTHER_CIVIC)))
    bits: dict[Proximity, float] = {}
    for found in set(near.values()):
        if found.nearness is Nearness.DIFFERENT:
            continue
        as_near = {
            Nearness.FLAT: households.get(Nearness.FLAT, set()),
            Nearness.STREET: street,
            Nearness.OTHER_CIVIC: street,
        }.get(found.nearness, building)
        share = len(as_near) * rules.people_per_household / index.reference
        if found.nearness in (Nearness.STREET, Nearness.OTHER_CIVIC):
            share = max(share, rules.address.least_street_share)
        bits[found] = log2(
            _likely(found, rules, street_known=street_known) / min(1.0, share * _elsewhere(found, len(building), rules))
        )
    return {found: max(weight, log2(rules.address.different)) for found, weight in bits.items()}


def _likely(found: Proximity, rules: MatchingRules, *, street_known: bool) -> float:
    weights = rules.address
    likely = {
        Nearness.FLAT: weights.flat,
        Nearness.WHOLE: weights.whole,
        Nearness.CIVIC: weights.civic,
        Nearness.OTHER_FLAT: weights.other_flat,
        Nearness.STREET: weights.street,
        Nearness.OTHER_CIVIC: weights.other_civic,
        Nearness.DIFFERENT: weights.different,
    }[found.nearness]
    if found.near_street:
        likely *= weights.like_street if street_known else weights.near_street
    return likely * (weights.exponent_missing if found.exponent_missing else 1.0)


def _elsewhere(found: Proximity, households: int, rules: MatchingRules) -> float:
    if found.nearness is Nearness.FLAT:
        return rules.elsewhere.staircase_missing if found.staircase_missing else rules.elsewhere.flat
    return rules.elsewhere.whole if found.nearness is Nearness.WHOLE and households == 1 else rules.elsewhere.other
