# SPDX-License-Identifier: EUPL-1.2
"""Lines that are no rows, each told by a rule: page numbers, openings, closings, headings, totals."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

from pecwatch.italian.addresses import find_addresses, find_inside
from pecwatch.italian.dates import WEEKDAYS, DateSpan, WrittenDate, find_dates, find_months, read_written_date
from pecwatch.italian.fold import fold
from pecwatch.italian.times import find_times
from pecwatch.lists.looks import is_month_title
from pecwatch.lists.phrases import find_phrases, has_phrase, in_rules, words_of
from pecwatch.lists.place import is_municipality, names_place, place_before, without_province
from pecwatch.lists.wording import find_statuses
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_LONGEST_HOUR = 30
_RULE = re.compile(r"[\W_]+|(?:[oO0x*]\s?){3,}")
_PAGE = re.compile(
    r"\W*(?:(?:pag(?:ina|\.)?|foglio|page|p\.)\s*(?:n\.?\s*)?\d+\s*(?:(?:di|/|of|su|-)\s*\d+)?"
    r"|[-–—]\s*\d{1,3}\s*[-–—]|(?!\d{1,2}/0\d\b|0\d/)\d{1,3}\s*/\s*\d{1,3}|\d{1,3}|(?:segue|continua)\W*(?:a\s+pag.*|alla\s+pag.*|da\s+pag.*)?)\W*",
    re.IGNORECASE,
)
_REACH = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w|(?:https?|file)://|www\.|\bc\.?\s?f\.?\s*[.:]?\s*\d{11}\b|\b(?:tel|fax|cell|telefono|pec|e-?mail|p\.?\s?iva|cod(?:ice)?\s*univoco|iban)\b\.?\s*[:.]?\s*[+\d(]*",
    re.IGNORECASE,
)
HOW_TO_REACH = "program.how_to_reach"
"""The rule by which a line only tells where somebody is reached."""

_PLACE_AND_DAY = re.compile(r"[^\W\d_][^\W\d_'’ ]{2,30},?\s*(?:li|lì|il|li'|addì)?\s*", re.IGNORECASE)
_HEADER_LABEL = re.compile(
    r"^[\s>*_|]*(?P<label>da|from|de|inviato|sent|data|date|a|to|per|cc|ccn|bcc|oggetto|subject|rispondi a|reply-to"
    r"|priorità|importanza|allegati)"
    r"\s*[*_]*\s*:[\s*_]*(?P<value>.*)$",
    re.IGNORECASE,
)
_FORWARD_MARK = re.compile(
    r"^[\s>_*-]*(?:-{2,}\s*)?(?:messaggio (?:originale|inoltrato)|original message|forwarded message"
    r"|inizio messaggio inoltrato|begin forwarded message|messaggio di posta certificata)\b",
    re.IGNORECASE,
)
_WROTE = re.compile(r"^[\s>]*(?:il|on)\b.{6,160}\b(?:ha scritto|wrote)\s*:?\s*$", re.IGNORECASE)

_TITLE_WORDS = ("CALENDARIO", "PROGRAMMA", "ELENCO", "PROGRAMMAZIONE", "INTERVENTI", "ESECUZIONI", "SLOGGI", "SFRATTI")


def is_furniture(text: str) -> str | None:
    """The rule by which a line is a ruler, a page number or the like; None when it is none of these."""
    if _RULE.fullmatch(text.strip()):
        return "ruler"
    if _PAGE.fullmatch(text.strip()) and not _is_no_page(text):
        return "page_number"
    return None


def _is_no_page(text: str) -> bool:
    """«21/11» is a day: no page 21 of 11 exists."""
    figures = re.findall(r"\d+", text)
    return "/" in text and len(figures) == 2 and int(figures[0]) > int(figures[1])


def begins_with(text: str, phrases: tuple[str, ...]) -> str | None:
    """The phrase a line begins with, or None."""
    found = find_phrases(text, phrases)
    words = words_of(text)
    if found and words and found[0].first_word == 0:
        return found[0].phrase
    return None


def opening_of(text: str, rules: Rules) -> str | None:
    """The rule by which a line belongs to letterhead, addressee or salutation."""
    phrase = begins_with(text, rules.recognition.furniture.openings.phrases)
    if phrase is not None and (len(phrase) > 2 or ":" in text or "." in text[:6]):
        return in_rules("recognition.furniture.openings", phrase)
    if _REACH.search(text) and not find_statuses(text, rules.wording):
        return HOW_TO_REACH
    dates = () if find_addresses(text, rules.addresses) else find_dates(text)
    if (
        dates
        and dates[0].end >= len(text.rstrip(" .,"))
        and _PLACE_AND_DAY.fullmatch(text[: dates[0].start].strip() + " ")
    ):
        lead = fold(text[: dates[0].start])
        if lead not in rules.layouts.groups.date_leads.words and len(lead.split()) <= 4:
            return "program.place_and_day"
    return None


def closing_of(text: str, rules: Rules) -> str | None:
    """The rule by which a line closes the letter."""
    phrase = begins_with(text, rules.recognition.furniture.closings.phrases)
    return in_rules("recognition.furniture.closings", phrase) if phrase is not None else None


def prose_of(text: str, rules: Rules) -> str | None:
    """The rule by which a line is prose of the letter."""
    phrase = begins_with(text, rules.recognition.furniture.prose.phrases)
    return in_rules("recognition.furniture.prose", phrase) if phrase is not None else None


def is_stamp(text: str, rules: Rules) -> bool:
    """Whether a line holds nothing but what is stamped across a page: «COPIA»."""
    return fold(text) in rules.recognition.furniture.stamps.words


def hands_on(text: str, rules: Rules) -> bool:
    """Whether a colleague's line does nothing but hand a list on: «Per competenza.»."""
    words = fold(text).split()
    return words != [] and all(word in rules.recognition.furniture.passing_on.words for word in words)


