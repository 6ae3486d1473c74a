# SPDX-License-Identifier: EUPL-1.2
"""What stands before and behind a phrase of a wording, in its clause or at the beginning of the next."""

import re
from dataclasses import replace
from functools import lru_cache

from pecwatch.lists.phrases import Found, Word, find_in_words, keys_of
from pecwatch.model.record import record
from pecwatch.rules.wording import Reversals

_BREAK = re.compile(r"\s[-–—]+|[-–—]+\s|[–—;:()]|(?<!\d),|,(?!\d)|(?:(?<=[^\W\d_]{4})|(?<=\d\d))\.\s|\s/\s")
_FAR = 8
"""As many words may stand between a relief and what refuses it."""
_ARTICLES = frozenset({"IL", "LO", "LA", "L", "I", "GLI", "LE"})


@record
class Text:
    """A text and its words, as they are searched."""

    text: str
    words: tuple[Word, ...]

    def breaks(self, one: int, other: int) -> int:
        """How often a sign parts two words that follow each other."""
        start, end = self.words[one].end, self.words[other].start
        return sum(found.start() < end for found in _BREAK.finditer(self.text, start, end + 1))

    def behind(self, found: Found) -> int:
        """Index of the first word after a phrase."""
        return next(
            (n for n in range(found.first_word, len(self.words)) if self.words[n].start >= found.end), len(self.words)
        )


@lru_cache(maxsize=8)
def nouns_of(words: Reversals) -> tuple[str, ...]:
    """What can be refused, asked for or revoked, as phrases to be found."""
    return tuple(words.nouns.words)


def keys_in_clause(place: int, text: Text) -> list[str]:
    """The words from a place to the end of its clause, as they are compared."""
    keys: list[str] = []
    while place < len(text.words) and not (place and text.breaks(place - 1, place)):
        keys.append(text.words[place].key)
        place += 1
    return keys


def before(found: Found, phrases: tuple[str, ...], text: Text, between: frozenset[str]) -> Found | None:
    """One of the phrases in front of a place, with nothing but small words between."""
    place = found.first_word
    while place > 0 and found.first_word - place <= _FAR and not text.breaks(place - 1, place):
        for start in range(max(0, place - 3), place):
            for lead in find_in_words(text.words[start:place], phrases):
                if lead.first_word == 0 and len(lead.phrase.split()) == place - start:
                    return Found(phrase=lead.phrase, start=lead.start, end=lead.end, first_word=start)
        if text.words[place - 1].key not in between:
            return None
        place -= 1
    return None


def behind(
    found: Found, phrases: tuple[str, ...], text: Text, words: Reversals, *, anywhere: bool = False, alone: bool = False
) -> Found | None:
    """One of the phrases behind a place: in its clause, or at the beginning of the next.

    Args:
        anywhere: In the same clause any words may lie between, not only small ones and days.
        alone: In the next clause it must be all that is said: «rinvio - da confermare».
    """
    between = keys_of(words.between.words)
    reached = True
    first = text.behind(found)
    for place in range(first, min(len(text.words), first + _FAR)):
        if text.breaks(place - 1, place):
            here = _at_clause(place, phrases, text, words)
            goes_on = here is not None and alone and bool(keys_in_clause(text.behind(here), text))
            return None if goes_on else here
        here = _here(place, phrases, text)
        if here is not None and reached:
            return here
        key = text.words[place].key
        reached = reached and (anywhere or key in between or key.isdigit())
    return None


def _at_clause(place: int, phrases: tuple[str, ...], text: Text, words: Reversals) -> Found | None:
    """One of the phrases at the beginning of a clause, small words apart; not where it is said of something else."""
    between = keys_of(words.between.words)
    while place < len(text.words):
        here = _here(place, phrases, text)
        if here is not None:
            return None if _has_subject(place + len(here.phrase.split()), text, words) else here
        if text.words[place].key not in between:
            return None
        place += 1
    return None


def _here(place: int, phrases: tuple[str, ...], text: Text) -> Found | None:
    """One of the phrases that begins with a word."""
    found = find_in_words(text.words[place : place + 6], phrases)
    return replace(found[0], first_word=place) if found and found[0].first_word == 0 else None


def _has_subject(place: int, text: Text, words: Reversals) -> bool:
    """Whether a participle is followed by what it is said of, and that is no relief: «- annullato lo sfratto»."""
    if place >= len(text.words) or text.breaks(place - 1, place):
        return False
    return text.words[place].key in keys_of(_ARTICLES) and next_noun(place, text, words) is None


def next_noun(place: int, text: Text, words: Reversals) -> str | None:
    """The relief that a text names next, with nothing but small words before it."""
    between = keys_of(words.between.words)
    for at in range(place, min(len(text.words), place + _FAR)):
        if at and text.breaks(at - 1, at):
            return None
        named = _here(at, nouns_of(words), text)
        if named is not None:
            return named.phrase
        if text.words[at].key not in between:
            return None
    return None
