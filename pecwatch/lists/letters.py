# SPDX-License-Identifier: EUPL-1.2
"""A letter of an earlier phase: who it is about and when it was written."""

import re

from pecwatch.italian.dates import find_dates
from pecwatch.italian.names import read_names
from pecwatch.lists.looks import looks_like_name
from pecwatch.model.listing import Letter, PersonName
from pecwatch.model.message import Message
from pecwatch.rules import Rules
from pecwatch.rules.recognition import LetterWords

_WORD = r"[A-ZÀ-Þ][^\W\d_]*(?:['’`\-][^\W\d_]+)*['’`]?"
_TITLE = r"(?:sig\.?(?:\s?ra|\s?na|\s?ri)?\.?|signor[aie]?)"
_LED = (
    rf"(?i:\b(?:{_TITLE}|nei confronti di|assegnatari[oa]|intestatari[oa]|inquilin[oa]|conduttor[ei]|conduttrice"
    rf"|nucleo(?: familiare)?(?: di)?)\s*:?\s*(?:{_TITLE}\s*)?)"
)
_PERSON = re.compile(rf"{_LED}(?P<name>{_WORD}(?:[ ]+(?:(?:de|del|della|di|da|el|ben|ved\.)[ ]+)?{_WORD}){{1,4}})")


def read_letter(kind: LetterWords, message: Message, text: str, rules: Rules) -> Letter:
    """Type, day and persons of a letter.

    Args:
        text: Everything the letter says.
    """
    persons: list[PersonName] = []
    for found in _PERSON.finditer(text):
        if looks_like_name(found["name"], rules):
            names = read_names(found["name"], rules.names)
            person = PersonName(surname=names.surname, given_name=names.given_name)
            if person not in persons:
                persons.append(person)
    written = next((span.date for span in find_dates(text[:800]) if span.date is not None), None)
    sent = message.certified_at or message.sent_at
    return Letter(type=kind.type, date=written or (sent.date() if sent else None), persons=tuple(persons))
