# SPDX-License-Identifier: EUPL-1.2
"""Days and months as Italian offices write them; what is not written is never guessed."""

import datetime as dt
import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Self

from pecwatch.italian.fold import fold
from pecwatch.model.record import record

MONTHS = tuple("GENNAIO FEBBRAIO MARZO APRILE MAGGIO GIUGNO LUGLIO AGOSTO SETTEMBRE OTTOBRE NOVEMBRE DICEMBRE".split())
"""January first."""

WEEKDAYS = tuple("LUNEDI MARTEDI MERCOLEDI GIOVEDI VENERDI SABATO DOMENICA".split())
"""Folded, Monday first, as `date.weekday()` counts."""

_WEEKDAY = (
    r"(?:lun(?:ed[iìí]['’`]?)?|mar(?:t(?:ed[iìí]['’`]?)?)?|mer(?:c(?:oled[iìí]['’`]?)?)?|gio(?:v(?:ed[iìí]['’`]?)?)?"
    r"|ven(?:erd[iìí]['’`]?)?|sab(?:ato)?|dom(?:enica)?)(?!\w)\.?"
)
_MONTH = (
    r"(?:gen(?:n(?:aio)?)?|feb(?:br?(?:aio)?)?|mar(?:zo)?(?!\.?\s+\d{1,2}\s?[/.\-])|apr(?:ile)?|mag(?:gio)?|giu(?:gno)?"
    r"|lug(?:lio)?|ago(?:sto)?|sett?(?:embre)?|ott(?:obre)?|nov(?:embre)?|dic(?:embre)?)(?![^\W\d_])\.?"
)
"""«mar» before a number and a sign is the weekday: «mar 06/11»."""

_SPELLED = tuple(
    "UNO DUE TRE QUATTRO CINQUE SEI SETTE OTTO NOVE DIECI UNDICI DODICI TREDICI QUATTORDICI QUINDICI SEDICI "
    "DICIASSETTE DICIOTTO DICIANNOVE VENTI VENTUNO VENTIDUE VENTITRE VENTIQUATTRO VENTICINQUE VENTISEI VENTISETTE "
    "VENTOTTO VENTINOVE TRENTA TRENTUNO".split()
)
"""Numbers in words, as bailiffs write days and years: «il nove marzo duemilaventisette»."""

