# SPDX-License-Identifier: EUPL-1.2
"""The words of addresses made into patterns, once for each set of rules."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pecwatch.italian.fold import fold
from pecwatch.model.record import record
from pecwatch.rules.addresses import AddressWords, Words

NUMBER = r"0{0,4}\d{1,4}"
LETTERS = "A-Za-zÀ-ÖØ-öø-ÿ"
ROMAN = re.compile(r"[IVXL]+")

WORD = re.compile(rf"[{LETTERS}]+(?:['’`´.]+[{LETTERS}]+|-[{LETTERS}]{{2,}}){{0,4}}[.'’`´]{{0,3}}")
"""A word of a street's name: `F.lli`, `D'Annunzio`, `Ca'`, `S.Maria`, `Bissolati-Verdi`."""

ABBREVIATION = re.compile(rf"[{LETTERS}]+(?:[./]\s?[{LETTERS}]+)?['.]?|[{LETTERS}]+['.]?")

DAY_OR_TIME = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])\s?[/.-]\s?(?:0?[1-9]|1[0-2])\s?[/.-]\s?\d{2,3}(?!\d)"
    r"|\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}(?!\d)"
    r"|\d{1,2}[:.]\d\d(?!\d)|\d{1,2},00(?!\d)"
)
"""What looks like a civic number and is a date or a time of day; 36/38/40 is three numbers of one building.

With a year in full it is a date even if there is no such day: 31/13/2025 misread, 00/00/0000 of a spreadsheet."""


@record
class Grammar:
    """Patterns and tables to read addresses with."""

    sure: frozenset[str]
    """Street types that begin an address by themselves, in full."""
    localities: frozenset[str]
    types: Mapping[str, str]
    """Every spelling of a type, letters only, and the type in full."""
    particles: frozenset[str]
    never_streets: frozenset[str]
    ends: frozenset[str]
    municipalities: frozenset[str]
    floors: Mapping[str, str]
    no_number: re.Pattern[str]
    civic: re.Pattern[str]
    staircase: re.Pattern[str]
    floor: re.Pattern[str]
    floor_first: re.Pattern[str]
    flat: re.Pattern[str]
    building: re.Pattern[str]
    locality: re.Pattern[str]
    day_and_month: re.Pattern[str]
    province: re.Pattern[str]

    def street_type(self, spelling: str) -> str | None:
        """The full street type of a spelling such as `V.le`, or None; a lone letter needs its dot."""
        key = letters_of(spelling)
        if len(key) == 1 and not spelling.endswith("."):
            return None
        return self.types.get(key)


def letters_of(spelling: str) -> str:
    """`V.le` and `Vle` alike: the folded letters without blanks."""
    return fold(spelling).replace(" ", "")


def _any_of(words: Iterable[str]) -> str:
    """One of the words, the longest first; dots and blanks in them are free."""
    ordered = sorted(set(words), key=len, reverse=True)
    return "|".join(r"\s?".join(_part(part) for part in re.findall(r"[^\s.]+\.?", word)) for word in ordered)


def _part(part: str) -> str:
    return re.escape(part.removesuffix(".")) + (r"\.?" if part.endswith(".") else "")


def _valued(words: Iterable[str], value: str, initial: str = "") -> re.Pattern[str]:
    """A word such as `interno` and its value, however they are glued: `int.7`, `int 7`, `interno n. 7`, `int. "C"`.

    Args:
        initial: A single letter that stands for the word when a dot follows it and a figure the dot: `i.5`.
    """
    numbered = r"(?:n\s?[.°º]\s?|nr\.?\s?)?"
    named = rf"(?:{_any_of(words)})(?![{LETTERS}])[.:°\s]*{numbered}"
    short = rf"|{initial}\.\s?(?=\d)" if initial else ""
    return re.compile(rf"(?:{named}{short})[\"“”]?(?P<value>{value})(?!\w)[\"“”]?", re.IGNORECASE)


def _folded(words: Words) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