def is_sentence(text: str) -> bool:
    """Whether a line is running prose: most of its words in small letters."""
    words = [word for word in text.split() if re.search(r"[^\W\d_]", word)]
    small = sum(1 for word in words if word[0].islower())
    return len(words) >= 2 and small * 2 >= len(words)


_SMALL_WORDS = frozenset(
    "E CHE DI IL LA LO LE I GLI NON CON PER SONO STATI STATO STATA AL ALLA DEL DELLA DEI SI IN A DA UN UNA HA È".split()
)


def reads_on(text: str) -> bool:
    """Whether a line is running prose, in small letters or all in capitals."""
    words = text.split()
    if is_sentence(text):
        return True
    return len(words) > 2 and text.upper() == text and sum(word in _SMALL_WORDS for word in words) * 6 >= len(words)


def is_readable(text: str) -> bool:
    """Whether a line is made of words and figures, not of what a scanner leaves of them («Z?CCH?R?LI»)."""
    odd = re.findall(r"(?<=\w)[?#§¿*|~^\\](?=\w)|[#?*~^]{2,}|\ufffd", text)
    letters = sum(sign.isalnum() or sign.isspace() for sign in text)
    return len(odd) < 2 and letters * 10 >= len(text) * 7


def is_title(text: str, rules: Rules) -> bool:
    """Whether a line names the list or its month."""
    if is_month_title(text):
        return True
    if has_phrase(text, rules.recognition.list.titles.phrases):
        return True
    folded = f" {fold(text)} "
    named = any(f" {word} " in folded for word in _TITLE_WORDS) or folded.startswith(" MESE ")
    return bool(find_months(text)) and named


_JOINING = frozenset(
    "DAL AL ALL DALL E ED O I IL NEI DEI DEGLI PER TRA FRA GIORNI GIORNO GIORNATE SETTIMANA PERIODO DA A".split()
)


