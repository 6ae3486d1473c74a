# SPDX-License-Identifier: EUPL-1.2
"""What stands at the ends of a row's text, taken off: numbers, days, times, birth dates, fiscal codes, separators."""

import datetime as dt
import re

from pecwatch.italian.dates import DateSpan, WrittenDate, find_dates
from pecwatch.italian.fiscal_code import find_fiscal_codes
from pecwatch.italian.times import TimeSpan, find_times, read_time
from pecwatch.lists.looks import BULLET, NUMBER_WORD, NUMBERING
from pecwatch.model.record import record

SIDES = " \t\n,;:|–—-•·/"
"""Signs that part the fields of a row."""

_SEPARATOR = re.compile(r"[\s,;:|\t.•·–—-]+")
_DAY_LEAD = re.compile(
    r"(?:(?:(?:esecuzione|intervento|accesso|sloggio|sfratto)\s+)?(?:fissat|previst|programmat)[oa]\s+(?:(?:per\s+)?il(?:\s+giorno)?|in\s+data|al)\s*:?\s+"
    r"|(?:data\s+(?:di\s+|dell['’]\s?)?)?(?:esecuzione|intervento|accesso|sloggio|sfratto|rilascio|escomio|sgombero)"
    r"\s*:?\s+(?:(?:(?:del|per\s+il|il)(?:\s+giorno)?|in\s+data|al)\s+)?(?=[^,;–|\t]{3,40}\s*(?:[,;–—|\t]|\s-|$))"
    r"|(?:in\s+data|(?:per\s+|di\s+|del\s+|nel\s+)?(?:il\s+)?giorno|per\s+il|il|data|del|di|addì|li|lì)\s*:?\s+)?",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\s*(?:[-–/]\s*(?:2[0-3]|[01]?\d)[:.,][0-5]\d|(?:fino\s+)?alle\s+(?:ore\s+)?(?:2[0-3]|[01]?\d)(?:[:.,][0-5]\d)?)(?![/.,:]\d|\w)",
    re.IGNORECASE,
)
"""«ore 9:00-11:00», «dalle ore 9 alle 11»: the hour until which somebody must be at home."""
_TIME_LEAD = re.compile(r"(?:alle\s+|dalle\s+|a\s+partire\s+dalle\s+)?(?=(?:ore|h)\b|\d)", re.IGNORECASE)
_LAST_FIELD = re.compile(
    r"(?:^|\s*[,;|–—-]\s+|\s+(?=[^,;|]{4,40}:\s*$))(?:data|giorno|(?:data\s+(?:di\s+|dell['’]\s?)?)?(?:esecuzione|intervento|accesso|sloggio|sfratto|rilascio)"
    r"(?:\s+(?:(?:fissat|previst|programmat)[oa]|di|del|il|in|per|al|data|giorno))*"
    r"|(?:fissat|previst)[oa]\s+(?:per\s+)?il)\s*:?\s*$",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"[\s,(–—-]*\bnat[oa/]+\s*(?:a|in)?\s*[^\d\n]{0,40}?\s*(?:il\s+)?(?P<day>\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)?\d\d)\)?",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"[\s,(–—-]+n\.\s+(?:a\s+|il\s+)?[^\d\n,;–—-]{0,30}?\s*(?P<day>\d{1,2}[/.\-]\d{1,2}[/.\-]19\d\d)\)?", re.IGNORECASE
)
"""«ROSSI MARIO n. Borgofinto 03.04.1944»."""
_FISCAL_LEAD = re.compile(r"[\s,(–—-]*(?:\bc\.?\s?f\.?|\bcod(?:ice)?\.?\s*fisc(?:ale)?\.?)\s*:?\s*$", re.IGNORECASE)
_ADDRESS_LEAD = re.compile(
    r"[\s,(–—-]*\b(?:(?:con|avente|nell['’]?)\s+)?(?:(?:residente|abitante|domiciliat[oa]|dimorante|ubicat[oa]|sit[oa]|alloggio|appartamento|abitazione"
    r"|immobile|presso|occupante|assegnatari[oa]|conduttore|conduttrice|indirizzo|residenza|domicilio|unità\s+immobiliare|res)\.?\s*:?\s*)+"
    r"(?:(?:sit[oa]|l['’]alloggio|alloggio|presso)\s*)*(?:in|a|di|del|dell['’])?\s*$|[\s,]+(?:in|a)\s*$",
    re.IGNORECASE,
)


