# SPDX-License-Identifier: EUPL-1.2
"""Addresses brought to one form to compare them, and the words for how near two of them are."""

import re
from dataclasses import replace
from enum import IntEnum, StrEnum
from itertools import zip_longest

from pecwatch.italian.fold import fold
from pecwatch.matching.tokens import LOOK_ALIKE
from pecwatch.model.listing import Address
from pecwatch.model.record import record
from pecwatch.rules.addresses import AddressWords

SAINTS = frozenset({"S", "SAN", "SANTA", "SANTO", "SANT", "SS", "STA", "STO", "SANTI", "SANTISSIMA", "SANTISSIMO"})
_LETTER_FIRST = re.compile(r"([A-Z])0*(\d+)")
_ROMAN = re.compile("X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_CARDINALS = """
UNO DUE TRE QUATTRO CINQUE SEI SETTE OTTO NOVE DIECI UNDICI DODICI TREDICI QUATTORDICI QUINDICI SEDICI DICIASSETTE
DICIOTTO DICIANNOVE VENTI VENTUNO VENTIDUE VENTITRE VENTIQUATTRO VENTICINQUE VENTISEI VENTISETTE VENTOTTO VENTINOVE
TRENTA TRENTUNO
"""
CARDINALS = {word: str(number) for number, word in enumerate(_CARDINALS.split(), 1)}
_DAYS = CARDINALS | {
    "PRIMO": "1",
    "I": "1",
    "V": "5",
    "X": "10",
}
"""Days of a month as streets are named after them."""
ORDINALS = {
    word: str(number)
    for number, word in enumerate(
        "PRIMO SECONDO TERZO QUARTO QUINTO SESTO SETTIMO OTTAVO NONO DECIMO UNDICESIMO DODICESIMO".split(), 1
    )
} | {"VENTITREESIMO": "23"}
"""Numbers of kings and popes in words."""


class Nearness(StrEnum):
    """How near two addresses are, the nearest first."""

    FLAT = "flat"
    WHOLE = "whole"
    CIVIC = "civic"
    OTHER_FLAT = "other_flat"
    SAME_FLAT_NEAR_CIVIC = "same_flat_near_civic"
    NEAR_CIVIC = "near_civic"
    STREET_AND_FLAT = "street_and_flat"
    STREET = "street"
    OTHER_CIVIC = "other_civic"
    NUMBERS = "numbers"
    DIFFERENT = "different"


@record
class Place:
    """An address ready to compare."""

    street: str
    """Folded, without type and particles; blank when no street is known."""
    street_type: str | None
    civics: frozenset[str] = frozenset()
    exponent: str | None = None
    staircase: str | None = None
    flat: str | None = None
    municipality: str | None = None
    is_town: bool = False
    """The rules know that municipality; any other may be a hamlet, a code, or misspelt."""


class StreetForm(IntEnum):
    """How the street of a person is written, against that of the row."""

    SAME = 0
    SHORT = 1
    """One is a short form of the other: CARDUCCI and G CARDUCCI, S ROCCO and SAN ROCCO."""
    OTHER_TYPE = 2
    """VIA and VIALE of one name."""
    SLIP = 3
    """Letters differ."""


@record
class Proximity:
    """How near a person lives to a row, and what blurs it."""

    nearness: Nearness
    street: StreetForm = StreetForm.SAME
    exponent_missing: bool = False
    staircase_missing: bool = False
    """One side names a staircase, the other none: the same number may be another flat."""


@record
class StreetWords:
    """Words of a street that do not name it, and the towns that are known."""

    types: frozenset[str]
    particles: frozenset[str]
    months: frozenset[str]
    towns: frozenset[str]


def street_words(words: AddressWords) -> StreetWords:
    """The types, particles and towns of the rules, folded."""
    rows = (*words.sure_types, *words.other_types, *words.locality_types)
    return StreetWords(
        types=frozenset(fold(row[0]) for row in rows),
        particles=frozenset(words.particles),
        months=frozenset(words.months),
        towns=frozenset(_municipality(fold(name)) for name in words.municipalities),
    )


def place_of(address: Address, words: StreetWords) -> Place:
    """Fold an address for comparison: «VIALE DEI GELSI» and «VIA GELSI» both lie in GELSI."""
    street = place_of_street(address.street or "", words)
    municipality = address.municipality and _municipality(fold(address.municipality))
    return replace(
        street,
        civics=frozenset((address.civic or "").split("/")) - {""},
        exponent=address.exponent and fold(address.exponent),
        staircase=address.staircase and _staircase(fold(address.staircase)),
        flat=address.flat and _flat(fold(address.flat)),
        municipality=municipality,
        is_town=municipality in words.towns,
    )


def _staircase(staircase: str) -> str | None:
    """II is 2; the only staircase of a house tells no more than none."""
    return None if staircase == "UNICA" else _figures(staircase)


def _flat(flat: str) -> str:
    """7, 07 and A7, 7A, 7 A."""
    flat = flat.replace(" ", "")
    turned = _LETTER_FIRST.fullmatch(flat)
    return (f"{turned[2]}{turned[1]}" if turned else flat).lstrip("0") or "0"


def _municipality(name: str) -> str:
    """Saints are written as each clerk likes: S. GIOVANNI and SAN GIOVANNI."""
    words = name.split()
    return " ".join(word for word in words if word not in SAINTS) or name


def place_of_street(name: str, words: StreetWords) -> Place:
    """The street alone."""
    folded = [_plain(word) for word in fold(name).split()]
    folded = [
        _DAYS.get(word, word) if following in words.months else word
        for word, following in zip_longest(folded, folded[1:], fillvalue="")
    ]
    naming = [word for word in folded if word not in words.types and word not in words.particles]
    return Place(
        street=" ".join(naming or folded), street_type=next((word for word in folded[:1] if word in words.types), None)
    )


def _plain(word: str) -> str:
    """Roman numerals as figures, and the digits that a scan puts into words as letters: XXIII is 23, 5AN is SAN."""
    figures = _figures(word)
    if figures != word:
        return figures
    if word[:-1].isdigit() and word.endswith("O"):
        return word[:-1]  # 1°
    return word if word.isdigit() or word.isalpha() else word.translate(LOOK_ALIKE)


def _figures(word: str) -> str:
    """A Roman numeral as figures; a single letter may be just that."""
    if len(word) < 2 or not _ROMAN.fullmatch(word):
        return word
    values = [_ROMAN_VALUES[letter] for letter in word]
    return str(sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)))
