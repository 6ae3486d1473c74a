# SPDX-License-Identifier: EUPL-1.2
"""Lists written in lines: one or a few lines for each person, under days and buildings if there are any."""

import re
from dataclasses import replace

from pecwatch.italian.addresses import find_addresses
from pecwatch.italian.fold import fold
from pecwatch.lists.asides import is_bare_name, is_company, is_person_at_home, is_signature, smells_of_row
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Draft, Item, Taken
from pecwatch.lists.ends import peel, strip_number
from pecwatch.lists.entry import Entry, read_entry
from pecwatch.lists.layouts.day_column import DayColumn
from pecwatch.lists.layouts.several import rows_apart
from pecwatch.lists.layouts.starts import Starts
from pecwatch.lists.looks import BULLET, is_blank, is_surely_name, looks_like_name
from pecwatch.lists.persons import surely_named
from pecwatch.lists.place import names_place
from pecwatch.lists.signs import (
    building_heading,
    closing_of,
    date_heading,
    is_furniture,
    is_readable,
    is_sentence,
    is_stamp,
    is_title,
    municipality_heading,
    opening_of,
    prose_of,
    reads_on,
)
from pecwatch.lists.status_heading import names_behind_status, status_heading
from pecwatch.lists.totals import is_total_line
from pecwatch.lists.wording import find_statuses

_HANGS = re.compile(
    r"(?<!\bquella )(?<!\bstessa )(?<!\btale )(?<!\bdetta )(?<!\bmedesima )"
    r"\b(?:il|lo|la|i|gli|le|del|dello|della|dei|al|alla|dal|dalla|in|data|di|a|da|entro|per|e|con|si|non|nr?\.?|ved\.?|giorno|ore)$"
    r"|\b(?:lun|mar|mer|gio|ven|sab)(?:ed[iì]|ted[iì]|coled[iì]|ved[iì]|erd[iì]|ato)?[.,]?$"
    r"|[,\-–(:]$|[,;|–—-]\s*(?:data\s+)?esecuzione$",
    re.IGNORECASE,
)


_AROUND = " \t*_#=-–—•·:;."

_FOOT = 5
"""So many lines at most follow in the signature of an office."""

_MOST_LINES = 40
"""Of one row; what goes on longer is some other text, and the whole row is judged again with each line."""


def read_lines(items: list[Item], collector: Collector) -> None:
    """Read a stretch of plain lines."""
    items = rows_apart([item for item in items if item.text.strip()], collector.rules)
    reader = _LineReader(items, collector)
    for place in range(len(items)):
        reader.take(place)
    reader.close()


def draft_of(entry: Entry, items: list[Item]) -> Draft:
    """The row that an entry says, with the lines it came from."""
    return Draft(
        where=items[0].where,
        text="\n".join(item.text for item in items),
        printed_number=entry.number,
        name=entry.name,
        address=entry.address,
        ditto=entry.ditto,
        date=entry.date,
        time=entry.time,
        wording=entry.wording,
        birth=entry.birth,
        fiscal_code=entry.fiscal_code,
        unsure_address=entry.unsure_address,
    )