_FIRST_YEAR_OF_LISTS = 2010
"""Whoever holds a tenancy was born before, and no list that is read speaks of an execution before it."""


def is_birth(written: WrittenDate) -> bool:
    """Whether a day beside a name is that of a birth, though «nato» is not said: «ROSSI MARIO (12/03/1960)»."""
    return written.year is not None and written.year < _FIRST_YEAR_OF_LISTS


@record
class Front:
    """What was peeled off one end of a text."""

    rest: str
    date: WrittenDate | None = None
    time: dt.time | None = None
    birth: str = ""
    """A day as printed that is no execution's: it lies before any list that is read."""


_CORRECTED = re.compile(
    r"\b(?:riga|numero|n\s?[.°º]{1,2}|nr\.?|posizione|pos\.|punto)\s*(?P<number>\d{1,4})\s*[:,–—-]?\s*"
    r"(?:leggasi|si\s+legga|va\s+letto|deve\s+leggersi|è\s+da\s+leggersi)\s*:?\s*[«\"“]?\s*",
    re.IGNORECASE,
)
_TO_ITS_NUMBER = re.compile(r"\W*(?:alla|al|la|il|nella)?\s*", re.IGNORECASE)


def corrected_number(text: str) -> tuple[str, int] | None:
    """The number of the row that a text puts right, and where the right words begin: «alla riga 3 leggasi …»."""
    found = _CORRECTED.search(text)
    return (found["number"], found.end()) if found is not None else None


def strip_number(text: str) -> tuple[str | None, str]:
    """The printed number of a row and the text after it; bullets go too."""
    righted = _CORRECTED.search(text) if "egg" in text or "lett" in text else None
    if righted is not None and _TO_ITS_NUMBER.fullmatch(text, 0, righted.start()) is not None:
        return righted["number"], text[righted.end() :]
    numbered = NUMBERING.match(text) or NUMBER_WORD.match(text)
    if numbered is not None and numbered.end() < len(text):
        after = text[numbered.end() :]
        if _goes_with_number(after) and not _begins_with_month(text[numbered.start("number") :]):
            return numbered["number"], BULLET.sub("", after)
    return None, BULLET.sub("", text)


def _goes_with_number(after: str) -> bool:
    """Whether what follows a number leaves it a number: figures only when they are a day or a time."""
    if not re.match(r"\d|/|[.,:]\d", after):
        return True
    spans: tuple[DateSpan | TimeSpan, ...] = (*find_dates(after), *find_times(after))
    return (
        any(span.start == 0 for span in spans)
        and re.match(r"\d{4}-\d|\d{1,2}(?:\s?[/.\-:]\s?\d|(?:[°º]?\s+|\s?[/.\-]\s?)[^\W\d_]{3})", after) is not None
    )


def _begins_with_month(text: str) -> bool:
    """«6 novembre …» and «6 nov. …» are days, not numbers; «1. MAGGIO ROSA» and «1) …» are numbers."""
    found = find_dates(text)
    return bool(found) and found[0].start == 0 and re.match(r"\d+[°º]?\s+[^\W\d_]", text) is not None


_TIME_FIELD = re.compile(r"\s*[|\t]\s*(?P<time>(?:[01]?\d|2[0-3]),[0-5]\d)(?=\s*[|\t])")
"""A field of its own behind the day: «06/11/2025 | 9,30 | ROSSI MARIO»."""


def peel(text: str) -> Front:
    """Day and time taken from the front of a text, in whichever order they stand."""
    date: WrittenDate | None = None
    time: dt.time | None = None
    birth = ""
    rest = text
    while True:
        start = _skip(rest)
        start += _bare_number_before_day(rest[start:])
        led = _DAY_LEAD.match(rest, start)
        at = led.end() if led else start
        dates = find_dates(rest[at : at + 40])
        if not birth and dates and dates[0].start == 0 and is_birth(dates[0].written):
            birth = rest[at : at + dates[0].end]
            rest = rest[at + dates[0].end :].removeprefix(")")
            continue
        if date is None and dates and dates[0].start == 0:
            date, rest = dates[0].written, rest[at + dates[0].end :]
            continue
        led = _TIME_LEAD.match(rest, start)
        at = led.end() if led else start
        times = find_times(rest[start : start + 40])
        if time is None and times and times[0].start <= at - start:
            time, rest = times[0].time, rest[start + times[0].end :]
            until = _UNTIL.match(rest)
            rest = rest[until.end() :] if until is not None else rest
            continue
        field = _TIME_FIELD.match(rest) if time is None and date is not None else None
        if field is not None:
            time, rest = read_time(field["time"]), rest[field.end("time") :]
            continue
        return Front(rest=rest, date=date, time=time, birth=birth)


