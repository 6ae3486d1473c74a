# SPDX-License-Identifier: EUPL-1.2
"""Signs of what a message is, taken from its subject, its sender and the lines that are no rows."""

from pecwatch.italian.addresses import find_addresses
from pecwatch.italian.dates import find_dates, find_months
from pecwatch.lists.announcing import acts_in
from pecwatch.lists.draft import Explained, PartReading, Taken
from pecwatch.lists.emptiness import declares_none
from pecwatch.lists.layouts.tenants import without_addresses
from pecwatch.lists.letters import kind_of_letter
from pecwatch.lists.persons import persons_in
from pecwatch.lists.phrases import find_phrases, has_phrase
from pecwatch.lists.wording import find_statuses
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
    executions: bool
    """Some line, a row's too, names an execution by a word that is seldom used of anything else."""
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
    unread: bool
    """A line that gave no row holds an address beside a name, a day or a status."""


def signs_of(message: Message, parts: tuple[PartReading, ...], rules: Rules) -> Signs:
    """Collect the signs of a message."""
    words = rules.recognition
    subject = message.subject or ""
    text = spoken(parts)
    titles = "\n".join(title for part in parts for title in part.titles)
    named, spoken_of = _without_other_trades(subject, rules), _without_other_trades(f"{titles}\n{text}", rules)
    rows = "\n".join(draft.wording for part in parts for draft in part.drafts)
    return Signs(
        list_subject=has_phrase(named, words.list.titles.phrases) or _heads_a_month(named, rules),
        list_title=has_phrase(spoken_of, words.list.titles.phrases),
        strong_rows=has_phrase(rows, words.list.strong.phrases),
        strong_text=has_phrase(f"{subject}\n{text}", words.list.strong.phrases) or _tell_of_executions(parts, rules),
        executions=_names_executions(f"{subject}\n{titles}\n{everything(parts)}", rules),
        unrelated=has_phrase(f"{subject}\n{titles}\n{_head(parts)}", words.list.unrelated.phrases),
        declared_empty=declares_none(text, rules),
        announced=has_phrase(text.replace("\n", " "), words.list.announced.phrases),
        letter=kind_of_letter(subject, _head(parts), rules),
        housing=has_phrase(f"{subject}\n{text}", words.housing.phrases),
        nature=_nature(f"{subject}\n{text}".replace("\n", " "), rules),
        untold=any(part.untold for part in parts),
        unread=any(_looks_unread(told, rules) for part in parts for told in part.explained),
    )


def _without_other_trades(text: str, rules: Rules) -> str:
    """A text without what other trades call executions: a «calendario delle esecuzioni musicali» is none of ours."""
    for found in reversed(find_phrases(text, rules.recognition.executions.others.phrases)):
        text = f"{text[: found.start]} | {text[found.end :]}"
    return text


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
    return _names_executions("\n".join(texts), rules)


def _looks_unread(told: Explained, rules: Rules) -> bool:
    """Whether a line looks like what rows are made of, and is of none."""
    text = told.item.text
    if told.taken in (Taken.ROW, Taken.CONTINUATION, Taken.CLOSING, Taken.QUOTED_HEADER):
        return False
    if not find_addresses(text, rules.addresses):
        return False
    stated = any(not status.weak for status in find_statuses(text, rules.wording))
    return stated or persons_in(text, rules) != () or find_dates(without_addresses(text, len(text), rules)) != ()


def _names_executions(text: str, rules: Rules) -> bool:
    return any(act.phrase not in rules.recognition.executions.weak.phrases for act in acts_in(text, rules))


def _heads_a_month(subject: str, rules: Rules) -> bool:
    """«Sfratti ottobre 2026», «Esecuzioni di rilascio 04/2026»: several executions, and a month."""
    many, weak = rules.recognition.executions.many.phrases, rules.recognition.executions.weak.phrases
    named = [found for found in find_phrases(subject, many) if found.phrase not in weak]
    return bool(named) and find_months(subject) != ()


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
