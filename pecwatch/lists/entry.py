# SPDX-License-Identifier: EUPL-1.2
"""The running text of one row taken apart: name, address, day and time, wording, wherever each stands."""

import datetime as dt
import re
from dataclasses import replace
from functools import lru_cache

from pecwatch.italian.addresses import find_inside
from pecwatch.italian.dates import WrittenDate, find_dates
from pecwatch.italian.fold import fold
from pecwatch.italian.times import find_times
from pecwatch.lists.ends import (
    SIDES,
    Front,
    clean_lead,
    clean_name,
    clean_wording,
    peel,
    peel_back,
    peel_last,
    strip_number,
    without_birth,
    without_fiscal_code,
)
from pecwatch.lists.looks import holds_given_name, looks_like_name
from pecwatch.lists.persons import is_parted_by_comma
from pecwatch.lists.place import clause_start, is_municipality, names_place, own_address, place_before
from pecwatch.lists.wording import StatusPlace, clauses_of, find_statuses, join_lines
from pecwatch.lists.wording_days import bare_day
from pecwatch.model.record import record
from pecwatch.rules import Rules

_DITTO = re.compile(
    r"(?:^|[\s,;–—-])(?P<ditto>idem(?:\s+(?:come\s+sopra|c\.?\s?s\.?))?|ibidem|stess[oa]\s+(?:indirizzo|stabile|via|civico)|medesim[oa]\s+(?:indirizzo|stabile)"
    r"|c\.s\.|come\s+sopra|[\"”“″〃]|,,)(?=[\s,;.–—-]|$)",
    re.IGNORECASE,
)


_DAY_LEAD_BEHIND = re.compile(
    r"(?:\s+(?:accesso|esecuzione|intervento|sloggio|sfratto|rilascio|(?:previst|fissat)[oa]|per|il|in|data|giorno|del))*\s*$",
    re.IGNORECASE,
)
"""Small words that lead a day."""


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
class _Fields:
    """A text cut into name, address and what follows."""

    name: str
    address: str
    after: str
    early_wording: str = ""
    """A status that stands before the address."""
    ditto: bool = False
    unsure: bool = False


@lru_cache(maxsize=32_768)  # every line of the longest list: it is looked at more than once
def read_entry(text: str, rules: Rules) -> Entry:
    """Take the text of one row apart.

    Args:
        text: All its lines, joined by line breaks.
    """
    number, plain = strip_number(join_lines(text))
    plain, birth = without_birth(plain)
    plain, fiscal_code = without_fiscal_code(plain)
    front = peel(plain)
    front = replace(front, rest=re.sub(r"^\s*\.\s+", "", front.rest))  # «… ore 9. ROSSI MARIO. Via Po 8. SI ESEGUE.»
    statuses = tuple(status for status in find_statuses(front.rest, rules.wording) if not status.weak)
    fields = (
        _with_address(front.rest, statuses, rules)
        or _dwelling_first(front.rest, rules)
        or _without_address(front.rest, statuses, rules)
    )
    side, tail = peel(fields.after), peel_back(fields.name)
    own = None if front.date or tail.date or side.date else _day_apart(side.rest, rules)
    dated = front.date or tail.date or side.date or (own.date if own is not None else None)
    last = Front(rest=side.rest) if dated else peel_last(side.rest)
    return Entry(
        number=number,
        name=clean_name(tail.rest),
        address=fields.address,
        ditto=fields.ditto,
        date=dated or last.date,
        time=front.time or tail.time or side.time or (own.time if own is not None else None) or last.time,
        wording=" - ".join(filter(None, (fields.early_wording, clean_wording(last.rest)))),
        birth=birth or tail.birth or side.birth or front.birth,
        fiscal_code=fiscal_code,
        has_status=statuses != (),
        unsure_address=fields.unsure,
    )


def _day_apart(after: str, rules: Rules) -> Front | None:
    """The day that is all a clause before the status says: «… ang. via Adda - 09/03/2027 ore 9 - SI ESEGUE»."""
    first = next((status.start for status in find_statuses(after, rules.wording) if not status.weak), 0)
    days = [after[start:end] for start, end in clauses_of(after[:first]) if bare_day(after[start:end]) is not None]
    if len(days) != 1:
        return _day_of_act(after[:first], rules)
    times = find_times(days[0])
    return Front(rest=after, date=bare_day(days[0]), time=times[0].time if times else None)


