# SPDX-License-Identifier: EUPL-1.2
"""Letters to one tenant: the person and the dwelling stand in the address of the letter, the day in its text."""

import re

from pecwatch.italian.addresses import find_addresses
from pecwatch.italian.dates import DateSpan
from pecwatch.italian.fold import fold
from pecwatch.lists.announcing import acts_in, announces, execution_day, execution_time
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Draft, Item, Taken
from pecwatch.lists.looks import looks_like_name
from pecwatch.lists.sentences import split_at_full_stops
from pecwatch.lists.signs import closing_of, is_furniture, opening_of
from pecwatch.lists.wording import find_statuses, join_lines
from pecwatch.model.record import record
from pecwatch.rules import Rules

_TO = re.compile(
    r"^\W*(?:(?:egr|gent|spett|preg|ill)[\w.]*(?:\s+(?:sig|fam)[\w.]*)?|(?:al|alla|ai)\s+(?:sig|fam)[\w.]*|sig[\w.]*)"
    r"(?:\s+e\s+(?:sig)[\w.]*)?\s*[:,]?\s*(?P<name>.*)$",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"^\W*\d{5}\s+[^\W\d_]")


@record
class _Addressee:
    """To whom a letter is written: places of the lines in their stretch."""

    first: int
    last: int
    name: str
    address: str


def read_letters_to_tenants(items: list[Item], collector: Collector) -> bool:
    """Read lines as letters, each to one tenant whom an execution awaits.

    Returns:
        Whether they are such letters; otherwise nothing was taken.
    """
    rules = collector.rules
    if any(item.cells is not None for item in items):
        return False
    found = _addressees(items, rules)
    if not found:
        return False
    ends = [addressee.first for addressee in found[1:]] + [len(items)]
    bodies = [items[to.last + 1 : end] for to, end in zip(found, ends, strict=True)]
    drafts = [_draft(items[to.first], to, body, rules) for to, body in zip(found, bodies, strict=True)]
    whole = [draft for draft in drafts if draft is not None]
    if len(whole) < len(drafts):
        return False
    named = {place: to for to in found for place in range(to.first, to.last + 1)}
    for place, item in enumerate(items):
        _explain(item, named.get(place), place, collector)
    for draft in whole:
        collector.add(draft)
    return True


def _addressees(items: list[Item], rules: Rules) -> list[_Addressee]:
    found: list[_Addressee] = []
    for place in range(len(items)):
        if found and place <= found[-1].last:
            continue
        addressee = _addressee_at(items, place, rules)
        if addressee is not None:
            found.append(addressee)
    return found


def _addressee_at(items: list[Item], place: int, rules: Rules) -> _Addressee | None:
    """The addressee whose form of address stands on a line: name and address on this line and the next ones."""
    led = _TO.match(items[place].text)
    if led is None:
        return None
    own = led["name"].strip()
    at = place if own else place + 1
    if at + 1 >= len(items):
        return None
    name = own or items[at].text.strip()
    if not looks_like_name(name, rules) or fold(name.split()[0]) in rules.recognition.furniture.professions.words:
        return None
    spans = find_addresses(items[at + 1].text, rules.addresses)
    if not spans or items[at + 1].text[: spans[0].start].strip(" ,-–"):
        return None
    last = at + 1
    address = items[last].text.strip()
    if last + 1 < len(items) and _POSTCODE.match(items[last + 1].text):
        last += 1
        address = f"{address} - {items[last].text.strip()}"
    return _Addressee(first=place, last=last, name=name, address=address)


def _draft(line: Item, to: _Addressee, body: list[Item], rules: Rules) -> Draft | None:
    """The row that a letter tells; None when no execution is spoken of, or when it speaks of other people too."""
    text = "\n".join(item.text.strip() for item in _until_closing(body, rules))
    if len(find_addresses(text, rules.addresses)) > 1:
        return None
    sentences = _sentences(text)
    telling = next((one for one in sentences if _tells(one, rules)), None)
    if telling is None:
        return None
    day = execution_day(telling, rules) or next((day for one in sentences if (day := _day(one, rules))), None)
    return Draft(
        where=line.where,
        text=f"{to.name}, {to.address}: {join_lines(telling)}",
        name=to.name,
        address=to.address,
        date=day.written if day is not None else None,
        time=execution_time(telling, day),
        wording=join_lines(telling[_wording_at(telling, rules) :]).strip(" ."),
    )


def _wording_at(sentence: str, rules: Rules) -> int:
    """Where a sentence says what becomes of the execution: at its first plain status."""
    statuses = find_statuses(sentence, rules.wording)
    plain = [status for status in statuses if not status.weak]
    return next((status.start for status in (*plain, *statuses)), 0)


def _until_closing(body: list[Item], rules: Rules) -> list[Item]:
    for place, item in enumerate(body):
        if closing_of(item.text, rules) is not None:
            return body[:place]
    return body


def _sentences(text: str) -> list[str]:
    """The sentences of a letter, its subject last: the text says more."""
    lines = text.split("\n")
    subject = [line for line in lines if re.match(r"\W*oggetto\b", line, re.IGNORECASE)]
    rest = "\n".join(line for line in lines if line not in subject)
    return [*(one for one in split_at_full_stops(rest) if one.strip()), *subject]


def _tells(sentence: str, rules: Rules) -> bool:
    """Whether a sentence announces the execution, or says what becomes of it."""
    stated = any(not status.weak for status in find_statuses(sentence, rules.wording))
    dated = announces(sentence, rules) and execution_day(sentence, rules) is not None
    return acts_in(sentence, rules) != () and (stated or dated)


def _day(sentence: str, rules: Rules) -> DateSpan | None:
    return execution_day(sentence, rules) if acts_in(sentence, rules) else None


def _explain(item: Item, to: _Addressee | None, place: int, collector: Collector) -> None:
    rules = collector.rules
    if to is not None:
        collector.explain(item, Taken.ROW if place == to.first else Taken.CONTINUATION, "letter_to_a_tenant")
    elif (furniture := is_furniture(item.text)) is not None:
        collector.explain(item, Taken.FURNITURE, furniture)
    elif (closing := closing_of(item.text, rules)) is not None:
        collector.explain(item, Taken.CLOSING, closing)
    else:
        collector.explain(item, Taken.OPENING, opening_of(item.text, rules) or "text_of_a_letter")
