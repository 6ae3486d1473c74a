# SPDX-License-Identifier: EUPL-1.2
"""Where a text says a status: its clauses, and the phrases in them with what each means there."""

import re
from functools import lru_cache

from pecwatch.lists.beside import Text
from pecwatch.lists.phrases import Found, Word, find_in_words, keys_of, words_of
from pecwatch.lists.reversals import Reversed, confirms_relief, turned
from pecwatch.model.listing import Status
from pecwatch.model.record import record
from pecwatch.rules.wording import StatusPhrases, WordingWords

_CLAUSE_END = re.compile(
    r"\s+[-–—]+\s*|[-–—]+\s+|[–—]|[;()\n]|(?<!\d)[,:]|[,:](?!\d)|(?:(?<=[^\W\d_]{4})|(?<=\d\d))\.\s+|\s/\s"
)
_ARTICLES = frozenset({"IL", "LO", "LA", "L", "AL", "ALLA"})


@record
class StatusPlace:
    """A phrase that means a status, where it stands in a text."""

    start: int
    end: int
    status: Status
    """`unknown` where the phrase was taken back: «rinvio respinto»."""
    weak: bool
    phrase: str
    turned: Reversed | None = None
    """What took the phrase back."""


def clauses_of(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the clauses of a text, parted by dashes, commas, brackets and full stops; none is blank."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for sign in (*_CLAUSE_END.finditer(text), None):
        end = sign.start() if sign else len(text)
        if text[start:end].strip():
            bounds.append((start, end))
        start = sign.end() if sign else end
    return tuple(bounds)


@lru_cache(maxsize=8)
def phrases_of(words: WordingWords) -> tuple[tuple[str, ...], dict[str, StatusPhrases]]:
    """Every phrase that means a status, and the table of each."""
    meaning = {phrase: table for table in reversed(words.statuses) for phrase in table.phrases}
    return tuple(meaning), meaning


@lru_cache(maxsize=65_536)
def find_statuses(text: str, words: WordingWords) -> tuple[StatusPlace, ...]:
    """Every phrase of a text that means a status now, in order: what was «già rinviato» means none."""
    phrases, meaning = phrases_of(words)
    printed = words_of(text)
    places: list[StatusPlace] = []
    for found in find_in_words(printed, phrases):
        if places and found.start < places[-1].end:
            continue
        place = _place(found, Text(text=text, words=printed), meaning[found.phrase], words)
        if place is not None:
            places.append(place)
    return tuple(places)


def _place(found: Found, text: Text, table: StatusPhrases, words: WordingWords) -> StatusPlace | None:
    """A phrase as the status that it means where it stands; None where it means none."""
    if (table.past and _is_past(found, text, words)) or confirms_relief(found, text, words.reversals):
        return None
    first, status = found.first_word, table.status
    change: Reversed | None = None
    if _denied(found, text.words, words):
        if table.status not in (Status.EXECUTE, Status.EXECUTED):
            return None
        first, status = first - 1, Status.NOT_EXECUTED
    elif (change := turned(found, text, table, words)) is not None:
        first, status = min(first, change.first_word), change.status
    return StatusPlace(
        start=text.words[first].start,
        end=found.end,
        status=status,
        weak=table.weak,
        phrase=found.phrase,
        turned=change,
    )


def _is_past(found: Found, text: Text, words: WordingWords) -> bool:
    """Whether a word right before the phrase, an article apart, puts it into the past: «dopo il rinvio»."""
    place = found.first_word - 1
    if place > 0 and text.words[place].key in keys_of(_ARTICLES):
        place -= 1
    return place >= 0 and text.words[place].key in keys_of(words.past.words)


def _denied(found: Found, printed: tuple[Word, ...], words: WordingWords) -> bool:
    """Whether a NON before the phrase reaches it."""
    if found.phrase.startswith("NON "):
        return False
    for place in range(found.first_word - 1, max(-1, found.first_word - 5), -1):
        if printed[place].key == "NON":
            return True
        if printed[place].key not in keys_of(words.denials.between):
            return False
    return False
