# SPDX-License-Identifier: EUPL-1.2
"""What follows PASSO A, ESITO and CHIUDO: a person of the office, what became of an execution, a day, a reason."""

import datetime as dt
import re

from pecwatch.casework.answer_text import Sentence, find_phrase, is_same_word, sentences_of, words_before
from pecwatch.italian.dates import DateSpan, find_dates, find_months
from pecwatch.model.answer import Command
from pecwatch.model.office import Office, OfficePerson
from pecwatch.model.position import Outcome
from pecwatch.model.record import record
from pecwatch.rules.answers import AnswerRules
from pecwatch.rules.folding import fold

_LONGEST_CODE = 3
"""Words that a code may be written in: «OP 03»."""
_NAME_FROM = 3
"""Letters of a word by which somebody may be called."""


@record
class Unclear:
    """Why something cannot be understood."""

    reason: str
    """Italian, without personal data, to follow a colon."""


REASON_LIMIT = 500
"""Characters kept of why somebody closes a position."""

NO_REASON = Unclear(reason="manca il motivo della chiusura; lo scriva dopo CHIUDO PERCHÉ")
NOBODY = Unclear(reason="non si capisce a chi passare la posizione; scriva il codice o il cognome dopo PASSO A")
SEVERAL_PEOPLE = Unclear(reason="più persone dell’ufficio si chiamano così; scriva il codice dopo PASSO A")
NO_OUTCOME = Unclear(
    reason="dopo ESITO manca che cosa è successo: ESEGUITO, RILASCIATO, RINVIATO AL (giorno), SOSPESO o NON ESEGUITO"
)
SEVERAL_OUTCOMES = Unclear(reason="sono indicati esiti diversi; ne scriva uno solo")
NO_DAY = Unclear(reason="il giorno del rinvio non è chiaro; lo scriva così: ESITO RINVIATO AL 14/01/2026")


def person_in(text: str, office: Office, rules: AnswerRules) -> OfficePerson | Unclear:
    """Whom a text names by code, by name, or by what she is."""
    words = [word for word in fold(text).split() if word]
    return _by_code(words, office) or _by_role(words, office, rules) or _by_name(words, office)


def _by_code(words: list[str], office: Office) -> OfficePerson | None:
    codes = {fold(person.code).replace(" ", ""): person for person in office.everybody}
    for place in range(len(words)):
        for count in range(_LONGEST_CODE, 0, -1):
            found = codes.get("".join(words[place : place + count]))
            if found is not None:
                return found
    return None


def _by_role(words: list[str], office: Office, rules: AnswerRules) -> OfficePerson | None:
    called = ((rules.people.duty_worker, office.duty_worker), (rules.people.coordinator, office.coordinator))
    for names, person in called:
        if person is not None and any(is_same_word(word, fold(name)) for word in words for name in names):
            return person
    return None


def _by_name(words: list[str], office: Office) -> OfficePerson | Unclear:
    scores = {
        person.code: sum(
            any(is_same_word(word, name) for word in words)
            for name in fold(person.name).split()
            if len(name) >= _NAME_FROM
        )
        for person in office.everybody
    }
    best = max(scores.values(), default=0)
    found = [person for person in office.everybody if scores[person.code] == best]
    if best == 0:
        return NOBODY
    return found[0] if len(found) == 1 else SEVERAL_PEOPLE


@record
class SaidOutcome:
    """What became of an execution, by what somebody wrote."""

    outcome: Outcome
    postponed_to: dt.date | None = None

    @property
    def argument(self) -> str:
        """As `postponed 2026-01-14`."""
        return self.outcome.value if self.postponed_to is None else f"{self.outcome.value} {self.postponed_to}"


def outcome_in(text: str, today: dt.date, rules: AnswerRules) -> SaidOutcome | Unclear:
    """What a text says has happened; of «non eseguito, rinviato al 14/01» the postponement counts."""
    found = {outcome for sentence in sentences_of(text) for outcome in _outcomes(sentence, rules)[0]}
    if Outcome.POSTPONED in found:
        found.discard(Outcome.NOT_EXECUTED)
    if len(found) != 1:
        return SEVERAL_OUTCOMES if found else NO_OUTCOME
    (outcome,) = found
    if outcome is not Outcome.POSTPONED:
        return SaidOutcome(outcome=outcome)
    day = day_in(text, today)
    if day is None and "AL" in fold(text).split():
        # A prepared reply that nobody has completed: «ESITO RINVIATO AL».
        day = NO_DAY
    return day if isinstance(day, Unclear) else SaidOutcome(outcome=outcome, postponed_to=day)


