# SPDX-License-Identifier: EUPL-1.2
"""How near dwellings lie to the address of a row, many at once."""

import numpy as np
from numpy.typing import NDArray

from pecwatch.matching.closeness import Ids
from pecwatch.matching.places import Nearness, Proximity, StreetForm
from pecwatch.model.record import record

UNSAID = -1
UNHEARD = -2
"""A text of the row that stands in no address of the registry."""

NEAR_NUMBERS = 2
"""Civic numbers so far apart may be a slip: the next door, the other side of the street."""

Codes = NDArray[np.int16]
"""Proximities as numbers: the nearness times sixteen, plus what blurs it."""

NEARNESSES = tuple(Nearness)
FLAGS = 16
_STREET_FORMS, _EXPONENT, _STAIRCASE = len(StreetForm), 4, 8
_PLACE = {nearness: place for place, nearness in enumerate(NEARNESSES)}
_BUILDING = NEARNESSES[: _PLACE[Nearness.SAME_FLAT_NEAR_CIVIC]]

NUMBERS = _PLACE[Nearness.NUMBERS] * FLAGS
"""Code of a dwelling of another street with the same numbers."""

DIFFERENT = _PLACE[Nearness.DIFFERENT] * FLAGS
"""Code of a dwelling elsewhere."""

NOWHERE = DIFFERENT + FLAGS
"""Code of a dwelling whose street nobody told."""

_AS_NEAR = dict.fromkeys(NEARNESSES, _BUILDING) | {
    Nearness.FLAT: (Nearness.FLAT,),
    Nearness.SAME_FLAT_NEAR_CIVIC: (Nearness.FLAT, Nearness.SAME_FLAT_NEAR_CIVIC),
    Nearness.NEAR_CIVIC: (*_BUILDING, Nearness.SAME_FLAT_NEAR_CIVIC, Nearness.NEAR_CIVIC),
    Nearness.STREET_AND_FLAT: (Nearness.FLAT, Nearness.SAME_FLAT_NEAR_CIVIC, Nearness.STREET_AND_FLAT),
    Nearness.STREET: NEARNESSES[: _PLACE[Nearness.NUMBERS]],
    Nearness.OTHER_CIVIC: NEARNESSES[: _PLACE[Nearness.NUMBERS]],
    Nearness.NUMBERS: (Nearness.NUMBERS,),
}
"""Which nearnesses count as at least so near; those of a building count for all who live in it."""


@record
class AddressColumns:
    """Addresses in numbers, one column for each of their parts."""

    street_type: Ids
    civic: Ids
    """The lowest of a range such as 36/38/40."""
    first: Ids
    """The civic number as a number; of a range the lowest, and the highest is `last`."""
    last: Ids
    exponent: Ids
    staircase: Ids
    flat: Ids
    municipality: Ids

    def of(self, dwellings: Ids) -> "AddressColumns":
        """Those of some dwellings."""
        return AddressColumns(
            street_type=self.street_type[dwellings],
            civic=self.civic[dwellings],
            first=self.first[dwellings],
            last=self.last[dwellings],
            exponent=self.exponent[dwellings],
            staircase=self.staircase[dwellings],
            flat=self.flat[dwellings],
            municipality=self.municipality[dwellings],
        )


@record
class PrintedPlace:
    """The address of a row in the numbers of the registry."""

    street_type: int
    civic: int
    first: int
    last: int
    exponent: int
    staircase: int
    flat: int
    other_towns: NDArray[np.bool_]
    """For each number, whether it is a municipality other than the row's; the last stands for none."""
    slips: NDArray[np.bool_]
    """For each number, whether it is a civic number that a slip makes of this one; the last stands for none."""


def codes_of(row: PrintedPlace, known: AddressColumns, forms: NDArray[np.int16]) -> Codes:
    """How near dwellings on streets that agree are; unlike municipalities are unlike places.

    Args:
        forms: For each dwelling how its street is written, as a StreetForm.
    """
    if row.street_type != UNSAID:
        other_type = _contradict(known.street_type, row.street_type)
        forms = np.where(other_type, np.maximum(forms, np.int16(StreetForm.OTHER_TYPE)), forms)
    inside = _inside(row, known)
    if row.civic == UNSAID:
        return _elsewhere(row, known, _on_street(inside) * FLAGS + forms)
    gap = np.maximum(known.first - row.last, row.first - known.last)
    gap = np.where((known.first == UNSAID) | (row.first == UNSAID), NEAR_NUMBERS + 1, gap)
    same = (known.civic == row.civic) | ((gap <= 0) & _on_one_side(row, known))
    if row.exponent != UNSAID:
        same &= ~_contradict(known.exponent, row.exponent)
    near = np.where(inside == _PLACE[Nearness.FLAT], _of(Nearness.SAME_FLAT_NEAR_CIVIC), _of(Nearness.NEAR_CIVIC))
    close = (gap <= NEAR_NUMBERS) | row.slips[known.civic] | (known.civic == row.civic)
    near = np.where(close, near, _of(Nearness.OTHER_CIVIC))
    near = np.where(known.civic == UNSAID, _on_street(inside), near)
    crossed = _letter_is_staircase(row, known)
    exponent_missing = (known.exponent != row.exponent) & ~crossed
    staircase_missing = ((known.staircase == UNSAID) != (row.staircase == UNSAID)) & ~crossed
    blurred = (
        inside * np.int16(FLAGS) + exponent_missing * np.int16(_EXPONENT) + staircase_missing * np.int16(_STAIRCASE)
    )
    return _elsewhere(row, known, np.where(same, blurred, near * np.int16(FLAGS)) + forms)


