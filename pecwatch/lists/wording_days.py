# SPDX-License-Identifier: EUPL-1.2
"""What the days in a wording are: the day of the execution, a new day, the day something was done."""

from pecwatch.italian.dates import DateSpan, WrittenDate, find_dates
from pecwatch.italian.fold import fold
from pecwatch.italian.times import find_times
from pecwatch.model.listing import Status
from pecwatch.rules.wording import DayWords

_NOT_THE_DAY = frozenset({"ENTRO", "DAL", "DOPO", "GIA", "FINO", "SINO", "NOTA", "PRIMA"})
_SMALL = frozenset({"GIORNO", "DATA", "IL", "IN", "ORE", "L", "A", "AL", "ALLA", "DEL", "PER"})


_PAPERS = frozenset({"ISTANZA", "RICHIESTA", "DOMANDA", "NOTA", "ORDINANZA", "DECRETO", "PROVVEDIMENTO", "PEC", "MAIL"})
"""Their day is nobody's day of execution: «rinviato come da istanza del 3/11»."""


_BETWEEN = frozenset({"GIORNO", "DATA", "IL", "PER", "ORE", "INVECE", "COMUNQUE"})
"""May stand between what leads to a day and the day: «si esegue invece il 14/01»."""


def _before(wording: str, span: DateSpan) -> list[str]:
    return fold(wording[: span.start]).split()


def bare_day(clause: str) -> WrittenDate | None:
    """The day that is all a clause says, a time beside it: «18/11/2027 ore 9»."""
    dates = find_dates(clause)
    if len(dates) != 1:
        return None
    rest = clause[: dates[0].start] + " " + clause[dates[0].end :]
    for time in reversed(find_times(rest)):
        rest = rest[: time.start] + " " + rest[time.end :]
    return dates[0].written if set(fold(rest).split()) <= _SMALL - {"DEL", "A"} else None


def day_of(wording: str, dates: list[DateSpan], clause: tuple[int, int], status: Status) -> WrittenDate | None:
    """The day of the execution that the headline states: «si esegue il 27/11», «rinviato dal 6/11 al …».

    Args:
        dates: Those behind the phrase that decided.
        clause: The headline's offsets.
    """
    for span in dates:
        if span.start >= clause[1]:
            break
        lead = _before(wording, span)[-2:]
        if status is Status.POSTPONED:
            if lead[-1:] in (["DAL"], ["DEL"]) and lead[0] not in _PAPERS:
                return span.written.alone
        elif status in (Status.EXECUTE, Status.TO_CONFIRM) and (span.written.several or not _NOT_THE_DAY & set(lead)):
            return span.written
    return None


def done_on(dates: list[DateSpan], clause_end: int, status: Status) -> WrittenDate | None:
    """The day that a headline gives to what it says was carried out or handed over."""
    if status not in (Status.EXECUTED, Status.RELEASED):
        return None
    return next((span.written for span in dates if span.start < clause_end), None)


def new_day(wording: str, dates: list[DateSpan], phrase_end: int, days: DayWords) -> WrittenDate | None:
    """The day an execution is moved to: the one «al», «nuova data» lead to, else the one right behind the phrase."""
    neutral: WrittenDate | None = None
    at = phrase_end
    for span in dates:
        lead = " ".join(word for word in _before(wording, span)[-4:] if word not in ("GIORNO", "DATA", "IL", "ORE"))
        full = " ".join(_before(wording, span)[-4:])
        if _ends_with(full, days.past.words) or _ends_with(lead, days.past.words):
            at = span.end
            continue
        if any(_ends_with(text, days.new.words) or _takes_place(text, days) for text in (full, lead)):
            return span.written.alone
        if neutral is None and set(fold(wording[at : span.start]).split()) <= _SMALL:
            neutral = span.written.alone
    return neutral


def day_again(wording: str, dates: list[DateSpan], days: DayWords) -> WrittenDate | None:
    """The day on which what was suspended or called off takes place after all: «SOSPESO - nuovo accesso il 14/01»."""
    for span in dates:
        words = [word for word in _before(wording, span)[-7:] if word not in _BETWEEN]
        if _takes_place(" ".join(words), days) or _takes_place(" ".join(_before(wording, span)[-4:]), days):
            return span.written.alone
    return None


def _takes_place(text: str, days: DayWords) -> bool:
    """Whether a text ends with what leads to a day after all, and no NON before it: «non si esegue il 9/11»."""
    return any(f" {text}".endswith(f" {lead}") and not text.endswith(f"NON {lead}") for lead in days.again.words)


def _ends_with(text: str, leads: frozenset[str]) -> bool:
    return any(text == lead or text.endswith(f" {lead}") for lead in leads)
