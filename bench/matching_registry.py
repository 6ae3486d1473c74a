# SPDX-License-Identifier: EUPL-1.2
"""An invented registry of social services, with what operators do to it: gaps, spellings, folders opened twice."""

import csv
import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.matching_addresses import registry_address
from bench.matching_households import TODAY, Household, Person, draw_household, plain
from bench.matching_misspelling import mistyped
from bench.matching_town import Dwelling, Town, build_town

HEADER = (
    "cartella;cognome;nome;cf;data_nascita;sesso;altro_cognome;indirizzo;civico;scala;interno;comune;"
    "numero_famiglia;relazione;operatore;area;stato;aggiornato_al"
).split(";")
PUBLIC_SHARE = 0.55
"""Of the households in the registry that live in the housing company's flats."""


@dataclass(slots=True, kw_only=True)
class Office:
    """What there is: the town, who is known, and the rows as they were written."""

    town: Town
    households: list[Household]
    rows: list[list[str]]


def build_office(people: int, seed: int) -> Office:
    """A registry of that many rows; the same seed gives the same one."""
    chance = random.Random(seed)
    office = Office(town=build_town(people, chance), households=[], rows=[])
    while len(office.rows) < people:
        household = draw_household(office.town.let(public=chance.random() < PUBLIC_SHARE), chance)
        office.households.append(household)
        _register(household, len(office.households), chance)
        office.rows.extend(_rows(household, office.town, chance))
    return office


def write_registry(office: Office, path: Path) -> None:
    """As an Italian Excel would export it, in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(office.rows)


def _register(household: Household, number: int, chance: random.Random) -> None:
    """Choose who of the household is known, and number the folders: one for all, or one for each."""
    household.household_id = "" if chance.random() < 0.04 else f"H{number:07d}"
    everybody = chance.random() < 0.55
    adults = [person for person in household.people if (TODAY - person.born).days > 18 * 365] or household.people
    needed = chance.choice(adults)
    household.registered = [
        person for person in household.people if everybody or person is needed or chance.random() < 0.4
    ]
    year, together = chance.randint(2008, 2025), chance.random() < 0.5
    for place, person in enumerate(household.registered):
        folder = f"{year}/{number:06d}" if together else f"{year}/{number:06d}-{place + 1}"
        person.folders = (folder,)
        if chance.random() < 0.02:
            person.folders = (folder, f"{chance.randint(2000, 2007)}/{number:06d}-{place + 1}V")


def _rows(household: Household, town: Town, chance: random.Random) -> Iterator[list[str]]:
    """Rows of those who are known; one folder opened long ago may hold an address that is no longer true."""
    shared = registry_address(household.dwelling, chance)
    household.complete = _complete(shared, household.dwelling)
    closed = chance.random() < 0.22
    style = chance.choices((str, str.upper, plain), (55, 30, 15))[0]
    operator, area = f"OP{chance.randint(1, 40):02d}", f"area {chance.randint(1, 5)}"
    for person in household.registered:
        for place, folder in enumerate(person.folders):
            former = place > 0 and chance.random() < 0.7
            alone = former or chance.random() < 0.1
            dwelling = town.let(public=chance.random() < 0.5) if former else household.dwelling
            yield [
                folder,
                *_named(person, style, chance),
                *(registry_address(dwelling, chance) if alone else shared),
                household.household_id if place == 0 else "",
                person.relation,
                operator,
                area,
                "chiusa" if closed or place else chance.choice(("attiva", "attiva", "attiva", "segretariato")),
                f"{dt.date(2025, 10, 20):%d/%m/%Y}",
            ]


def _complete(cells: list[str], dwelling: Dwelling) -> bool:
    """Whether nothing of the address was left out."""
    street, civic, staircase, flat, _ = cells
    if not civic:
        return " int. " in street and (not dwelling.staircase or " sc. " in street)
    return (bool(flat) or dwelling.flat is None) and (bool(staircase) or not dwelling.staircase)


def _named(person: Person, style: Callable[[str], str], chance: random.Random) -> list[str]:
    """Surname, given name, codice fiscale, birth date, sex and other surname, each with its own gaps."""
    surname, given = (
        mistyped(name, chance) if chance.random() < 0.012 else name for name in (person.surname, person.given)
    )
    if " " in given and chance.random() < 0.12:
        given = given.split()[0]
    known_husband = person.husband and chance.random() < 0.35
    return [
        style(surname),
        style(given),
        person.fiscal_code if chance.random() < 0.75 else "",
        f"{person.born:%d/%m/%Y}" if chance.random() < 0.93 else "",
        "F" if person.woman else "M",
        style(person.husband) if known_husband else "",
    ]
