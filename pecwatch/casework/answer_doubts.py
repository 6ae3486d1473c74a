# SPDX-License-Identifier: EUPL-1.2
"""Words beside a command that say otherwise: then it is asked again, which costs one mail; a wrong end costs a home."""

import re
from collections.abc import Collection

from pecwatch.casework.answer_text import Sentence, sentences_of
from pecwatch.italian.fold import fold
from pecwatch.model.answer import Command
from pecwatch.rules.answers import AnswerRules

_REFERENCE = r"PW[\s-]*\d{4}[\s-]*\d{1,2}[\s-]*\d+"
_LEFT_OUT = re.compile(
    rf"\b(?:NON|NO)\s+(?:(?:LA|IL|PER)\s+)?{_REFERENCE}|{_REFERENCE}\s*[,:]?\s*(?:NO|NON)\b(?!\s+È)", re.IGNORECASE
)
_TO_BE_DONE = re.compile(r"\bDA \w+(?:ARE|ERE|IRE|RSI)\b")
_WORDS_BESIDE = 3
"""Of a sentence that only names positions; with more it says something about them."""


def says_otherwise(text: str, commands: Collection[Command], rules: AnswerRules, *, by_subject: bool) -> bool:
    """Whether something in an answer speaks against doing just these commands.

    Args:
        text: The own words.
        by_subject: Whether a command comes from the subject of a prepared reply alone.
    """
    if Command.CLOSE in commands:
        return False
    sentences = sentences_of(text)
    words = {word.folded for sentence in sentences for word in sentence.words}
    if words & _folded(rules.exceptions) or _LEFT_OUT.search(text) or any(map(_speaks_of_a_row, sentences)):
        return True
    if by_subject and words & (_folded(rules.negations) | _folded(rules.taken_back)):
        return True
    if Command.OUTCOME in commands:
        return any(_is_open(sentence, rules) for sentence in sentences)
    if Command.CONFIRM_LIST in commands:
        return bool(_beside_confirmation(sentences, rules) - _folded(rules.beside_confirmation))
    return Command.REFUSE_LIST in commands and bool(words & _folded(rules.not_yet))


def _folded(words: Collection[str]) -> set[str]:
    return {fold(word) for word in words}


def _is_open(sentence: Sentence, rules: AnswerRules) -> bool:
    """Whether what is said has not happened yet, or not surely."""
    words = {word.folded for word in sentence.words}
    unsure = _folded(rules.doubts) | (_folded(rules.still_to_do) - {"DA", "VA"}) | _folded(rules.not_yet)
    return sentence.is_question or bool(words & unsure) or bool(_TO_BE_DONE.search(fold(sentence.text)))


def _speaks_of_a_row(sentence: Sentence) -> bool:
    """Whether a sentence that names a position tells something else of it: «la 003 la segue Rossi»."""
    beside = [word.folded for word in sentence.words if word.folded.isalpha() and word.folded != "PW"]
    return bool(sentence.references) and len(beside) > _WORDS_BESIDE and beside[0] in ("LA", "PER", "IL", "QUELLA")


def _beside_confirmation(sentences: Collection[Sentence], rules: AnswerRules) -> set[str]:
    """The other words of sentences with CONFERMO, and negations anywhere."""
    negations = _folded(rules.negations) | _folded(rules.taken_back)
    found: set[str] = set()
    for sentence in sentences:
        words = [word.folded for word in sentence.words if word.folded.isalpha()]
        if any(map(_confirms, words)):
            found |= {word for word in words if not _confirms(word)}
        found |= negations & set(words)
    return found


def _confirms(word: str) -> bool:
    return word.startswith("CONFERM")
