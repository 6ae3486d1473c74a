# SPDX-License-Identifier: EUPL-1.2
"""The household that stands in one cell of its folder, and the number that households share."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from pecwatch.italian.fiscal_code import find_fiscal_codes, is_valid, tidy
from pecwatch.italian.fold import fold, squeeze
from pecwatch.italian.name_order import is_given_name
from pecwatch.italian.names import read_names
from pecwatch.model.listing import PersonName
from pecwatch.model.person import RegistryPerson
from pecwatch.model.record import record
from pecwatch.registry.cells import parse_day
from pecwatch.rules.names import NameWords

MOST_DWELLINGS = 5
"""Of people who share a household number; more, and it numbers something else: heads, floors, offices."""

_PARTED_BY = re.compile(r"[;|\n]+|(?<=\))\s*[,/+–-]+|(?:^|(?<=\s))\d{1,2}[).]\s")
_DAY = re.compile(r"(?:\b[Nn]at[oa]\s+(?:il\s+)?|\b[Nn]\.\s?)?(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d\d-\d\d)")
"""A day of birth behind a name."""

_FIGURE = re.compile(r"\d")
_IN_BRACKETS = re.compile(r"\(([^)]*)\)")


def read_members(
    cell: str, holder: RegistryPerson, date_format: str | None, words: NameWords
) -> tuple[RegistryPerson, ...]:
    """The people of `COGNOME NOME (figlio, 03/04/1990); …`, however they are parted; the holder is not repeated."""
    found = []
    for member in filter(None, _PARTED_BY.split(cell)):
        said = _said_of(member, date_format, words)
        for place, name in enumerate(_names_in(said.names, words)):
            surname = name.surname or holder.surname
            if not name.given_name or fold(f"{surname} {name.given_name}") == fold(
                f"{holder.surname} {holder.given_name}"
            ):
                continue
            found.append(_living_with(holder, surname, name.given_name, said if place == 0 else _NOTHING_SAID))
    return tuple(found)


def _names_in(text: str, words: NameWords) -> tuple[PersonName, ...]:
    surname, _, given_name = text.partition(" ")
    is_plain = surname.isalpha() and given_name.isalpha() and fold(surname) not in words.particles
    if is_plain and (is_given_name(given_name, words) or not is_given_name(surname, words)):
        return (PersonName(surname=surname, given_name=given_name),)  # most are so, and there may be a million
    reading = read_names(text, words)
    return (PersonName(surname=reading.surname, given_name=reading.given_name), *reading.co_tenants)


@record
class _Said:
    """What stands of one member, or of several who are joined by «e»."""

    names: str
    relation: str | None = None
    birth_date: dt.date | None = None
    fiscal_code: str | None = None


_NOTHING_SAID = _Said(names="")


def _said_of(member: str, date_format: str | None, words: NameWords) -> _Said:
    """The names, without what else is told: relation, day of birth, codice fiscale."""
    aside = [text.strip() for bracket in _IN_BRACKETS.findall(member) for text in bracket.split(",")]
    plain, codes = squeeze(_IN_BRACKETS.sub(" ", member)), list[str]()
    if _FIGURE.search(plain):
        codes = [code for code in find_fiscal_codes(plain) if is_valid(code)]
        plain = " ".join(word for word in plain.split() if tidy(word) not in codes)
        aside += _DAY.findall(plain)
        plain = _DAY.sub(" ", plain)
    plain = plain.strip(" ,.:-")
    days = [day for day in (parse_day(text, date_format) for text in aside) if day is not None]
    first, last = fold(plain.partition(" ")[0]), fold(plain.rpartition(" ")[2])
    relation = next((text for text in aside if text and parse_day(text, date_format) is None), None)
    if first in words.relations:
        told, _, plain = plain.partition(" ")
        relation = relation or told.strip(" :.")
    elif last in words.relations:
        plain, _, told = plain.rpartition(" ")
        relation = relation or told
    return _Said(
        names=plain,
        relation=relation,
        birth_date=days[0] if days else None,
        fiscal_code=codes[0] if codes else None,
    )


def _living_with(holder: RegistryPerson, surname: str, given_name: str, said: _Said) -> RegistryPerson:
    return replace(
        holder,
        surname=surname,
        given_name=given_name,
        other_surname=None,
        fiscal_code=said.fiscal_code,
        birth_date=said.birth_date,
        sex=None,
        relation=said.relation,
    )


def number_of(cell: str) -> str | None:
    """The household's number; marks and noughts stand for none."""
    return cell if fold(cell).strip("0 ") else None


def no_numbers(people: Iterable[RegistryPerson]) -> frozenset[str]:
    """Numbers that cannot be those of households, since their people live in too many dwellings."""
    dwellings: defaultdict[str, set[tuple[str | None, str | None]]] = defaultdict(set)
    for person in people:
        if person.household_id is not None and len(dwellings[person.household_id]) <= MOST_DWELLINGS:
            dwellings[person.household_id].add((person.address.civic, person.address.flat))
    return frozenset(number for number, places in dwellings.items() if len(places) > MOST_DWELLINGS)
