# SPDX-License-Identifier: EUPL-1.2
"""The detail of an event, which holds words of the program and data, in words that a paper says."""

import re

from pecwatch.alerts.words import BAND, FIELD, ROLE, STATUS
from pecwatch.papers.words import COMMAND, EVENT, OUTCOME

PHRASES = {
    "annulled: left out of a replacement": "non nominata da un elenco che annulla e sostituisce",
    "left out of a replacement": "non nominata da un elenco che annulla e sostituisce",
}

WORDS: dict[str, str] = {
    **EVENT,
    **{str(status): words for status, words in STATUS.items()},
    **{str(outcome): words for outcome, words in OUTCOME.items()},
    **{str(command): words for command, words in COMMAND.items()},
    **{str(role): words for role, words in ROLE.items()},
    "->": "→",
    "-": "non indicato",
    "muted": "senza avviso",
    "confirmed": "conferma",
    "rejected": "esclusione",
    "close": "chiusura",
    "closed_by_person": "chiusa da una persona",
}
"""Words of the program as they stand in details."""


def detail_in_words(detail: str) -> str:
    """`date 2025-11-27 -> 2025-11-26` as `giorno: 27/11/2025 → 26/11/2025`."""
    if detail in PHRASES:
        return PHRASES[detail]
    words = detail.split()
    if words[:1] and words[0] in FIELD:
        rest = " ".join(map(_word, words[1:]))
        return f"{FIELD[words[0]]}{': ' if rest else ''}{rest}"
    return " ".join(map(_word, words))


def _word(word: str) -> str:
    name, sign, value = word.partition("=")
    if sign and name == "band":
        return f"{next((words for band, words in BAND.items() if band == value), value)};"
    if sign and name == "owner":
        return f"in carico a {WORDS.get(value, value)}"
    bare = word.rstrip(",")
    if bare in FIELD:
        return FIELD[bare] + word[len(bare) :]
    return WORDS.get(word) or _day(word)


def _day(word: str) -> str:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", word)
    return word if found is None else f"{found[3]}/{found[2]}/{found[1]}"