def argument_in(command: Command, rest: str, office: Office, rules: AnswerRules, today: dt.date) -> str | Unclear:
    """What completes a command: a person's code, outcome and day, the reason of a closing; blank for the others."""
    if command is Command.HAND_ON:
        first, _, more = rest.partition("\n")
        person = person_in(first, office, rules)
        if person is NOBODY:
            person = person_in(more, office, rules)
        return person if isinstance(person, Unclear) else person.code
    if command is Command.OUTCOME:
        outcome = _outcome_on_lines(*rest.partition("\n")[::2], today, rules)
        return outcome if isinstance(outcome, Unclear) else outcome.argument
    if command is Command.CLOSE:
        reason = " ".join(rest.split()).strip(" :.-–—,;")[:REASON_LIMIT]
        return reason or NO_REASON
    return ""


def _outcome_on_lines(first: str, more: str, today: dt.date, rules: AnswerRules) -> SaidOutcome | Unclear:
    """The outcome after ESITO; the next line counts where it has what is missing."""
    outcome = outcome_in(first, today, rules)
    if isinstance(outcome, Unclear):
        return outcome if fold(first) else outcome_in(more, today, rules)
    lacks_day = outcome.outcome is Outcome.POSTPONED and outcome.postponed_to is None
    return outcome_in(f"{first} {more}", today, rules) if lacks_day and find_dates(more) else outcome


def is_only_outcome(sentence: Sentence, rules: AnswerRules) -> bool:
    """Whether a sentence says what became of an execution and nothing else: then it needs no ESITO before it."""
    if sentence.is_question or not sentence.words:
        return False
    found, taken = _outcomes(sentence, rules)
    beside = {fold(word) for word in (*rules.beside_outcomes, *rules.negations)}
    spans = find_dates(sentence.text)
    left = [
        word
        for place, word in enumerate(sentence.words)
        if place not in taken
        and word.folded not in beside
        and not any(span.start < word.end <= span.end for span in spans)
    ]
    return bool(found) and not left


def _outcomes(sentence: Sentence, rules: AnswerRules) -> tuple[set[Outcome], set[int]]:
    """Outcomes of a sentence and the words that say them; «non è stato eseguito» is not executed."""
    said = rules.outcomes
    words = (
        (Outcome.NOT_EXECUTED, said.not_executed),
        (Outcome.EXECUTED, said.executed),
        (Outcome.RELEASED, said.released),
        (Outcome.POSTPONED, said.postponed),
        (Outcome.SUSPENDED, said.suspended),
    )
    negations = {fold(word) for word in rules.negations}
    found: set[Outcome] = set()
    taken: set[int] = set()
    for outcome, phrases in words:
        for phrase in sorted((tuple(fold(each).split()) for each in phrases), key=len, reverse=True):
            for place in find_phrase(sentence.words, phrase, taken):
                is_negated = bool(negations & set(words_before(sentence, place, taken)))
                taken.update(range(place, place + len(phrase)))
                if is_negated and outcome is Outcome.EXECUTED:
                    found.add(Outcome.NOT_EXECUTED)
                elif not is_negated or outcome is Outcome.NOT_EXECUTED:
                    found.add(outcome)
    return found, taken


def day_in(text: str, today: dt.date) -> dt.date | Unclear | None:
    """The one day a text names; None for none. A day without year or month is the next of that name."""
    spans = find_dates(text)
    if not spans:
        is_named = find_months(text) or re.search(r"\d", text)
        return NO_DAY if is_named else None
    days = {_next(span, today) for span in spans}
    day = next(iter(days))
    return NO_DAY if len(days) > 1 or day is None else day


def _next(span: DateSpan, today: dt.date) -> dt.date | None:
    written = span.written
    day = written.resolve(today.year, today.month)
    if written.year is None and day is not None and day < today:
        day = _a_year_later(day) if written.month is not None else _a_month_later(day)
    return None if day is None or written.contradicts(day) else day


def _a_year_later(day: dt.date) -> dt.date | None:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return None


def _a_month_later(day: dt.date) -> dt.date | None:
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    try:
        return day.replace(year=year, month=month)
    except ValueError:
        return None
