# SPDX-License-Identifier: EUPL-1.2
"""The distinct dwellings of a registry in flat arrays."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from pecwatch.matching.closeness import Ids
from pecwatch.matching.name_table import Postings
from pecwatch.matching.places import Place
from pecwatch.matching.proximity import (
    DIFFERENT,
    NOWHERE,
    UNHEARD,
    UNSAID,
    AddressColumns,
    Codes,
    PrintedPlace,
    same_numbers,
)

NEAR_NUMBERS = 2
"""Civic numbers so far apart may be a slip: the next door, the other side of the street."""


_LONGEST_CIVIC = 9
"""Figures; more are no civic number."""


class Dwellings:
    """Distinct dwellings, numbered from 0."""

    def __init__(
        self, places: list[Place], dwelling_of: Ids, household_of: Ids, official: Sequence[Place] = ()
    ) -> None:
        self.streets = sorted({place.street for place in places} - {""})
        self.street_number = {street: number for number, street in enumerate(self.streets)}
        self._texts: dict[str, int] = {}
        for place in places:
            for text in _texts(place):
                if text is not None:
                    self._texts.setdefault(text, len(self._texts))
        self._civics = sorted({civic for place in places for civic in place.civics if civic.isdigit()})
        self._civic_numbers = np.array([self._texts[civic] for civic in self._civics], dtype=np.int32)
        self._civic_values = np.array([int(civic[:_LONGEST_CIVIC]) for civic in self._civics], dtype=np.int64)
        self._near_civics_of: dict[str, NDArray[np.bool_]] = {}
        numbers = np.array([self._numbers(place) for place in places], dtype=np.int32).reshape(-1, 7)
        street_type, civic, second_civic, exponent, staircase, flat, municipality = numbers.T.copy()
        self.addresses = AddressColumns(
            street_type=street_type,
            civic=civic,
            second_civic=second_civic,
            exponent=exponent,
            staircase=staircase,
            flat=flat,
            municipality=municipality,
        )
        self.official = frozenset((place.street, place.street_type) for place in official)
        """Streets, with their types, that exist whether or not anybody of the registry lives there."""
        street = np.array([self.street_number.get(place.street, UNSAID) for place in places], dtype=np.int32)
        self.of_street = Postings.of_column(street, len(self.streets))
        keys = np.where((civic < 0) | (flat < 0), UNSAID, self._flat_key(civic.astype(np.int64), flat))
        self._by_flat: Ids = np.argsort(keys, kind="stable").astype(np.int32)
        self._flat_keys = keys[self._by_flat]
        self.people = Postings.of_column(dwelling_of, len(places))
        """Who lives in each dwelling."""
        pairs = np.unique(dwelling_of.astype(np.int64) * (len(household_of) + 1) + household_of)
        self.households = np.bincount(pairs // (len(household_of) + 1), minlength=len(places))
        """How many households each dwelling holds."""
        self.nowhere: Codes = np.full(len(places), NOWHERE, dtype=np.int16)
        """The code of each dwelling for an address without a street."""
        self.elsewhere: Codes = np.where(street != UNSAID, DIFFERENT, NOWHERE).astype(np.int16)
        """The code of each dwelling for an address that nobody lives near."""

    def printed(self, place: Place) -> PrintedPlace:
        """The address of a row in our numbers."""
        street_type, civic, second, exponent, staircase, flat, municipality = self._numbers(place)
        return PrintedPlace(
            street_type=street_type,
            civic=civic,
            second_civic=second,
            exponent=exponent,
            staircase=staircase,
            flat=flat,
            municipality=municipality,
            near_civics=self._near_civics(min(place.civics, default="")),
        )

    def with_numbers(self, row: PrintedPlace) -> Ids:
        """Dwellings of any street with the same civic number and flat: streets get new names, and scans garble them."""
        if row.flat < 0 or row.civic < 0:
            return self._by_flat[:0]
        key = self._flat_key(row.civic, row.flat)
        first, last = self._flat_keys.searchsorted(key, "left"), self._flat_keys.searchsorted(key, "right")
        found = self._by_flat[first:last]
        return found[same_numbers(row, self.addresses.of(found))]

    def _flat_key(self, civic: NDArray[np.int64] | int, flat: Ids | int) -> NDArray[np.int64]:
        return np.asarray(civic * (len(self._texts) + 1) + flat)

    def _numbers(self, place: Place) -> tuple[int, ...]:
        return tuple(UNSAID if text is None else self._texts.get(text, UNHEARD) for text in _texts(place))

    def _near_civics(self, civic: str) -> NDArray[np.bool_]:
        """The civic numbers of the registry that a slip makes of one: 64 and 65, 112 and 12."""
        if civic not in self._near_civics_of:
            near = np.zeros(len(self._texts) + 1, dtype=np.bool_)
            if civic.isdigit() and self._civics:
                slips = cdist([civic], self._civics, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)[0]
                close = (slips == 1) & (len(civic) > 1)
                close |= np.abs(self._civic_values - int(civic[:_LONGEST_CIVIC])) <= NEAR_NUMBERS
                near[self._civic_numbers[close & (slips > 0)]] = True
            self._near_civics_of[civic] = near
        return self._near_civics_of[civic]


def _texts(place: Place) -> tuple[str | None, ...]:
    civic, second, *_ = (*sorted(place.civics), None, None)
    return (place.street_type, civic, second, place.exponent, place.staircase, place.flat, place.municipality)
