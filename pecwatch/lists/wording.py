# SPDX-License-Identifier: EUPL-1.2
"""What the housing company means to do: the headline of the wording decides, its tail explains."""

import re
from dataclasses import replace

from pecwatch.italian.dates import WrittenDate, find_dates
from pecwatch.italian.fold import fold, squeeze
from pecwatch.lists.phrases import find_in_words, has_phrase, in_rules, words_of
from pecwatch.lists.status_places import StatusPlace, clauses_of, find_statuses, phrases_of
from pecwatch.lists.wording_days import bare_day, day_again, day_of, done_on, new_day
from pecwatch.model.listing import Status
from pecwatch.model.record import record
from pecwatch.rules.wording import WordingWords

__all__ = ["StatusPlace", "StatusReading", "clauses_of", "day_moved_to", "find_statuses", "join_lines", "read_status"]


@record
class StatusReading:
    """What a wording says."""

    status: Status
    headline: str
    """The clause that decided."""
    date: WrittenDate | None = None
    """The day of the execution, when the headline itself gives it."""
    postponed_to: WrittenDate | None = None
    done_on: WrittenDate | None = None
    """The day on which, the headline says, it was carried out or handed over."""
    moved_forward: bool = False
    """Whether `date` goes before the day that the list gives otherwise."""
    rule: str = ""
    """The table and phrase of the rules that decided; empty where none did."""


def join_lines(text: str) -> str:
    """The text in one line: hyphens at a line's end joined, spaces folded, nothing else changed."""
    return squeeze(
        re.sub(r"(?<=[^\W\d_])[-\u00ad]\s*\n\s*(?=[a-zà-ÿ])|(?<=[A-ZÀ-Þ])[-\u00ad]\s*\n\s*(?=[A-ZÀ-Þ])", "", text)
    )


TICKED = frozenset("☒☑✓✔✗✘■▣◼⊠")
"""Signs of an outcome that was chosen."""
UNTICKED = frozenset("☐□▢◻❏❑○")
"""Signs of one that was not."""
_CHOICE = re.compile(
    rf"(?P<on>[{''.join(TICKED)}]|\[\s?[xX]\s?\]|\([xX]\))|(?P<off>[{''.join(UNTICKED)}]|\[[\s_]*\]|\([\s_]+\))"
)
"""The box before one of several outcomes that a form prints."""


def _without_unticked(text: str) -> str:
    """The text without the outcomes of a form whose box is empty; the boxes stand before their words or behind."""
    boxes = list(_CHOICE.finditer(text))
    if not any(box["off"] for box in boxes):
        return text
    if not text[boxes[-1].end() :].strip():
        starts = [0, *(box.end() for box in boxes[:-1])]
        pieces = [text[start : box.start()] for start, box in zip(starts, boxes, strict=True)]
        return " ".join(piece for piece, box in zip(pieces, boxes, strict=True) if box["on"])
    ends = [*(box.start() for box in boxes[1:]), len(text)]
    kept = [text[box.end() : end] for box, end in zip(boxes, ends, strict=True) if box["on"]]
    return " ".join([text[: boxes[0].start()], *kept])


def read_status(text: str, words: WordingWords) -> StatusReading:
    """Read the wording of one row.

    Returns:
        `unknown` where neither the headline nor the beginning of a later clause holds a phrase of the rules, and where
        the one that it holds is taken back («rinvio respinto») and nothing says what happens instead.
    """
    wording = join_lines(_without_unticked(text))
    alone = next((table for table in words.statuses if fold(wording) in table.alone), None)
    if alone is not None:
        rule = in_rules(f"wording.statuses.{alone.name}", fold(wording))
        return StatusReading(status=alone.status, headline=wording, rule=rule)
    clauses = clauses_of(wording)
    shared = find_in_words(words_of(wording), words.of_others.phrases)
    if shared:
        rule = in_rules("wording.of_others", shared[0].phrase)
        return StatusReading(status=Status.UNKNOWN, headline=wording[slice(*clauses[0])].strip(), rule=rule)
    places = find_statuses(wording, words)
    announced = bare_day(wording[slice(*clauses[0])]) if clauses else None
    taken_back: StatusReading | None = None
    for number, (start, end) in enumerate(clauses):
        place = _deciding(places, start, end, anywhere=number == 0 or taken_back is not None)
        if place is None or (number > 0 and not _stands_alone(wording, place, (start, end), words)):
            continue
        if taken_back is not None and place.weak and place.status is not Status.EXECUTE:
            continue
        reading = _reading(wording, place, (start, end), words)
        if place.status is Status.UNKNOWN:
            taken_back = taken_back or reading
            continue
        if place.weak and any(_shouts(later, end, wording) or _said_of_it(later, end, wording) for later in places):
            announced = announced or reading.date
            continue
        against = _overruled(place, places, wording, end, words)
        return against or replace(reading, date=reading.date or announced)
    if taken_back is not None:
        return replace(taken_back, date=announced)
    headline = wording[slice(*clauses[0])].strip() if clauses else ""
    return StatusReading(status=Status.UNKNOWN, headline=headline, date=announced)