def _bare_number_before_day(text: str) -> int:
    """Length of a number or dash left of the day by columns that were run together: «VIALE PO 1/B 12 25/05/2025»."""
    number = re.match(r"(?:\d{1,3}|-)\s+(?=\d{1,2}[/.-]\d)", text)
    return number.end() if number is not None and find_dates(text[number.end() :][:12]) else 0


def _skip(text: str) -> int:
    found = _SEPARATOR.match(text)
    opening = found.end() if found else 0
    return opening + 1 if text[opening : opening + 1] == "(" else opening


def peel_back(text: str) -> Front:
    """Day and time taken from the end of a name: «ROSSI MARIO - 06/11/2025 ore 9,00 -»."""
    dates = find_dates(text)
    times = find_times(text)
    starts = [*(date.start for date in dates[:1]), *(time.start for time in times[:1])]
    if not starts:
        return Front(rest=text)
    cut = min(starts)
    rest = _LEADS_BACK.sub("", text[:cut])
    births = [text[span.start : span.end] for span in dates if is_birth(span.written)]
    days = [span.written for span in dates if not is_birth(span.written)]
    return Front(
        rest=rest.rstrip(" ("),
        date=days[0] if days else None,
        time=times[0].time if times else None,
        birth=births[0] if births else "",
    )


_LEADS_BACK = re.compile(
    r"(?:[\s,;|–—-]+(?:esecuzione|intervento|accesso|sloggio|sfratto|rilascio)(?:\s+(?:fissat|previst|programmat)[oa])?\s*)?"
    r"(?:\b(?:in\s+data|(?:per\s+)?il\s+giorno|per\s+il|il|del|di|giorno|data|alle|dalle)\s*:?\s*)*$",
    re.IGNORECASE,
)
"""What leads to the day behind a name: «ROSSI MARIO - accesso fissato per il»."""


def peel_last(text: str) -> Front:
    """Day and time that stand in a field of their own behind the wording: «… - data: giovedì 06/11/2025 ore 9»."""
    dates = find_dates(text)
    if not dates:
        return Front(rest=text)
    last, times = dates[-1], find_times(text)
    time = next((time for time in times if time.start >= last.end), None)
    lead = _LAST_FIELD.search(text[: last.start])
    behind = text[time.end if time else last.end :]
    if (
        lead is None
        or behind.strip(SIDES + ".")
        or (time and not re.fullmatch(r"[\s,-]*", text[last.end : time.start]))
    ):
        return Front(rest=text)
    return Front(rest=text[: lead.start()], date=last.written, time=time.time if time else None)


def without_birth(text: str) -> tuple[str, str]:
    """The text without «nato a … il …», and the birth date."""
    found = _BIRTH.search(text) or _BORN.search(text)
    if found is None:
        return text, ""
    return text[: found.start()] + " " + text[found.end() :], found["day"]


def without_fiscal_code(text: str) -> tuple[str, str]:
    """The text without its fiscal code, and the code."""
    codes = find_fiscal_codes(text)
    if not codes:
        return text, ""
    code = codes[0]
    start = text.upper().find(code)
    if start < 0:
        return text, code
    before = _FISCAL_LEAD.sub("", text[:start]).rstrip(" (")
    return before + " " + text[start + len(code) :].removeprefix(")"), code


def clean_lead(text: str) -> str:
    """The text without «residente in», «alloggio sito in» at its end."""
    return _ADDRESS_LEAD.sub("", text)


def clean_name(text: str) -> str:
    """The name without separators and «residente in»."""
    name = _ADDRESS_LEAD.sub("", text.strip(SIDES)).strip(SIDES)
    return re.sub(r"(?<=[^\W\d_]{3})(?:\.|\s?\(?\*{1,3}\)?)$", "", name)


def clean_wording(text: str) -> str:
    """The wording without the signs that parted it from the address."""
    return re.sub(r"^[\s,;:.|–—)•·-]+", "", text).rstrip(" \t\n,;|–—-")