def _are_several_days(text: str, dates: tuple[DateSpan, ...], rules: Rules) -> bool:
    """Whether a line says nothing but several days: «nei giorni 11 e 12 novembre», «dal 15/11 al 19/11»."""
    if not dates or not (len(dates) > 1 or dates[0].written.several):
        return False
    for span in reversed(dates):
        text = f"{text[: span.start]} {text[span.end :]}"
    leads = {word for lead in rules.layouts.groups.date_leads.words for word in lead.split()}
    words = [word for word in fold(text).split() if word not in WEEKDAYS and not re.fullmatch(r"[123]?\d", word)]
    return all(word in _JOINING or word in leads for word in words)


_NUMBERED = re.compile(
    r"^(?:INTERVENTO|ACCESSO|SCHEDA|POSIZIONE|PRATICA|SFRATTO|SLOGGIO|ESECUZIONE) (?:N |NR )?\d{1,3}$"
)
"""«Intervento n. 2 - 12 novembre»."""


def date_heading(text: str, rules: Rules) -> tuple[WrittenDate, bool] | None:
    """The day that a line gives to the rows below it, and whether a time stands beside it."""
    plain = _without_officer(text.strip().strip('*_#=<>«»"•·–—- \t:.,;()[]'), rules)
    dates = find_dates(plain)
    if not dates and re.fullmatch(r"(?:giorno|giornata\s+del|il\s+giorno)\s+\d{1,2}", plain, re.IGNORECASE):
        day = read_written_date(plain.split()[-1])
        return (day, False) if day is not None else None
    if _are_several_days(plain, dates, rules):
        return replace(dates[-1].written, several=True), False
    if len(dates) != 1:
        return None
    date = dates[0]
    times = [time for time in find_times(plain) if time.start >= date.end]
    end = times[0].end if times else date.end
    lead, rest = fold(plain[: date.start]), fold(plain[end:])
    between = fold(plain[date.end : times[0].start]) if times else ""
    if between not in ("", "ALLE", "DALLE", "A PARTIRE DALLE", "DALLE ORE", "ALLE ORE"):
        return None
    numbered = _NUMBERED.sub("", lead)
    known = numbered == "" or numbered in rules.layouts.groups.date_leads.words
    counted = re.fullmatch(r"(?:N )?\d{1,3} (?:\w+)|(?:MATTINA|MATTINO|POMERIGGIO|SEGUE|CONTINUA)?", rest)
    return (date.written, bool(times)) if known and counted else None


def days_stand_first(texts: Iterable[str], rules: Rules) -> bool:
    """Whether a day alone on its line stands above the first address: then days belong to what is below them."""
    for text in texts:
        if find_addresses(text, rules.addresses):
            return False
        if date_heading(text, rules) is not None:
            return True
    return False


def hour_beside(text: str) -> dt.time | None:
    """The one hour that a heading gives beside its day."""
    times = find_times(text)
    return times[0].time if len(times) == 1 else None


def is_hour_alone(text: str) -> bool:
    """Whether a line is nothing but an hour: «ore 9:30»."""
    times = find_times(text) if len(text.strip()) <= _LONGEST_HOUR else ()
    return len(times) == 1 and text.strip(" \t,;:.–—-") == text[times[0].start : times[0].end].strip()


def _without_officer(text: str, rules: Rules) -> str:
    """A heading without the officer beside the day: «giovedì 6 novembre - U.G. dott. Neri», or before it."""
    dates = find_dates(text)
    if len(dates) != 1 or find_addresses(text, rules.addresses) or find_statuses(text, rules.wording):
        return text
    before, behind = text[: dates[0].start], text[dates[0].end :]
    if _begins_with_officer(behind, rules):
        return text[: dates[0].end]
    return text[dates[0].start :] if _begins_with_officer(before, rules) else text


def _begins_with_officer(text: str, rules: Rules) -> bool:
    officers = (column for column in rules.layouts.columns if column.role is Role.OFFICER)
    words = (word for column in officers for word in (*column.exact, *column.words))
    return any(len(word) > 2 and f"{fold(text)} ".startswith(f"{word} ") for word in words)


_LONGEST_NAME = 50
"""Signs of what a building is called before its address: «Condominio Gardenia di»."""

