# SPDX-License-Identifier: EUPL-1.2
"""Whether the codice fiscale of a row speaks of the person whom the row names."""

import datetime as dt

from pecwatch.italian.fiscal_code import birth_and_sex, given_name_letters, surname_letters
from pecwatch.model.person import RegistryPerson

_CENTURY = 100


def contradicted_by(code: str, person: RegistryPerson) -> tuple[str, ...]:
    """What a valid code says otherwise than the row: surname, given name, birth date, sex; () when it all fits."""
    born_on, is_woman = birth_and_sex(code)
    said = (
        "" if _fits_surname(code[:3], person) else "surname",
        "" if _fits_given_name(code[3:6], person.given_name) else "given name",
        "" if person.birth_date in (born_on, None) or _same_day(born_on, person.birth_date) else "birth date",
        "" if _fits_sex(person.sex, is_woman) else "sex",
    )
    return tuple(what for what in said if what) if any(said) else ()


def _fits_surname(letters: str, person: RegistryPerson) -> bool:
    """The code keeps the surname of birth, the row may show the one of marriage."""
    other = person.other_surname
    return letters == surname_letters(person.surname) or (other is not None and letters == surname_letters(other))


def _fits_given_name(letters: str, given_name: str) -> bool:
    """Of several given names the first alone may have made the code."""
    if not given_name or letters == given_name_letters(given_name):
        return True
    return letters == given_name_letters(given_name.split(maxsplit=1)[0])


def _same_day(coded: dt.date | None, stated: dt.date) -> bool:
    """The code does not hold the century."""
    if coded is None or (coded.month, coded.day) != (stated.month, stated.day):
        return False
    return coded.year % _CENTURY == stated.year % _CENTURY


def _fits_sex(sex: str | None, is_woman: bool | None) -> bool:
    """Only what plainly says man or woman can contradict."""
    letter = sex[:1].upper() if sex else ""
    return letter not in ("M", "F") or is_woman is (letter == "F")
