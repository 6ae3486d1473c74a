# SPDX-License-Identifier: EUPL-1.2
"""A letter of an earlier phase: which it is, who it is about and when it was written."""

import re
from dataclasses import replace

from pecwatch.italian.dates import find_dates
from pecwatch.italian.fold import fold
from pecwatch.italian.names import read_names
from pecwatch.lists.draft import PartReading, Taken
from pecwatch.lists.persons import in_capitals, persons_in
from pecwatch.lists.phrases import find_phrases, has_phrase
from pecwatch.lists.wording import find_statuses
from pecwatch.model.listing import Letter, PersonName
from pecwatch.model.message import Message
from pecwatch.rules import Rules
from pecwatch.rules.recognition import LetterWords

_OBJECT = re.compile(r"^\W*(?:oggetto|ogg)\b", re.IGNORECASE)
_HEADING_WORDS = 8


def letters_apart(parts: tuple[PartReading, ...], rules: Rules) -> tuple[PartReading, ...]:
    """The parts without the rows of those that are letters of an earlier phase: «Assegnatario: … Alloggio: …»."""
    return tuple(_without_rows(part) if _is_early(part, rules) else part for part in parts)


def _is_early(part: PartReading, rules: Rules) -> bool:
    """Whether a part calls itself such a letter, and no row of it has a day or says what becomes of an execution."""
    said = any(draft.date is not None or find_statuses(draft.wording, rules.wording) for draft in part.drafts)
    if said or len(part.drafts) != 1:
        return False
    head = "\n".join(told.item.text for told in part.explained[:12])
    return kind_of_letter("", head, rules) is not None


def _without_rows(part: PartReading) -> PartReading:
    taken = (Taken.ROW, Taken.CONTINUATION)
    explained = tuple(
        replace(told, taken=Taken.PROSE, rule="earlier_letter") if told.taken in taken else told
        for told in part.explained
    )
    return replace(part, drafts=(), explained=explained)


def kind_of_letter(subject: str, head: str, rules: Rules) -> LetterWords | None:
    """Which letter it is: what its subject or a heading names first, else what its first lines speak of at all.

    A letter that threatens with another one is still the one that it calls itself.

    Args:
        head: The first lines of each part.
    """
    letters = rules.recognition.letters
    for line in (*filter(_is_heading, head.split("\n")), subject):
        places = [(found[0].start, kind) for kind in letters if (found := find_phrases(line, kind.phrases))]
        if places:
            return min(places, key=lambda place: place[0])[1]
    return next((kind for kind in letters if has_phrase(head, kind.phrases)), None)


def _is_heading(line: str) -> bool:
    plain = fold(line).split()
    short = len(plain) <= _HEADING_WORDS and line.strip()[:1].isupper()
    return bool(plain) and (short or _OBJECT.match(line) is not None)


def read_letter(kind: LetterWords, message: Message, text: str, rules: Rules) -> Letter:
    """Type, day and persons of a letter.

    Args:
        text: Everything the letter says.
    """
    persons: list[PersonName] = []
    for named in persons_in(text, rules) or in_capitals(text, rules):
        names = read_names(" ".join(named.name.split()), rules.names)
        person = PersonName(surname=names.surname, given_name=names.given_name)
        if person not in persons:
            persons.append(person)
    written = next((span.date for span in find_dates(text[:800]) if span.date is not None), None)
    sent = message.certified_at or message.sent_at
    return Letter(type=kind.type, date=written or (sent.date() if sent else None), persons=tuple(persons))
