# SPDX-License-Identifier: EUPL-1.2
"""The people a row may name: each tenant, and each way to read a name."""

from datetime import date

from pecwatch.italian.fiscal_code import (
    birth_date,
    given_name_letters,
    is_valid,
    plain,
    surname_letters,
)
from pecwatch.italian.fold import fold
from pecwatch.matching.places import Place, StreetWords, place_of
from pecwatch.matching.tokens import Words, words_of
from pecwatch.model.listing import ListRow, PersonName
from pecwatch.model.record import record
from pecwatch.rules.matching import ReadingWeights


@record
class NameReading:
    """One way to read a name."""

    surname: Words
    given_name: Words
    weight: float
    """How likely it is meant so."""
    swapped: bool = False


@record
class Party:
    """One tenant of a row."""

    name: str
    """As printed, to tell co-tenants apart."""
    readings: tuple[NameReading, ...]
    other_surnames: tuple[Words, ...]
    place: Place
    birth_date: date | None
    fiscal_code: str | None
    code_contradicts: bool = False
    """The codice fiscale speaks of another name or day of birth than the row."""
    misread: tuple[str, ...] = ()
    """Words of the name in which digits stand among letters, as printed."""


def parties_of(
    row: ListRow, particles: frozenset[str], streets: StreetWords, weights: ReadingWeights
) -> tuple[Party, ...]:
    """The tenants of a row; date of birth and codice fiscale belong to the first."""
    code = row.fiscal_code if row.fiscal_code and is_valid(row.fiscal_code) else None
    place = place_of(row.address, streets)
    first = Party(
        name=f"{row.surname} {row.given_name}".strip(),
        readings=_readings(
            (PersonName(surname=row.surname, given_name=row.given_name), *row.other_readings), particles, weights
        ),
        other_surnames=tuple(words_of(other.surname, particles) for other in row.other_surnames),
        place=place,
        birth_date=row.birth_date or (birth_date(code) if code else None),
        fiscal_code=plain(code) if code else None,
        code_contradicts=code is not None and _contradicts(code, row),
        misread=_misread(f"{row.surname} {row.given_name}"),
    )
    others = (
        Party(
            name=f"{tenant.surname} {tenant.given_name}".strip(),
            readings=_readings((tenant,), particles, weights),
            other_surnames=(),
            place=place,
            birth_date=None,
            fiscal_code=None,
            misread=_misread(f"{tenant.surname} {tenant.given_name}"),
        )
        for tenant in row.co_tenants
    )
    return (first, *others)


def _contradicts(code: str, row: ListRow) -> bool:
    """Whether a codice fiscale belongs to another name, however that is read, or to another day of birth."""
    names = (PersonName(surname=row.surname, given_name=row.given_name), *row.other_readings)
    surnames = {
        surname_letters(text) for text in (*(n.surname for n in names), *(o.surname for o in row.other_surnames))
    }
    given_names = {
        given_name_letters(text)
        for one in names
        for text in (one.given_name, *one.given_name.split()[:1])
        if len(fold(text)) > 1
    }
    turned = code[:3] in {surname_letters(one.given_name) for one in names}
    other_name = code[:3] not in surnames or (bool(given_names) and code[3:6] not in given_names)
    return (other_name and not turned) or row.birth_date not in (None, birth_date(code))


def _misread(name: str) -> tuple[str, ...]:
    words = name.split()
    return tuple(word for word in words if any(map(str.isdigit, word)) and any(map(str.isalpha, word)))


def _readings(
    names: tuple[PersonName, ...], particles: frozenset[str], weights: ReadingWeights
) -> tuple[NameReading, ...]:
    """As read, as it may be read, and each of them the wrong way round; what reads the same only once."""
    found: dict[tuple[str, str], NameReading] = {}
    for swapped in (False, True):
        for place, name in enumerate(names):
            if not fold(f"{name.surname}{name.given_name}") or (swapped and not fold(name.given_name)):
                continue
            surname, given_name = words_of(name.surname, particles), words_of(name.given_name, particles)
            reading = NameReading(
                surname=given_name if swapped else surname,
                given_name=surname if swapped else given_name,
                weight=(weights.as_read if place == 0 else weights.other) * (weights.swapped if swapped else 1.0),
                swapped=swapped,
            )
            found.setdefault((" ".join(reading.surname.parts), " ".join(reading.given_name.parts)), reading)
    return tuple(found.values())
