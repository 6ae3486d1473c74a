# SPDX-License-Identifier: EUPL-1.2
"""What the housing company means to do: the headline of the wording decides, its tail explains."""

import re
from dataclasses import replace
from functools import lru_cache

from pecwatch.italian.dates import DateSpan, WrittenDate, find_dates
from pecwatch.italian.fold import fold, squeeze
from pecwatch.lists.phrases import Found, Word, find_in_words, has_phrase, in_rules, keys_of, words_of
from pecwatch.model.listing import Status
from pecwatch.model.record import record
from pecwatch.rules.wording import StatusPhrases, WordingWords

_CLAUSE_END = re.compile(
    r"\s+[-–—]+\s*|[-–—]+\s+|[–—]|[;()\n]|(?<!\d)[,:]|[,:](?!\d)|(?:(?<=[^\W\d_]{4})|(?<=\d\d))\.\s+|\s/\s"
)
_NOT_THE_DAY = frozenset({"ENTRO", "DAL", "DOPO", "GIA", "FINO", "SINO", "NOTA", "PRIMA"})


@record
class StatusReading:
    """What a wording says."""

    status: Status
    headline: str
    """The clause that decided."""
    date: WrittenDate | None = None
    """The day of the execution, when the headline itself gives it."""
    postponed_to: WrittenDate | None = None
    rule: str = ""
    """The table and phrase of the rules that decided; empty where none did."""


@record
class StatusPlace:
    """A phrase that means a status, where it stands in a text."""

    start: int
    end: int
    status: Status
    weak: bool
    phrase: str


def join_lines(text: str) -> str:
    """The text in one line: hyphens at a line's end joined, spaces folded, nothing else changed."""
    return squeeze(
        re.sub(r"(?<=[^\W\d_])[-\u00ad]\s*\n\s*(?=[a-zà-ÿ])|(?<=[A-ZÀ-Þ])[-\u00ad]\s*\n\s*(?=[A-ZÀ-Þ])", "", text)
    )