def _day_of_act(before: str, rules: Rules) -> Front | None:
    """The day right before the status that the execution itself leads to: «… notif. 20/01 accesso 09/03 SI ESEGUE»."""
    dates = find_dates(before)
    if not dates:
        return None
    behind = before[dates[-1].end :]
    times = find_times(behind)
    lead = fold(before[: dates[-1].start]).split()[-1:]
    alone = not (behind[: times[0].start] + behind[times[0].end :] if times else behind).strip(SIDES)
    if not alone or not lead or lead[0] not in rules.layouts.acts.words:
        return None
    return Front(rest=before, date=dates[-1].written, time=times[0].time if times else None)


def _with_address(body: str, statuses: tuple[StatusPlace, ...], rules: Rules) -> _Fields | None:
    """Fields of a row that holds an address, or None."""
    address = own_address(body, statuses, rules)
    if address is None:
        return None
    start = place_before(body[: address.start], rules)
    before, after = clean_lead(body[:start]), body[address.end :]
    early = [status for status in statuses if status.start < len(before)]
    wording, place = "", body[start : address.end]
    if not before.strip(SIDES) or is_municipality(before, rules):
        behind = _name_after_address(place, after, rules) or _name_in_brackets(place, after, rules)
        if behind is not None:
            before, place, after = behind.name, before + behind.address, behind.after
    elif early:
        cut = clause_start(body, early[0])
        before, wording = before[:cut], before[cut:].strip(SIDES)
        if not before.strip(SIDES):
            before, wording = _status_first(wording, rules)
    return _Fields(name=before, address=place.strip(SIDES), after=after, early_wording=wording)


def _status_first(text: str, rules: Rules) -> tuple[str, str]:
    """Name and wording of «SI ESEGUE - ROSSI MARIO», «SOSPESO: …»; all of it is wording where no name stands apart."""
    last = find_statuses(text, rules.wording)[-1]
    for start, end in reversed(clauses_of(text)):
        if start >= last.end and looks_like_name(text[start:end], rules):
            return text[start:end], text[:start].strip(SIDES)
    rest = text[last.end :]
    return (rest, text[: last.end]) if looks_like_name(rest, rules) else ("", text)


def _dwelling_first(body: str, rules: Rules) -> _Fields | None:
    """Fields of «int. 6 - ROSSI MARIA - …», under the heading of a building; day and hour may stand between."""
    place, behind = _inside_first(body, rules)
    if not place or not clauses_of(behind):
        return None
    rest = peel(behind).rest.lstrip(SIDES)
    when = behind.removesuffix(rest)
    statuses = tuple(status for status in find_statuses(rest, rules.wording) if not status.weak)
    fields = _without_address(rest, statuses, rules)
    alone = looks_like_name(fields.name, rules) and not fields.address and not fields.ditto
    return replace(fields, address=place, after=f"{when} {fields.after}") if alone else None


def _without_address(body: str, statuses: tuple[StatusPlace, ...], rules: Rules) -> _Fields:
    """Fields of a row without an address of its own: «idem», that of a heading, or one no rule can see."""
    first = statuses[0].start if statuses else len(body)
    limit = (clause_start(body, statuses[0]) or first) if statuses else first
    ditto = _DITTO.search(body[:first])
    if ditto is not None:
        place, rest = _inside_first(body[ditto.end("ditto") :], rules)
        return _Fields(name=body[: ditto.start()], address=place, after=rest, ditto=True)
    clauses = clauses_of(body)
    end = min(_name_end(body, clauses, rules), limit) if clauses else 0
    name, after = body[:end], body[end:]
    inside = find_inside(name, rules.addresses)
    if inside is not None and inside.end >= len(name.rstrip(SIDES)) and inside.start > 0:
        return _Fields(name=name[: inside.start], address=name[inside.start : inside.end].strip(SIDES), after=after)
    place, rest = _inside_first(name, rules)
    if place and looks_like_name(peel_back(rest).rest, rules):  # «int. 6   ROSSI MARIA», under the building's heading
        return _Fields(name=rest, address=place, after=after)
    place, rest = _inside_first(after, rules)
    if place:
        return _Fields(name=name, address=place, after=rest)
    between = peel(body[end:limit]).rest.strip(SIDES) if statuses else ""
    between = "" if find_dates(between) else between  # «esecuzione 03/02/2026» says when, not where
    if re.match(r"[^\W\d_]{2}", between) and re.search(r"\d|\bsnc\b", between, re.IGNORECASE) and len(between) < 60:
        rest = body[end:limit].replace(between, " ") + body[limit:]
        return _Fields(name=name, address=between, after=rest, unsure=True)
    return _Fields(name=name, address="", after=after)


