# SPDX-License-Identifier: EUPL-1.2
"""The running text of one row taken apart: name, address, day and time, wording, wherever each stands."""

import datetime as dt
import re

from pecwatch.italian.addresses import AddressSpan, find_addresses
from pecwatch.italian.dates import WrittenDate, find_dates
from pecwatch.italian.fiscal_code import find_fiscal_codes
from pecwatch.italian.times import find_times
from pecwatch.lists.looks import BULLET, NUMBER_WORD, NUMBERING, looks_like_name
from pecwatch.lists.wording import StatusPlace, clauses_of, find_statuses, join_lines
from pecwatch.model.record import record
from pecwatch.rules import Rules

_SEPARATOR = re.compile(r"[\s,;:|\t.•·–—-]+")
_SIDES = " \t\n,;:|–—-•·/"
_DAY_LEAD = re.compile(
    r"(?:(?:in\s+data|(?:per\s+|di\s+|del\s+|nel\s+)?(?:il\s+)?giorno|per\s+il|il|data|del|di)\s*:?\s+)?", re.IGNORECASE
)
_TIME_LEAD = re.compile(r"(?:alle\s+|dalle\s+|a\s+partire\s+dalle\s+)?(?=(?:ore|h)\b|\d)", re.IGNORECASE)
_BIRTH = re.compile(
    r"[\s,(–—-]*\bnat[oa/]+\s*(?:a|in)?\s*[^\d\n]{0,40}?\s*(?:il\s+)?(?P<day>\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)?\d\d)\)?",
    re.IGNORECASE,
)
_FISCAL_LEAD = re.compile(r"[\s,(–—-]*(?:\bc\.?\s?f\.?|\bcod(?:ice)?\.?\s*fisc(?:ale)?\.?)\s*:?\s*$", re.IGNORECASE)
_ADDRESS_LEAD = re.compile(
    r"[\s,(–—-]*\b(?:(?:residente|abitante|domiciliat[oa]|dimorante|ubicat[oa]|sit[oa]|alloggio|appartamento|abitazione"
    r"|immobile|presso|occupante|assegnatari[oa]|conduttore|conduttrice|indirizzo|res)\.?\s*:?\s*)+"
    r"(?:(?:sit[oa]|l['’]alloggio|alloggio|presso)\s*)*(?:in|a|di|del|dell['’])?\s*$|[\s,]+(?:in|a)\s*$",
    re.IGNORECASE,
)
_DITTO = re.compile(
    r"(?:^|[\s,;–—-])(?P<ditto>idem(?:\s+come\s+sopra)?|ibidem|stess[oa]\s+(?:indirizzo|stabile|via|civico)|medesim[oa]\s+(?:indirizzo|stabile)"
    r"|c\.s\.|come\s+sopra|[\"”“″〃]|,,)(?=[\s,;.–—-]|$)",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"[\s,;–—-]*(?:(?<!\w)(?:(?:scala|interno|piano|appartamento|palazzina|lotto|edificio)\b|(?:sc|int|app|pal)\b\.?|p\.)\s*:?\s*"
    r"(?:n\.?\s*)?(?:[A-Za-z]{1,2}|\d{1,3}[A-Za-z]?|terra|rialzato|[IVX]+)(?!\w)[°º]?[\s,;–—-]*)+",
    re.IGNORECASE,
)


@record
class Entry:
    """The parts of one row; empty where the text has none."""

    number: str | None
    name: str
    address: str
    ditto: bool
    date: WrittenDate | None
    time: dt.time | None
    wording: str
    birth: str
    fiscal_code: str
    has_status: bool
    unsure_address: bool = False

    @property
    def has_place(self) -> bool:
        """Whether it says where."""
        return self.address != "" or self.ditto


@record
class _Front:
    """What was peeled off one end of a text."""

    rest: str
    date: WrittenDate | None = None
    time: dt.time | None = None


def strip_number(text: str) -> tuple[str | None, str]:
    """The printed number of a row and the text after it; bullets go too."""
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
    spans = (*find_dates(after), *find_times(after))
    return (
        any(span.start == 0 for span in spans)
        and re.match(r"\d{4}-\d|\d{1,2}(?:\s?[/.\-:]\s?\d|[°º]?\s+[^\W\d_]{3})", after) is not None
    )


