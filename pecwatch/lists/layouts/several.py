# SPDX-License-Identifier: EUPL-1.2
"""Several rows printed on one line: «1) A - Via … - SI ESEGUE 2) B - Via …», «A (Via …), B (Via …): SOSPESI»."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pecwatch.italian.addresses import AddressSpan, find_addresses
from pecwatch.italian.dates import find_dates
from pecwatch.italian.times import find_times
from pecwatch.lists.draft import Item
from pecwatch.lists.ends import peel, strip_number
from pecwatch.lists.entry import read_entry
from pecwatch.lists.looks import is_surely_name, looks_like_name
from pecwatch.lists.persons import NAME, Named, listed_name_at_end
from pecwatch.lists.wording import find_statuses
from pecwatch.rules import Rules

_SHORTEST = 40
"""Two rows take more signs than this."""

_TO_HOME = re.compile(
    r"[\s,;:(–—-]*(?:(?:residente|abitante|domiciliat[oa]|alloggio|sit[oa]|presso|in|di)\W+){0,4}", re.IGNORECASE
)
"""What may stand between a name and its address."""

_NUMBER = re.compile(r"(?:^|[\s,;.–—-])[(\[]?\d{1,3}\s?(?:[)\]][.:]?|\.)\s*[–—-]?\s*$")
_JOINED = re.compile(r"[\s,;.)/|•*–—-]*(?:\be(?:d)?\b)?\s*(?:sigg?\.?(?:\s?ra)?\.?\s*)?", re.IGNORECASE)
"""Between the address of one and the name of the next, where both share what follows."""


def rows_apart(items: list[Item], rules: Rules) -> list[Item]:
    """The lines, each that holds several rows as one line for each of them."""
    return [piece for item in items for piece in _pieces(item, rules)]


def _pieces(item: Item, rules: Rules) -> Iterator[Item]:
    text = item.text
    plain = strip_number(text)[1]  # as the row itself is read: its addresses are looked for once
    front = len(text) - len(plain) if text.endswith(plain) else 0
    starts = [front + start for start in _starts(text[front:], rules)] if len(text) > _SHORTEST else []
    if not starts:
        yield item
        return
    pieces = [text[start:end].strip(" ,;–—/|") for start, end in pairwise([0, *starts, len(text)])]
    tail, day = _shared(pieces, rules), _day_of_all(pieces)
    for number, piece in enumerate(pieces):
        said = piece + (tail if number < len(pieces) - 1 else "")
        yield replace(item, text=f"{day} - {said}" if number and day else said)


def _starts(text: str, rules: Rules) -> list[int]:
    """Where the second row and those after it begin; none when the line does not begin with a row."""
    homes = [span for span in find_addresses(text, rules.addresses) if _has_number(text, span)]
    if len(homes) < 2 or not _begins_with_row(text, homes[0], rules):
        return []
    found = (_start(text, before, home, rules) for before, home in pairwise(homes))
    return [start for start in found if start is not None]


def _has_number(text: str, span: AddressSpan) -> bool:
    return re.search(r"\d|\bsnc\b", text[span.start : span.end], re.IGNORECASE) is not None


def _begins_with_row(text: str, home: AddressSpan, rules: Rules) -> bool:
    entry = read_entry(text[: home.end], rules)
    said = any(not status.weak for status in find_statuses(text[: home.start], rules.wording))
    return looks_like_name(entry.name, rules) and len(entry.name.split()) > 1 and not said


def _start(text: str, before: AddressSpan, home: AddressSpan, rules: Rules) -> int | None:
    """Where the row of an address begins: at the name before it, or that name's number."""
    between = text[before.end : home.start]
    statuses = [status.end for status in find_statuses(between, rules.wording) if not status.weak]
    said = statuses[-1] if statuses else 0
    named = _named_last(between[said:], rules)
    if named is None or _TO_HOME.fullmatch(between[said + named.start + len(named.name) :]) is None:
        return None
    name, start = named.name, said + named.start
    lead = between[:start]
    numbered = _NUMBER.search(lead)
    told = statuses or find_dates(lead) or find_times(lead)
    if not looks_like_name(name, rules) or not (numbered or told or _is_joined(lead, name, rules)):
        return None
    return before.end + (start if numbered is None else numbered.start())


def _named_last(text: str, rules: Rules) -> Named | None:
    """The last name in a text."""
    names = list(re.finditer(NAME, text))
    plain = Named(start=names[-1].start(), name=names[-1]["name"]) if names else None
    return listed_name_at_end(text, rules) or plain


def _is_joined(lead: str, name: str, rules: Rules) -> bool:
    """Whether a name follows an address behind a comma or «e» alone; then it has to look like one by itself."""
    in_capitals = name.split(maxsplit=1)[0].isupper() and len(name.split(maxsplit=1)[0]) > 1
    return _JOINED.fullmatch(lead) is not None and (in_capitals or is_surely_name(name, rules))


def _shared(pieces: list[str], rules: Rules) -> str:
    """What the last row says for all, where no other says anything."""
    *others, last = pieces
    if any(_said(piece, rules) for piece in others):
        return ""
    return f" - {said}" if (said := _said(last, rules)) else ""


def _day_of_all(pieces: list[str]) -> str:
    """The day, as printed, that stands before the first row of a line and is that of all: «06/11: A …, B …»."""
    first, *others = pieces
    front = peel(first)
    if front.date is None or any(strip_number(piece)[0] is not None for piece in pieces):
        return ""
    return "" if any(peel(other).date for other in others) else first[: len(first) - len(front.rest)].strip(" ,;:–—-")


def _said(piece: str, rules: Rules) -> str:
    homes = find_addresses(piece, rules.addresses)
    return piece[homes[-1].end :].strip(" ,;:.()–—-") if homes else ""
