# SPDX-License-Identifier: EUPL-1.2
"""Which stretch of a row's text is its address: not a day, not an address that the wording tells of."""

import re
from functools import lru_cache

from pecwatch.italian.addresses import AddressSpan, find_addresses, municipalities_of
from pecwatch.italian.dates import find_dates
from pecwatch.italian.fold import fold
from pecwatch.italian.times import find_times
from pecwatch.lists.looks import holds_given_name, looks_like_name
from pecwatch.lists.wording import StatusPlace, clauses_of, find_statuses
from pecwatch.rules import Rules
from pecwatch.rules.layouts import GroupWords


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


def own_address(body: str, statuses: tuple[StatusPlace, ...], rules: Rules) -> AddressSpan | None:
    """The row's address: the first before the status, else the first that is a clause by itself."""
    strong = next((status.start for status in statuses if not status.weak), len(body))
    spans = find_addresses(_masked(body), rules.addresses)
    for span in spans:
        if span.start < strong:
            inside = [status.start for status in statuses if not status.weak and span.start < status.start < span.end]
            end = min([span.end, *inside])
            closes = body[end : end + 1] == ")" and "(" in body[span.start : end]
            end = place_behind(body, end + closes, rules)
            named = re.search(r"[^\W\d_]{2}", body[: span.start]) is not None
            return AddressSpan(start=span.start, end=_place_before_status(body, end, strong, rules) if named else end)
    return next((span for span in spans if body[: span.start].rstrip().endswith(("-", "–", "—", ",", ";", "|"))), None)


def _place_before_status(body: str, end: int, status: int, rules: Rules) -> int:
    """Where the place ends that only a blank parts from the status behind it: «Via Adda 33, Roccafinta CONFERMATO»."""
    between = body[end:status]
    parted = re.match(r"\s*[,–—-]\s*", between)
    place = between[parted.end() :].strip() if parted is not None and between[-1:] == " " else ""
    placed = place[:1].isupper() and _SIGN.search(place) is None and names_place(place, rules)
    return end + len(between.rstrip()) if placed else end


def homes_in(text: str, rules: Rules) -> tuple[AddressSpan, ...]:
    """The addresses of a text that have a number, through its line breaks."""
    plain = text.replace("\n", " ")
    spans = find_addresses(plain, rules.addresses)
    return tuple(s for s in spans if re.search(r"\d|\bsnc\b", plain[s.start : s.end], re.IGNORECASE))


def decided_homes(text: str, rules: Rules) -> tuple[AddressSpan, ...]:
    """Those with a status right behind them: they are somebody's, whether or not the name is understood."""
    strong = [one.start for one in find_statuses(text.replace("\n", " "), rules.wording) if not one.weak]
    homes = homes_in(text, rules) if strong else ()
    return tuple(home for home in homes if any(0 <= start - home.end <= _NEXT_FIELD for start in strong))


def place_before(text: str, rules: Rules) -> int:
    """Where a place that leads an address begins at the end of a text, else its end: «ROSSI MARIO - Fraz. Sabbioni, ».

    A municipality counts where a sign parts it from the name: CREMONA is a surname too.
    """
    near = max(0, len(text) - _NEAR)
    led = _led_place(rules.layouts.groups).search(text, near)
    if led is not None and led.start("place") > near:
        return led.start("place")
    parted = _PARTED.search(text, near)
    if parted is None:
        return len(text)
    given = len(parted["place"].split()) == 1 and holds_given_name(parted["place"], rules)  # «ROSSI - Irma, Via …»
    placed = (is_municipality(parted["place"], rules) and not given) or _is_apart(text, parted, rules)
    return parted.start("place") if placed else len(text)


def _is_apart(text: str, parted: re.Match[str], rules: Rules) -> bool:
    """«ROSSI MARIO, Roccafinta, via Adda 33»: one more word behind a whole name, between commas."""
    place, before = parted["place"].strip(_AROUND), text[: parted.start()]
    whole = len(before.split()) > 1 and holds_given_name(before, rules) and looks_like_name(before, rules)
    return whole and "," in parted.group()[:2] and len(place.split()) == 1 and names_place(place, rules)


