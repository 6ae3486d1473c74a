# SPDX-License-Identifier: EUPL-1.2
"""The registry turned round: from names, dwellings, dates and codes to the people who have them, in flat arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from pecwatch.italian.corrected_names import bearer_of
from pecwatch.italian.fiscal_code import birth_date, plain
from pecwatch.matching.closeness import Ids
from pecwatch.matching.dwellings import Dwellings
from pecwatch.matching.name_table import NameTable, Postings
from pecwatch.matching.places import Place, StreetWords, place_of, place_of_street, street_words
from pecwatch.matching.sounds import Sounds
from pecwatch.matching.tokens import Words, words_of
from pecwatch.model.person import Alias, RegistryPerson
from pecwatch.model.record import record
from pecwatch.rules import Rules

NOBODY = -1
"""Number of a name, or day of a birth, that the registry does not give."""

_CODE_LENGTH = 15
_LAST_DAY = 30_000_000
"""Above every day as a number."""


@record
class RegistryIndex:
    """What matching asks of a registry; the same for any order of its rows. People are numbered from 0."""

    people: tuple[RegistryPerson, ...]
    """Those of the registry, then once more those whom an alias names, under that name and address."""
    registered: int
    """How many stand in the registry; the others are aliases."""
    registered_as: tuple[int, ...]
    """For each alias the number of the person in the registry."""
    surname_of: Ids
    other_surname_of: Ids
    given_name_of: Ids
    dwelling_of: Ids
    household_of: Ids
    identity_of: Ids
    """The same for one human being in several folders."""
    has_twin: NDArray[np.bool_]
    """Of each person, whether the same human being stands in another folder."""
    born_on: Ids
    """As the number 19600403."""
    code_of: NDArray[np.bytes_]
    """Codice fiscale without check letter, omocodia undone; blank for none."""
    by_birth: NDArray[np.int64]
    """People in the order of their births."""
    by_code: NDArray[np.int64]
    """People in the order of their codes."""
    surnames: NameTable
    given_names: NameTable
    dwellings: Dwellings
    households: tuple[str, ...]
    """Household keys; where the registry gives none, the first folder of those who share the dwelling."""
    members: Postings
    reference: float
    """How many people shares are taken of."""


def build_index(
    people: Iterable[RegistryPerson], rules: Rules, aliases: Iterable[Alias] = (), streets: Iterable[str] = ()
) -> RegistryIndex:
    """Index a registry for matching.

    Args:
        aliases: Names and addresses that people confirmed for somebody of the registry; of whoever left it they are
            left out.
        streets: Official names of the streets, with their types; the registry's own are known anyway.
    """
    particles = rules.names.particles
    registered = _ordered(people)
    renamed, registered_as = _aliases(registered, aliases)
    ordered = (*registered, *renamed)
    surnames, (surname_of, other_surname_of) = _names(
        ([person.surname for person in ordered], [person.other_surname or "" for person in ordered]), particles
    )
    given_names, (given_name_of,) = _names(([person.given_name for person in ordered],), particles)
    words = street_words(rules.addresses)
    places, dwelling_of = _dwellings(ordered, words)
    households, household_of = _households(ordered, places, dwelling_of, surname_of)
    codes = np.array([_code(person) for person in ordered], dtype=f"S{_CODE_LENGTH}")
    born_on = np.array([_born(person) for person in ordered], dtype=np.int32)
    identity_of = _identities(registered, surname_of, given_name_of, born_on)
    identity_of = _parted_by_code(identity_of, codes[: len(registered)])
    identity_of = np.concatenate([identity_of, identity_of[list(registered_as)]])
    return RegistryIndex(
        people=ordered,
        registered=len(registered),
        registered_as=registered_as,
        surname_of=surname_of,
        other_surname_of=other_surname_of,
        given_name_of=given_name_of,
        dwelling_of=dwelling_of,
        household_of=household_of,
        identity_of=identity_of,
        has_twin=np.bincount(identity_of, minlength=len(ordered))[identity_of] > 1,
        born_on=born_on,
        code_of=codes,
        by_birth=np.argsort(born_on, kind="stable"),
        by_code=np.argsort(codes, kind="stable"),
        surnames=NameTable(
            surnames,
            (surname_of, other_surname_of),
            Sounds(rules.spellings, of_given_names=False),
            registered=len(registered),
        ),
        given_names=NameTable(
            given_names,
            (given_name_of,),
            Sounds(rules.spellings, of_given_names=True),
            registered=len(registered),
        ),
        dwellings=Dwellings(places, dwelling_of, household_of, [place_of_street(street, words) for street in streets]),
        households=households,
        members=Postings.of_column(household_of, len(households)),
        reference=_reference(len(registered), rules.matching.reference_people),
    )


def day_number(day: date | None) -> int:
    """A day as a number that keeps year, month and day apart."""
    return NOBODY if day is None else day.year * 10_000 + day.month * 100 + day.day


def _ordered(people: Iterable[RegistryPerson]) -> tuple[RegistryPerson, ...]:
    """Everybody once, in an order that does not depend on the export's."""

    def key(person: RegistryPerson) -> tuple[str, str, str]:
        return (person.folder, person.surname, person.given_name)

    found: list[RegistryPerson] = []
    for _, alike in groupby(sorted(people, key=key), key):
        first, *others = alike
        found += sorted({first, *others}, key=repr) if others else [first]
    return tuple(found)


