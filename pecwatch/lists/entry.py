# SPDX-License-Identifier: EUPL-1.2
"""The running text of one row taken apart: name, address, day and time, wording, wherever each stands."""

import datetime as dt
import re
from functools import lru_cache

from pecwatch.italian.addresses import find_inside
from pecwatch.italian.dates import WrittenDate
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
from pecwatch.lists.looks import looks_like_name
from pecwatch.lists.place import clause_start, own_address
from pecwatch.lists.wording import StatusPlace, clauses_of, find_statuses, join_lines
from pecwatch.model.record import record
from pecwatch.rules import Rules

_DITTO = re.compile(
    r"(?:^|[\s,;–—-])(?P<ditto>idem(?:\s+(?:come\s+sopra|c\.?\s?s\.?))?|ibidem|stess[oa]\s+(?:indirizzo|stabile|via|civico)|medesim[oa]\s+(?:indirizzo|stabile)"
    r"|c\.s\.|come\s+sopra|[\"”“″〃]|,,)(?=[\s,;.–—-]|$)",
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
    statuses = tuple(status for status in find_statuses(front.rest, rules.wording) if not status.weak)
    fields = _with_address(front.rest, statuses, rules) or _without_address(front.rest, statuses, rules)
    side, tail = peel(fields.after), peel_back(fields.name)
    dated = front.date or tail.date or side.date
    last = Front(rest=side.rest) if dated else peel_last(side.rest)
    return Entry(
        number=number,
        name=clean_name(tail.rest),
        address=fields.address,
        ditto=fields.ditto,
        date=dated or last.date,
        time=front.time or tail.time or side.time or last.time,
        wording=" - ".join(filter(None, (fields.early_wording, clean_wording(last.rest)))),
        birth=birth,
        fiscal_code=fiscal_code,
        has_status=statuses != (),
        unsure_address=fields.unsure,
    )


def _with_address(body: str, statuses: tuple[StatusPlace, ...], rules: Rules) -> _Fields | None:
    """Fields of a row that holds an address, or None."""
    address = own_address(body, statuses, rules)
    if address is None:
        return None
    before, after = clean_lead(body[: address.start]), body[address.end :]
    early = [status for status in statuses if status.start < len(before)]
    wording = ""
    if not before.strip(SIDES):
        before, after = _name_after_address(after, rules)
    elif early:
        cut = clause_start(body, early[0])
        before, wording = before[:cut], before[cut:].strip(SIDES)
    place = body[address.start : address.end].strip(SIDES)
    return _Fields(name=before, address=place, after=after, early_wording=wording)


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
    if re.match(r"[^\W\d_]{2}", between) and re.search(r"\d|\bsnc\b", between, re.IGNORECASE) and len(between) < 60:
        rest = body[end:limit].replace(between, " ") + body[limit:]
        return _Fields(name=name, address=between, after=rest, unsure=True)
    return _Fields(name=name, address="", after=after)


def _name_end(body: str, clauses: tuple[tuple[int, int], ...], rules: Rules) -> int:
    """Where the names at the front of a text end: a stroke between two of them parts no clauses."""
    end = clauses[0][1]
    for start, stop in clauses[1:]:
        if body[end:start].strip() != "/" or not looks_like_name(body[start:stop], rules):
            break
        end = stop
    return end


def _inside_first(after: str, rules: Rules) -> tuple[str, str]:
    """Staircase, floor and flat at the front of a text, and the rest; nothing and the whole text where it has none."""
    inside = find_inside(after[:60], rules.addresses)
    if inside is None or after[: inside.start].strip(SIDES + "("):
        return "", after
    return after[inside.start : inside.end].strip(SIDES), after[inside.end :]


def _name_after_address(after: str, rules: Rules) -> tuple[str, str]:
    """Name and rest of a row that begins with its address."""
    side = peel(after)
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
