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

_LONGEST_CIVIC = 9
"""Figures; more are no civic number."""

WIDEST = 12
"""From the first to the last number of a building; of numbers farther apart the first counts alone."""


_TOGETHER = {"ED", "E", "CON", "UNITI"}
"""Words that join the villages of one municipality: SESTO CREMONESE is SESTO ED UNITI."""


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
        # A dwelling is found under the lowest of its numbers; the others may be nobody's.
        self._civics = sorted({civic for civic in map(_lowest, places) if civic is not None and civic.isdigit()})
        self._civic_numbers = np.array([self._texts[civic] for civic in self._civics], dtype=np.int32)
        self._slips_of: dict[str, NDArray[np.bool_]] = {}
        self._towns = {place.municipality: place.is_town for place in places if place.municipality is not None}
        self._other_towns_of: dict[str | None, NDArray[np.bool_]] = {}
        numbers = np.array([self._numbers(place) for place in places], dtype=np.int32).reshape(-1, 6)
        street_type, civic, exponent, staircase, flat, municipality = numbers.T.copy()
        first, last = np.array([_span(place) for place in places], dtype=np.int32).reshape(-1, 2).T.copy()
        self.addresses = AddressColumns(
            street_type=street_type,
            civic=civic,
            first=first,
            last=last,
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
        street_type, civic, exponent, staircase, flat, _ = self._numbers(place)
        first, last = _span(place)
        return PrintedPlace(
            street_type=street_type,
            civic=civic,
            first=first,
            last=last,
            exponent=exponent,
            staircase=staircase,
            flat=flat,
            other_towns=self._other_towns(place),
            slips=self._slips(_lowest(place) or ""),
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

    def _other_towns(self, place: Place) -> NDArray[np.bool_]:
        """The municipalities of the registry that are not the one of a row."""
        name = place.municipality
        if name not in self._other_towns_of:
            other = np.zeros(len(self._texts) + 1, dtype=np.bool_)
            for town, is_town in self._towns.items():
                if name is None or is_town != place.is_town:
                    continue  # a hamlet of the town, a code, a slip
                other[self._texts[town]] = (
                    _are_two_towns(name, town) if is_town else name in self._towns and name != town
                )
            self._other_towns_of[name] = other
        return self._other_towns_of[name]

    def _slips(self, civic: str) -> NDArray[np.bool_]:
        """The civic numbers of the registry that a slip of a figure makes of one: 64 and 65, 112 and 12."""
        if civic not in self._slips_of:
            slipped = np.zeros(len(self._texts) + 1, dtype=np.bool_)
            if len(civic) > 1 and civic.isdigit() and self._civics:
                slips = cdist([civic], self._civics, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)[0]
                slipped[self._civic_numbers[slips == 1]] = True
            self._slips_of[civic] = slipped
        return self._slips_of[civic]


def _are_two_towns(name: str, other: str) -> bool:
    """CREMA and CREMONA are, CASALBUTTANO and CASALBUTTANO ED UNITI, PIADENA and PIADENA DRIZZONA are not."""
    fewer, more = sorted(({*words.split()} - _TOGETHER for words in (name, other)), key=len)
    return not fewer <= more


def _texts(place: Place) -> tuple[str | None, ...]:
    return (place.street_type, _lowest(place), place.exponent, place.staircase, place.flat, place.municipality)


def _lowest(place: Place) -> str | None:
    """The lowest civic number of a range."""
    return min(place.civics, key=lambda civic: (len(civic), civic), default=None)


def _span(place: Place) -> tuple[int, int]:
    """The first and the last civic number of a building."""
    numbers = [int(civic[:_LONGEST_CIVIC]) for civic in place.civics if civic.isdigit()]
    if not numbers:
        return UNSAID, UNSAID
    first, last = min(numbers), max(numbers)
    return first, last if last - first <= WIDEST else first
