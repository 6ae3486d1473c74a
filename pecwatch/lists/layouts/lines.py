# SPDX-License-Identifier: EUPL-1.2
"""Lists written in lines: one or a few lines for each person, under days and buildings if there are any."""

from dataclasses import replace

from pecwatch.lists.asides import is_bare_name, is_company, is_person_at_home, is_signature, smells_of_row
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Draft, Item, Taken
from pecwatch.lists.entry import Entry, read_entry
from pecwatch.lists.footnotes import is_footnote
from pecwatch.lists.layouts.announced_day import day_announced
from pecwatch.lists.layouts.day_column import DayColumn
from pecwatch.lists.layouts.lines_below import LinesBelow
from pecwatch.lists.layouts.open_lines import OpenLines, rows_inside
from pecwatch.lists.layouts.several import rows_apart
from pecwatch.lists.layouts.starts import Starts
from pecwatch.lists.looks import is_month_title, is_surely_name, looks_like_name
from pecwatch.lists.place import names_place
from pecwatch.lists.signs import (
    building_heading,
    closing_of,
    date_heading,
    hour_beside,
    inside_heading,
    is_furniture,
    is_sentence,
    is_stamp,
    is_title,
    municipality_heading,
    opening_of,
    prose_of,
)
from pecwatch.lists.status_heading import status_heading
from pecwatch.lists.totals import is_total_line
from pecwatch.lists.wording import find_statuses

_AROUND = " \t*_#=-–—•·:;."

