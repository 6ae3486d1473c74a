# SPDX-License-Identifier: EUPL-1.2
"""The codice fiscale: shape, check letter, omocodia, and the birth date inside it.

Source: decree of the Ministry of Finance of 23 December 1976 (composition and check letter); for
omocodia its article 6: digits may be replaced, from the right, by the letters LMNPQRSTUV.
"""

import datetime as dt
import re
from functools import lru_cache

from pecwatch.italian.fold import fold

_DIGIT = r"[0-9LMNPQRSTUV]"
_SHAPE = re.compile(rf"[A-Z]{{6}}{_DIGIT}{{2}}[ABCDEHLMPRST]{_DIGIT}{{2}}[A-Z]{_DIGIT}{{3}}[A-Z]")
_IN_TEXT = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{6}[\s.-]?\w{2}[A-Z]\w{2}[\s.-]?[A-Z]\w{3}[\s.-]?[A-Z](?![A-Za-z0-9])", re.I
)
_OMOCODIA = str.maketrans("LMNPQRSTUV", "0123456789")
_DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)
_MONTHS = "ABCDEHLMPRST"
_VOWELS = "AEIOU"
_WOMEN_ADD = 40
"""Added to the day of birth of women."""

_ODD = bytes.maketrans(
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    bytes((1, 0, 5, 7, 9, 13, 15, 17, 19, 21) * 2) + bytes((2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)),
)
"""Values of the characters in odd places, counted from 1."""

_EVEN = bytes.maketrans(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", bytes(range(10)) + bytes(range(26)))
"""Values of the characters in even places."""

LATEST_YEAR = 2026
"""Two digits that would lie after it mean the century before."""


def tidy(code: str) -> str:
    """Upper case without blanks, dots and hyphens."""
    return code.upper() if code.isalnum() else re.sub(r"[\s.\-]", "", code).upper()


def check_letter(first_fifteen: str) -> str:
    """The letter that closes a code of fifteen characters."""
    characters = first_fifteen.encode("ascii")
    return chr(ord("A") + (sum(characters[::2].translate(_ODD)) + sum(characters[1::2].translate(_EVEN))) % 26)


def is_valid(code: str) -> bool:
    """Whether shape, date and check letter hold; omocodia is legal."""
    tidied = tidy(code)
    if _SHAPE.fullmatch(tidied) is None or birth_date(tidied) is None:
        return False
    return tidied[-1] == check_letter(tidied[:-1])


def find_fiscal_codes(text: str) -> tuple[str, ...]:
    """Everything in a text that has the shape of a code, tidied, valid or not: a wrong one is worth telling."""
    return tuple(tidy(match.group()) for match in _IN_TEXT.finditer(text) if _looks_like_one(tidy(match.group())))


def _looks_like_one(code: str) -> bool:
    """At least four of the seven places for digits hold digits: no ordinary word does."""
    return code.isascii() and sum(code[place].isdigit() for place in _DIGIT_PLACES) >= 4


def plain(code: str) -> str:
    """The code with the letters of omocodia turned back to digits and without check letter, to compare."""
    tidied = tidy(code)
    if (tidied[6:8] + tidied[9:11] + tidied[12:15]).isdecimal():
        return tidied[:15]
    digits = [tidied[i].translate(_OMOCODIA) if i in _DIGIT_PLACES else tidied[i] for i in range(len(tidied))]
    return "".join(digits)[:15]


def birth_date(code: str) -> dt.date | None:
    """The day of birth a code speaks of, or None where it speaks of none.

    The century is not in the code: nobody is taken to be born after `LATEST_YEAR`.
    """
    return birth_and_sex(code)[0]


def birth_and_sex(code: str) -> tuple[dt.date | None, bool | None]:
    """The day of birth, and whether it is written as a woman's; None twice where the code speaks of no day."""
    return _birth(plain(code)[6:11])


@lru_cache(maxsize=65_536)
def _birth(year_month_day: str) -> tuple[dt.date | None, bool | None]:
    """The day in `60D43`, and whether a woman was born on it; a registry asks for the same days again and again."""
    year_digits, month, day_digits = year_month_day[:2], year_month_day[2:3], year_month_day[3:]
    if len(year_month_day) < 5 or not (year_digits + day_digits).isdecimal() or month not in _MONTHS:
        return None, None
    year, day = int(year_digits) + 2000, int(day_digits)
    is_woman = day > _WOMEN_ADD
    try:
        born_on = dt.date(
            year if year <= LATEST_YEAR else year - 100,
            _MONTHS.index(month) + 1,
            day - _WOMEN_ADD if is_woman else day,
        )
    except ValueError:
        return None, None
    return born_on, is_woman


@lru_cache(maxsize=65_536)
def surname_letters(surname: str) -> str:
    """The first three letters of the code of whoever bears a surname: consonants, then vowels, then X."""
    consonants, vowels = _parted(surname)
    return (consonants + vowels + "XXX")[:3]


@lru_cache(maxsize=65_536)
def given_name_letters(given_name: str) -> str:
    """The next three: of four consonants or more the second is passed over."""
    consonants, vowels = _parted(given_name)
    return consonants[0] + consonants[2:4] if len(consonants) > 3 else (consonants + vowels + "XXX")[:3]


def _parted(name: str) -> tuple[str, str]:
    letters = [letter for letter in fold(name) if letter.isalpha()]
    return (
        "".join(letter for letter in letters if letter not in _VOWELS),
        "".join(letter for letter in letters if letter in _VOWELS),
    )
