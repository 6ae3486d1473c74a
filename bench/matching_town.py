# SPDX-License-Identifier: EUPL-1.2
"""An invented town with villages around it: streets, houses, and the blocks of the housing company on few of them."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from bench.matching_names import ITALY, NAMES, draw_given, draw_surname

TOWN_SHARE = 0.72
"""Of the streets and of the people; the rest is in the villages."""
OLD_NAME_SHARE = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A street with the name it has and, rarely, the one it had."""

    kind: str
    name: str
    municipality: str
    old: tuple[str, str] | None = None
    person: bool = False
    """Named after somebody with a given name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dwelling:
    """A flat, or a house of its own when it has no number."""

    street: Street
    civic: int
    exponent: str
    staircase: str
    floor: int | None
    flat: int | None
    public: bool

    @property
    def building(self) -> tuple[str, str, str, int, str]:
        """What tells one building from another."""
        return (self.street.kind, self.street.name, self.street.municipality, self.civic, self.exponent)


@dataclass(slots=True)
class Town:
    """All dwellings, in the order in which they will be let."""

    streets: list[Street]
    public: list[Dwelling] = field(default_factory=list)
    private: list[Dwelling] = field(default_factory=list)
    _gone: set[Dwelling] = field(default_factory=set)

    def let(self, *, public: bool) -> Dwelling:
        """Let a free dwelling; nobody else gets it."""
        while True:
            dwelling = (self.public if public else self.private).pop()
            if self.take(dwelling):
                return dwelling

    def take(self, dwelling: Dwelling) -> bool:
        """Let this one; tells whether it was free."""
        free = dwelling not in self._gone
        self._gone.add(dwelling)
        return free

    @property
    def around(self) -> str:
        """The municipality that the office belongs to."""
        return words()["municipalities"]["town"]


@cache
def words() -> dict[str, dict[str, str]]:
    """What streets and places are called."""
    return tomllib.loads((NAMES / "streets.toml").read_text(encoding="utf-8"))


def build_town(people: int, chance: random.Random) -> Town:
    """A town with room for that many people in the registry and as many again who are not."""
    count = int(300 * (people / 10_000) ** 0.5)
    town = Town(streets=list(_streets(count, chance)))
    wanted = int(people * 0.8) + 2500
    quarters = chance.sample(town.streets, max(12, count // 9))
    weights = [1 / (rank + 2) for rank in range(len(quarters))]
    taken: set[tuple[str, str, str, int, str]] = set()
    while len(town.public) < wanted:
        _add(town.public, _block(chance.choices(quarters, weights)[0], chance), taken)
    while len(town.private) < wanted:
        _add(town.private, _house(chance.choice(town.streets), chance), taken)
    chance.shuffle(town.public)
    chance.shuffle(town.private)
    return town


def _add(dwellings: list[Dwelling], found: list[Dwelling], taken: set[tuple[str, str, str, int, str]]) -> None:
    if found[0].building not in taken:
        taken.add(found[0].building)
        dwellings.extend(found)


def _streets(count: int, chance: random.Random) -> Iterator[Street]:
    kinds, shares = zip(*words()["types"].items(), strict=True)
    around = words()["municipalities"]["around"].split("|")
    seen: set[tuple[str, str]] = set()
    while len(seen) < count:
        inside = chance.random() < TOWN_SHARE
        municipality = words()["municipalities"]["town"] if inside else chance.choice(around)
        name, person = _street_name(count, chance)
        if (municipality, name) in seen:
            continue
        seen.add((municipality, name))
        kind = chance.choices(kinds, [float(share) for share in shares])[0]
        old = ("Via", _street_name(count, chance)[0]) if chance.random() < OLD_NAME_SHARE else None
        yield Street(kind=kind, name=name, municipality=municipality, old=old, person=person)


def _street_name(count: int, chance: random.Random) -> tuple[str, bool]:
    if chance.random() < max(0.12, 1 - 350 / count):
        return f"{draw_given(ITALY, chance, woman=chance.random() < 0.2)} {draw_surname(ITALY, chance)}", True
    group = chance.choices(("people", "plain", "articled", "dates", "saints"), (36, 18, 30, 4, 12))[0]
    return chance.choice(words()["words"][group].split("|")), group == "people"


def _block(street: Street, chance: random.Random) -> list[Dwelling]:
    """A public building: staircases A, B …, two to six floors, flats numbered through or anew on each staircase."""
    staircases = chance.choices(
        ([""], ["A", "B"], ["A", "B", "C"], ["A", "B", "C", "D"], ["1", "2"]), (50, 28, 12, 4, 6)
    )[0]
    floors, each = chance.randint(2, 6), chance.choice((2, 2, 2, 3, 4))
    anew = chance.random() < 0.35
    civic, exponent = chance.randint(1, 120), chance.choices(("", "A", "B", "C", "BIS"), (80, 9, 6, 2, 3))[0]
    flats, number = [], 0
    for staircase in staircases:
        number = 0 if anew else number
        for floor in range(floors):
            for _ in range(each):
                number += 1
                flats.append(
                    Dwelling(
                        street=street,
                        civic=civic,
                        exponent=exponent,
                        staircase=staircase,
                        floor=floor,
                        flat=number,
                        public=True,
                    )
                )
    return flats


def _house(street: Street, chance: random.Random) -> list[Dwelling]:
    """A private house: one family, or up to eight flats."""
    civic, exponent = chance.randint(1, 160), chance.choices(("", "A", "B", "C", "D", "BIS"), (78, 10, 5, 2, 2, 3))[0]
    flats: list[int | None] = [None] if chance.random() < 0.45 else list(range(1, chance.randint(3, 9)))
    return [
        Dwelling(street=street, civic=civic, exponent=exponent, staircase="", floor=None, flat=flat, public=False)
        for flat in flats
    ]
