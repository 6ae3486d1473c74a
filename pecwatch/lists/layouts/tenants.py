# SPDX-License-Identifier: EUPL-1.2
"""People in a letter with the address that stands before or behind their name."""

import re

from pecwatch.italian.addresses import AddressSpan, find_addresses
from pecwatch.lists.announcing import is_led_wrong, is_replaced
from pecwatch.lists.looks import is_surely_name, looks_like_name
from pecwatch.lists.persons import NAME, in_capitals, listed_name_at_end, persons_in
from pecwatch.lists.phrases import has_phrase
from pecwatch.lists.place import place_behind
from pecwatch.lists.sentences import Letter
from pecwatch.lists.wording import join_lines
from pecwatch.model.record import record
from pecwatch.rules import Rules

_FAR = 220
"""So many signs before an address a name still belongs to it."""
_BEFORE = re.compile(
    rf"(?<!\w){NAME}\s*[,(–—-]*\s*(?:(?:residente|abitante|domiciliat[oa]|sit[oa]|ubicat[oa]|alloggio|presso|in|da|a)\s+){{0,4}}$"
)
_BEHIND = re.compile(
    rf"^[\s,;:(–—-]*(?:(?:ove|dove)\s+(?:abita|risiede)\s+|(?:abitat|occupat|condott|assegnat|intestat|detenut|locat|concess)[oa]\s+(?:da|dal|dalla|a|al|alla)\s+)?"
    rf"(?:(?:inquilin[oa]|assegnatari[oa]|intestatari[oa]|conduttore|conduttrice|occupante|sig\.?(?:ra|na)?\.?|signor[ae]?)\s*:?\s+)+(?-i:{NAME})",
    re.IGNORECASE,
)
"""«presso Via …, inquilina X»: the person stands behind the address."""
_MUNICIPALITY_BEHIND = re.compile(
    r"\s*,\s*[A-ZÀ-Þ][\w'’]+(?:\s(?:[A-ZÀ-Þ][\w'’]+|[a-z]{1,5})){0,3}(?=\s+[-–—]\s|\s*\n|\s*\()"
)


@record
class Tenant:
    """Somebody in a letter."""

    start: int
    """Where the first of name and address begins."""
    end: int
    """Past the last of them."""
    name: str
    address: str

    @property
    def stretch(self) -> tuple[int, int]:
        """From the first to the last of name and address."""
        return self.start, self.end


def without_addresses(text: str, end: int, rules: Rules) -> str:
    """The text with blanks for its addresses, up to where it closes: «Via XXV Aprile» holds no day."""
    quiet = text[:end]
    for span in find_addresses(quiet, rules.addresses):
        quiet = quiet[: span.start] + " " * (span.end - span.start) + quiet[span.end :]
    return quiet


def tenants_of(letter: Letter, rules: Rules) -> tuple[list[Tenant], list[tuple[int, int]]]:
    """Everybody with an address, and the addresses of nobody; one that was wrong is neither."""
    text = letter.text[: letter.end]
    spans = [span for span in find_addresses(text, rules.addresses) if not is_led_wrong(text, span.start, rules)]
    tenants: list[Tenant] = []
    nobodys: list[tuple[int, int]] = []
    past = 0
    below = _names_below(text, spans, rules)
    for number, span in enumerate(spans):
        limit = spans[number + 1].start if number + 1 < len(spans) else len(text)
        named = below[number] if below else _named(text, (past, span, limit), letter, rules)
        if named is None:
            nobodys.append((span.start, span.end))
            continue
        at, name = named
        if is_replaced(text, letter.sentences[letter.sentence_at(at)][0], at, rules):
            past = span.end
            continue
        start, end = min(at, span.start), max(span.end, at + len(name))
        past_place = place_behind(text, span.end, rules)
        end = max(end, past_place)
        tenants.append(Tenant(start=start, end=end, name=name, address=text[span.start : past_place]))
        past = end
    return tenants, nobodys


