# SPDX-License-Identifier: EUPL-1.2
"""What a sentence says of an execution: that there is one, on which day, and which dates in it mean something else."""

import datetime as dt
import re
from functools import lru_cache

from pecwatch.italian.dates import DateSpan, WrittenDate, find_dates
from pecwatch.italian.times import find_times
from pecwatch.lists.phrases import Found, find_phrases, has_phrase, words_of
from pecwatch.lists.wording import find_statuses
from pecwatch.model.listing import Status
from pecwatch.rules import Rules
from pecwatch.rules.recognition import ExecutionWords

_OF_ITS_OWN = re.compile(r"\b(?:per|che)(?:\s+(?:il|in))?(?:\s+(?:giorno|data))?\s*$", re.IGNORECASE)
"""«per il giorno», «si comunica che il giorno»: no word before these leads the day behind them."""
_INSTEAD = re.compile(
    r"(?:anzich[eé]|invece\s+(?:di|che)|in\s+luogo\s+di)\s+(?:(?:il|la|del|della|al|alla)\s+)?(?:sig\.?\s?(?:ra|na)?\.?\s*)?[\"“«'\s]*$",
    re.IGNORECASE,
)
_FAR = 6
"""So many words at most stand between a word and the day or address that it leads."""


@lru_cache(maxsize=8)
def _acts(words: ExecutionWords) -> tuple[str, ...]:
    return (*words.acts.phrases, *words.many.phrases, *words.others.phrases)


@lru_cache(maxsize=8)
def _leads(words: ExecutionWords) -> tuple[str, ...]:
    wrong = (*words.other_days.phrases, *words.replaced.phrases)
    return (*words.acts.phrases, *words.many.phrases, *words.planned.phrases, *words.corrected.phrases, *wrong)


@lru_cache(maxsize=8)
def _wrong(words: ExecutionWords) -> frozenset[str]:
    return frozenset({*words.other_days.phrases, *words.replaced.phrases} - {*_anchors(words)})


@lru_cache(maxsize=8)
def _anchors(words: ExecutionWords) -> tuple[str, ...]:
    return (*words.planned.phrases, *words.corrected.phrases)


def acts_in(text: str, rules: Rules) -> tuple[Found, ...]:
    """Where a text names one execution or several, not what other trades call so."""
    words = rules.recognition.executions
    return tuple(found for found in find_phrases(text, _acts(words)) if found.phrase not in words.others.phrases)


def speaks_of_one(text: str, rules: Rules) -> bool:
    """Whether a text names one execution, as letters to or about a person do."""
    many = rules.recognition.executions.many.phrases
    acts = acts_in(text, rules)
    return bool(acts) and all(found.phrase not in many for found in acts)


def announces(text: str, rules: Rules) -> bool:
    """Whether a text names an execution and says that it is to come, or what becomes of it."""
    if any(not status.weak for status in find_statuses(text, rules.wording)):
        return True
    return acts_in(text, rules) != () and has_phrase(text, rules.recognition.executions.planned.phrases)


def corrects(text: str, rules: Rules) -> bool:
    """Whether a text says which day or address is the right one."""
    return has_phrase(text, rules.recognition.executions.corrected.phrases)


def threatens(text: str, rules: Rules) -> bool:
    """Whether a text without a day only says what may follow: «in mancanza si procederà alla successiva esecuzione»."""
    stated = find_statuses(text, rules.wording)
    shouted = any(not status.weak and text[status.start : status.end].isupper() for status in stated)
    return not shouted and has_phrase(text, rules.recognition.executions.threats.phrases)


def is_led_wrong(text: str, place: int, rules: Rules) -> bool:
    """Whether the day or address at a place is of something else, or was wrong: «con nota del», «e non»."""
    words = rules.recognition.executions
    clause = re.split(r"[,;:(]", text[max(0, place - 90) : place])[-1]
    found = find_phrases(clause, _leads(words))
    if not found or _OF_ITS_OWN.search(clause) is not None:
        return False
    last = found[-1]
    between = len(words_of(clause[last.end :]))
    return last.phrase in _wrong(words) and between <= _FAR


def is_replaced(text: str, start: int, place: int, rules: Rules) -> bool:
    """Whether the name at a place is that of «leggasi X anziché Y» that was wrong.

    Args:
        start: Where its sentence begins. Of «è stato indicato X anziché Y» Y is right.
    """
    before = text[start:place]
    instead = _INSTEAD.search(before)
    if instead is None:
        return False
    right = tuple(phrase for phrase in rules.recognition.executions.corrected.phrases if phrase != "ANZICHE")
    return has_phrase(before[: instead.start()], right)


def execution_day(text: str, rules: Rules) -> DateSpan | None:
    """The day nearest to the words that announce the execution.

    Args:
        text: A sentence, without the addresses in it: some streets are called after days.
    """
    postponed = [s.start for s in find_statuses(text, rules.wording) if s.status is Status.POSTPONED and not s.weak]
    dates = [span for span in find_dates(text) if not is_led_wrong(text, span.start, rules)]
    dates = [span for span in dates if not postponed or span.start < postponed[0]]
    words = rules.recognition.executions
    anchors = [*acts_in(text, rules), *find_phrases(text, _anchors(words))]
    return min(dates, key=lambda span: min((_gap(span, anchor) for anchor in anchors), default=0), default=None)


def day_called_off(wording: str, rules: Rules) -> WrittenDate | None:
    """The day of an execution that a wording names to call it off: «l'accesso del 26/11 è rinviato».

    Of what is carried out the day is not told like this, but that of an earlier attempt is («andato deserto»).
    """
    act = next(iter(acts_in(wording, rules)), None)
    if act is None or act.first_word > 1:
        return None
    told = [one for one in find_statuses(wording, rules.wording) if one.start >= act.end and not one.weak]
    if not told or told[0].status not in (Status.POSTPONED, Status.SUSPENDED, Status.NOT_EXECUTED):
        return None
    dates = find_dates(wording[act.end : told[0].start])
    wrong = [span for span in dates if is_led_wrong(wording, act.end + span.start, rules)]
    return dates[0].written if len(dates) == 1 and not wrong else None


def _gap(span: DateSpan, anchor: Found) -> int:
    return max(anchor.start - span.end, span.start - anchor.end, 0)


def execution_time(text: str, day: DateSpan | None) -> dt.time | None:
    """The hour of the execution: the first behind its day."""
    times = find_times(text)
    behind = [time for time in times if day is not None and time.start >= day.end]
    return next((time.time for time in (*behind, *times)), None)
