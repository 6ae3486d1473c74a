# SPDX-License-Identifier: EUPL-1.2
"""Reminders and letters in sentences: «… nei confronti della Sig.ra X, residente in Via …»."""

import re
from dataclasses import replace

from pecwatch.italian.addresses import find_addresses
from pecwatch.italian.dates import DateSpan, find_dates
from pecwatch.italian.times import find_times
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Draft, Item, Taken
from pecwatch.lists.looks import looks_like_name
from pecwatch.lists.signs import closing_of, prose_of
from pecwatch.lists.wording import find_statuses, join_lines
from pecwatch.rules import Rules

_WORD = r"(?:[A-ZÀ-Þ][^\W\d_]*(?:['’`\-.][^\W\d_]*)*['’`]?)"
_PARTICLE = r"(?:(?:de|del|della|di|da|el|ben|van|von|dei|degli|lo|la|ved\.?|in|coniugata)\s+)"
_NAME = rf"(?P<name>{_WORD}(?:\s+{_PARTICLE}?{_WORD}){{1,5}})"
_TITLED = re.compile(
    rf"\b(?:sig\.?(?:ra|na|ri)?\.?|signor[ai]?|signore|nucleo(?:\s+familiare)?(?:\s+di)?|famiglia|inquilin[oa]|assegnatari[oa]|intestatari[oa]"
    rf"|conduttore|conduttrice|nei\s+confronti\s+di|a\s+carico\s+di|di)\s*:?\s+(?:sig\.?(?:ra|na)?\.?\s+)?(?-i:{_NAME})",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"(?<!\w)(?P<name>(?:[A-ZÀ-Þ]{2,}['’]?(?:\s+|['’]))+[A-ZÀ-Þ]{2,}['’]?)(?!\w)")
_BEFORE_PLACE = re.compile(
    rf"(?<!\w){_NAME}\s*[,(–—-]*\s*(?:(?:residente|abitante|domiciliat[oa]|sit[oa]|ubicat[oa]|alloggio|presso|in|a)\s+){{0,4}}$"
)
_ANNOUNCES = re.compile(
    r"\b(?:si\s+(?:ricorda|rammenta|conferma|comunica|proceder[àa]|esegu\w+|provveder[àa])|verr[àa]|sar[àa]|avr[àa]\s+luogo|[èe]\s+(?:fissat|previst|programmat|confermat)\w+|esecuzion\w+|sloggi\w*|sfratt\w*|intervent\w+)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:nota|lettera|pec|comunicazione|nostra|prot\S*|protocollo|precedente|trasmess\w+|inviat\w+|dal|entro|dopo)\b(?:(?!conferm|ricord|ramment)[^,;:]){0,22}$",
    re.IGNORECASE,
)


_AFTER_PLACE = re.compile(
    rf"^[\s,;:(–—-]*(?:(?:ove|dove)\s+(?:abita|risiede)\s+|(?:abitat|occupat|condott|assegnat)[oa]\s+(?:da|dal|dalla|a|al|alla)\s+)?"
    rf"(?:(?:inquilin[oa]|assegnatari[oa]|intestatari[oa]|conduttore|conduttrice|occupante|sig\.?(?:ra|na)?\.?|signor[ae]?)\s*:?\s+)+(?-i:{_NAME})",
    re.IGNORECASE,
)
"""«presso Via …, inquilina X»: the person stands behind the address."""


_FULL_STOP = re.compile(r"(?:^|(?<=[a-zà-ÿA-Z\d)]{2})|(?<=\s\d))\.(?:\s+(?=[A-ZÀ-Þ])|\s*$)|\n(?=\s*[-•*])")
"""Behind an address: a full stop, or a line that begins with a dash."""


def read_prose(items: list[Item], collector: Collector, *, beside: bool = False) -> None:
    """Read rows out of sentences: each address with the person named before or right behind it.

    Args:
        beside: Rows were read in other lines: only a sentence that itself speaks of an execution counts.
    """
    lines = [item for item in items if item.cells is None]
    text, starts = _joined(lines)
    end = _closing_at(lines, starts, collector)
    heads = [start for item, start in zip(lines, starts, strict=True) if _opens_sentence(item, collector.rules)]
    spans = find_addresses(text[:end], collector.rules.addresses)
    found: list[tuple[Draft, tuple[int, int]]] = []
    untold: list[tuple[int, int]] = []
    past = 0
    for number, span in enumerate(spans):
        name = _name_after(text, span.end, collector) or _name_before(text, past, span.start, collector)
        at = min(name[0], span.start) if name is not None else span.start
        stop = min(
            [
                start
                for start in (*heads, *(later.start for later in spans[number + 1 :]), end)
                if start > at and start >= span.end
            ]
        )
        sentence = _sentence_around(text, at, span.end, stop, heads)
        said = text[slice(*sentence)]
        line = lines[max(place for place, start in enumerate(starts) if start <= at)]
        draft = None
        if name is not None and (not beside or _ANNOUNCES.search(said)):
            who = (name[1], text[span.start : span.end])
            draft = _draft(said, said if beside else text[: sentence[1]], who, line, collector.rules)
        if draft is not None and name is not None:
            found.append((draft, sentence))
            past = max(span.end, name[0] + len(name[1]))
        elif _ANNOUNCES.search(said) and (find_dates(said) or find_statuses(said, collector.rules.wording)):
            untold.append((span.start, span.end))
    for draft, _ in found:
        collector.add(draft)
    collector.drafts.sort(key=lambda draft: (draft.where.page, draft.where.line))
    _explain([sentence for _, sentence in found], Taken.ROW, lines, starts, collector)
    if found or beside:
        _explain(untold, Taken.LEFTOVER, lines, starts, collector)