def _names_below(text: str, spans: list[AddressSpan], rules: Rules) -> list[tuple[int, str]]:
    """The names alone on the line below each address; none where one has none, or a name stands above the first."""
    found: list[tuple[int, str]] = []
    for span in spans:
        below = re.compile(r"[ \t]*\n[ \t]*(?P<name>[^\n]+)").match(text, span.end)
        if below is None or not is_surely_name(below["name"].strip(" ,.;"), rules):
            return []
        found.append((below.start("name"), below["name"].strip(" ,.;")))
    above = text[: spans[0].start].rstrip().rpartition("\n")[2] if spans else ""
    return found if len(found) > 1 and not is_surely_name(above.strip(" ,.;"), rules) else []


def dwelling_among(places: list[tuple[int, int]], letter: Letter, rules: Rules) -> tuple[str, list[tuple[int, int]]]:
    """The one dwelling among addresses of nobody, and where it stands; empty when there is none, or more than one."""
    led = [place for place in places if _leads_to_dwelling(letter.text, place[0], rules)]
    addresses = {join_lines(_with_municipality(letter.text, place)) for place in led}
    return (addresses.pop(), led) if len(addresses) == 1 else ("", [])


def _leads_to_dwelling(text: str, place: int, rules: Rules) -> bool:
    """Whether the words before an address say that somebody lives there: «rilascio alloggio di Via …»."""
    line = re.split(r"[\n;]", text[max(0, place - 90) : place])[-1]
    return has_phrase(line, rules.recognition.executions.dwellings.phrases)


def _with_municipality(text: str, place: tuple[int, int]) -> str:
    """An address with the municipality that a comma puts behind it: «Via … 92, Coli - esecuzione»."""
    behind = _MUNICIPALITY_BEHIND.match(text[place[1] : place[1] + 60])
    return text[place[0] : place[1]] + (behind.group() if behind is not None else "")


def _named(text: str, place: tuple[int, AddressSpan, int], letter: Letter, rules: Rules) -> tuple[int, str] | None:
    """Whose address it is: right behind it, before it in its sentence, further behind, or before its sentence.

    Args:
        place: Where the search begins, the address, where the next one begins.
    """
    past, span, limit = place
    sentence = letter.sentences[letter.sentence_at(span.start)]
    return (
        _right_behind(text, span.end, rules)
        or _before(text, max(past, sentence[0]), span.start, rules)
        or _behind(text, span.end, min(limit, sentence[1]), rules)
        or _before(text, past, span.start, rules)
    )


def _right_behind(text: str, start: int, rules: Rules) -> tuple[int, str] | None:
    match = _BEHIND.match(text[start : start + 160].replace("\n", " "))
    if match is None or not looks_like_name(name := match["name"].strip(" ,."), rules):
        return None
    return start + match.start("name"), name


def _behind(text: str, start: int, end: int, rules: Rules) -> tuple[int, str] | None:
    """«accederà all'alloggio di Via … per il rilascio forzoso a carico di X»."""
    return next(((start + named.start, named.name) for named in persons_in(text[start:end], rules)), None)


def _before(text: str, past: int, start: int, rules: Rules) -> tuple[int, str] | None:
    """The person named nearest before an address: as the one it is about, right before it, or in capitals."""
    begin = max(past, start - _FAR)
    near = text[begin:start]
    led = persons_in(near, rules)
    if led:
        return begin + led[-1].start, led[-1].name
    for match in reversed(list(_BEFORE.finditer(near.replace("\n", " ")))):
        name = match["name"].strip(" ,.")
        while len(name.split()) > 1 and not looks_like_name(name, rules):
            name = name.split(None, 1)[1]
        listed = listed_name_at_end(near[: match.end("name")], rules)
        if listed is not None:
            return begin + listed.start, listed.name
        if len(name.split()) > 1:
            return begin + match.end("name") - len(name), name
    capitals = in_capitals(near, rules)
    return (begin + capitals[-1].start, capitals[-1].name) if capitals else None