@lru_cache(maxsize=8)
def grammar_of(words: AddressWords) -> Grammar:
    """Compile the rules; the same words give the same grammar without compiling again."""
    rows = (*words.sure_types, *words.other_types, *words.locality_types)
    named_floors = {letters_of(written): kept for kept, *spellings in words.floors for written in spellings}
    exponents = _any_of(words.exponents)
    months = _any_of(words.months)
    number_words = "|".join(
        rf"(?:{_any_of([word])})(?![{LETTERS}])[.°º:\s]*" for word in sorted(words.number_words, key=len, reverse=True)
    )
    floor = rf"\d{{1,2}}|{_any_of(spelling for row in words.floors for spelling in row[1:])}"
    return Grammar(
        sure=frozenset(row[0] for row in words.sure_types),
        localities=frozenset(row[0] for row in words.locality_types),
        types={letters_of(spelling): row[0] for row in rows for spelling in row},
        particles=_folded(words.particles),
        never_streets=_folded(words.never_streets),
        ends=_folded(words.ends),
        municipalities=_folded(words.municipalities),
        floors=named_floors,
        no_number=re.compile(rf"(?:{_any_of(words.no_number)})(?!\w)\.?", re.IGNORECASE),
        civic=re.compile(
            rf"(?P<said>{number_words})?(?P<number>{NUMBER})(?![\d°º^])"
            rf"(?P<more>(?:\s?/\s?{NUMBER}(?!\d)|-{NUMBER}(?!\d))*)"
            rf"(?:(?:\s?[/-]?\s?)(?P<latin>(?:[a-z][\s/-]?)?(?:{exponents})(?:\s?/\s?[a-z]\d?)?)(?!\w)\.?"
            rf"|\s?/\s?(?P<slashed>[a-z]\d?)(?!\w)|-?(?P<glued>[a-z])(?!\w)|\s(?P<apart>[a-z])(?![\w.'’]))?"
            rf"(?P<after>\s?/\s?\d{{1,3}}(?!\d))?",
            re.IGNORECASE,
        ),
        staircase=_valued(words.staircase_words, r"\d{1,2}[a-z]?|[a-z]\d?|[ivx]{1,4}|dx|sx|destra|sinistra|unica"),
        floor=re.compile(
            rf"(?:(?:{_any_of(words.floor_words)})(?![{LETTERS}])[.:\s]*(?:n\s?[.°º]\s?)?(?P<value>{floor})"
            rf"|p\.?\s?(?P<initial>[tr])\.?)(?:\s?[°º^]|o)?(?!\w)",
            re.IGNORECASE,
        ),
        floor_first=re.compile(
            rf"(?P<value>{floor})\s?[°º^]?\s?(?:piano\b|p\.)(?![:\s]{{0,2}}(?:{floor})o?(?!\w))|(?P<number>\d{{1,2}})[°º^]\s?p\b",
            re.IGNORECASE,
        ),
        flat=_valued(
            words.flat_words,
            r"\d{1,4}(?:\s?/\s?[a-z0-9]{1,3}|-[a-z0-9]{1,3}|[a-z])?"
            r"|[a-z]\s?/\s?\d{1,3}(?!\s?[/.]\d)|[a-z]\d{0,3}|[ivx]{1,5}",
            "i",
        ),
        building=_valued(words.building_words, r"\d{1,3}[a-z]?|[a-z]\d{0,2}|[ivx]{1,4}"),
        locality=re.compile(
            rf"(?:{_any_of(spelling for row in words.locality_types for spelling in row)})(?![{LETTERS}])\.?\s+"
            rf"(?P<value>[{LETTERS}][{LETTERS}'’. ]{{0,40}})",
            re.IGNORECASE,
        ),
        day_and_month=re.compile(
            rf"\d{{1,2}}\s?[°º^]?\s+(?:{months})(?!\w)(?:\s+(?P<year>(?:18|19|20)\d\d)(?!\d))?", re.IGNORECASE
        ),
        province=re.compile(rf"\(\s?(?:{'|'.join(words.provinces)})\s?\)|(?P<bare>{'|'.join(words.provinces)})(?!\w)"),
    )