def _begins_with_month(text: str) -> bool:
    """«6 novembre …» and «6 nov. …» are days, not numbers; «1. MAGGIO ROSA» and «1) …» are numbers."""
    found = find_dates(text)
    return bool(found) and found[0].start == 0 and re.match(r"\d+[°º]?\s+[^\W\d_]", text) is not None


def read_entry(text: str, rules: Rules) -> Entry:
    """Take the text of one row apart.

    Args:
        text: All its lines, joined by line breaks.
    """
    number, plain = strip_number(join_lines(text))
    plain, birth = _without_birth(plain)
    plain, fiscal_code = _without_fiscal_code(plain)
    front = _peel(plain)
    body = front.rest
    statuses = find_statuses(body, rules.wording)
    address = _own_address(body, statuses, rules)
    if address is None:
        return _without_address(body, number, front, birth, fiscal_code, statuses, rules)
    before, place, after = body[: address.start], body[address.start : address.end], body[address.end :]
    before = _ADDRESS_LEAD.sub("", before)
    early = [status for status in statuses if not status.weak and status.start < len(before)]
    wording = ""
    if not before.strip(_SIDES):
        before, after = _name_after_address(after, rules)
    elif early:
        cut = _clause_start(body, early[0])
        before, wording = before[:cut], before[cut:].strip(_SIDES)
    side = _peel(after)
    tail = _peel_back(before)
    wording = " - ".join(filter(None, (wording, _clean_wording(side.rest))))
    return Entry(
        number=number,
        name=_clean_name(tail.rest),
        address=place.strip(_SIDES),
        ditto=False,
        date=front.date or tail.date or side.date,
        time=front.time or tail.time or side.time,
        wording=wording,
        birth=birth,
        fiscal_code=fiscal_code,
        has_status=any(not status.weak for status in statuses),
    )


def _without_address(
    body: str,
    number: str | None,
    front: _Front,
    birth: str,
    fiscal_code: str,
    statuses: tuple[StatusPlace, ...],
    rules: Rules,
) -> Entry:
    """A row without an address of its own: «idem», the address of a heading, or one no rule can see."""
    first = next((status for status in statuses if not status.weak), None)
    limit = (_clause_start(body, first) or first.start) if first else len(body)
    ditto = _DITTO.search(body[:limit] if first else body)
    place, unsure = "", False
    if ditto is not None:
        name, after = body[: ditto.start()], body[ditto.end("ditto") :]
        inside = _INSIDE.match(after)
        place = inside.group().strip(_SIDES) if inside else ""
        after = after[inside.end() :] if inside else after
    else:
        clauses = clauses_of(body)
        end = min(clauses[0][1], limit) if clauses else 0
        name, after = body[:end], body[end:]
        inside = _INSIDE.search(name)
        if inside is not None and inside.end() >= len(name.rstrip()) and inside.start() > 0:
            name, place = name[: inside.start()], inside.group().strip(_SIDES)
        elif (inside := _INSIDE.match(after)) is not None and inside.group().strip(_SIDES):
            place, after = inside.group().strip(_SIDES), after[inside.end() :]
        elif (
            first is not None
            and (middle := body[end:limit].strip(_SIDES))
            and re.search(r"\d|\bsnc\b", middle, re.IGNORECASE)
        ):
            peeled = _peel(body[end:limit])
            if (left := peeled.rest.strip(_SIDES)) and re.match(r"[^\W\d_]{2}", left) and len(left) < 60:
                place, unsure, after = left, True, body[end:limit].replace(left, " ") + body[limit:]
    side = _peel(after)
    tail = _peel_back(name)
    return Entry(
        number=number,
        name=_clean_name(tail.rest),
        address=place,
        ditto=ditto is not None,
        date=front.date or tail.date or side.date,
        time=front.time or tail.time or side.time,
        wording=_clean_wording(side.rest),
        birth=birth,
        fiscal_code=fiscal_code,
        has_status=first is not None,
        unsure_address=unsure,
    )


def _masked(body: str) -> str:
    """The text with its figures of days and times hidden, so that no civic number is read into them."""
    for date in find_dates(body):
        figures = re.match(r"\d{1,2}\s?[/.\-]\s?\d", body[date.start : date.end]) is not None
        apart = re.search(r"(?:^|[–—;|(]|\s-|\s\s|\t)\s*$", body[: date.start]) is not None
        if figures and (apart or date.written.year is not None):
            body = body[: date.start] + "¦" * (date.end - date.start) + body[date.end :]
    for time in find_times(body):
        body = body[: time.start] + "¦" * (time.end - time.start) + body[time.end :]
    return body


