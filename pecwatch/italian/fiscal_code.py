# SPDX-License-Identifier: EUPL-1.2
"""The codice fiscale: shape, check letter, omocodia, and the birth date inside it.

Source: decree of the Ministry of Finance of 23 December 1976 (composition and check letter); for
omocodia its article 6: digits may be replaced, from the right, by the letters LMNPQRSTUV.
"""

import datetime as dt
import re

_DIGIT = r"[0-9LMNPQRSTUV]"
_SHAPE = re.compile(rf"[A-Z]{{6}}{_DIGIT}{{2}}[ABCDEHLMPRST]{_DIGIT}{{2}}[A-Z]{_DIGIT}{{3}}[A-Z]")
_IN_TEXT = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{6}[\s.-]?\w{2}[A-Z]\w{2}[\s.-]?[A-Z]\w{3}[\s.-]?[A-Z](?![A-Za-z0-9])", re.I
)
_OMOCODIA = str.maketrans("LMNPQRSTUV", "0123456789")
_DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)
_MONTHS = "ABCDEHLMPRST"
_WOMEN_ADD = 40
"""Added to the day of birth of women."""

_ODD = {
    **dict(zip("0123456789", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21), strict=True)),
    **dict(zip("ABCDEFGHIJ", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21), strict=True)),
    **dict(zip("KLMNOPQRSTUVWXYZ", (2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23), strict=True)),
}
"""Values of the characters in odd places, counted from 1."""

LATEST_YEAR = 2026
"""Two digits that would lie after it mean the century before."""


def tidy(code: str) -> str:
    """Upper case without blanks, dots and hyphens."""
    return re.sub(r"[\s.\-]", "", code).upper()


def check_letter(first_fifteen: str) -> str:
    """The letter that closes a code of fifteen characters."""
    odd = sum(_ODD[character] for character in first_fifteen[::2])
    even = sum(int(character, 36) - (10 if character.isalpha() else 0) for character in first_fifteen[1::2])
    return chr(ord("A") + (odd + even) % 26)


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
    digits = [tidied[i].translate(_OMOCODIA) if i in _DIGIT_PLACES else tidied[i] for i in range(len(tidied))]
    return "".join(digits)[:15]


def birth_date(code: str) -> dt.date | None:
    """The day of birth a code speaks of, or None where it speaks of none.

    The century is not in the code: nobody is taken to be born after `LATEST_YEAR`.
    """
    tidied = plain(code)
    if len(tidied) < 15 or not (tidied[6:8] + tidied[9:11]).isdecimal() or tidied[8] not in _MONTHS:
        return None
    year, day = int(tidied[6:8]) + 2000, int(tidied[9:11])
    try:
        return dt.date(
            year if year <= LATEST_YEAR else year - 100,
            _MONTHS.index(tidied[8]) + 1,
            day - _WOMEN_ADD if day > _WOMEN_ADD else day,
        )
    except ValueError:
        return None
