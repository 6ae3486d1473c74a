# SPDX-License-Identifier: EUPL-1.2
"""Signs of what a message is, taken from its subject, its sender and the lines that are no rows."""

from pecwatch.lists.draft import PartReading, Taken
from pecwatch.lists.phrases import has_phrase
from pecwatch.model.listing import Nature
from pecwatch.model.message import Message
from pecwatch.model.record import record
from pecwatch.rules import Rules
from pecwatch.rules.recognition import LetterWords

_SPOKEN = (Taken.OPENING, Taken.PROSE, Taken.HEADING, Taken.CLOSING, Taken.NOTE, Taken.LEFTOVER, Taken.QUOTED_HEADER)


@record
class Signs:
    """What speaks for and against a list."""

    list_subject: bool
    list_title: bool
    """A line of the text names the list."""
    strong_rows: bool
    """Rows use words that only executions have."""
    strong_text: bool
    unrelated: bool
    """Subject or text speak of other business."""
    declared_empty: bool
    announced: bool
    """The text says that something is attached."""
    letter: LetterWords | None
    housing: bool
    nature: Nature


def signs_of(message: Message, parts: tuple[PartReading, ...], rules: Rules) -> Signs:
    """Collect the signs of a message."""
    words = rules.recognition
    subject = message.subject or ""
    text = spoken(parts)
    titles = "\n".join(title for part in parts for title in part.titles)
    rows = "\n".join(draft.wording for part in parts for draft in part.drafts)
    head = f"{subject}\n{_head(parts)}"
    return Signs(
        list_subject=has_phrase(subject, words.list.titles.phrases),
        list_title=has_phrase(f"{titles}\n{text}", words.list.titles.phrases),
        strong_rows=has_phrase(rows, words.list.strong.phrases),
        strong_text=has_phrase(f"{subject}\n{text}", words.list.strong.phrases),
        unrelated=has_phrase(f"{subject}\n{titles}\n{_head(parts)}", words.list.unrelated.phrases),
        declared_empty=has_phrase(text.replace("\n", " "), words.empty.phrases),
        announced=has_phrase(text.replace("\n", " "), words.list.announced.phrases),
        letter=next((letter for letter in words.letters if has_phrase(head, letter.phrases)), None),
        housing=has_phrase(f"{subject}\n{text}", words.housing.phrases),
        nature=_nature(f"{subject}\n{text}".replace("\n", " "), rules),
    )


def spoken(parts: tuple[PartReading, ...]) -> str:
    """All lines of a message that are no rows."""
    return "\n".join(
        told.item.text for part in parts for told in part.explained if told.taken in _SPOKEN or told.rule == "sentence"
    )


def _head(parts: tuple[PartReading, ...]) -> str:
    """The first lines of each part: where a letter says what it is."""
    return "\n".join(told.item.text for part in parts for told in part.explained[:12] if told.taken in _SPOKEN)


def _nature(text: str, rules: Rules) -> Nature:
    natures = rules.recognition.natures
    for nature, phrases in (
        (Nature.REPLACEMENT, natures.replacement.phrases),
        (Nature.CORRECTION, natures.correction.phrases),
        (Nature.INTEGRATION, natures.integration.phrases),
        (Nature.REMINDER, natures.reminder.phrases),
    ):
        if has_phrase(text, phrases):
            return nature
    return Nature.ANNOUNCEMENT
