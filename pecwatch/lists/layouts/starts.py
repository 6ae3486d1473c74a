# SPDX-License-Identifier: EUPL-1.2
"""Where a row begins in plain lines: by its number, or by a name with an address or a status beside it."""

import re

from pecwatch.italian.addresses import find_addresses
from pecwatch.italian.fold import fold
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Item
from pecwatch.lists.ends import SIDES, peel, strip_number
from pecwatch.lists.entry import Entry, read_entry
from pecwatch.lists.layouts.lines_below import LinesBelow, is_named
from pecwatch.lists.looks import BULLET, holds_given_name, indent_of, is_surely_name, looks_like_name
from pecwatch.lists.signs import closing_of, days_stand_first, is_hour_alone, is_led_building, opening_of
from pecwatch.lists.wording import find_statuses

_GOES_ON = re.compile(r"\s*(?:di|del|della|dei|a|al|alla|ai|in|ed?|il|la|con)\s")
_BREAKS_OFF = re.compile(
    r"(?<=[a-zà-ÿ,.])\s(?:di|del|della|dei|nei|a|al|alla|per|con|sig\.?|sig\.ra|signora?|confronti|carico)$|,\s*\d{5}$"
    r"|[\s,(](?:[Vv]ia|[Vv]iale|[Vv]\.le|[Pp]iazza|[Pp]\.z?za|[Ll]argo|[Cc]orso|[Vv]icolo|[Ss]trada)$"
)
_PERSON_SOON = re.compile(r"\b(?:nei\s+confronti|a\s+carico)\b")
_OPEN_CLAUSE = re.compile(r"[^\W\d_]{2}.*[,;–—-]\s+[^\W\d_][^\d,;]*$")
"""A last clause without a figure: an address that begins there has its number on the next line."""
_NEXT = re.compile(r"\W{0,3}(?P<number>\d{1,3})\s?(?:[)\]]|[.°](?!\d))")


