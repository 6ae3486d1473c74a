# SPDX-License-Identifier: EUPL-1.2
"""What stands right below a plain line: a row, an address, a status, a building, a table of people."""

import re
from itertools import islice

from pecwatch.italian.addresses import find_addresses
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Item
from pecwatch.lists.ends import peel
from pecwatch.lists.entry import Entry
from pecwatch.lists.layouts.table_rows import NAMED
from pecwatch.lists.looks import is_surely_name, looks_like_name
from pecwatch.lists.signs import (
    building_heading,
    date_heading,
    inside_heading,
    is_furniture,
    is_hour_alone,
    municipality_heading,
)
from pecwatch.lists.wording import find_statuses
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_ADDRESS_FIRST = re.compile(
    r"^[\s,;(–—-]*(?:(?:residente|abitante|domiciliat[oa]|presso|indirizzo|alloggio|sit[oa]|in)\W+){0,4}$",
    re.IGNORECASE,
)


def is_named(entry: Entry, rules: Rules, *, lower: bool = False) -> bool:
    """Whether what a line says begins with somebody's name.

    Args:
        lower: In small letters too.
    """
    return looks_like_name(entry.name, rules, lower=lower) and len(entry.name) > 2


class LinesBelow:
    """Looks down from a place in a stretch of lines."""

    def __init__(self, items: list[Item], entries: list[Entry], collector: Collector) -> None:
        self._items, self._entries = items, entries
        self._collector = collector
        self._rules = collector.rules
        self.hours_follow = self._hours_stand_last()

    def _hours_stand_last(self) -> bool:
        """Whether hours on lines of their own stand below their rows: a row above the first, no name below the last."""
        hours = [place for place, item in enumerate(self._items) if is_hour_alone(item.text)]
        if not hours:
            return False
        named = [is_surely_name(entry.name, self._rules) for entry in self._entries]
        return any(named[: hours[0]]) and not any(named[hours[-1] + 1 :])

    def lines(self, place: int, count: int = 3) -> list[int]:
        """The next lines that are not furniture."""
        later = range(place + 1, len(self._items))
        return list(islice((number for number in later if is_furniture(self._items[number].text) is None), count))

    def begins_with_address(self, place: int) -> bool:
        """Whether the next line begins with an address."""
        for number in self.lines(place, 1):
            text = self._items[number].text
            spans = find_addresses(text, self._rules.addresses)
            return bool(spans) and _ADDRESS_FIRST.match(text[: spans[0].start]) is not None
        return False

    def says_status(self, place: int) -> bool:
        """Whether one of the next lines, days and hours not counted, begins with a status, before another row does."""
        others = 0
        for number in self.lines(place, 5):
            text, entry = self._items[number].text, self._entries[number]
            said = peel(text).rest
            others += said.strip() != ""
            if others > 3:
                return False
            if any(not status.weak and status.start <= 20 for status in find_statuses(said, self._rules.wording)):
                return not (is_named(entry, self._rules) and entry.has_place)
            if is_named(entry, self._rules) and entry.has_place:
                return False
        return False

    def has_row(self, place: int) -> bool:
        """Whether a row begins right below a line, other headings apart."""
        for number in self.lines(place, 4):
            entry, text = self._entries[number], self._items[number].text
            if is_named(entry, self._rules, lower=entry.number is not None) and (
                entry.has_place or entry.has_status or self.begins_with_address(number)
            ):
                return True
            spans = find_addresses(text, self._rules.addresses)
            leads = date_heading(text, self._rules) is not None or (is_hour_alone(text) and not self.hours_follow)
            if not spans and not leads:
                return False
        return self._rows_in_table(place, 4)

    def _rows_in_table(self, place: int, most: int) -> bool:
        """Whether a table of people begins soon below a line."""
        return len(self.lines(place, most)) < most and not NAMED.isdisjoint(self._collector.below)

    def has_row_at_once(self, place: int) -> bool:
        """Whether a row begins on the very next line, or a table of rows."""
        return self._rows_in_table(place, 1) or any(
            is_named(self._entries[number], self._rules) and self._entries[number].has_place
            for number in self.lines(place, 1)
        )

    def has_building_at_once(self, place: int) -> bool:
        """Whether the very next line is a building whose rows stand below it."""
        return any(
            building_heading(self._items[number].text, self._rules) is not None
            and self.has_rows_without_address(number)
            for number in self.lines(place, 1)
        )

    def has_rows_without_address(self, place: int) -> bool:
        """Whether what follows are rows that leave their address to a heading."""
        for number in self.lines(place, 3):
            entry, text = self._entries[number], self._items[number].text
            headings = (date_heading, municipality_heading, inside_heading)
            if any(heading(text, self._rules) is not None for heading in headings):
                continue
            named = is_named(entry, self._rules, lower=entry.number is not None)
            told = entry.has_status or entry.number is not None or entry.date is not None
            return named and told and not find_addresses(entry.address, self._rules.addresses)
        placed = {Role.ADDRESS, Role.NAME_AND_ADDRESS}
        return self._rows_in_table(place, 3) and placed.isdisjoint(self._collector.below)
