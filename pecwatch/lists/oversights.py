# SPDX-License-Identifier: EUPL-1.2
"""Lines that were explained, and still hold somebody whom no row has: the last look before a list is called complete.

Every layout may be wrong about a line. What names a person and a place that are in no row is left over here, whatever
it was taken for, so that a person reads it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from pecwatch.italian.addresses import find_addresses
from pecwatch.italian.dates import find_dates
from pecwatch.italian.fold import fold
from pecwatch.italian.times import find_times
from pecwatch.lists.draft import Draft, Explained, PartReading, Taken
from pecwatch.lists.entry import read_entry
from pecwatch.lists.footnotes import is_footnote
from pecwatch.lists.looks import is_surely_name
from pecwatch.lists.persons import surely_named
from pecwatch.lists.place import decided_homes
from pecwatch.lists.signs import HOW_TO_REACH, opening_of
from pecwatch.lists.status_heading import names_behind_status
from pecwatch.lists.wording import find_statuses
from pecwatch.model.listing import Where
from pecwatch.rules import Rules

_ASIDE = (Taken.OPENING, Taken.PROSE, Taken.CLOSING, Taken.HEADING, Taken.FURNITURE)
"""What a line was taken for that gave no row."""

_NUMBER = re.compile(r"\W{0,3}(?P<number>\d{1,3})\s?(?:[)\]]|[.°](?!\d))")
_NUMBER_INSIDE = re.compile(r"(?<=[\s,;])\(?(?P<number>\d{1,3})\s?[).]\s+(?=[A-ZÀ-Þ])")
_OF_A_ROW = re.compile(
    r"\b(?:il|al|del|la|alla|della)?\s*(?:numero|n[.°]|nr\.?|riga|punto|posizione|pos\.)\s*\d{1,3}\b", re.IGNORECASE
)
_OF_A_LINE = re.compile(
    r"\b(?:la|alla|le|alle|il|al)\s+(?:rig[ah]e?|numero|posizion[ei]|punto)\s*(?P<number>\d{1,3})\b", re.IGNORECASE
)
_INSTEAD = re.compile(r"(?:anzich[eé]|invece\s+(?:di|che)|in\s+luogo\s+di)\W*$", re.IGNORECASE)


def with_oversights(parts: tuple[PartReading, ...], rules: Rules) -> tuple[PartReading, ...]:
    """The parts, with everything left over that names somebody at home whom no row of the message has."""
    known = _Known(tuple(draft for part in parts for draft in part.drafts))
    if not known.drafts:
        return parts
    return tuple(_looked_over(part, known, rules) for part in parts)


class _Known:
    """Whom the rows of a message name."""

    def __init__(self, drafts: tuple[Draft, ...]) -> None:
        self.drafts = drafts
        self._by_word: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
        for draft in drafts:
            own = _words(f"{draft.name} {draft.surname} {draft.given_name} {draft.co_tenants}")
            for word in own:
                self._by_word[word].append(own)

    def has(self, name: str) -> bool:
        """Whether some row names a person: two words of her name are enough."""
        words = _words(name)
        near = (own for word in words for own in self._by_word.get(word, ()))
        return any(len(words & own) >= min(2, len(own)) for own in near)


def _looked_over(part: PartReading, known: _Known, rules: Rules) -> PartReading:
    explained = list(part.explained)
    printed = [draft.printed_number or "" for draft in part.drafts]
    numbers = {int(number) for number in printed if number.isdigit()}
    for place, told in enumerate(explained):
        if told.taken not in _ASIDE:
            continue
        text = told.item.text
        if is_footnote(text, (row.text for row in part.drafts)) and (find_dates(text) or _says_status(text, rules)):
            explained[place] = _left(told, "footnote")
        elif _is_numbered(text, numbers, rules) or _changes_a_row(text, rules):
            explained[place] = _left(told, "numbered_as_a_row")
        elif names_behind_status(text, rules) or _names_another(text, told.taken, known, rules):
            explained[place] = _left(told, "somebody_without_a_row")
        elif place and _goes_on(explained[place - 1], told):
            both = f"{explained[place - 1].item.text}\n{text}"
            if _names_another(both, told.taken, known, rules):
                explained[place - 1 : place + 1] = [
                    _left(one, "somebody_without_a_row") for one in explained[place - 1 : place + 1]
                ]
    explained += [_left(told, "row_inside_a_row") for told in _rows_with_others(part, known, rules)]
    return replace(part, explained=tuple(explained))


def _says_status(text: str, rules: Rules) -> bool:
    return any(not status.weak for status in find_statuses(text, rules.wording))


def _left(told: Explained, rule: str) -> Explained:
    return replace(told, taken=Taken.LEFTOVER, rule=rule)


def _goes_on(above: Explained, below: Explained) -> bool:
    """Whether two lines may be one sentence."""
    there, here = above.item.where, below.item.where
    return above.taken is below.taken and there.page == here.page and 0 <= here.line - there.line <= 1


def _is_numbered(text: str, numbers: set[int], rules: Rules) -> bool:
    """Whether a line has the number that is missing beside those of the rows, and somebody or a place behind it."""
    found = _NUMBER.match(text)
    if found is None:
        return False
    number = int(found["number"])
    beside = number not in numbers and ({number - 1, number + 1} & numbers)
    rest = text[found.end() :]
    return bool(beside) and bool(surely_named(rest, rules) or find_addresses(rest, rules.addresses) or _odd(rest))


def _odd(text: str) -> bool:
    """Whether a text is written in other letters than ours."""
    return any(letter.isalpha() and ord(letter) > 0x24F for letter in text)


def _changes_a_row(text: str, rules: Rules) -> bool:
    """«N.B. il numero 2 è rinviato al 20/12»."""
    reference = _OF_A_ROW.search(text)
    if reference is None:
        return False
    behind = text[reference.end() :]
    return any(not status.weak for status in find_statuses(behind, rules.wording))


def _names_another(text: str, taken: Taken, known: _Known, rules: Rules) -> bool:
    """Whether a text names a person with her home, or with a day, who is in no row."""
    others = [named for named in surely_named(text, rules) if not known.has(named.name)]
    if not others or opening_of(text, rules) == HOW_TO_REACH:
        return False
    home = _homes(text, rules) != ()
    said = any(not status.weak for status in find_statuses(text, rules.wording))
    told = said or find_dates(text) != () or find_times(text) != ()
    return home and (told or taken is Taken.PROSE)


def _homes(text: str, rules: Rules) -> tuple[str, ...]:
    """Addresses with a number."""
    spans = find_addresses(text, rules.addresses)
    found = (text[span.start : span.end] for span in spans)
    return tuple(address for address in found if re.search(r"\d|\bsnc\b", address, re.IGNORECASE))


def _rows_with_others(part: PartReading, known: _Known, rules: Rules) -> Iterator[Explained]:
    """The lines of rows whose wording goes on with somebody else at home, the next number, or a home and its status."""
    lines = _lines_of_rows(part)
    for draft in part.drafts:
        others = [named.name for named in surely_named(draft.wording, rules) if not known.has(named.name)]
        own = fold(draft.address)
        homes = [home for home in _homes(draft.wording, rules) if fold(home) not in own]
        if others and (homes or _next_number(draft.wording, draft)) and draft.where in lines:
            row = lines[draft.where]
            yield next((told for told in row if others[0] in told.item.text), row[0])
        elif draft.where in lines and _holds_a_home(draft.wording, rules):
            yield lines[draft.where][0]
        for told in lines.get(draft.where, ()):
            goes_on = told.taken is Taken.CONTINUATION
            other = goes_on and _is_row_of_another(told.item.text, known, rules)
            if other or _changes_another(told.item.text, draft, rules):
                yield told


def _is_row_of_another(text: str, known: _Known, rules: Rules) -> bool:
    """Whether a line of a row is one itself: «int. 7  lun 10/11  h 10  BONETTALI Nora  sospeso»."""
    entry = read_entry(text, rules)
    placed = entry.has_place or entry.date is not None or entry.time is not None
    return placed and entry.has_status and is_surely_name(entry.name, rules) and not known.has(entry.name)


def _holds_a_home(wording: str, rules: Rules) -> bool:
    """Whether a wording goes on with an address and its status, not one that was wrong («anziché viale Po 12»)."""
    return any(_INSTEAD.search(wording, 0, home.start) is None for home in decided_homes(wording, rules))


def _changes_another(text: str, draft: Draft, rules: Rules) -> bool:
    """«alla riga 3 leggasi ROSSI …; la riga 5 è annullata»: a line that gave a row, and changes one it only numbers."""
    references = list(_OF_A_LINE.finditer(text))
    for number, reference in enumerate(references):
        end = references[number + 1].start() if number + 1 < len(references) else len(text)
        behind = text[reference.end() : end]
        said = any(not status.weak for status in find_statuses(behind, rules.wording))
        if said and reference["number"] != draft.printed_number:
            return True
    return False


def _lines_of_rows(part: PartReading) -> dict[Where, list[Explained]]:
    """The lines of each row, by the place of its first."""
    rows: dict[Where, list[Explained]] = {}
    row: list[Explained] = []
    for told in part.explained:
        if told.taken is Taken.ROW:
            row = [told]
            rows[told.item.where] = row
        elif told.taken is Taken.CONTINUATION:
            row.append(told)
    return rows


def _next_number(wording: str, draft: Draft) -> bool:
    number = draft.printed_number or ""
    found = (int(match["number"]) for match in _NUMBER_INSIDE.finditer(wording))
    return number.isdigit() and int(number) + 1 in found


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in fold(name).split() if len(word) > 1)
