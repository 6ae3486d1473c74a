# SPDX-License-Identifier: EUPL-1.2
"""Who of the registry lives near the address of one row, and how much that says."""

import numpy as np
from numpy.typing import NDArray

from pecwatch.matching import explain
from pecwatch.matching.closeness import Ids
from pecwatch.matching.index import RegistryIndex
from pecwatch.matching.names import Bits
from pecwatch.matching.places import Nearness, Place, StreetForm
from pecwatch.matching.proximity import (
    AS_NEAR,
    CODES,
    DIFFERENT,
    NEARNESSES,
    NOWHERE,
    PROXIMITIES,
    UNSAID,
    Codes,
    is_other_flat,
)
from pecwatch.matching.streets import Around, Streets
from pecwatch.model.match import Evidence
from pecwatch.rules.matching import AddressWeights, MatchingRules

_NEARNESS_OF_CODE = np.array([NEARNESSES.index(found.nearness) for found in PROXIMITIES])


class AddressScale:
    """The weights of the rules, ready for every code."""

    def __init__(self, rules: MatchingRules, reference: float) -> None:
        self._people_per_household = rules.people_per_household / reference
        self._least = np.array(
            [
                rules.address.least_street_share if nearness in (Nearness.STREET, Nearness.OTHER_CIVIC) else 0.0
                for nearness in NEARNESSES
            ]
        )
        self._likely = {
            known: np.log2([_likely(code, rules.address, street_known=known) for code in range(CODES)])
            for known in (False, True)
        }
        self._whole = [code for code in range(CODES) if PROXIMITIES[code].nearness is Nearness.WHOLE]
        self._rarer = np.log2([_elsewhere(code, rules) for code in range(CODES)])
        self._rarer_alone = self._rarer.copy()
        self._rarer_alone[self._whole] = np.log2(rules.elsewhere.whole)
        self._different = float(np.log2(rules.address.different))

    def bits(self, around: Around) -> Bits:
        """The bits of each code, against the households that live at least so near; the last are for no address.

        Shares count households, not people: a dwelling does not become commoner by the size of its family.
        """
        as_near = AS_NEAR @ around.households_at
        shares = np.log2(np.maximum(np.maximum(as_near * self._people_per_household, self._least), 1e-12))
        alone = as_near[NEARNESSES.index(Nearness.WHOLE)] == 1
        shares_of_codes = shares[_NEARNESS_OF_CODE] + (self._rarer_alone if alone else self._rarer)
        bits = self.elsewhere()
        told = self._likely[around.street_known] - np.minimum(shares_of_codes, 0.0)
        bits[:DIFFERENT] = np.maximum(told, self._different)[:DIFFERENT]
        return bits

    def elsewhere(self) -> Bits:
        """The bits of each code where nobody lives near."""
        bits: Bits = np.full(NOWHERE + 1, self._different)
        bits[NOWHERE] = 0.0
        return bits


class Neighbours:
    """The people of the registry around one address."""

    def __init__(self, place: Place, streets: Streets, index: RegistryIndex, scale: AddressScale) -> None:
        dwellings = index.dwellings
        self._dwelling_of = index.dwelling_of
        self._addresses = dwellings.addresses
        self._is_whole = bool(place.civics) and place.flat is not None
        self._code_of = dwellings.nowhere
        self.in_building: Ids = np.zeros(0, dtype=np.int32)
        """Numbers of the people with the same street and civic number, rising."""
        around = streets.around(place) if place.street else None
        if around is None or not (around.street_heard or place.civics):
            # «Senza fissa dimora», the name of a town: no address.
            self._bits = scale.elsewhere()
            return
        self._bits = scale.bits(around)
        self._code_of = around.code_of
        self.in_building = np.sort(dwellings.people.of_all(around.in_building)[0])

    @property
    def in_other_flat(self) -> NDArray[np.bool_]:
        """Of each of the people of the building, whether the row tells another flat."""
        return is_other_flat(self.codes(self.in_building))

    def codes(self, people: Ids) -> Codes:
        """How near people live, as codes."""
        codes: Codes = self._code_of[self._dwelling_of[people]]
        return codes

    def may_be_near(self, people: Ids) -> NDArray[np.bool_]:
        """Of each of some people, whether nothing says that they live elsewhere."""
        near: NDArray[np.bool_] = self.codes(people) != DIFFERENT
        return near

    def bits(self, people: Ids) -> Bits:
        """What the address says of people."""
        bits: Bits = self._bits[self.codes(people)]
        return bits

    def evidence(self, person: int) -> Evidence:
        """What the address says of a person."""
        code = int(self._code_of[self._dwelling_of[person]])
        if code == NOWHERE:
            return Evidence(code="address_missing", bits=0.0, text=explain.NO_ADDRESS)
        found = PROXIMITIES[code]
        level = f"address.{found.nearness}" if self._both_whole(person) else ""
        return Evidence(
            code=f"address_{found.nearness}", bits=float(self._bits[code]), text=explain.place(found), level=level
        )

    def _both_whole(self, person: int) -> bool:
        """Whether row and registry both tell civic number and flat; only then could any level have been seen."""
        dwelling = self._dwelling_of[person]
        known = (self._addresses.civic[dwelling], self._addresses.flat[dwelling])
        return self._is_whole and UNSAID not in known


def _likely(code: int, weights: AddressWeights, *, street_known: bool) -> float:
    """How often the right person's address looks so.

    Args:
        street_known: The registry knows a street of just this name: then one that is spelled alike is another street.
    """
    found = PROXIMITIES[code]
    likely = {
        Nearness.FLAT: weights.flat,
        Nearness.WHOLE: weights.whole,
        Nearness.CIVIC: weights.civic,
        Nearness.OTHER_FLAT: weights.other_flat,
        Nearness.SAME_FLAT_NEAR_CIVIC: weights.same_flat_near_civic,
        Nearness.NEAR_CIVIC: weights.near_civic,
        Nearness.STREET_AND_FLAT: weights.street,
        Nearness.STREET: weights.street,
        Nearness.OTHER_CIVIC: weights.other_civic,
        Nearness.NUMBERS: weights.numbers,
        Nearness.DIFFERENT: weights.different,
    }[found.nearness]
    if found.street is StreetForm.SHORT:
        likely *= weights.short_street
    elif found.street is not StreetForm.SAME:
        likely *= weights.like_street if street_known else weights.near_street
    return likely * (weights.exponent_missing if found.exponent_missing else 1.0)


def _elsewhere(code: int, rules: MatchingRules) -> float:
    """How much rarer strangers are in a known dwelling than its people's share says."""
    found = PROXIMITIES[code]
    if found.nearness is not Nearness.FLAT:
        return rules.elsewhere.other
    return rules.elsewhere.staircase_missing if found.staircase_missing else rules.elsewhere.flat
