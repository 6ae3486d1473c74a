# SPDX-License-Identifier: EUPL-1.2
"""Rows of lists that mean people of a registry, written as a clerk might: with slips, halves, initials."""

import random
from collections.abc import Callable

from pecwatch.italian.addresses import read_address
from pecwatch.italian.names import read_names
from pecwatch.model.listing import Address, ListRow, Status, Where
from pecwatch.model.person import RegistryPerson
from pecwatch.rules import Rules

HERE = Where(part="elenco.csv", page=1, line=1)


def row_of(name: str, address: str, rules: Rules, *, number: int = 1) -> ListRow:
    """A row as the reading stage would hand it over."""
    reading = read_names(name, rules.names)
    return ListRow(
        row=number,
        surname=reading.surname,
        given_name=reading.given_name,
        other_surnames=reading.other_surnames,
        heirs=reading.heirs,
        co_tenants=reading.co_tenants,
        other_readings=reading.other_readings,
        name_as_written=name,
        address=read_address(address, rules.addresses),
        status=Status.EXECUTE,
        wording="SI ESEGUE",
        where=HERE,
    )


def slip(text: str, chance: random.Random) -> str:
    """One letter lost, doubled, exchanged or wrong."""
    if len(text) < 5:
        return text
    place = chance.randrange(1, len(text) - 1)
    before, letter, after = text[:place], text[place], text[place + 1 :]
    return chance.choice(
        [
            before + after,
            before + letter * 2 + after,
            before + chance.choice("AEIORTNS") + after,
            before + after[:1] + letter + after[1:],
        ]
    )


NameWriter = Callable[[RegistryPerson, random.Random], str]

NAME_WRITERS: tuple[tuple[int, NameWriter], ...] = (
    (40, lambda person, chance: f"{person.surname} {person.given_name}"),
    (8, lambda person, chance: f"{person.given_name} {person.surname}"),
    (14, lambda person, chance: f"{slip(person.surname, chance)} {person.given_name}"),
    (8, lambda person, chance: f"{person.surname} {slip(person.given_name, chance)}"),
    (6, lambda person, chance: f"{person.surname} {person.given_name[0]}."),
    (6, lambda person, chance: f"{person.surname.split()[-1]} {person.given_name}"),
    (6, lambda person, chance: f"{person.surname} {person.given_name.split()[0]}"),
    (4, lambda person, chance: f"{person.surname.replace('O', '0')} {person.given_name}"),
    (4, lambda person, chance: f"{person.surname} {person.given_name[:4]}"),
    (4, lambda person, chance: f"{person.other_surname or person.surname} {person.given_name}"),
)
"""How often each way of writing a name occurs, and the way."""


def written_address(address: Address, chance: random.Random) -> str:
    """An address as a list prints it: abbreviated, often without flat, at times with a slip."""
    street = address.street or ""
    short = {"VIA ": "V. ", "VIALE ": "V.le ", "PIAZZA ": "P.zza ", "LARGO ": "L.go ", "CORSO ": "C.so "}
    for long, abbreviated in short.items():
        if street.startswith(long) and chance.random() < 0.3:
            street = abbreviated + street.removeprefix(long)
    if chance.random() < 0.08:
        street = slip(street, chance)
    text = f"{street}{chance.choice([' ', ', ', ' n. '])}{address.civic}"
    if address.exponent and chance.random() < 0.85:
        text += f"/{address.exponent}"
    if address.staircase and chance.random() < 0.5:
        text += f" sc. {address.staircase}"
    return text + (f" int. {address.flat}" if address.flat and chance.random() < 0.6 else "")


def written(person: RegistryPerson, rules: Rules, chance: random.Random, *, number: int) -> ListRow:
    """A row that means a person of the registry."""
    write = chance.choices([writer for _, writer in NAME_WRITERS], [weight for weight, _ in NAME_WRITERS])[0]
    return row_of(write(person, chance), written_address(person.address, chance), rules, number=number)
