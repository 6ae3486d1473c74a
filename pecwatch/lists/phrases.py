# SPDX-License-Identifier: EUPL-1.2
"""Phrases of the rules found in text as it was printed, through capitals, accents and OCR look-alikes."""

import re
from functools import lru_cache

from pecwatch.italian.fold import fold
from pecwatch.model.record import record

_WORD = re.compile(r"[^\W_]+")
_LOOK_ALIKES = str.maketrans("1L|05682", "IIIOSBBZ")
"""An OCR reads `Sl ESEGUE`, `S1`, `N0N`: characters that look alike are compared as one."""


@record
class Word:
    """One word of a text, and the form in which it is compared."""

    key: str
    start: int
    end: int


@record
class Found:
    """A phrase found in a text."""

    phrase: str
    start: int
    end: int
    first_word: int
    """Index of its first word among the words of the text."""


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text; «|» between letters is taken for an I."""
    mended = re.sub(r"(?<=\w)\||\|(?=[^\W\d_])", "I", text)
    return tuple(
        Word(key=_key(found.group()), start=found.start(), end=found.end()) for found in _WORD.finditer(mended)
    )


@lru_cache(maxsize=65_536)
def _key(word: str) -> str:
    folded = fold(word).replace(" ", "")
    has_letter = any(character.isalpha() for character in folded)
    return folded.translate(_LOOK_ALIKES) if has_letter else folded


@lru_cache(maxsize=64)
def keys_of(words: frozenset[str]) -> frozenset[str]:
    """Words of the rules in the form in which the words of a text are compared."""
    return frozenset(_key(word) for word in words)


@lru_cache(maxsize=4096)
def _keys(phrase: str) -> tuple[str, ...]:
    return tuple(word if word == "*" else _key(word) for word in phrase.split())


def find_phrases(text: str, phrases: tuple[str, ...]) -> tuple[Found, ...]:
    """Every place where one of the phrases stands, in order; of two at one place the longer.

    A phrase is written folded; `*` in it stands for up to six words.
    """
    return find_in_words(words_of(text), phrases)


def find_in_words(words: tuple[Word, ...], phrases: tuple[str, ...]) -> tuple[Found, ...]:
    """As `find_phrases`, for words already taken apart."""
    by_first = _by_first_word(phrases)
    found: list[Found] = []
    for place, word in enumerate(words):
        best: tuple[int, str] | None = None
        for phrase in by_first.get(word.key, ()):
            end = _match(words, place, _keys(phrase))
            if end is not None and (best is None or end > best[0]):
                best = (end, phrase)
        if best is not None:
            end, phrase = best
            found.append(Found(phrase=phrase, start=word.start, end=words[end - 1].end, first_word=place))
    return tuple(found)


@lru_cache(maxsize=256)
def _by_first_word(phrases: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for phrase in phrases:
        table[_keys(phrase)[0]] = (*table.get(_keys(phrase)[0], ()), phrase)
    return table


def _match(words: tuple[Word, ...], place: int, keys: tuple[str, ...]) -> int | None:
    """Index past the last word of a phrase that stands at a place, or None."""
    for number, key in enumerate(keys):
        if key == "*":
            rest = keys[number + 1 :]
            ends = (_match(words, place + skipped, rest) for skipped in range(7))
            return next((end for end in ends if end is not None), None)
        if place >= len(words) or words[place].key != key:
            return None
        place += 1
    return place


def in_rules(table: str, phrase: str) -> str:
    """How a rule is named to a person: file, table and phrase, as in `recognition.furniture.closings: «SALUTI»`."""
    return f"{table}: «{phrase}»"


def has_phrase(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether any of the phrases stands in the text."""
    return find_phrases(text, phrases) != ()
