# SPDX-License-Identifier: EUPL-1.2
"""The building of the table in which an address of a list lies, if it is plainly that one.

A row may be matched with a doubtful person, since a worker reads why. A notice to somebody outside cannot be taken
back and says no reasons, so whatever could mean two buildings means none.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pecwatch.matching.dwellings import WIDEST
from pecwatch.matching.places import Place, StreetForm, StreetWords, place_of, place_of_street, street_words
from pecwatch.matching.streets import likeness
from pecwatch.model.building import Building
from pecwatch.model.listing import Address
from pecwatch.rules.addresses import AddressWords

Named = tuple[str, str | None]
"""A street without type and particles, and its type."""


class BuildingFinder:
    """Finds the buildings of one table."""

    def __init__(self, buildings: Iterable[Building], words: AddressWords, official: Sequence[str] = ()) -> None:
        """Bring the streets of the table to the form in which addresses are compared.

        Args:
            official: Official names of streets; they tell another street from one misspelt.
        """
        self._words = street_words(words)
        self._official = {_named(place_of_street(name, self._words)) for name in official}
        self._lines: dict[Named, list[tuple[str | None, Building]]] = defaultdict(list)
        for building in buildings:
            place = _place_of_line(building, self._words)
            self._lines[_named(place)].append((place.municipality, building))
        self._known = self._official | self._lines.keys()

    def building_of(self, address: Address) -> Building | None:
        """The one building that holds the civic number of an address; None for none, and for more than one."""
        place = place_of(address, self._words)
        civics = [int(civic) for civic in place.civics if civic.isascii() and civic.isdigit()]
        plainly = bool(place.street and civics) and max(civics) - min(civics) <= WIDEST
        streets = self._streets(place) if plainly else set()
        if len(streets) != 1:
            return None
        (street,) = streets
        holding = [
            building
            for town, building in self._lines.get(street, ())
            if (town is None or place.municipality in (None, town)) and any(map(building.holds, civics))
        ]
        exact = [building for building in holding if building.exponent == place.exponent]
        found = exact or [building for building in holding if building.exponent is None]
        return found[0] if len(found) == 1 else None

    def _streets(self, place: Place) -> set[Named]:
        """The streets an address may mean: those written the same, only then short forms, only then misspelt ones."""
        wanted = _named(place)
        if wanted in self._lines:
            return {wanted}
        bare = {each for each in self._lines if each[0] == wanted[0] and None in (each[1], wanted[1])}
        if bare or wanted in self._official:
            return bare
        forms = {each: likeness(wanted[0], each[0]) for each in self._known if _one_type(each, wanted)}
        short = {each for each, form in forms.items() if form is StreetForm.SHORT}
        if short or not self._official:
            return short
        other_type = {each for each in self._official if each[0] == wanted[0]}
        return other_type | {each for each, form in forms.items() if form is StreetForm.SLIP}


def _named(place: Place) -> Named:
    return place.street, place.street_type


def _one_type(one: Named, other: Named) -> bool:
    return one[1] == other[1] or None in (one[1], other[1])


def _place_of_line(building: Building, words: StreetWords) -> Place:
    address = Address(as_written=building.street, street=building.street, municipality=building.municipality)
    return place_of(address, words)
