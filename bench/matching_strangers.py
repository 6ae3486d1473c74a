# SPDX-License-Identifier: EUPL-1.2
"""People in nobody's registry, some of them hard to tell from somebody who is: neighbours, namesakes, same surnames."""

import random
from collections import defaultdict

from bench.matching_households import TODAY, Person, draw_household, plain
from bench.matching_registry import Office
from bench.matching_town import Dwelling

KINDS = {
    "stranger_anywhere": 42,
    "stranger_same_building": 26,
    "stranger_registry_surname": 12,
    "stranger_surname_in_building": 9,
    "stranger_namesake_elsewhere": 5,
    "stranger_same_street": 6,
}


class Strangers:
    """Draws them; what they are called follows the same laws as for everybody."""

    def __init__(self, office: Office, chance: random.Random) -> None:
        self._office, self._chance = office, chance
        self._names = {_key(person) for household in office.households for person in household.registered}
        self._free: dict[object, list[Dwelling]] = defaultdict(list)
        self._on_street: dict[object, list[Dwelling]] = defaultdict(list)
        for dwelling in office.town.public:
            self._free[dwelling.building].append(dwelling)
            self._on_street[dwelling.street].append(dwelling)
        self._public = [household for household in office.households if household.dwelling.public]

    def person(self) -> Person:
        """A grown-up of some household."""
        people = draw_household(self._office.town.public[0], self._chance).people
        grown = [person for person in people if (TODAY - person.born).days > 18 * 365]
        return self._chance.choice(grown or people)

    def draw(self) -> tuple[str, Person, Dwelling]:
        """What makes this one hard, who it is, and where the list puts them."""
        kind = self._chance.choices(list(KINDS), list(KINDS.values()))[0]
        person, dwelling = self.person(), None
        neighbour = self._chance.choice(self._public)
        if kind in {"stranger_same_building", "stranger_surname_in_building"}:
            dwelling = self._take(self._free[neighbour.dwelling.building])
        elif kind == "stranger_same_street":
            dwelling = self._take(self._on_street[neighbour.dwelling.street])
        elif kind == "stranger_namesake_elsewhere":
            person = self._namesake()
        if kind in {"stranger_registry_surname", "stranger_surname_in_building"}:
            known = self._chance.choice(neighbour.registered)
            person = self._bearing(known)
        if dwelling is None:
            kind = "stranger_anywhere" if kind.endswith(("building", "street")) else kind
            dwelling = self._office.town.let(public=self._chance.random() < 0.92)
        return kind, person, dwelling

    def _take(self, free: list[Dwelling]) -> Dwelling | None:
        """A free flat among them, which is then no longer free."""
        while free:
            dwelling = free.pop(self._chance.randrange(len(free)))
            if self._office.town.take(dwelling):
                return dwelling
        return None

    def _namesake(self) -> Person:
        """Called like somebody in the registry by chance, as it happens to people with common names."""
        for _ in range(3000):
            person = self.person()
            if _key(person) in self._names:
                return person
        return person

    def _bearing(self, known: Person) -> Person:
        """Somebody else with the surname of a known person, of the same origin, and with another given name."""
        while True:
            person = self.person()
            person.surname = known.surname
            if person.origin == known.origin and person.woman == known.woman and _key(person) not in self._names:
                return person


def _key(person: Person) -> tuple[str, str]:
    return plain(person.surname), plain(person.given)
