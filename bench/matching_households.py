# SPDX-License-Identifier: EUPL-1.2
"""Invented households: who lives together, who is called how, when everybody was born."""

import datetime as dt
import random
import unicodedata
from dataclasses import dataclass, field

from bench.matching_names import ITALY, childs_surname, draw_given, draw_origin, draw_surname, womens_surname
from bench.matching_town import Dwelling

TODAY = dt.date(2025, 10, 20)
CONSONANT_WEIGHTS_FROM = 4
MONTHS = "ABCDEHLMPRST"
ODD_VALUES = (
    "1 0 5 7 9 13 15 17 19 21 1 0 5 7 9 13 15 17 19 21 2 4 18 20 11 3 6 8 12 14 16 10 22 25 24 23".split()
)  # fmt: skip
ODD = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", map(int, ODD_VALUES), strict=True))
"""Values of the characters in odd places of a codice fiscale (decree of 23 December 1976)."""


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody invented."""

    surname: str
    given: str
    origin: str
    woman: bool
    born: dt.date
    relation: str
    husband: str = ""
    """The surname of her husband, present or late."""
    widow: bool = False
    folders: tuple[str, ...] = ()
    """Numbers of the folders in the registry; none for who is not in it."""

    @property
    def fiscal_code(self) -> str:
        """Her codice fiscale, with a birth place that does not exist."""
        day = self.born.day + (40 if self.woman else 0)
        body = f"{_letters(self.surname)}{_letters(self.given, given=True)}"
        body += f"{self.born:%y}{MONTHS[self.born.month - 1]}{day:02d}X999"
        even = {character: place for place, character in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
        total = sum(
            ODD[character] if place % 2 == 0 else even.get(character, ord(character) - 48)
            for place, character in enumerate(body)
        )
        return body + chr(65 + total % 26)


@dataclass(slots=True, kw_only=True)
class Household:
    """People of one dwelling."""

    people: list[Person]
    dwelling: Dwelling
    household_id: str = ""
    complete: bool = False
    """Whether the registry holds the whole address, down to the flat."""
    registered: list[Person] = field(default_factory=list)


def plain(text: str) -> str:
    """Capital letters without accents."""
    folded = unicodedata.normalize("NFKD", text.replace("Đ", "Dj").replace("đ", "dj"))
    return "".join(character for character in folded if not unicodedata.combining(character)).upper()


def _letters(name: str, *, given: bool = False) -> str:
    letters = [character for character in plain(name) if "A" <= character <= "Z"]
    consonants = [character for character in letters if character not in "AEIOU"]
    if given and len(consonants) >= CONSONANT_WEIGHTS_FROM:
        consonants = [consonants[0], *consonants[2:]]
    return "".join([*consonants, *(letter for letter in letters if letter in "AEIOU"), "X", "X", "X"][:3])


def draw_household(dwelling: Dwelling, chance: random.Random) -> Household:
    """People for a dwelling, in one of the shapes that the office knows."""
    origin = draw_origin(chance)
    shape = chance.choices(
        (_alone, _couple, _family, _one_parent, _several),
        (34, 16, 27, 14, 9) if origin == ITALY else (20, 10, 46, 12, 12),
    )[0]
    return Household(people=shape(origin, chance)[:6], dwelling=dwelling)


def _person(origin: str, chance: random.Random, age: tuple[int, int], **known: object) -> Person:
    woman = bool(known.get("woman", chance.random() < 0.5))
    years = chance.uniform(*age)
    surname = str(known.get("surname") or draw_surname(origin, chance))
    if woman:
        surname = womens_surname(surname, origin, chance)
    return Person(
        surname=surname,
        given=draw_given(origin, chance, woman=woman, young=years < 18),
        origin=origin,
        woman=woman,
        born=TODAY - dt.timedelta(days=int(years * 365.25)),
        relation=str(known.get("relation", "intestatario")),
    )


def _alone(origin: str, chance: random.Random) -> list[Person]:
    person = _person(origin, chance, (25, 92), woman=chance.random() < 0.58)
    age = (TODAY - person.born).days / 365
    if person.woman and age > 60 and chance.random() < 0.6:
        person.husband, person.widow = draw_surname(origin, chance), True
    return [person]


def _couple(origin: str, chance: random.Random) -> list[Person]:
    man = _person(origin, chance, (24, 88), woman=False)
    hers = draw_origin(chance) if chance.random() < 0.12 else origin
    age = (TODAY - man.born).days / 365.25
    woman = _person(hers, chance, (max(20, age - 12), age + 3), woman=True, relation="coniuge")
    woman.husband = man.surname if chance.random() < 0.8 else ""
    if chance.random() < 0.3:
        man.relation, woman.relation = "coniuge", "intestatario"
        return [woman, man]
    return [man, woman]


def _family(origin: str, chance: random.Random) -> list[Person]:
    couple = _couple(origin, chance)
    father, mother = sorted(couple, key=lambda person: person.woman)
    age = min(48.0, (TODAY - mother.born).days / 365.25 - 18)
    if age < 1:
        return couple
    return couple + _children(father, mother.surname, age, chance)


def _children(parent: Person, mother: str, age: float, chance: random.Random) -> list[Person]:
    surname = childs_surname(parent.surname, mother, parent.origin)
    count = chance.choices((1, 2, 3, 4), (40, 36, 17, 7))[0]
    children = [_person(parent.origin, chance, (0, age), surname=surname, relation="figlio") for _ in range(count)]
    return list({child.given: child for child in children if child.given != parent.given}.values())


def _one_parent(origin: str, chance: random.Random) -> list[Person]:
    parent = _person(origin, chance, (24, 60), woman=chance.random() < 0.85)
    elsewhere = _person(origin, chance, (24, 60), woman=False)
    bearer = elsewhere if parent.woman and chance.random() < 0.75 else parent
    if parent.woman and chance.random() < 0.3:
        parent.husband = elsewhere.surname
    age = max(1.0, (TODAY - parent.born).days / 365.25 - 19)
    return [parent, *_children(bearer, parent.surname, age, chance)]


def _several(origin: str, chance: random.Random) -> list[Person]:
    """A family with a grandparent, siblings, or people who only share the flat."""
    kind = chance.random()
    if kind < 0.4:
        family = _family(origin, chance)
        elder = _person(origin, chance, (60, 93), surname=family[0].surname, relation="genitore")
        return [*family, elder]
    if kind < 0.6:
        first = _person(origin, chance, (30, 80))
        return [first, _person(origin, chance, (30, 80), surname=first.surname, relation="fratello")]
    others = [
        _person(draw_origin(chance), chance, (20, 80), relation="convivente")
        for _ in range(chance.choice((1, 1, 2, 3)))
    ]
    return [_person(origin, chance, (30, 90)), *others]