_COUNTED = re.compile(r"\w{0,25}|(?:n\.? ?)?\d+ \w+", re.IGNORECASE)
"""Behind it, how many dwellings of it are meant: «n. 3 alloggi»."""

_COUNTED_BESIDE = re.compile(r"\s*[,(–—-]\s*(?:n\.?\s?)?\d+\s+[^\W\d_]{4,}\W*$", re.IGNORECASE)


def building_heading(text: str, rules: Rules) -> str | None:
    """The address that a line gives to the rows below it."""
    plain = text.strip().strip('*_#=<>«»"•·–—- \t:;()[]')
    spans = find_addresses(plain, rules.addresses)
    if len(spans) != 1:
        return None
    start = _place_at_end(plain[: spans[0].start], rules)
    lead = fold(plain[:start])
    groups = rules.layouts.groups
    named = lead.split()[:1] != [] and lead.split()[0] in groups.building_nouns.words and len(lead) < _LONGEST_NAME
    if lead and lead not in groups.building_leads.words and not named:
        return None
    tail = _COUNTED_BESIDE.sub("", plain[spans[0].end :])
    rest = tail.strip(" .,;:–—-()")
    apart = "(" in tail or (tail.lstrip()[:1] in (",", "-", "–", "—", ":") and len(rest.split()) == 1)
    if is_municipality(rest, rules) or (apart and names_place(rest, rules)):
        whole = plain[start : spans[0].end] + tail
        return whole + ")" * (whole.count("(") - whole.count(")"))
    return plain[start : spans[0].end] if not rest or _COUNTED.fullmatch(rest) else None


def is_led_building(text: str, rules: Rules) -> bool:
    """Whether a line is the address of a building behind words that no person is called by: «COMPLESSO DI VIA PO 3»."""
    plain = text.strip().strip('*_#=<>«»"•·–—- \t:;()[]')
    building = building_heading(text, rules)
    lead = fold(plain[: plain.find(building)]) if building is not None else ""
    return lead in rules.layouts.groups.building_leads.words


def inside_heading(text: str, rules: Rules) -> str | None:
    """The staircase or floor that a line alone gives to the rows below it, under their building: «Scala B:»."""
    plain = text.strip().strip('*_#=<>«»"•·–—- \t:;()[]')
    span = find_inside(plain, rules.addresses)
    if span is None or span.start > 0 or span.end < len(plain):
        return None
    return plain if re.search(r"\bint|\bapp|\ball", plain, re.IGNORECASE) is None else None


def _place_at_end(lead: str, rules: Rules) -> int:
    """Where a place begins at the end of what stands before an address: «Edificio sito in Soresina, »."""
    starts = [word.start() for word in re.finditer(r"(?<![\w'’])\w", lead[:_LONGEST_NAME])]
    known = (
        None if len(lead) > _LONGEST_NAME else next((at for at in starts if is_municipality(lead[at:], rules)), None)
    )
    return place_before(lead, rules) if known is None else known


def municipality_heading(text: str, rules: Rules) -> str | None:
    """The municipality that a line gives to the rows below it: «Comune di SORESINA»."""
    plain = text.strip().strip('*_#=<>«»"•·–—- \t:;[]')
    if is_municipality(plain, rules):
        return without_province(plain).upper()
    folded = fold(plain)
    for lead in sorted(rules.layouts.groups.municipality_leads.words, key=len, reverse=True):
        if folded.startswith(f"{lead} "):
            name = without_province(" ".join(plain.split()[len(lead.split()) :]).strip(" :,.-()"))
            return name.upper() if 1 <= len(name.split()) <= 4 and not any(sign.isdigit() for sign in name) else None
    return None


def is_quote_mark(text: str) -> bool:
    """Whether a line alone says that another message follows."""
    return _FORWARD_MARK.match(text) is not None or _WROTE.match(text) is not None


def header_label(text: str) -> tuple[str, str] | None:
    """Label and value of a line of a quoted mail header («Da: …»)."""
    found = _HEADER_LABEL.match(text)
    return (found["label"].lower(), found["value"].strip()) if found else None