def _opens_sentence(item: Item, rules: Rules) -> bool:
    return prose_of(item.text, rules) is not None and item.text.strip()[:1].isupper()


def _explain(
    stretches: list[tuple[int, int]], taken: Taken, lines: list[Item], starts: list[int], collector: Collector
) -> None:
    """Say anew what the lines of some stretches are; a line that gave a row stays one."""
    told = {
        id(item)
        for item, start in zip(lines, starts, strict=True)
        if any(begin < start + len(item.text) and start < stop for begin, stop in stretches)
    }
    collector.explained = [
        replace(one, taken=taken, rule="sentence") if id(one.item) in told and one.taken is not Taken.ROW else one
        for one in collector.explained
    ]


def _joined(lines: list[Item]) -> tuple[str, list[int]]:
    """All lines as one text, and where each begins in it."""
    text, starts = "", []
    for item in lines:
        starts.append(len(text))
        text += item.text.strip() + "\n"
    return text, starts


def _closing_at(lines: list[Item], starts: list[int], collector: Collector) -> int:
    """Where the letter closes: addresses of the signature are nobody's home."""
    for item, start in zip(lines, starts, strict=True):
        if closing_of(item.text, collector.rules) is not None and start > 0:
            return start
    return (starts[-1] + len(lines[-1].text) + 1) if starts else 0


def _name_after(text: str, start: int, collector: Collector) -> tuple[int, str] | None:
    """The person whom a word such as «inquilina» names right behind an address."""
    match = _AFTER_PLACE.match(text[start : start + 160].replace("\n", " "))
    if match is None or not looks_like_name(name := match["name"].strip(" ,."), collector.rules):
        return None
    return start + match.start("name"), name


def _name_before(text: str, past: int, start: int, collector: Collector) -> tuple[int, str] | None:
    """The person named nearest before an address: after a form of address, in capitals, or right before it."""
    flat = text[past:start].replace("\n", " ")
    for pattern in (_TITLED, _BEFORE_PLACE, _CAPITALS):
        for match in reversed(list(pattern.finditer(flat[-220:]))):
            name = match["name"].strip(" ,.")
            if looks_like_name(name, collector.rules) and len(name.split()) > 1:
                return past + max(0, len(flat) - 220) + match.start("name"), name
    return None


def _sentence_around(text: str, name_at: int, place_end: int, stop: int, heads: list[int]) -> tuple[int, int]:
    """The sentence that names a person, up to its full stop or to a line that begins another."""
    begins = [
        found.end()
        for found in re.finditer(r"(?<=[a-zà-ÿ\d]{3})\.\s+(?=[A-ZÀ-Þ])|\d\.\s*\n(?=[A-ZÀ-Þ])|:\s*\n", text[:name_at])
    ]
    start = max([0, *begins, *(head for head in heads if head <= name_at)])
    ends = re.search(
        r"(?:^|(?<=[a-zà-ÿA-Z\d)]{2})|(?<=\s\d))\.(?:\s+(?=[A-ZÀ-Þ])|\s*$)|\n(?=\s*[-•*])", text[place_end:stop]
    )
    return start, place_end + ends.start() if ends else stop


def _draft(said: str, whole: str, who: tuple[str, str], line: Item, rules: Rules) -> Draft | None:
    """The row that a sentence tells, if it speaks of an execution at all.

    Args:
        said: The sentence that names the person.
        whole: Everything up to its end, for a sentence that only lists whom an earlier one announces.
        who: Name and address.
    """
    whole = said if _ANNOUNCES.search(said) else whole
    statuses = find_statuses(whole.replace("\n", " "), rules.wording)
    day = _day(said.replace(who[1], " ")) or _day(whole.replace(who[1], " "))
    if not statuses and (day is None or not _ANNOUNCES.search(whole)):
        return None
    times = find_times(said) or find_times(whole)
    behind = whole.replace("\n", " ").find(who[1].replace("\n", " ")) + len(who[1])
    said_last = [status for status in statuses if status.start >= behind and not status.weak]
    first = (said_last or statuses)[0].start if statuses else 0
    return Draft(
        where=line.where,
        text=join_lines(said),
        name=who[0],
        address=join_lines(who[1]),
        date=day.written if day else None,
        time=times[0].time if times else None,
        wording=join_lines(whole[first:]).strip(" .;"),
    )


def _day(text: str) -> DateSpan | None:
    return next((date for date in find_dates(text) if _PAST.search(text[: date.start]) is None), None)