def place_behind(text: str, end: int, rules: Rules) -> int:
    """Where the place in brackets right behind an address ends, else where the address does: «(Roè Volciano - BS)»."""
    found = _BRACKETED.match(text, end)
    if found is None:
        return end
    plain = re.sub(r"[\s,–—-]*\b[A-Z]{2}\s*$", "", found["place"]).strip()
    return found.end() if plain == "" or names_place(plain, rules) else end


def place_in_front(address: str, rules: Rules) -> str | None:
    """The municipality that stands before the street of an address, a sign between them: «Roccafinta, Via Adda 33»."""
    streets = find_addresses(address, rules.addresses)
    before = address[: streets[0].start].rstrip() if streets else ""
    place = without_province(before)
    apart = before.endswith((",", "-", "–", "—", ":", ")"))
    part_of_one = _led_place(rules.layouts.groups).match(place) is not None  # «Fraz. Sabbioni», «Quartiere Zaist»
    return place.upper() if apart and not part_of_one and names_place(place, rules) else None


def is_municipality(text: str, rules: Rules) -> bool:
    """Whether a text is a municipality alone: one the rules know, or any with its postal code or province."""
    text = text.strip(_AROUND)
    plain = without_province(text)
    if fold(plain) in municipalities_of(rules.addresses):
        return True
    return plain != text and names_place(plain, rules)


def without_province(text: str) -> str:
    """The name of a place without postal code and province."""
    return _PROVINCE.sub("", text.strip(_AROUND)).strip(_AROUND)


def names_place(text: str, rules: Rules) -> bool:
    """Whether words that stand where a place does can be its name: no status, no word of an office, no given name."""
    if fold(text) in municipalities_of(rules.addresses):
        return True
    words = text.split()
    if not 1 <= len(words) <= 5 or not looks_like_name(text, rules):
        return False
    first = fold(text).split()[0]
    if first in rules.layouts.groups.building_nouns.words or (first not in _SAINT and holds_given_name(text, rules)):
        return False
    said = find_statuses(text, rules.wording) or (len(words) == 1 and _PARTICIPLE.search(text))
    return not said and _PARTIES.search(text) is None


_NEXT_FIELD = 4
"""Signs that part an address from its status."""

_NEAR = 120
"""So many signs before an address its place may stand; what goes over them is a sentence."""

_AROUND = " ,;:.–—-"
_BRACKETED = re.compile(r"[\s,;–—-]{0,3}\((?P<place>[^()\d]{2,45})\)")
_PROVINCE = re.compile(r"\s*(?:\(\s?[A-Z]{2}\s?\)?|[,–—-]\s*[A-Z]{2})\s*$|^\s*\d{5}\b[\s,–—-]*")
"""«Roccafinta (CR)», «26010 Roccafinta»: what only a municipality has beside it."""

_PARTICIPLE = re.compile(r"(?:[aiu]t|es|os)[oaie]$", re.IGNORECASE)
"""«(revocato)», «(accolta)»: what was done, in no words the rules know."""

_SAINT = ("SAN", "SANTA", "SANT", "SANTO")
_PARTIES = re.compile(r"[;/+&,]|\b(?:e|ved|vedova|in|eredi)\s", re.IGNORECASE)


_SIGN = re.compile(r"[^\w\s'’.-]|\s-|-\s|\d")
"""What no name of a place holds."""


_PARTED = re.compile(r"(?:\s[–—-]\s*|[,;:|(]\s*)(?P<place>[^,;:|–—()]+(?:\(..\))?)[\s,;:|–—-]*$")


@lru_cache(maxsize=8)
def _led_place(groups: GroupWords) -> re.Pattern[str]:
    """A place behind the word that says so: «Fraz. Sabbioni», «Comune di Soresina»."""
    words = sorted(groups.place_leads.words, key=len, reverse=True)
    leads = "|".join(r"[\s.]*".join(re.escape(word) for word in lead.split()) for lead in words) or r"(?!)"
    return re.compile(
        rf"(?:^|[\s,;:|(–—-])(?P<place>(?:{leads})(?!\w)[.:]?\s*(?:[^\W\d_][\w'’]*\.?\s*){{1,4}})[\s,;:|–—-]*$",
        re.IGNORECASE,
    )


def clause_start(body: str, status: StatusPlace) -> int:
    """Where the clause that holds a status begins."""
    return next((start for start, end in clauses_of(body) if start <= status.start < end), status.start)
