# SPDX-License-Identifier: EUPL-1.2
"""Whether a text declares that no execution is planned."""

import re

from pecwatch.italian.dates import find_dates
from pecwatch.lists.announcing import acts_in
from pecwatch.lists.persons import persons_in
from pecwatch.lists.phrases import has_phrase
from pecwatch.rules import Rules

_NONE_OF_THEM = ("ALCUN", "ALCUNA", "ALCUNO", "NESSUN", "NESSUNA", "NESSUNO")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.;](?=\s|$)|(?<=\d)\.(?=\s+[A-ZÀ-Þ]|\s*$)|:\s*(?=\n)|\n(?=\s*[A-ZÀ-Þ])")


def declares_none(text: str, rules: Rules) -> bool:
    """Whether a phrase of the rules says so, or a sentence denies executions as such.

    Such a sentence has a denial and the name of executions, several of them or «alcuna», and neither a day nor a
    person: «non sarà eseguito lo sfratto di …» speaks of one row.
    """
    sentences = _SENTENCE.split(text)
    said = [sentence for sentence in sentences if has_phrase(sentence, rules.recognition.empty.phrases)]
    if said or not has_phrase(text.replace("\n", " "), rules.recognition.empty.phrases):
        said += [sentence for sentence in sentences if _denies(sentence, rules)]
        return any(not has_phrase(sentence, rules.recognition.list.unrelated.phrases) for sentence in said)
    return True


def _denies(sentence: str, rules: Rules) -> bool:
    words = rules.recognition
    plain = sentence.replace("\n", " ")
    acts = acts_in(plain, rules)
    if not acts or not has_phrase(plain, words.executions.denials.phrases):
        return False
    several = any(act.phrase in words.executions.many.phrases for act in acts) or has_phrase(plain, _NONE_OF_THEM)
    if not several or has_phrase(plain, words.executions.not_all.phrases):
        return False
    return (
        not has_phrase(plain, words.list.unrelated.phrases) and not find_dates(plain) and not persons_in(plain, rules)
    )