def clauses_of(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the clauses of a text, parted by dashes, commas, brackets and full stops; none is blank."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for sign in (*_CLAUSE_END.finditer(text), None):
        end = sign.start() if sign else len(text)
        if text[start:end].strip():
            bounds.append((start, end))
        start = sign.end() if sign else end
    return tuple(bounds)


@lru_cache(maxsize=8)
def _all_phrases(words: WordingWords) -> tuple[tuple[str, ...], dict[str, StatusPhrases]]:
    meaning = {phrase: table for table in reversed(words.statuses) for phrase in table.phrases}
    return tuple(meaning), meaning


@lru_cache(maxsize=65_536)
def find_statuses(text: str, words: WordingWords) -> tuple[StatusPlace, ...]:
    """Every phrase of a text that means a status now, in order: what was «già rinviato» means none."""
    phrases, meaning = _all_phrases(words)
    printed = words_of(text)
    places: list[StatusPlace] = []
    for found in find_in_words(printed, phrases):
        if places and found.start < places[-1].end:
            continue
        status = _status_here(found, printed, meaning[found.phrase], words)
        if status is not None:
            weak = meaning[found.phrase].weak
            start = printed[found.first_word - 1].start if _denied(found, printed, words) else found.start
            places.append(StatusPlace(start=start, end=found.end, status=status, weak=weak, phrase=found.phrase))
    return tuple(places)


def _status_here(found: Found, printed: tuple[Word, ...], table: StatusPhrases, words: WordingWords) -> Status | None:
    before = printed[found.first_word - 1].key if found.first_word else ""
    if table.past and before in keys_of(words.past.words):
        return None
    if _denied(found, printed, words):
        return Status.NOT_EXECUTED if table.status in (Status.EXECUTE, Status.EXECUTED) else None
    return table.status


def _denied(found: Found, printed: tuple[Word, ...], words: WordingWords) -> bool:
    """Whether a NON before the phrase reaches it."""
    if found.phrase.startswith("NON "):
        return False
    for place in range(found.first_word - 1, max(-1, found.first_word - 5), -1):
        if printed[place].key == "NON":
            return True
        if printed[place].key not in keys_of(words.denials.between):
            return False
    return False


def read_status(text: str, words: WordingWords) -> StatusReading:
    """Read the wording of one row.

    Returns:
        `unknown` where neither the headline nor the beginning of a later clause holds a phrase of the rules.
    """
    wording = join_lines(text)
    alone = next((table for table in words.statuses if fold(wording) in table.alone), None)
    if alone is not None:
        rule = in_rules(f"wording.statuses.{alone.name}", fold(wording))
        return StatusReading(status=alone.status, headline=wording, rule=rule)
    clauses = clauses_of(wording)
    places = find_statuses(wording, words)
    announced: WrittenDate | None = None
    for number, (start, end) in enumerate(clauses):
        place = _deciding(places, start, end, anywhere=number == 0)
        if place is None or (number > 0 and not _stands_alone(wording, place, end, words)):
            continue
        reading = _reading(wording, place, (start, end), words)
        if place.weak and any(_shouts(later, end, wording) or _said_of_it(later, end, wording) for later in places):
            announced = announced or reading.date
            continue
        return replace(reading, date=reading.date or announced)
    headline = wording[slice(*clauses[0])].strip() if clauses else ""
    return StatusReading(status=Status.UNKNOWN, headline=headline)


def _deciding(places: tuple[StatusPlace, ...], start: int, end: int, *, anywhere: bool) -> StatusPlace | None:
    """The status of a clause; in the tail only one that the clause begins with."""
    inside = [place for place in places if start <= place.start < end and (anywhere or place.start - start <= 3)]
    strong = [place for place in inside if not place.weak]
    return next(iter(strong or inside), None)


def _shouts(place: StatusPlace, after: int, wording: str) -> bool:
    """Whether a plain status in capitals stands further on: «fissato per il 18/03 – NON SI ESEGUE»."""
    return place.start >= after and not place.weak and wording[place.start : place.end].isupper()


_OF_IT = re.compile(
    r"(?:^|[,;:.–—-])\s*(?:si intende |deve intendersi |è stat[oa] |(?:è|e'|viene|verrà|sarà|resta|risulta)\s+)?$",
    re.IGNORECASE,
)


def _said_of_it(place: StatusPlace, after: int, wording: str) -> bool:
    """Whether a status further on is said of the execution announced: «l'esecuzione programmata …, è rinviata»."""
    is_sentence = not wording[:2].isupper()
    if place.start < after or place.weak or place.status is Status.EXECUTE or not is_sentence:
        return False
    return _OF_IT.search(wording[: place.start]) is not None


def _stands_alone(wording: str, place: StatusPlace, clause_end: int, words: WordingWords) -> bool:
    """Whether a clause of the tail is a status by itself («- RINVIATO AL 14/01»), not a tale («sospeso il debito»)."""
    if place.status in (Status.EXECUTE, Status.TO_CONFIRM) or wording[place.start : place.end].isupper():
        return True
    rest = wording[place.end : clause_end]
    for span in reversed(find_dates(rest)):
        rest = rest[: span.start] + rest[span.end :]
    return set(fold(rest).split()) <= {*words.days.new.words, "GIORNO", "DATA", "IL", "ORE"}


def _reading(wording: str, place: StatusPlace, clause: tuple[int, int], words: WordingWords) -> StatusReading:
    headline = wording[slice(*clause)].strip()
    status, rule = place.status, _rule_of(place, words)
    if status is Status.EXECUTE and (condition := _condition(wording, words)) is not None:
        status, rule = Status.TO_CONFIRM, in_rules("wording.conditions.open", condition)
    dates = [span for span in find_dates(wording) if span.start >= place.end]
    postponed = _new_day(wording, dates, clause, words) if status is Status.POSTPONED else None
    return StatusReading(
        status=status, headline=headline, date=_day(wording, dates, clause, status), postponed_to=postponed, rule=rule
    )


def _rule_of(place: StatusPlace, words: WordingWords) -> str:
    """The table of the phrase, or the denial that turned it round."""
    table = _all_phrases(words)[1][place.phrase]
    if place.status is not table.status:
        return in_rules("wording.denials", f"NON … {place.phrase}")
    return in_rules(f"wording.statuses.{table.name}", place.phrase)


def _condition(wording: str, words: WordingWords) -> str | None:
    """The phrase by which the execution depends on something that may still happen."""
    conditions = words_of(wording)
    for found in find_in_words(conditions, words.conditions.open.phrases):
        rest = wording[found.start :]
        first = next(iter(clauses_of(rest)), (0, len(rest)))
        if not has_phrase(rest[: first[1]], words.conditions.failed.phrases):
            return found.phrase
    return None


def _before(wording: str, span: DateSpan) -> list[str]:
    return fold(wording[: span.start]).split()


def _day(wording: str, dates: list[DateSpan], clause: tuple[int, int], status: Status) -> WrittenDate | None:
    """The day of the execution that the headline states: «si esegue il 27/11», «rinviato dal 6/11 al …»."""
    for span in dates:
        if span.start >= clause[1]:
            break
        lead = _before(wording, span)[-2:]
        if status is Status.POSTPONED:
            if lead[-1:] in (["DAL"], ["DEL"]):
                return span.written
        elif status in (Status.EXECUTE, Status.TO_CONFIRM) and not _NOT_THE_DAY & set(lead):
            return span.written
    return None


def _new_day(wording: str, dates: list[DateSpan], clause: tuple[int, int], words: WordingWords) -> WrittenDate | None:
    """The day an execution is postponed to: the one «al», «nuova data» lead to, else the first of the headline."""
    neutral: WrittenDate | None = None
    for span in dates:
        lead = " ".join(word for word in _before(wording, span)[-4:] if word not in ("GIORNO", "DATA", "IL", "ORE"))
        full = " ".join(_before(wording, span)[-4:])
        if _ends_with(full, words.days.past.words) or _ends_with(lead, words.days.past.words):
            continue
        if _ends_with(full, words.days.new.words) or _ends_with(lead, words.days.new.words):
            return span.written
        near = span.start < clause[1] or re.fullmatch(r"[\s–—:;,(-]*", wording[clause[1] : span.start])
        if neutral is None and near:
            neutral = span.written
    return neutral


def _ends_with(text: str, leads: frozenset[str]) -> bool:
    return any(text == lead or text.endswith(f" {lead}") for lead in leads)