def day_moved_to(text: str, words: WordingWords) -> WrittenDate | None:
    """The new day that a row gives below a heading «Rinviati»: «al 19/02/2026»."""
    wording = join_lines(text)
    return new_day(wording, list(find_dates(wording)), 0, words.days)


def _overruled(
    place: StatusPlace, places: tuple[StatusPlace, ...], wording: str, end: int, words: WordingWords
) -> StatusReading | None:
    """What goes before a status that lowers urgency: an execution announced behind it, or its being taken back.

    «Rilasciato il 3/11, si esegue il 18/11», «RINVIATO - rinvio revocato».
    """
    if place.status not in (Status.EXECUTED, Status.RELEASED, Status.POSTPONED, Status.SUSPENDED):
        return None
    later = [other for other in places if other.start >= end]
    back = next((o for o in later if o.turned and o.turned.refused and _meant(o, words) is place.status), None)
    if back is None and place.status in (Status.POSTPONED, Status.SUSPENDED):
        return None
    for bounds in (bounds for bounds in clauses_of(wording) if bounds[0] >= end):
        told = _deciding(places, *bounds, anywhere=back is not None)
        if told is None or told.status is not Status.EXECUTE or told.weak:
            continue
        if back is not None or _says_no_more(wording, told, bounds[1], words):
            return _reading(wording, told, bounds, words)
    return None if back is None else _reading(wording, back, (back.start, back.end), words)


def _meant(place: StatusPlace, words: WordingWords) -> Status:
    """The status of a phrase before anything turned it."""
    return phrases_of(words)[1][place.phrase].status


def _deciding(places: tuple[StatusPlace, ...], start: int, end: int, *, anywhere: bool) -> StatusPlace | None:
    """The status of a clause; in the tail only one that the clause begins with."""
    inside = [place for place in places if start <= place.start < end and (anywhere or place.start - start <= 3)]
    strong = [place for place in inside if not place.weak]
    clear = [place for place in strong if place.status is not Status.UNKNOWN]
    return next(iter(clear or strong or inside), None)


def _shouts(place: StatusPlace, after: int, wording: str) -> bool:
    """Whether a plain status in capitals stands further on: «fissato per il 18/03 – NON SI ESEGUE»."""
    clear = not place.weak and place.status is not Status.UNKNOWN
    return place.start >= after and clear and wording[place.start : place.end].isupper()


_OF_IT = re.compile(
    r"(?:^|[,;:.–—-])\s*(?:si intende |deve intendersi |è stat[oa] |(?:è|e'|viene|verrà|sarà|resta|risulta)\s+)?$",
    re.IGNORECASE,
)


def _said_of_it(place: StatusPlace, after: int, wording: str) -> bool:
    """Whether a status further on is said of the execution announced: «l'esecuzione programmata …, è rinviata»."""
    is_sentence = not wording[:2].isupper()
    no_outcome = place.status in (Status.EXECUTE, Status.UNKNOWN)
    if place.start < after or place.weak or no_outcome or not is_sentence:
        return False
    return _OF_IT.search(wording[: place.start]) is not None


def _stands_alone(wording: str, place: StatusPlace, clause: tuple[int, int], words: WordingWords) -> bool:
    """Whether a clause of the tail is a status by itself («- RINVIATO AL 14/01»), not a tale («sospeso il debito»)."""
    if place.start - clause[0] > 3:
        return place.status is Status.EXECUTE and not place.weak  # «rinvio respinto, pertanto si esegue»
    if place.status in (Status.EXECUTE, Status.TO_CONFIRM) or wording[place.start : place.end].isupper():
        return True
    return _says_no_more(wording, place, clause[1], words)


def _says_no_more(wording: str, place: StatusPlace, clause_end: int, words: WordingWords) -> bool:
    """Whether nothing but a day follows a status in its clause."""
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
    forward = phrases_of(words)[1][place.phrase].forward
    moved = new_day(wording, dates, place.end, words.days) if status is Status.POSTPONED or forward else None
    stopped = status in (Status.SUSPENDED, Status.NOT_EXECUTED)
    if stopped and (moved := day_again(wording, dates, words.days)) is not None:
        status = Status.POSTPONED
    return StatusReading(
        status=status,
        headline=headline,
        date=(moved if forward else None) or day_of(wording, dates, clause, status),
        postponed_to=None if forward else moved,
        done_on=done_on(dates, clause[1], status),
        moved_forward=forward and moved is not None,
        rule=rule,
    )


def _rule_of(place: StatusPlace, words: WordingWords) -> str:
    """The table of the phrase, or what turned it round."""
    if place.turned is not None:
        return place.turned.rule
    table = phrases_of(words)[1][place.phrase]
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