class _LineReader:
    """Goes through lines and keeps the row that is still open."""

    def __init__(self, items: list[Item], collector: Collector) -> None:
        self._items = items
        self._collector = collector
        self._rules = collector.rules
        self._starts = Starts(items, collector)
        self._open: list[Item] = []
        self._in_prose = False
        self._margin = DayColumn()
        headings = (status_heading(item.text, self._rules) for item in items)
        said = sum(heading is not None and not heading.plural and not heading.announces for heading in headings)
        self._in_groups = said * 3 <= self._starts.without_status * 2
        """Fewer lines say a status than rows lack one: below a heading of a group, they head further groups."""
        widths = sorted(len(item.text.rstrip()) for item in items)
        self._width = widths[int(len(widths) * 0.95)] if widths else 0

    def take(self, place: int) -> None:
        """Say what one line is."""
        item, text = self._items[place], self._items[place].text
        if is_stamp(text, self._rules):
            self._collector.explain(item, Taken.FURNITURE, "stamp")
        elif (rule := is_furniture(text)) is not None and (rule == "ruler" or not self._hangs(place)):
            self._collector.explain(item, Taken.FURNITURE, rule)
            self._collector.closed |= text.strip() == "--" and bool(self._collector.drafts or self._open)
        elif self._heads_group(place):
            return
        elif self._starts.begins(place, self._open):
            self._begin(item)
        elif self._is_frame(place) or self._heads(place):
            return
        elif self._open and len(self._open) < _MOST_LINES and self._continues(place) and not self._is_foot(place):
            self._open.append(item)
        else:
            self._aside(place)

    def close(self) -> None:
        """End the open row: it becomes a row, or its lines are left over."""
        items, self._open = self._open, []
        if not items:
            return
        entry = read_entry("\n".join(item.text for item in items), self._rules)
        if not looks_like_name(entry.name, self._rules, lower=True) or not self._is_row(entry):
            for item in items:
                self._collector.explain(item, Taken.LEFTOVER, "row_not_understood")
            return
        for number, item in enumerate(items):
            self._collector.explain(item, Taken.ROW if number == 0 else Taken.CONTINUATION, "line_of_a_row")
        beside = self._margin.day_of(items[0].text)
        self._collector.add(draft_of(entry if entry.date else replace(entry, date=beside), items))
        for item in self._swallowed(items):
            self._collector.explain(item, Taken.LEFTOVER, "row_inside_a_row")

    def _swallowed(self, items: list[Item]) -> list[Item]:
        """Lines of a row that begin as rows do and say a status, although those above have said one."""
        if len(items) < 2:
            return []
        found: list[Item] = []
        told = False
        for above, item in zip([None, *items], items, strict=False):
            stated = [status for status in find_statuses(item.text, self._rules.wording) if not status.weak]
            hangs = above is not None and _HANGS.search(above.text.rstrip()) is not None
            if told and stated and not hangs and self._begins_as_rows_do(item.text, stated[0].start):
                found.append(item)
            told = told or bool(stated)
        return found

    def _begins_as_rows_do(self, text: str, end: int) -> bool:
        """Whether a line has a number, a day or an address of its own before some place, and no small letter first."""
        number, plain = strip_number(text)
        led = number is not None or peel(plain).date is not None or find_addresses(text[:end], self._rules.addresses)
        return bool(led) and not text.strip()[:1].islower()

    def _is_row(self, entry: Entry) -> bool:
        numbered = entry.number is not None and (entry.wording != "" or is_surely_name(entry.name, self._rules))
        return entry.has_place or entry.has_status or numbered or entry.date is not None

    def _begin(self, item: Item) -> None:
        self.close()
        self._in_prose = False
        self._open = [item]

    def _is_frame(self, place: int) -> bool:
        """Totals, closings, openings and prose: lines of the letter, not of the list."""
        item, collector = self._items[place], self._collector
        text = item.text
        hanging = bool(self._open) and self._hangs(place)
        if is_total_line(text, self._rules) and not hanging and building_heading(text, self._rules) is None:
            self.close()
            collector.explain(item, Taken.TOTAL, "total")
        elif (rule := closing_of(text, self._rules)) is not None and not hanging:
            self.close()
            collector.closed = True
            collector.explain(item, Taken.CLOSING, rule)
        elif (rule := prose_of(text, self._rules)) is not None and text.lstrip()[:1].isupper() and not hanging:
            if self._open and not self._whole_row():
                return False
            self.close()
            self._in_prose = True
            collector.explain(item, Taken.PROSE, rule)
            self._day_of_prose(text)
        elif (
            not self._open
            and (rule := opening_of(text, self._rules)) is not None
            and not smells_of_row(text, self._rules)
        ):
            collector.explain(item, Taken.CLOSING if collector.closed else Taken.OPENING, rule)
        else:
            return False
        return True

    def _whole_row(self) -> bool:
        """Whether the open row already has its status: prose may follow."""
        text = "\n".join(item.text for item in self._open)
        return any(not status.weak for status in find_statuses(text, self._rules.wording))

    def _day_of_prose(self, text: str) -> None:
        """«Si ricorda che il giorno 27 novembre si esegue il seguente intervento:» heads what follows."""
        day = self._starts.day_announced(text)
        if day is not None:
            self._collector.head(date=day)

    def _heads(self, place: int) -> bool:
        """Whether the line is a heading for the rows below it."""
        item, text, collector = self._items[place], self._items[place].text, self._collector
        if self._open and self._hangs(place):
            return False
        day = date_heading(text, self._rules)
        if day is not None and not (self._open and (self._is_under(place) or not self._day_is_heading(place))):
            self.close()
            collector.head(date=day[0])
            collector.explain(item, Taken.HEADING, "day")
            return True
        if self._open and not self._complete():
            return False
        return self._heads_place(place) or self._heads_list(place)

    def _heads_group(self, place: int) -> bool:
        """Whether the line gives its status to the rows below it, rather than to the row above."""
        heading = status_heading(self._items[place].text, self._rules)
        if heading is None or (self._open and self._hangs(place)):
            return False
        of_above = bool(self._open) and (not self._whole_row() or not self._items[place].text.isupper())
        of_above = of_above and not (self._collector.group is not None and self._in_groups)
        if not (heading.plural or heading.announces or not of_above) or not self._starts.row_below(place):
            return False
        self.close()
        self._collector.head(group=heading)
        self._collector.explain(self._items[place], Taken.HEADING, heading.rule)
        return True

    def _heads_place(self, place: int) -> bool:
        """Whether the line is a building or a municipality whose rows stand below."""
        item, text, collector = self._items[place], self._items[place].text, self._collector
        building = building_heading(text, self._rules)
        if building is not None and self._starts.rows_without_address_below(place):
            self.close()
            collector.head(building=building)
            collector.explain(item, Taken.HEADING, "building")
            return True
        municipality = municipality_heading(text, self._rules)
        if municipality is None and collector.municipality and names_place(text.strip(_AROUND), self._rules):
            municipality = text.strip(_AROUND).upper()  # below another such heading
        near = collector.drafts or self._starts.first_rows_near(place) or self._starts.building_near(place)
        if municipality is not None and near and self._starts.row_below(place):
            self.close()
            collector.head(municipality=municipality)
            collector.explain(item, Taken.HEADING, "municipality")
            return True
        return False

    def _heads_list(self, place: int) -> bool:
        """Whether the line is a title."""
        text = self._items[place].text
        if not is_title(text, self._rules) or smells_of_row(text, self._rules) or (self._open and self._is_tail(place)):
            return False
        self.close()
        self._collector.explain(self._items[place], Taken.HEADING, "title")
        self._in_prose = True
        self._day_of_prose(text)
        return True

    def _is_tail(self, place: int) -> bool:
        """Whether a line under an open row reads like its wording: small letters, a status, a wrapped line."""
        text = self._items[place].text.strip()
        return not text[:1].isupper() or bool(find_statuses(text, self._rules.wording)) or self._wraps(place)

    def _wraps(self, place: int) -> bool:
        """Whether the first word of a line did not fit on the line above."""
        above = self._items[place - 1].text.rstrip() if place else ""
        first_word = self._items[place].text.split()[0]
        return len(above) + 1 + len(first_word) > self._width and len(above) >= self._width * 0.8

    def _is_under(self, place: int) -> bool:
        """Whether a line is set further in than the open row: the end of its wording («in data 8.10.25»)."""
        return self._indent(self._items[place].text) > self._indent(self._open[0].text) + 1

    def _day_is_heading(self, place: int) -> bool:
        is_last = place == len(self._items) - 1  # a table may follow
        return self._complete() and (is_last or self._starts.row_below(place))

    def _complete(self) -> bool:
        entry = read_entry("\n".join(item.text for item in self._open), self._rules)
        return looks_like_name(entry.name, self._rules, lower=True) and (entry.has_place or entry.has_status)

    def _hangs(self, place: int) -> bool:
        """Whether the line above breaks off in the middle of something."""
        if not self._open:
            return False
        above = self._open[-1].text.rstrip()
        return _HANGS.search(above) is not None

    def _continues(self, place: int) -> bool:
        """Whether a line goes on with the open row."""
        text = self._items[place].text
        bare = text.strip()
        above = self._open[-1].text
        another = self._is_next_point(text) or (self._complete() and self._is_another(place))
        if another or not is_readable(bare) or self._second_status(bare):
            return False
        if bare[:1].islower() or not bare[:1].isalnum() or self._hangs(place) or not self._complete():
            return True
        if self._is_under(place) or is_blank(bare, self._rules):
            return True
        if not self._whole_row() or (self._wraps(place) and (reads_on(text) or len(bare.split()) < 4)):
            return True
        if self._phrase_goes_on(place) or self._ends_wording(bare):
            return True
        return (
            is_sentence(text) and not above.rstrip().endswith(".") and not find_addresses(text, self._rules.addresses)
        )

    def _is_next_point(self, text: str) -> bool:
        """Whether a line begins with the sign that the open row began with: it is the next, whatever it says."""
        sign, own = BULLET.match(text), BULLET.match(self._open[0].text)
        if (
            sign is None
            or own is None
            or sign.group().strip() not in ("*", "•", "·", "▪", "●", "■", "◦", "‣", "➢", "➤")
        ):
            return False
        return sign.group().strip() == own.group().strip() and self._whole_row()

    def _is_another(self, place: int) -> bool:
        """Whether a line names somebody else at home, or alone below a whole row, or has the next number."""
        text = self._items[place].text
        own = read_entry("\n".join(item.text for item in self._open), self._rules)
        if self._starts.is_next_number(text) or names_behind_status(text, self._rules):
            return True
        if self._whole_row() and is_surely_name(text.strip(" \t,;:.•*–-"), self._rules):
            return not find_statuses(text, self._rules.wording) and not _shares(text, own.name)
        others = [named for named in surely_named(text, self._rules) if not _shares(named.name, own.name)]
        if not others:
            return False
        homes = find_addresses(text, self._rules.addresses)
        return any(re.search(r"\d|\bsnc\b", text[home.start : home.end], re.IGNORECASE) for home in homes)

    def _ends_wording(self, text: str) -> bool:
        """Whether a line can only be the end of what stands above: a bracket closed, an amount, a year."""
        above = "\n".join(item.text for item in self._open)
        closes = text.endswith((")", ").")) and "(" not in text and above.count("(") > above.count(")")
        return closes or re.fullmatch(r"(?:19|20)\d\d\.?|\d{1,3}(?:\.\d{3})*,\d\d\.?", text) is not None

    def _second_status(self, text: str) -> bool:
        """Whether a line shouts a status although its row has one: more likely a row nobody understood."""
        shouted = [
            s for s in find_statuses(text, self._rules.wording) if not s.weak and text[s.start : s.end].isupper()
        ]
        if not shouted or not self._whole_row() or self._hangs_at_end():
            return False
        return re.search(r"\d|\s[-–—]|[,;|\t]", text[: shouted[0].start].strip()) is not None

    def _hangs_at_end(self) -> bool:
        return _HANGS.search(self._open[-1].text.rstrip()) is not None

    def _phrase_goes_on(self, place: int) -> bool:
        """Whether a status phrase begins on the line above and ends on this one."""
        above = self._open[-1].text.rstrip()
        joined = f"{above} {self._items[place].text.strip()}"
        return any(found.start < len(above) < found.end for found in find_statuses(joined, self._rules.wording))

    @staticmethod
    def _indent(text: str) -> int:
        return len(text) - len(text.lstrip())

    def _aside(self, place: int) -> None:
        """A line that is neither row nor heading: introduction, signature, prose, or left over."""
        item, text, collector = self._items[place], self._items[place].text, self._collector
        self.close()
        if smells_of_row(text, self._rules):
            collector.explain(item, Taken.LEFTOVER, "looks_like_a_row")
        elif collector.closed:
            collector.explain(item, Taken.CLOSING, "after_closing")
        elif not collector.drafts and is_person_at_home(text, self._rules):
            collector.explain(item, Taken.LEFTOVER, "person_at_home")
        elif not collector.drafts:
            self._day_of_prose(text)
            collector.explain(item, Taken.OPENING, "before_the_rows")
        elif self._in_prose and (is_sentence(text) or text.strip()[:1].islower()):
            collector.explain(item, Taken.PROSE, "goes_on_with_prose")
        elif is_sentence(text) and len(text.split()) >= 4:
            self._in_prose = True
            collector.explain(item, Taken.PROSE, "sentence")
        elif (rule := opening_of(text, self._rules)) is not None:
            collector.explain(item, Taken.OPENING, rule)
        elif is_company(text, self._rules):
            collector.explain(item, Taken.CLOSING, "office")
        elif is_signature(text, self._rules) or self._signs(place):
            collector.explain(item, Taken.CLOSING, "signature")
        else:
            collector.explain(item, Taken.LEFTOVER, "not_understood")

    def _signs(self, place: int) -> bool:
        """Whether a bare name stands beside the office that signs, below the rows: «Ufficio alloggi / Ada Verdi»."""
        if not is_bare_name(self._items[place].text, self._rules):
            return False
        told = self._collector.explained[-1] if self._collector.explained else None
        below = [item for item in self._items[place + 1 :] if is_furniture(item.text) is None]
        beside = told is not None and told.taken is Taken.CLOSING and told.rule in ("office", "signature")
        return (
            (beside or below != []) and len(below) < _FOOT and all(is_company(one.text, self._rules) for one in below)
        )

    def _is_foot(self, place: int) -> bool:
        """Whether the office signs from a line on, under a whole row: nothing but it and a name follow."""
        text = self._items[place].text
        said = self._whole_row() or self._collector.group is not None
        if not said or not text.strip()[:1].isupper() or not is_company(text, self._rules) or self._hangs(place):
            return False
        below = [item.text for item in self._items[place + 1 :] if is_furniture(item.text) is None]
        signed = (is_company(line, self._rules) or is_bare_name(line, self._rules) for line in below)
        above = self._open[-1].text.rstrip(" .;")
        ended = any(status.end == len(above) for status in find_statuses(above, self._rules.wording))
        return self._complete() and (ended or not self._wraps(place)) and len(below) < _FOOT and all(signed)


def _shares(name: str, other: str) -> bool:
    """Whether two names have two words in common: the same person again."""
    return len(set(fold(name).split()) & set(fold(other).split())) > 1