class Starts:
    """Judges where rows begin in a stretch of lines."""

    def __init__(self, items: list[Item], entries: list[Entry], below: LinesBelow, collector: Collector) -> None:
        self._items, self._entries, self._below = items, entries, below
        self._collector = collector
        self._rules = collector.rules
        self._numbered = sum(
            entry.number is not None and is_named(entry, self._rules, lower=True) for entry in self._entries
        )
        self._with_status = sum(
            entry.has_status and is_named(entry, self._rules) and entry.has_place for entry in self._entries
        )
        self.without_status = sum(
            is_named(entry, self._rules) and entry.has_place and not entry.has_status for entry in self._entries
        )
        """Rows without a status."""
        self._days_lead = days_stand_first((item.text for item in items), self._rules)
        self._last_number = 0

    def begins(self, place: int, open_items: list[Item]) -> bool:
        """Whether a row begins at a line."""
        item, entry = self._items[place], self._entries[place]
        if self._collector.closed and not (entry.has_place and (entry.has_status or entry.number is not None)):
            return False
        if self._closes_bracket(place) or is_led_building(item.text, self._rules):
            return False
        if self._wraps_in_name(place, entry) or self._leads_by_hour(place, open_items):
            return True
        if entry.date is not None and BULLET.match(item.text) and self._is_whole_with_next(place):
            return True
        begins = self._by_number(place, entry) if entry.number is not None else self._by_name(place, entry, open_items)
        if begins and entry.number is not None and entry.number.isdigit() and item is not None:
            self._last_number = int(entry.number)
        return begins

    def _closes_bracket(self, place: int) -> bool:
        """Whether a line closes a bracket that the line above has opened: «(Via Po 3 piano / 5° int. 13) …»."""
        above, plain = self._items[place - 1].text if place else "", strip_number(self._items[place].text)[1]
        return above.rfind("(") > above.rfind(")") and 0 <= plain.find(")") < (plain + "(").find("(")

    def _wraps_in_name(self, place: int, entry: Entry) -> bool:
        """Whether a row begins with its address, and its name goes over the line: «• Via Po 3 - VERDI / Ada - …»."""
        text = self._items[place].text
        if entry.has_status or len(entry.name.split()) > 1:
            return False
        homes = find_addresses(text, self._rules.addresses)
        if not homes or peel(BULLET.sub("", text[: homes[0].start])).rest.strip(SIDES):
            return False
        for number in self._below.lines(place, 1):
            below = self._items[number].text
            if indent_of(below) <= indent_of(text) and len(self._entries[number].name.split()) > 1:
                return False  # a name of its own: the address is that of a building
            joined = read_entry(f"{text}\n{below}", self._rules)
            words = joined.name.split()
            begun = text.rstrip().endswith(tuple(" ".join(words[:count]) for count in range(1, len(words))))
            sure = BULLET.match(text) is not None or holds_given_name(joined.name, self._rules)
            return joined.has_status and begun and sure and is_named(joined, self._rules) and len(words) > 1
        return False

    def _leads_by_hour(self, place: int, open_items: list[Item]) -> bool:
        """Whether a line is nothing but an hour, under a whole row or a day, and somebody's name stands right below."""
        if self._below.hours_follow or not is_hour_alone(self._items[place].text):
            return False
        above = read_entry("\n".join(item.text for item in open_items), self._rules) if open_items else None
        if above is not None and not above.has_status and (above.time is None or not above.has_place):
            return False
        return any(is_surely_name(self._entries[number].name, self._rules) for number in self._below.lines(place, 1))

    def _by_number(self, place: int, entry: Entry) -> bool:
        """A number in its turn opens a row; one out of turn only with a whole row behind it."""
        number = int(entry.number) if entry.number is not None and entry.number.isdigit() else 0
        in_turn = number == self._last_number + 1 or (self._last_number == 0 and 0 < number < 1_000)
        told = entry.has_status or entry.date is not None or self._below.says_status(place)
        if not in_turn:
            return is_named(entry, self._rules) and len(entry.name.split()) > 1 and entry.has_place and told
        if is_named(entry, self._rules, lower=True) and self._capital(place):
            timed = entry.date is not None or entry.time is not None
            begun = entry.has_place or entry.has_status or timed or self._last_number > 0
            begun = begun or (is_surely_name(entry.name, self._rules) and self._numbered_below(place, number))
            return begun or self._below.begins_with_address(place) or self._goes_over(place, bullet=True)
        return self._numbered >= 2 and self._last_number > 0 and self._capital(place) and not entry.name[:1].islower()

    def _numbered_below(self, place: int, number: int) -> bool:
        """Whether one of the next lines has the number after a line's own, and a whole row."""
        below = (self._entries[later] for later in self._below.lines(place, 3))
        return any(
            entry.number == str(number + 1) and is_named(entry, self._rules) and entry.has_place for entry in below
        )

    def is_next_number(self, text: str) -> bool:
        """Whether a line has the number that the next row would have."""
        found = _NEXT.match(text)
        return found is not None and self._numbered >= 2 and int(found["number"]) == self._last_number + 1

    def _capital(self, place: int) -> bool:
        """Whether what follows the number begins with a capital, a day or a time."""
        if self._entries[place].date is not None or self._entries[place].time is not None:
            return True
        after = re.sub(r"^\W*(?:n\.?\s*)?\d+\W*", "", self._items[place].text, flags=re.IGNORECASE)
        words = self._rules.names
        led = fold(after.split()[0]) in (*words.titles, *words.heirs) if after.split() else False
        return after[:1].isupper() or not after[:1].isalpha() or led

    def _by_name(self, place: int, entry: Entry, open_items: list[Item]) -> bool:
        if self._is_mid_sentence(place):
            return False
        if self._breaks_in_address(place) and not (open_items and self._awaits(open_items)):
            return True
        if not is_named(entry, self._rules) or (self._is_frame(place) and not (entry.has_place and entry.has_status)):
            return False
        several = len(entry.name.split()) > 1
        if open_items and self._awaits(open_items):
            whole = entry.has_place and entry.has_status and several
            return whole and any(self._statuses(open_items))
        if entry.has_place and (several or entry.has_status):
            bullet = BULLET.match(self._items[place].text) is not None
            said = any(status.start < 4 for status in find_statuses(entry.wording, self._rules.wording))
            headed = self._collector.date is not None or self._collector.group is not None
            dated = entry.date is not None or (several and headed)
            told = entry.has_status or bullet or dated or (said and several)
            return told or self._stands_without_status(place, open_items)
        return several and self._by_name_alone(place, entry, open_items)

    def _is_whole_with_next(self, place: int) -> bool:
        """Whether a point becomes a whole row with the line below: «• 3/12 ROSSI MARIA Piazza 4 / Novembre 91 …»."""
        text = self._items[place].text
        for number in self._below.lines(place, 1):
            below = self._items[number].text
            joined = read_entry(f"{text}\n{below}", self._rules)
            sure = joined.has_place and joined.has_status and is_surely_name(joined.name, self._rules)
            return sure and joined.name in text and BULLET.match(below) is None
        return False

    def _is_mid_sentence(self, place: int) -> bool:
        """Whether a sentence goes over the line's beginning: «… nei confronti di / sig. Rossi Mario, via …»."""
        above = self._items[place - 1].text.rstrip() if place else ""
        named_above = _PERSON_SOON.search(above) is not None and not above.endswith((".", ":", ";"))
        broken = named_above or _BREAKS_OFF.search(above) is not None
        entry = self._entries[place]
        if above.endswith((",", " -", " –")) and not (entry.has_place and is_surely_name(entry.name, self._rules)):
            return True
        return broken or (entry.date is None and _GOES_ON.match(self._items[place].text) is not None)

    def _by_name_alone(self, place: int, entry: Entry, open_items: list[Item]) -> bool:
        """Whether a name without an address beside it opens a row."""
        text = self._items[place].text
        if open_items and entry.number is None and indent_of(text) > indent_of(open_items[0].text) + 1:
            return False
        if open_items and (self._ends_name(entry, open_items) or self._lacks_name(open_items)):
            return False
        if entry.has_status and is_surely_name(entry.name, self._rules):
            return bool(self._collector.building) or not self._prose_around(place, entry)
        if not entry.has_place and self._goes_over(place, bullet=BULLET.match(text) is not None):
            return True
        return self._below.begins_with_address(place) and self._stands_above_place(place, entry, open_items)

    def _lacks_name(self, open_items: list[Item]) -> bool:
        """Whether the open row has its number and its address, and nobody yet: «4) il 9/12; Via Po 3;»."""
        begun = read_entry("\n".join(item.text for item in open_items), self._rules)
        return begun.number is not None and begun.address != "" and not begun.name and not begun.has_status

    def _ends_name(self, entry: Entry, open_items: list[Item]) -> bool:
        """Whether a line begins with the rest of the name that ends the open row: «Via Po 3 - LA ROSSA / MARIA -»."""
        above = "\n".join(item.text for item in open_items)
        begun = read_entry(above, self._rules)
        if not begun.has_place or begun.has_status or not above.rstrip().endswith(begun.name):
            return False
        if begun.date is not None and len(begun.name.split()) > 1:
            return False
        joined = read_entry(f"{above}\n{entry.name}", self._rules)
        return begun.name != "" and looks_like_name(joined.name, self._rules) and len(joined.name) > len(begun.name)

    def _stands_above_place(self, place: int, entry: Entry, open_items: list[Item]) -> bool:
        """Whether a name right above an address opens a row: with a day, above a status, or among other rows."""
        if entry.date is not None or entry.time is not None:
            return True
        if entry.name.strip() != _bare(self._items[place].text):
            return False
        headed = self._collector.date is not None and self._days_lead
        among = bool(open_items or self._collector.drafts or headed) and is_surely_name(entry.name, self._rules)
        return among or self._below.says_status(place)

    def _goes_over(self, place: int, *, bullet: bool) -> bool:
        """Whether the line becomes a whole row with the line below it, which is none by itself."""
        below = self._below.lines(place, 1)
        if not below or (is_named(self._entries[below[0]], self._rules) and self._entries[below[0]].has_place):
            return False
        joined = read_entry(f"{self._items[place].text}\n{self._items[below[0]].text}", self._rules)
        if not joined.has_place or not looks_like_name(joined.name, self._rules):
            return False
        own = self._items[place].text.find(joined.name) >= 0
        return own and (joined.has_status or bullet or joined.date is not None or self._below.says_status(below[0]))

    def _is_frame(self, place: int) -> bool:
        text = self._items[place].text
        return closing_of(text, self._rules) is not None or opening_of(text, self._rules) is not None

    def _stands_without_status(self, place: int, open_items: list[Item]) -> bool:
        """A name with an address and no status: a row where the status comes below, or where no row has any."""
        if self._numbered > 1 and open_items:
            return False
        if self._below.says_status(place) or self._joined_has_status(place):
            return True
        titled = bool(self._collector.titles)
        return self._with_status == 0 and titled and (self.without_status > 1 or self._collector.date is not None)

    def _joined_has_status(self, place: int) -> bool:
        """Whether the status stands on the next line, which is no row itself."""
        for number in self._below.lines(place, 1):
            below = self._entries[number]
            if is_named(below, self._rules) and below.has_place:
                return False
            return below.has_status and not below.has_place
        return False

    def _breaks_in_address(self, place: int) -> bool:
        """Whether a line breaks off in the address of somebody whose row is whole with those below: «… Via Vecchia»."""
        text = self._items[place].text
        if _OPEN_CLAUSE.search(text) is None:
            return False
        joined_text = text
        for number in self._below.lines(place, 2):
            joined_text += f"\n{self._items[number].text}"
            joined = read_entry(joined_text, self._rules)
            if not is_named(joined, self._rules) or len(joined.name.split()) < 2 or not joined.has_status:
                continue
            rest = text.partition(joined.name)[2].strip(SIDES)
            if rest and fold(joined.address).startswith(fold(rest)) and re.search(r"\d", joined.address):
                return True
        return False

    def _awaits(self, open_items: list[Item]) -> bool:
        """Whether the open row still lacks its address."""
        entry = read_entry("\n".join(item.text for item in open_items), self._rules)
        return not entry.has_place and not self._collector.building

    def _statuses(self, items: list[Item]) -> list[bool]:
        text = "\n".join(item.text for item in items)
        return [True for status in find_statuses(text, self._rules.wording) if not status.weak]

    def _prose_around(self, place: int, entry: Entry) -> bool:
        return not self._items[place].text.strip().upper().startswith(entry.name.upper()[:4]) and entry.number is None


def _bare(text: str) -> str:
    return BULLET.sub("", text).strip(" \t,;:|–—-•·/")
