# SPDX-License-Identifier: EUPL-1.2
"""The few people of the registry worth weighing for one tenant: by name, dwelling, date and code."""

from collections import defaultdict
from math import log2

from pecwatch.matching.closeness import Closeness
from pecwatch.matching.evidence import Scales
from pecwatch.matching.index import RegistryIndex
from pecwatch.matching.names import word_bits
from pecwatch.matching.neighbours import Neighbours
from pecwatch.matching.readings import NameReading, Party
from pecwatch.matching.tokens import Words
from pecwatch.rules.matching import NameWeights

_FOUND_BY_DATE_OR_CODE = 40.0
"""Bits that outweigh any name."""


class Retrieval:
    """Looks people up; what a word is worth is kept, since words recur in a list."""

    def __init__(self, index: RegistryIndex, scales: Scales) -> None:
        self._index = index
        self._scales = scales
        self._worth: dict[tuple[str, str], dict[int, float]] = {}

    def candidates(self, party: Party, neighbours: Neighbours) -> tuple[int, ...]:
        """Numbers of the people to weigh, the most promising first."""
        worth: defaultdict[int, float] = defaultdict(lambda: float("-inf"))
        exact = self._exactly(party)
        for reading in party.readings:
            surnames, given_names = self._of_surnames(reading, party), self._of_words(reading.given_name, "given_name")
            for number in surnames.keys() | neighbours.in_building | exact:
                bits = surnames.get(number, log2(self._scales.weights.surname.different)) + log2(reading.weight)
                bits += given_names.get(number, log2(self._scales.weights.given_name.different))
                worth[number] = max(worth[number], bits + (_FOUND_BY_DATE_OR_CODE if number in exact else 0.0))
        people = self._index.people
        ranked = sorted(worth, key=lambda number: (-worth[number] - neighbours.bits(number, people[number]), number))
        return tuple(ranked[: self._scales.weights.weighed])

    def _exactly(self, party: Party) -> frozenset[int]:
        by_code = self._index.fiscal_codes.get(party.fiscal_code or "", frozenset())
        if party.birth_date is None:
            return by_code
        return by_code | self._index.birth_dates.get(party.birth_date, frozenset())

    def _of_surnames(self, reading: NameReading, party: Party) -> dict[int, float]:
        found: dict[int, float] = {}
        for words in (reading.surname, *party.other_surnames):
            for number, bits in self._of_words(words, "surname").items():
                found[number] = max(bits, found.get(number, bits))
        return found

    def _of_words(self, words: Words, role: str) -> dict[int, float]:
        tokens = words.tokens
        if len(tokens) == 1:
            return self._of_word(tokens[0], role)
        found: dict[int, float] = {}
        for token in tokens:
            for number, bits in self._of_word(token, role).items():
                found[number] = max(bits, found.get(number, bits))
        return found

    def _of_word(self, word: str, role: str) -> dict[int, float]:
        key = (role, word)
        if key not in self._worth:
            weights = self._scales.weights
            of_role: tuple[Closeness, NameWeights] = (
                (self._scales.surnames, weights.surname)
                if role == "surname"
                else (self._scales.given_names, weights.given_name)
            )
            self._worth[key] = _worth(word, *of_role, self._scales.reference)
        return self._worth[key]


def _worth(word: str, closeness: Closeness, weights: NameWeights, reference: float) -> dict[int, float]:
    """What a word of the list says of everybody who bears one like it."""
    found: dict[int, float] = {}
    for level in closeness.reached(word):
        bearers = closeness.bearers(word, level)
        bits = word_bits((level,), len(bearers), weights, reference)
        for number in bearers:
            found.setdefault(number, bits)
    return found