def _on_one_side(row: PrintedPlace, known: AddressColumns) -> NDArray[np.bool_]:
    """Even and odd numbers are two sides of a street: 37 is not in 36/40, but is in 36/39."""
    both = ((known.last - known.first) % 2 == 1) | ((row.last - row.first) % 2 == 1)
    sides: NDArray[np.bool_] = both | ((known.first - row.first) % 2 == 0)
    return sides


def _letter_is_staircase(row: PrintedPlace, known: AddressColumns) -> NDArray[np.bool_]:
    """One side writes the staircase behind the number, as its letter: 14/B and 14 staircase B."""
    crossed = np.zeros(len(known.civic), dtype=np.bool_)
    if row.staircase == UNSAID and row.exponent != UNSAID:
        crossed = (known.exponent == UNSAID) & (known.staircase == row.exponent)
    elif row.exponent == UNSAID and row.staircase != UNSAID:
        crossed = (known.staircase == UNSAID) & (known.exponent == row.staircase)
    return crossed


def _inside(row: PrintedPlace, known: AddressColumns) -> Codes:
    """Within a building."""
    if row.flat == UNSAID:
        nearness = np.where(known.flat == UNSAID, _of(Nearness.WHOLE), _of(Nearness.CIVIC))
    else:
        told = np.where(known.flat == row.flat, _of(Nearness.FLAT), _of(Nearness.OTHER_FLAT))
        nearness = np.where(known.flat == UNSAID, _of(Nearness.CIVIC), told)
    if row.staircase == UNSAID:
        return nearness
    return np.where(_contradict(known.staircase, row.staircase), _of(Nearness.OTHER_FLAT), nearness)


def _on_street(inside: Codes) -> Codes:
    """Where one side tells no civic number."""
    return np.where(inside == _PLACE[Nearness.FLAT], _of(Nearness.STREET_AND_FLAT), _of(Nearness.STREET))


def _elsewhere(row: PrintedPlace, known: AddressColumns, codes: Codes) -> Codes:
    return np.where(row.other_towns[known.municipality], np.int16(DIFFERENT), codes)


def same_numbers(row: PrintedPlace, known: AddressColumns) -> NDArray[np.bool_]:
    """Of dwellings with the same civic number and flat, those where nothing else contradicts."""
    agrees: NDArray[np.bool_] = (known.exponent == row.exponent) & ~_contradict(known.staircase, row.staircase)
    return agrees & ~row.other_towns[known.municipality]


def _of(nearness: Nearness) -> np.int16:
    return np.int16(_PLACE[nearness])


def _contradict(column: Ids, number: int) -> NDArray[np.bool_]:
    """Both sides say something, and not the same."""
    if number == UNSAID:
        return np.zeros(len(column), dtype=np.bool_)
    contradict: NDArray[np.bool_] = (column != UNSAID) & (column != number)
    return contradict


PROXIMITIES = tuple(
    Proximity(
        nearness=nearness,
        street=StreetForm(flags % _STREET_FORMS),
        exponent_missing=bool(flags & _EXPONENT),
        staircase_missing=bool(flags & _STAIRCASE),
    )
    for nearness in NEARNESSES
    for flags in range(FLAGS)
)
"""What each code says."""

CODES = len(PROXIMITIES)


def in_building(codes: Codes) -> NDArray[np.bool_]:
    """Which codes are of the same building: street and civic number agree."""
    inside: NDArray[np.bool_] = codes < len(_BUILDING) * FLAGS
    return inside


def is_other_flat(codes: Codes) -> NDArray[np.bool_]:
    """Which codes are of the same building and another flat."""
    told: NDArray[np.bool_] = codes // FLAGS == _PLACE[Nearness.OTHER_FLAT]
    return told


AS_NEAR = np.array([[near in _AS_NEAR[nearness] for near in NEARNESSES] for nearness in NEARNESSES], dtype=np.int64)
"""For each nearness, which count as at least so near."""
