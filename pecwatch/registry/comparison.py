# SPDX-License-Identifier: EUPL-1.2
"""Two registries compared: who came, who left, who lives elsewhere."""

from collections.abc import Iterable, Iterator

from pecwatch.italian.fold import fold
from pecwatch.model.listing import Address
from pecwatch.model.person import RegistryPerson
from pecwatch.model.record import record


@record
class Difference:
    """How a registry differs from the one before it, in people."""

    added: int
    gone: int
    moved: int
    """Who is in both, at another address."""

    def __str__(self) -> str:
        return f"{self.added} people added, {self.gone} gone, {self.moved} at another address"


class Comparison:
    """Who of an earlier registry is in the new one.

    Somebody is there if folder and name are; or else the codice fiscale, name and birth date in another folder, or
    birth date and given name in the same: corrections of a name and new folders make nobody leave.
    """

    def __init__(self, people: tuple[RegistryPerson, ...]) -> None:
        self._people = people
        self._homes = {_place(person): _home(person.address) for person in people}
        """Hashes alone, since there may be a million on each side."""
        self._new = set(self._homes)
        self._moved = 0
        self._found_otherwise = 0

    def gone(self, before: Iterable[RegistryPerson]) -> Iterator[RegistryPerson]:
        """Who of them is not in the new registry."""
        unsure: list[RegistryPerson] = []
        for person in before:
            place = _place(person)
            if place not in self._homes:
                unsure.append(person)
            elif place in self._new:
                self._new.discard(place)
                self._moved += self._homes[place] != _home(person.address)
        found = self._found_elsewhere(unsure)
        return (person for person, there in zip(unsure, found, strict=True) if not there)

    def difference(self, gone: int) -> Difference:
        """The figures, once `gone` was asked of everybody who stood in the registry before."""
        return Difference(added=max(0, len(self._new) - self._found_otherwise), gone=gone, moved=self._moved)

    def _found_elsewhere(self, unsure: list[RegistryPerson]) -> list[bool]:
        """For each of those who are not in their folder under their name: whether other signs show them."""
        asked: dict[int, list[int]] = {}
        for at, person in enumerate(unsure):
            for sign in _signs(person):
                asked.setdefault(sign, []).append(at)
        found = [False] * len(unsure)
        for person in self._people if asked else ():
            for sign in _signs(person):
                for at in asked.get(sign, ()):
                    if not found[at]:
                        found[at] = True
                        self._found_otherwise += 1
                        self._moved += _home(unsure[at].address) != _home(person.address)
        return found


def _place(person: RegistryPerson) -> int:
    return hash((person.folder, fold(person.surname), fold(person.given_name)))


def _home(address: Address) -> int:
    inside = (address.staircase, address.floor, address.flat)
    return hash((address.street, address.civic, address.exponent, *inside, address.municipality))


def _signs(person: RegistryPerson) -> Iterator[int]:
    """What shows somebody whose folder or name was changed."""
    if person.fiscal_code is not None:
        yield hash(person.fiscal_code)
    if person.birth_date is not None:
        given_name = fold(person.given_name)
        yield hash((fold(person.surname), given_name, person.birth_date))
        yield hash((person.folder, given_name, person.birth_date))