_IN_WORDS = "|".join(sorted((word.replace("TRE", "TR[EÉÈ]['’`]?") for word in _SPELLED), key=len, reverse=True))
_NO_STREET = "".join(rf"(?<!{street}\s)" for street in ("via", "viale", "piazza", "corso", "largo", "strada", "vicolo"))
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:(?:19|20)\d\d(?!\d)|['’]?\d\d(?!\d))(?!\s?[/:]|[.,]\d)"

_DATE = re.compile(
    rf"""(?<![\w/.])
    (?:(?P<weekday>{_WEEKDAY}),?\s*)?
    (?:
        (?P<iso_year>(?:19|20)\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?!\d)
      | {_DAY}[-–/](?P<until>{_DAY})\s+(?P<until_name>{_MONTH})(?:[\s.\-/]{{0,3}}(?P<until_year>{_YEAR}))?
      | (?:(?P<day>{_DAY})\s?[°º^]?|(?P<first>primo)|{_NO_STREET}(?P<spelled>{_IN_WORDS})(?=\s))[\s.\-/]{{0,3}}
        (?P<name>{_MONTH})(?:[\s.\-/]{{0,3}}(?P<name_year>{_YEAR})|\s+duemila(?P<spelled_year>{_IN_WORDS})(?!\w))?
      | (?P<number_day>{_DAY})\s?(?P<sign>[/.\-])\s?(?P<number_month>0?[1-9]|1[0-2])(?!\d|\s+{_MONTH})(?:
            \s?(?P=sign)\s?(?P<number_year>(?:19|20)\d\d|\d\d)(?![\w/]|[.,:]\d) | (?![\w/]|[.,:\-]\s?\d)
        )
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_WEEKDAY_AND_DAY = re.compile(rf"(?<!\w)(?P<weekday>{_WEEKDAY}),?\s+(?P<day>{_DAY})(?![\w/]|[.,:]\d)", re.IGNORECASE)
_DAY_ALONE = re.compile(rf"(?:(?:giorno|il)\s+)?(?P<day>{_DAY})\s?[°º]?\.?", re.IGNORECASE)
_DAYS = rf"(?:{_WEEKDAY}\s+)?{_DAY}[°º^]?(?:\s*,\s*{_DAY}[°º^]?)*"
_TO_ITS_DAY = rf"\s*(?:(?:il|i|giorno|{_WEEKDAY})\s+)*$"
_OTHER_DAY = re.compile(
    rf"(?:\b(?:dall['’]\s?|(?:dal|giorn[oi]|nei|tra|fra|i|il|l['’])\s+)(?:(?:il|i|giorn[oi])\s+)*|^\s*){_DAYS}"
    rf"(?:\s*(?:\bal|all['’]|\bed?|\bo)|[-–/]){_TO_ITS_DAY}",
    re.IGNORECASE,
)
"""Right before a date, another day of the same month: «dal 15 al», «nei giorni 11, 12 e», «15-»."""

_OTHER_DAY_OF_MONTH = re.compile(rf"(?<![\w/.,]){_DAYS}\s+(?:ed?|o){_TO_ITS_DAY}", re.IGNORECASE)
"""The same before a month in letters: «si esegue 11 e 12 novembre»; before figures it could be a civic number."""

_NAMED = re.compile(rf"\d\s*{_MONTH}", re.IGNORECASE)
_AND_ANOTHER = re.compile(
    rf"\s*,?\s*(?:ed?|o|oppure|e?\s*al|all['’])\s*(?:(?:il|giorno|{_WEEKDAY})\s+)*", re.IGNORECASE
)
_FROM = re.compile(r"\b(?:dal|dall['’]|tra|fra)\s*(?:(?:il|giorno)\s+)*$", re.IGNORECASE)
_RANGE_OF_CELL = re.compile(r"\s*(?:[-–,;+/]|\n)\s*")

_MONTH_IN_WORDS = re.compile(
    rf"(?P<before>\b\d{{1,2}}[°º]?\s+)?\b(?P<name>{'|'.join(MONTHS)})\b(?:\s*(?:[-/,]|dell?['’]?\s*anno|del|anno)?\s*"
    r"(?P<year>(?:19|20)\d\d|['’]\d\d)(?!\d))?",
    re.IGNORECASE,
)
_MONTH_IN_FIGURES = re.compile(r"(?<![\d/.\-])(?P<month>0?[1-9]|1[0-2])\s?[/\-]\s?(?P<year>20\d\d)(?![\d/.\-])")


@record
class WrittenDate:
    """A day as far as it is written: «giovedì 6» has a weekday and a day, no month, no year."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    """0 for Monday, when the weekday is written."""
    several: bool = False
    """One of several days («dal 15 al 19/11», «11 e 12 novembre»): it says of no row which of them is its own."""

    @property
    def alone(self) -> Self:
        """The same day said for itself: «rinviato dal 6 al 14/01» does mean the 14th."""
        return replace(self, several=False)

    def resolve(self, year: int | None = None, month: int | None = None) -> dt.date | None:
        """The day it means in a list of that month; None when something is missing, impossible or not one day.

        A day without a year goes into the year that brings its month nearest to the list's, so that
        «8 gennaio» in a December list is in the next year.
        """
        own_month = self.month or month
        own_year = self.year or year
        if own_month is None or own_year is None or self.several:
            return None
        if self.year is None and month is not None and abs(own_month - month) > 6:
            own_year += 1 if own_month < month else -1
        try:
            return dt.date(own_year, own_month, self.day)
        except ValueError:
            return None

    def contradicts(self, date: dt.date) -> bool:
        """Whether the written weekday is not that day's."""
        return self.weekday is not None and self.weekday != date.weekday()


@record
class DateSpan:
    """A date found in running text."""

    start: int
    end: int
    written: WrittenDate
    date: dt.date | None
    """The day, as far as the text and the given year tell it."""


@record
class WrittenMonth:
    """A month named in a title."""

    month: int
    year: int | None


def month_number(name: str) -> int | None:
    """«novembre», «nov.», «SETT» as 1 to 12."""
    folded = fold(name)
    return next((number for number, full in enumerate(MONTHS, 1) if len(folded) > 2 and full.startswith(folded)), None)


def _full_year(written: str | None) -> int | None:
    digits = (written or "").strip("'’")
    if not digits:
        return None
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _spelled_number(written: str | None) -> int | None:
    return _SPELLED.index(fold(written)) + 1 if written and fold(written) in _SPELLED else None


def _weekday(written: str | None) -> int | None:
    folded = fold(written or "")[:3]
    return next((number for number, name in enumerate(WEEKDAYS) if folded and name.startswith(folded)), None)


def _written(match: re.Match[str], *, alone: bool) -> WrittenDate | None:
    """What a match says; None where it is more likely a time, a range or a law's number than a day."""
    weekday = _weekday(match["weekday"])
    if match["iso_year"]:
        month = int(match["iso_month"])
        written = WrittenDate(day=int(match["iso_day"]), month=month, year=int(match["iso_year"]), weekday=weekday)
        return written if 1 <= month <= 12 and 1 <= written.day <= 31 else None
    if match["until"]:
        named, year = month_number(match["until_name"]), _full_year(match["until_year"])
        return WrittenDate(day=int(match["until"]), month=named, year=year, weekday=weekday, several=True)
    if match["name"]:
        day = int(match["day"] or _spelled_number(match["spelled"]) or 1)
        spelled_year = _spelled_number(match["spelled_year"])
        year = _full_year(match["name_year"]) if spelled_year is None else 2000 + spelled_year
        return WrittenDate(day=day, month=month_number(match["name"]), year=year, weekday=weekday)
    if match["number_year"] is None and match["sign"] != "/" and not alone and weekday is None:
        return None
    return WrittenDate(
        day=int(match["number_day"]),
        month=int(match["number_month"]),
        year=_full_year(match["number_year"]),
        weekday=weekday,
    )


@lru_cache(maxsize=32_768)
def find_dates(text: str, year: int | None = None) -> tuple[DateSpan, ...]:
    """Every date of a running text, in its order; weekday and day alone («giovedì 6») count too.

    Args:
        year: For dates written without one.
    """
    spans = [
        DateSpan(start=match.start(), end=match.end(), written=written, date=written.resolve(year))
        for match in _DATE.finditer(text)
        if (written := _written(match, alone=False)) is not None
    ]
    for match in _WEEKDAY_AND_DAY.finditer(text):
        if not any(span.start < match.end() and match.start() < span.end for span in spans):
            written = WrittenDate(day=int(match["day"]), weekday=_weekday(match["weekday"]))
            spans.append(DateSpan(start=match.start(), end=match.end(), written=written, date=None))
    return _with_several(text, sorted(spans, key=lambda span: span.start))


def _with_several(text: str, spans: list[DateSpan]) -> tuple[DateSpan, ...]:
    """The dates of a text, marked where several of them belong together."""
    several: set[int] = set()
    for number, span in enumerate(spans):
        before = text[spans[number - 1].end if number else 0 : span.start]
        named = _NAMED.search(text[span.start : span.end]) is not None
        if _OTHER_DAY.search(before) or (named and _OTHER_DAY_OF_MONTH.search(before)):
            several.add(number)
    for number, (one, other) in enumerate(pairwise(spans)):
        between = text[one.end : other.start]
        if _AND_ANOTHER.fullmatch(between) and ("al" not in between.lower() or _FROM.search(text[: one.start])):
            several |= {number, number + 1}
    return tuple(
        replace(span, written=replace(span.written, several=True)) if number in several else span
        for number, span in enumerate(spans)
    )


def read_written_date(text: str) -> WrittenDate | None:
    """The date that a whole cell holds, also as «06.11», «giovedì 6» or the bare day «6»."""
    cell = text.strip()
    found = find_dates(cell)
    between = [cell[one.end : other.start] for one, other in pairwise(found)]
    if any(span.written.several for span in found) or any(_RANGE_OF_CELL.fullmatch(gap) for gap in between):
        return replace(found[0].written, several=True)
    match = _DATE.search(cell)
    if match is not None and (written := _written(match, alone=True)) is not None:
        return written
    if (weekday := _WEEKDAY_AND_DAY.search(cell)) is not None:
        return WrittenDate(day=int(weekday["day"]), weekday=_weekday(weekday["weekday"]))
    day = _DAY_ALONE.fullmatch(cell)
    return WrittenDate(day=int(day["day"])) if day is not None else None


def read_date(text: str, year: int | None = None) -> dt.date | None:
    """The first full date of a text; `year` serves where none is written."""
    written = read_written_date(text)
    return written.resolve(year) if written is not None else None


def find_months(text: str) -> tuple[WrittenMonth, ...]:
    """The months a title names; the month inside a full date («24 ottobre 2025») is not one."""
    in_words = tuple(
        WrittenMonth(month=MONTHS.index(match["name"].upper()) + 1, year=_full_year(match["year"]))
        for match in _MONTH_IN_WORDS.finditer(text)
        if not match["before"]
    )
    in_figures = tuple(
        WrittenMonth(month=int(match["month"]), year=int(match["year"])) for match in _MONTH_IN_FIGURES.finditer(text)
    )
    return in_words + in_figures