def _before_any_day(text: str) -> str:
    """A text up to the day that only a blank parts from it: «…, Mario giovedì 6/11»."""
    days = find_dates(text)
    return text[: days[0].start].rstrip() if days and days[0].start else text


def _name_end(body: str, clauses: tuple[tuple[int, int], ...], rules: Rules) -> int:
    """Where the names at the front of a text end: a stroke between two of them, or a comma in one, parts no clauses."""
    end = clauses[0][1]
    for start, stop in clauses[1:]:
        joint, name = body[end:start].strip(), _before_any_day(body[start:stop].partition("|")[0])
        one = joint == "," and is_parted_by_comma(body[:end], name, rules)  # «ROSSI, Mario - piano 3»
        if (joint != "/" and not one) or not looks_like_name(name, rules):
            break
        end = start + len(name)
    return end


def _inside_first(after: str, rules: Rules) -> tuple[str, str]:
    """Staircase, floor and flat at the front of a text, and the rest; nothing and the whole text where it has none."""
    inside = find_inside(after[:60], rules.addresses)
    if inside is None or after[: inside.start].strip(SIDES + "("):
        return "", after
    return after[inside.start : inside.end].strip(SIDES), after[inside.end :]


def _name_after_address(address: str, after: str, rules: Rules) -> _Fields | None:
    """Name and rest of a row that begins with its address; a place between the two belongs to the address."""
    side = peel(after)
    statuses = find_statuses(after, rules.wording)
    limit = next((status.start for status in statuses if not status.weak), len(after))
    skipped = len(after) - len(side.rest)
    clauses = [(start, min(end, limit)) for start, end in clauses_of(after) if end > skipped]
    clauses = [clause for clause in clauses if re.search(r"\w", after[slice(*clause)])]  # the stop of «p.t.»
    clauses = [(start, start + _before_day(after[start:end], rules)) for start, end in clauses]
    texts = [after[start:end] for start, end in clauses]
    placed = _place_stands_first(texts, rules)
    if not looks_like_name("".join(texts[placed : placed + 1]), rules):
        return None
    start = clauses[placed][0]
    end = min(start + _name_end(after[start:], clauses_of(after[start:]), rules), limit)
    end = end if looks_like_name(after[start:end], rules) else clauses[placed][1]
    if placed:
        address = f"{address.rstrip(SIDES)}, {texts[0].strip(SIDES)}"
    rest = re.sub(r"\(\s*\)", "", after[: clauses[0][0]] + after[end:])
    return _Fields(name=after[start:end], address=address, after=rest)


def _before_day(text: str, rules: Rules) -> int:
    """Length of a name that only blanks part from the day behind it: «ROSSI Mario   accesso 13 luglio 2026»."""
    days = find_dates(text)
    if not days or looks_like_name(text, rules):
        return len(text)
    name = _DAY_LEAD_BEHIND.sub("", text[: days[0].start])
    return len(name) if len(name.split()) > 1 and looks_like_name(name, rules) else len(text)


def _place_stands_first(texts: list[str], rules: Rules) -> bool:
    """Whether the first of the texts behind a street is its place, and the second the person."""
    if len(texts) < 2 or not looks_like_name(texts[1], rules) or is_municipality(texts[1], rules):
        return False
    place = texts[0].strip(SIDES)
    if is_municipality(place, rules):
        return True
    whole = len(texts[1].split()) > 1 and "." not in place.split()[0]  # «sig. ROSSI, Mario» holds no place
    return whole and names_place(place, rules) and holds_given_name(texts[1], rules)


def _name_in_brackets(address: str, after: str, rules: Rules) -> _Fields | None:
    """The person of «Via Adda 3 (ROSSI MARIO) - si esegue», where nobody else is named."""
    found = re.search(r"\((?P<name>[^()\d]+)\)\s*$", address)
    if found is None or is_municipality(found["name"], rules) or not looks_like_name(found["name"], rules):
        return None
    return _Fields(name=found["name"], address=address[: found.start()], after=after)