def _own_address(body: str, statuses: tuple[StatusPlace, ...], rules: Rules) -> AddressSpan | None:
    """The row's address: the first before the status, else the first that is a clause by itself."""
    strong = next((status.start for status in statuses if not status.weak), len(body))
    spans = find_addresses(_masked(body), rules.addresses)
    for span in spans:
        if span.start < strong:
            inside = [status.start for status in statuses if not status.weak and span.start < status.start < span.end]
            end = min([span.end, *inside])
            closes = body[end : end + 1] == ")" and "(" in body[span.start : end]
            return AddressSpan(start=span.start, end=end + closes)
    return next((span for span in spans if body[: span.start].rstrip().endswith(("-", "–", "—", ",", ";", "|"))), None)


def _clause_start(body: str, status: StatusPlace) -> int:
    """Where the clause that holds a status begins."""
    return next((start for start, end in clauses_of(body) if start <= status.start < end), status.start)


def _name_after_address(after: str, rules: Rules) -> tuple[str, str]:
    """Name and rest of a row that begins with its address."""
    side = _peel(after)
    statuses = find_statuses(after, rules.wording)
    limit = next((status.start for status in statuses if not status.weak), len(after))
    skipped = len(after) - len(side.rest)
    for start, end in clauses_of(after):
        if start < skipped and end <= skipped:
            continue
        name = after[start : min(end, limit)]
        if looks_like_name(name, rules):
            return name, after[:start] + after[start + len(name) :]
        break
    return "", after


def _peel(text: str) -> _Front:
    """Day and time taken from the front of a text, in whichever order they stand."""
    date: WrittenDate | None = None
    time: dt.time | None = None
    rest = text
    while True:
        start = _skip(rest)
        led = _DAY_LEAD.match(rest, start)
        at = led.end() if led else start
        dates = find_dates(rest[at : at + 40])
        if date is None and dates and dates[0].start == 0:
            date, rest = dates[0].written, rest[at + dates[0].end :]
            continue
        led = _TIME_LEAD.match(rest, start)
        at = led.end() if led else start
        times = find_times(rest[start : start + 40])
        if time is None and times and times[0].start <= at - start:
            time, rest = times[0].time, rest[start + times[0].end :]
            continue
        return _Front(rest=rest, date=date, time=time)


def _skip(text: str) -> int:
    found = _SEPARATOR.match(text)
    opening = found.end() if found else 0
    return opening + 1 if text[opening : opening + 1] == "(" else opening


def _peel_back(text: str) -> _Front:
    """Day and time taken from the end of a name: «ROSSI MARIO - 06/11/2025 ore 9,00 -»."""
    dates = find_dates(text)
    times = find_times(text)
    starts = [span.start for span in (*dates[:1], *times[:1])]
    if not starts:
        return _Front(rest=text)
    cut = min(starts)
    rest = re.sub(
        r"(?:\b(?:in\s+data|il\s+giorno|il|giorno|data|alle|dalle)\s*:?\s*)+$", "", text[:cut], flags=re.IGNORECASE
    )
    return _Front(rest=rest, date=dates[0].written if dates else None, time=times[0].time if times else None)


def _without_birth(text: str) -> tuple[str, str]:
    found = _BIRTH.search(text)
    if found is None:
        return text, ""
    return text[: found.start()] + " " + text[found.end() :], found["day"]


def _without_fiscal_code(text: str) -> tuple[str, str]:
    codes = find_fiscal_codes(text)
    if not codes:
        return text, ""
    code = codes[0]
    start = text.upper().find(code)
    if start < 0:
        return text, code
    before = _FISCAL_LEAD.sub("", text[:start]).rstrip(" (")
    return before + " " + text[start + len(code) :].removeprefix(")"), code


def _clean_name(text: str) -> str:
    return _ADDRESS_LEAD.sub("", text.strip(_SIDES)).strip(_SIDES)


def _clean_wording(text: str) -> str:
    """The wording without the signs that parted it from the address."""
    return re.sub(r"^[\s,;:.|–—)•·-]+", "", text).rstrip(" \t\n,;|–—-")