def _aliases(
    people: Sequence[RegistryPerson], aliases: Iterable[Alias]
) -> tuple[tuple[RegistryPerson, ...], tuple[int, ...]]:
    """The people of the registry whom aliases name, under those names, and the number of each."""
    wanted = sorted({*aliases}, key=repr)
    folders: dict[str, dict[RegistryPerson, int]] = {alias.folder: {} for alias in wanted}
    for number, person in enumerate(people):
        if person.folder in folders:
            folders[person.folder][person] = number
    found = [
        (alias, folders[alias.folder][bearer])
        for alias in wanted
        if (bearer := bearer_of(alias.of_surname, alias.of_given_name, folders[alias.folder])) is not None
    ]
    renamed = tuple(
        replace(people[number], surname=alias.surname, given_name=alias.given_name, address=alias.address)
        for alias, number in found
    )
    return renamed, tuple(number for _, number in found)


def _born(person: RegistryPerson) -> int:
    """The day of birth, else the one that the codice fiscale holds."""
    if person.birth_date is None and person.fiscal_code:
        return day_number(birth_date(person.fiscal_code))
    return day_number(person.birth_date)


def _code(person: RegistryPerson) -> bytes:
    return plain(person.fiscal_code).encode("ascii", "replace") if person.fiscal_code else b""


def _reference(count: int, smallest: int) -> float:
    """A size that strangers added one by one do not move, except at a few doublings."""
    reference = smallest
    while reference < count:
        reference *= 2
    return float(reference)


def _names(columns: Sequence[Sequence[str]], particles: frozenset[str]) -> tuple[list[Words], list[Ids]]:
    """The distinct names of some columns, and the number of each person's in each column."""
    names: list[Words] = []
    known: dict[tuple[str, ...], int] = {}
    spelled: dict[str, int] = {}
    for text in (text for column in columns for text in column):
        if text not in spelled:
            words = words_of(text, particles)
            spelled[text] = known.setdefault(words.parts, len(names)) if words.parts else NOBODY
            if spelled[text] == len(names):
                names.append(words)
    return names, [np.array([spelled[text] for text in column], dtype=np.int32) for column in columns]


def _dwellings(people: Sequence[RegistryPerson], words: StreetWords) -> tuple[list[Place], Ids]:
    """The distinct dwellings, and the number of each person's."""
    numbers: dict[tuple[str | None, ...], int] = {}
    known: dict[Place, int] = {}
    column: list[int] = []
    for person in people:
        said = person.address
        key = (said.street, said.civic, said.exponent, said.staircase, said.flat, said.municipality)
        number = numbers.get(key)
        if number is None:
            number = numbers[key] = known.setdefault(place_of(said, words), len(known))
        column.append(number)
    return list(known), np.array(column, dtype=np.int32)


def _households(
    people: Sequence[RegistryPerson], places: Sequence[Place], dwelling_of: Ids, surname_of: Ids
) -> tuple[tuple[str, ...], Ids]:
    """The key that the registry gives, else one for a flat, or for a surname where no flat is told."""
    located = [bool(place.street and place.civics) for place in places]
    has_flat = [place.flat is not None for place in places]
    first_folder: dict[tuple[int, int], str] = {}
    numbers: dict[str, int] = {}
    column: list[int] = []
    for person, dwelling, surname in zip(people, dwelling_of.tolist(), surname_of.tolist(), strict=True):
        household = person.household_id
        if household is None:
            key = (dwelling, NOBODY if has_flat[dwelling] else surname)
            household = first_folder.setdefault(key, person.folder) if located[dwelling] else person.folder
        column.append(numbers.setdefault(household, len(numbers)))
    return tuple(numbers), np.array(column, dtype=np.int32)


def _identities(people: Sequence[RegistryPerson], surname_of: Ids, given_name_of: Ids, born_on: Ids) -> Ids:
    """One number for each human being: same name, and the same day of birth, else the same folder."""
    folders: dict[str, int] = {}
    in_folder = np.array([folders.setdefault(person.folder, len(folders)) for person in people], dtype=np.int64)
    surname_of, given_name_of, born_on = (column[: len(people)] for column in (surname_of, given_name_of, born_on))
    unnamed = (surname_of == NOBODY) & (given_name_of == NOBODY)
    mark = np.where((born_on == NOBODY) | unnamed, in_folder + _LAST_DAY, born_on)
    name = (surname_of.astype(np.int64) + 1) * (int(given_name_of.max(initial=0)) + 2) + given_name_of + 1
    _, first, place = np.unique(name * (len(folders) + _LAST_DAY) + mark, return_index=True, return_inverse=True)
    identities: Ids = first[place].astype(np.int32)
    return identities


def _parted_by_code(identity_of: Ids, codes: NDArray[np.bytes_]) -> Ids:
    """Two people of one name born on one day are two when their codici fiscali differ."""
    numbers = np.unique(codes, return_inverse=True)[1] if len(codes) else np.zeros(0, dtype=np.int64)
    keys = identity_of.astype(np.int64) * (len(codes) + 1) + numbers
    coded = np.unique(keys[codes != b""]) // (len(codes) + 1)
    several = np.unique(coded[1:][coded[1:] == coded[:-1]])
    _, first, place = np.unique(keys, return_index=True, return_inverse=True)
    parted: Ids = np.where(np.isin(identity_of, several), first[place], identity_of).astype(np.int32)
    return parted
