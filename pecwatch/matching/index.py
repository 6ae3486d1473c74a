# SPDX-License-Identifier: EUPL-1.2
"""The registry turned round: from words, dwellings, dates and codes to the people who have them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from pecwatch.italian.fiscal_code import plain
from pecwatch.italian.fold import fold
from pecwatch.matching.closeness import Vocabulary
from pecwatch.matching.places import Place, place_of, street_words
from pecwatch.matching.tokens import Words, words_of
from pecwatch.model.person import RegistryPerson
from pecwatch.model.record import record
from pecwatch.rules import Rules

K = TypeVar("K")


@record
class IndexedPerson:
    """A person of the registry, ready to compare."""

    person: RegistryPerson
    surname: Words
    other_surname: Words
    given_name: Words
    place: Place
    fiscal_code: str | None
    """Without check letter, omocodia undone."""
    household: str
    """Household key; where the registry gives none, the first folder of those who share the dwelling."""
    identity: int
    """The same for one human being in several folders."""


@record
class RegistryIndex:
    """What matching asks of a registry; the same for any order of its rows."""

    people: tuple[IndexedPerson, ...]
    surnames: Vocabulary
    given_names: Vocabulary
    streets: Mapping[str, frozenset[int]]
    households: Mapping[str, tuple[int, ...]]
    fiscal_codes: Mapping[str, frozenset[int]]
    birth_dates: Mapping[date, frozenset[int]]
    reference: float
    """How many people shares are taken of."""


def build_index(people: tuple[RegistryPerson, ...], rules: Rules) -> RegistryIndex:
    """Index a registry for matching."""
    particles = rules.names.particles
    streets = street_words(rules.addresses)
    ordered = sorted(set(people), key=_order)
    identities = _identities(ordered)
    places = [place_of(person.address, streets) for person in ordered]
    households = _households(ordered, places)
    indexed = tuple(
        IndexedPerson(
            person=person,
            surname=words_of(person.surname, particles),
            other_surname=words_of(person.other_surname or "", particles),
            given_name=words_of(person.given_name, particles),
            place=place,
            fiscal_code=plain(person.fiscal_code) if person.fiscal_code else None,
            household=household,
            identity=identity,
        )
        for person, identity, place, household in zip(ordered, identities, places, households, strict=True)
    )
    return RegistryIndex(
        people=indexed,
        surnames=_vocabulary([{*one.surname.tokens, *one.other_surname.tokens} for one in indexed]),
        given_names=_vocabulary([set(one.given_name.tokens) for one in indexed]),
        streets=_postings((one.place.street, number) for number, one in enumerate(indexed)),
        households={
            household: tuple(sorted(members))
            for household, members in _postings((one.household, number) for number, one in enumerate(indexed)).items()
        },
        fiscal_codes=_postings((one.fiscal_code, n) for n, one in enumerate(indexed) if one.fiscal_code),
        birth_dates=_postings((one.person.birth_date, n) for n, one in enumerate(indexed) if one.person.birth_date),
        reference=_reference(len(indexed), rules.matching.reference_people),
    )


def _order(person: RegistryPerson) -> tuple[str, ...]:
    return (person.folder, person.surname, person.given_name, repr(person))


def _reference(count: int, smallest: int) -> float:
    """A size that strangers added one by one do not move, except at a few doublings."""
    reference = smallest
    while reference < count:
        reference *= 2
    return float(reference)


def _vocabulary(token_sets: list[set[str]]) -> Vocabulary:
    bearers = _postings((token, number) for number, tokens in enumerate(token_sets) for token in tokens)
    words = tuple(sorted(bearers))
    return Vocabulary(words=words, bearers=tuple(bearers[word] for word in words))


def _postings(pairs: Iterable[tuple[K, int]]) -> dict[K, frozenset[int]]:
    found: defaultdict[K, set[int]] = defaultdict(set)
    for key, number in pairs:
        found[key].add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


def _households(people: list[RegistryPerson], places: list[Place]) -> list[str]:
    """The key that the registry gives, else one for a flat, or for a surname where no flat is told."""
    first_folder: dict[tuple[object, ...], str] = {}
    households: list[str] = []
    for person, place in zip(people, places, strict=True):
        key: tuple[object, ...] = (place,) if place.flat else (place, fold(person.surname))
        located = bool(place.street and place.civics)
        shared = first_folder.setdefault(key, person.folder) if located else person.folder
        households.append(person.household_id or shared)
    return households


def _identities(people: list[RegistryPerson]) -> list[int]:
    """One number for each human being: same name, and the same codice fiscale or day of birth, else folder."""
    first_seen: dict[tuple[str, ...], int] = {}
    identities: list[int] = []
    for number, person in enumerate(people):
        name = (fold(person.surname), fold(person.given_name))
        marks = (person.fiscal_code and plain(person.fiscal_code), person.birth_date and str(person.birth_date))
        keys = [(*name, mark) for mark in marks if mark] or [(*name, person.folder)]
        identity = min((first_seen[key] for key in keys if key in first_seen), default=number)
        for key in keys:
            first_seen.setdefault(key, identity)
        identities.append(identity)
    return identities