_FOOT = 5
"""So many lines at most follow in the signature of an office."""


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
        entries = [read_entry(item.text, self._rules) for item in items]
        self._below = LinesBelow(items, entries, collector)
        self._starts = Starts(items, entries, self._below, collector)
        self._open = OpenLines(items, self._starts, self._rules)
        self._in_prose = False
        self._margin = DayColumn()
        headings = (status_heading(item.text, self._rules) for item in items)
        self._statuses_lead = self._statuses_stand_first(items, entries)
        said = sum(heading is not None and not heading.plural and not heading.announces for heading in headings)
        self._in_groups = said * 3 <= self._starts.without_status * 2
        """Fewer lines say a status than rows lack one: below a heading of a group, they head further groups."""

    def take(self, place: int) -> None:
        """Say what one line is."""
        item, text = self._items[place], self._items[place].text
        if is_stamp(text, self._rules):
            self._collector.explain(item, Taken.FURNITURE, "stamp")
        elif (rule := is_furniture(text)) is not None and (rule == "ruler" or not self._open.hangs()):
            self._collector.explain(item, Taken.FURNITURE, rule)
            self._collector.closed |= text.strip() == "--" and bool(self._collector.drafts or self._open.lines)
        elif not self._is_whole_row(place) and is_footnote(text, (other.text for other in self._items[:place])):
            self.close()
            self._collector.explain(item, Taken.LEFTOVER, "footnote")
        elif self._heads_group(place):
            return
        elif self._starts.begins(place, self._open.lines):
            self._begin(item)
        elif self._is_frame(place) or self._heads(place):
            return
        elif self._open.lines and self._open.goes_on(place) and not self._is_foot(place):
            self._open.lines.append(item)
        else:
            self._aside(place)

    def close(self) -> None:
        """End the open row: it becomes a row, or its lines are left over."""
        items, self._open.lines = self._open.lines, []
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
        for item in rows_inside(items, self._rules):
            self._collector.explain(item, Taken.LEFTOVER, "row_inside_a_row")

    def _is_row(self, entry: Entry) -> bool:
        numbered = entry.number is not None and (entry.wording != "" or is_surely_name(entry.name, self._rules))
        return entry.has_place or entry.has_status or numbered or entry.date is not None

    def _begin(self, item: Item) -> None:
        self.close()
        self._in_prose = False
        self._open.lines = [item]

    def _is_frame(self, place: int) -> bool:
        """Totals, closings, openings and prose: lines of the letter, not of the list."""
        item, collector = self._items[place], self._collector
        text = item.text
        hanging = self._open.hangs()
        if is_total_line(text, self._rules) and not hanging and building_heading(text, self._rules) is None:
            self.close()
            collector.explain(item, Taken.TOTAL, "total")
        elif (rule := closing_of(text, self._rules)) is not None and not hanging:
            self.close()
            collector.closed = True
            collector.explain(item, Taken.CLOSING, rule)
        elif (rule := prose_of(text, self._rules)) is not None and text.lstrip()[:1].isupper() and not hanging:
            if self._open.lines and not self._open.has_status():
                return False
            self.close()
            self._in_prose = True
            collector.explain(item, Taken.PROSE, rule)
            self._day_of_prose(text)
        elif (
            not self._open.lines
            and (rule := opening_of(text, self._rules)) is not None
            and not smells_of_row(text, self._rules)
        ):
            collector.explain(item, Taken.CLOSING if collector.closed else Taken.OPENING, rule)
        else:
            return False
        return True

    def _day_of_prose(self, text: str) -> None:
        """«Si ricorda che il giorno 27 novembre si esegue il seguente intervento:» heads what follows."""
        day = day_announced(text)
        if day is not None:
            self._collector.head(date=day, time=hour_beside(text))

    def _heads(self, place: int) -> bool:
        """Whether the line is a heading for the rows below it."""
        item, text, collector = self._items[place], self._items[place].text, self._collector
        if self._open.hangs():
            return False
        day = date_heading(text, self._rules)
        if day is not None and not (
            self._open.lines and (self._open.stands_further_in(place) or not self._day_is_heading(place))
        ):
            self.close()
            collector.head(date=day[0], time=hour_beside(text) if day[1] else None)
            collector.explain(item, Taken.HEADING, "day")
            return True
        if self._open.lines and not self._open.is_complete():
            return False
        return self._heads_place(place) or self._heads_list(place)

    def _heads_group(self, place: int) -> bool:
        """Whether the line gives its status to the rows below it, rather than to the row above."""
        heading = status_heading(self._items[place].text, self._rules)
        if heading is None or self._open.hangs():
            return False
        if self._open.lines and not self._open.has_status() and self._open.phrase_goes_on(place):
            return False  # «… CHIAVI / RICONSEGNATE» is one status
        of_above = bool(self._open.lines) and (not self._open.has_status() or not self._items[place].text.isupper())
        of_above = of_above and not (self._collector.group is not None and (self._in_groups or self._statuses_lead))
        if not (heading.plural or heading.announces or not of_above) or not self._below.has_row(place):
            return False
        self.close()
        self._collector.head(group=heading)
        self._collector.explain(self._items[place], Taken.HEADING, heading.rule)
        return True

    def _is_whole_row(self, place: int) -> bool:
        """Whether a line says who, where and what is done, as no footnote does."""
        entry = read_entry(self._items[place].text, self._rules)
        return entry.has_place and entry.has_status and is_surely_name(entry.name, self._rules)

    def _statuses_stand_first(self, items: list[Item], entries: list[Entry]) -> bool:
        """Whether each row has a status alone above it: one above the first, none below the last, as many as rows."""
        kinds = [
            "status" if status_heading(item.text, self._rules) is not None else "row"
            for item, entry in zip(items, entries, strict=True)
            if status_heading(item.text, self._rules) is not None
            or (entry.has_place and not entry.has_status and is_surely_name(entry.name, self._rules))
        ]
        return len(kinds) > 2 and kinds == ["status", "row"] * (len(kinds) // 2)

    def _heads_place(self, place: int) -> bool:
        """Whether the line is a building or a municipality whose rows stand below."""
        item, text, collector = self._items[place], self._items[place].text, self._collector
        building = building_heading(text, self._rules)
        if building is not None and self._below.has_rows_without_address(place):
            self.close()
            collector.head(building=building)
            collector.explain(item, Taken.HEADING, "building")
            return True
        inside = inside_heading(text, self._rules) if collector.building else None
        if inside is not None and self._below.has_rows_without_address(place):
            self.close()
            collector.head(inside=inside)
            collector.explain(item, Taken.HEADING, "inside_a_building")
            return True
        municipality = municipality_heading(text, self._rules)
        if municipality is None and collector.municipality and names_place(text.strip(_AROUND), self._rules):
            municipality = text.strip(_AROUND).upper()  # below another such heading
        near = collector.drafts or self._below.has_row_at_once(place) or self._below.has_building_at_once(place)
        if municipality is not None and near and self._below.has_row(place):
            self.close()
            collector.head(municipality=municipality)
            collector.explain(item, Taken.HEADING, "municipality")
            return True
        return False

    def _heads_list(self, place: int) -> bool:
        """Whether the line is a title."""
        text = self._items[place].text
        if (
            not is_title(text, self._rules)
            or smells_of_row(text, self._rules)
            or (self._open.lines and self._open.reads_like_wording(place) and not self._names_month(place))
        ):
            return False
        self.close()
        self._collector.explain(self._items[place], Taken.HEADING, "title")
        self._in_prose = True
        self._day_of_prose(text)
        return True

    def _names_month(self, place: int) -> bool:
        """Whether a line between two rows is nothing but a month, which would fit behind a wording too."""
        text = self._items[place].text.strip()
        return is_month_title(text) and len(text.split()) < 3 and text[:1].isupper() and self._below.has_row(place)

    def _day_is_heading(self, place: int) -> bool:
        is_last = place == len(self._items) - 1  # a table may follow
        return self._open.is_complete() and (is_last or self._below.has_row(place))

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
        said = self._open.has_status() or self._collector.group is not None
        if self._open.leads_to_day(text.strip()):
            return False
        if not said or not text.strip()[:1].isupper() or not is_company(text, self._rules) or self._open.hangs():
            return False
        below = [item.text for item in self._items[place + 1 :] if is_furniture(item.text) is None]
        signed = (is_company(line, self._rules) or is_bare_name(line, self._rules) for line in below)
        above = self._open.lines[-1].text.rstrip(" .;")
        ended = any(status.end == len(above) for status in find_statuses(above, self._rules.wording))
        return (
            self._open.is_complete() and (ended or not self._open.wraps(place)) and len(below) < _FOOT and all(signed)
        )
