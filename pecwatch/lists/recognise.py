# SPDX-License-Identifier: EUPL-1.2
"""Signs of what a message is, taken from its subject, its sender and the lines that are no rows."""

from pecwatch.lists.announcing import acts_in
from pecwatch.lists.draft import PartReading, Taken
from pecwatch.lists.emptiness import declares_none
from pecwatch.lists.letters import kind_of_letter
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
    untold: bool
    """A sentence announces an execution, and no row came of it."""


def signs_of(message: Message, parts: tuple[PartReading, ...], rules: Rules) -> Signs:
    """Collect the signs of a message."""
    words = rules.recognition
    subject = message.subject or ""
    text = spoken(parts)
    titles = "\n".join(title for part in parts for title in part.titles)
    rows = "\n".join(draft.wording for part in parts for draft in part.drafts)
    return Signs(
        list_subject=has_phrase(subject, words.list.titles.phrases),
        list_title=has_phrase(f"{titles}\n{text}", words.list.titles.phrases),
        strong_rows=has_phrase(rows, words.list.strong.phrases),
        strong_text=has_phrase(f"{subject}\n{text}", words.list.strong.phrases) or _tell_of_executions(parts, rules),
        unrelated=has_phrase(f"{subject}\n{titles}\n{_head(parts)}", words.list.unrelated.phrases),
        declared_empty=declares_none(text, rules),
        announced=has_phrase(text.replace("\n", " "), words.list.announced.phrases),
        letter=kind_of_letter(subject, _head(parts), rules),
        housing=has_phrase(f"{subject}\n{text}", words.housing.phrases),
        nature=_nature(f"{subject}\n{text}".replace("\n", " "), rules),
        untold=any(part.untold for part in parts),
    )


def spoken(parts: tuple[PartReading, ...]) -> str:
    """All lines of a message that are no rows."""
    return "\n".join(
        told.item.text for part in parts for told in part.explained if told.taken in _SPOKEN or told.rule == "sentence"
    )


def everything(parts: tuple[PartReading, ...]) -> str:
    """All lines of a message."""
    return "\n".join(told.item.text for part in parts for told in part.explained)


def _tell_of_executions(parts: tuple[PartReading, ...], rules: Rules) -> bool:
    """Whether a sentence that gave a row names an execution by words stronger than «intervento» or «accesso»."""
    texts = (told.item.text for part in parts for told in part.explained if told.rule == "sentence")
    weak = ("INTERVENTO", "INTERVENTI", "ACCESSO", "ACCESSI")
    return any(act.phrase not in weak for act in acts_in("\n".join(texts), rules))


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
