# SPDX-License-Identifier: EUPL-1.2
"""Lists laid out in columns, whether ruled in a PDF, in HTML, or made of blanks."""

from dataclasses import replace

from pecwatch.italian.fold import fold, squeeze
from pecwatch.lists.cell_looks import is_row_by_looks
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Item, Taken
from pecwatch.lists.layouts.broken_names import with_whole_names
from pecwatch.lists.layouts.open_row import OpenRow
from pecwatch.lists.layouts.row_below import breaks_off, is_rest
from pecwatch.lists.layouts.row_rest import in_columns, phrases_of, under_header
from pecwatch.lists.layouts.side_by_side import lists_apart
from pecwatch.lists.layouts.spanning import (
    entry_of,
    is_spanned,
    place_follows_name,
    status_follows_row,
    without_repeated,
)
from pecwatch.lists.layouts.table_columns import guessed_columns, stands_above_header, width_of
from pecwatch.lists.layouts.table_header import completed, header_at
from pecwatch.lists.layouts.table_rows import NAMED, Cells
from pecwatch.lists.layouts.ticks import with_outcomes
from pecwatch.lists.looks import is_blank, is_ditto, looks_like_name
from pecwatch.lists.signs import (
    building_heading,
    closing_of,
    date_heading,
    hour_beside,
    is_furniture,
    is_title,
    municipality_heading,
)
from pecwatch.lists.status_heading import StatusHeading, counts_status, status_heading
from pecwatch.lists.totals import is_total_line
from pecwatch.rules.layouts import Role


def read_table(items: list[Item], collector: Collector) -> None:
    """Read the rows of one table, or of the part of it that stands on one page; of two side by side the left first."""
    items = without_repeated(with_outcomes(items, collector.rules), collector.rules)
    for apart in lists_apart(items, collector.rules):
        _TableReader(with_whole_names(apart, collector), collector).read()


class _TableReader:
    def __init__(self, items: list[Item], collector: Collector) -> None:
        self._items = items
        self._collector = collector
        self._rules = collector.rules
        self._professions = collector.rules.recognition.furniture.professions.words
        self._roles: tuple[Role, ...] = ()
        self._row = OpenRow(collector)
        self._at = 0
        """Which item is being read."""
        self._begun: list[Item] = []
        """The row that the table of the page before left open."""
        self._status_follow: tuple[bool | None] | None = None
        self._follow: tuple[bool | None] | None = None
        """Whether addresses stand below their names; told by all rows, so looked at once."""

    def read(self) -> None:
        """Find the columns, then take row after row."""
        width, place = width_of(self._items), 0
        if len(self._collector.columns) == width:
            self._roles = self._collector.columns
            self._go_on()
        self._collector.settle()
        self._items = [part for item in self._items for part in under_header(item, self._collector.header)]
        while place < len(self._items):
            header = header_at(self._items, place, self._roles, self._rules)
            if header is not None:
                roles, count = header
                if roles != self._roles:
                    self.close()
                self._collector.guessed = frozenset()
                self._collector.header = self._items[place].cells or () if count == 1 else ()
                self._roles = self._completed(roles, place + count)
                for item in self._items[place : place + count]:
                    self._collector.explain(item, Taken.COLUMN_HEADER, "column_header")
                place += count
                continue
            if not self._roles and not stands_above_header(self._items, place, self._rules):
                self._roles = self._inferred(width)
            self._at = place
            self._take(self._items[place])
            place += 1
        self._collector.columns = self._roles
        self._collector.unfinished = self

    def _go_on(self) -> None:
        """Take over the row that the table of the page before left open."""
        above = self._collector.unfinished
        if not isinstance(above, _TableReader) or above._row.cells is None:
            return
        if len(above._row.cells) == len(self._items[0].cells or ()):
            self._row, self._begun = above._row, above._row.lines[:1]
            self._collector.unfinished = None

    def _completed(self, roles: tuple[Role, ...], below: int) -> tuple[Role, ...]:
        whole = completed(roles, self._collector.header, self._items[below:], self._rules)
        if whole != roles:
            self._collector.inferred = True
            self._collector.guessed = frozenset(at for at, role in enumerate(whole) if role is not roles[at])
        return whole

    def _inferred(self, width: int) -> tuple[Role, ...]:
        roles = guessed_columns(self._items, width, self._rules)
        if NAMED & set(roles):
            self._collector.inferred = True
        self._collector.guessed = frozenset(range(width))
        return roles

    def _take(self, item: Item) -> None:
        cells = item.cells or ()
        filled = [cell for cell in cells if not is_blank(cell, self._rules) or is_ditto(cell, self._rules)]
        collector = self._collector
        if not filled:
            collector.explain(item, Taken.FURNITURE, "empty_row")
        elif len({fold(cell) for cell in filled}) == 1 and self._single(item, filled[0]):
            return
        elif any(is_total_line(cell, self._rules) for cell in filled[:2]) or counts_status(filled, self._rules):
            self.close()
            told = replace(item, text=" ".join(squeeze(cell) for cell in dict.fromkeys(filled)))
            collector.explain(told, Taken.TOTAL, "total")
        elif self._continues(item):
            self._row.append(item)
        elif self._of(cells).has_name:
            self._row.begin(item, self._roles)
        else:
            self.close()
            known = bool(NAMED & set(self._roles))
            taken = (
                Taken.LEFTOVER if known or collector.drafts or is_row_by_looks(filled, self._rules) else Taken.OPENING
            )
            self._row.remember(cells)
            collector.explain(item, taken, "table_row_without_name")

    def _single(self, item: Item, text: str) -> bool:
        """A row of one text: a heading, a person whole in one cell, or the address of the person above."""
        collector, group = self._collector, status_heading(text, self._rules)
        if group is not None and (is_spanned(item, self._rules) or self._may_head(self._column_of(item))):
            self._status(item, group)
            return True
        if (
            building_heading(text, self._rules) is not None
            and self._row.cells is not None
            and not self._surely_heads()
            and self._under_name(item, text)
        ):
            return True
        if not self._is_cell_of_row(item) and self._heading(item, text):
            return True
        draft = entry_of(item, text, self._rules)
        signs = not self._professions.isdisjoint(fold(text).split()[:1])
        named = looks_like_name(text, self._rules) and not signs
        if draft is None and not is_spanned(item, self._rules) and named:
            return False
        if draft is None and (self._continues(item) or self._column_of(item) > 0):
            return False
        self.close()
        if draft is None and signs:
            collector.explain(item, Taken.CLOSING, "signature")
        elif draft is None:
            known = collector.drafts or not NAMED.isdisjoint(self._roles)
            collector.explain(item, Taken.LEFTOVER if known else Taken.OPENING, "spanning_row_not_understood")
        else:
            collector.explain(item, Taken.ROW, "spanning_row")
            collector.add(draft)
        return True

    def _status(self, item: Item, group: StatusHeading) -> None:
        """A status alone: it heads the rows below it, or is that of the row above where each has its own below it."""
        collector = self._collector
        if self._status_follow is None:
            self._status_follow = (status_follows_row([*self._begun, *self._items], self._of, self._rules),)
        follows = False if group.plural or group.announces or collector.group else self._status_follow[0]
        if follows is True and self._row.cells is not None:
            self._row.lines.append(item)
            self._row.said = group.wording
            return
        self.close()
        if follows is None:
            collector.explain(item, Taken.LEFTOVER, "status_alone")
        else:
            collector.head(group=group)
            collector.explain(item, Taken.HEADING, "spanning_row")

    def _is_cell_of_row(self, item: Item) -> bool:
        """Whether an address or a day alone stands in its own column, over a row that has its own: it heads nothing."""
        column = self._column_of(item)
        role = self._roles[column] if column < len(self._roles) else Role.EXTRA
        if is_spanned(item, self._rules) or role not in (Role.ADDRESS, Role.DATE) or column == 0:
            return False
        below = self._items[self._at + 1 : self._at + 2]
        return bool(below) and self._of(below[0].cells or ()).of(role) != ""

    def _may_head(self, column: int) -> bool:
        """Whether a status alone in a column may head rows: not in that of the statuses, unless it is the first."""
        return column == 0 or self._roles[column : column + 1] not in ((Role.STATUS,), (Role.NOTES,))

    def _column_of(self, item: Item) -> int:
        return next((column for column, cell in enumerate(item.cells or ()) if not is_blank(cell, self._rules)), 0)

    def _surely_heads(self) -> bool:
        """Whether an address alone heads rows: a header stands right below it, or those above had theirs from one."""
        below = self._at + 1
        if below < len(self._items) and header_at(self._items, below, (), self._rules) is not None:
            return True
        placed = {Role.ADDRESS, Role.NAME_AND_ADDRESS}.isdisjoint(self._roles)
        return placed and self._collector.building != "" and self._places_follow() is not True

    def _under_name(self, item: Item, text: str) -> bool:
        """An address alone below a row that has none: its second line, or nobody knows whose."""
        follows = self._places_follow()
        if follows is False or self._row.cells is None:
            return False
        if follows is None:
            self.close()
            self._collector.explain(item, Taken.LEFTOVER, "address_alone")
        else:
            self._row.place(item, text, self._roles)
        return True

    def _places_follow(self) -> bool | None:
        if self._follow is None:
            self._follow = (place_follows_name([*self._begun, *self._items], self._of, self._rules),)
        return self._follow[0]

    def _heading(self, item: Item, text: str) -> bool:
        """A row of one text: a day, a building, a municipality, a title, a closing."""
        collector = self._collector
        if self._row.lines and len([cell for cell in item.cells or () if fold(cell)]) == 1 and self._continues(item):
            day = date_heading(text, self._rules)
            if (day is None or self._ends_sentence(item)) and not self._heads_place(item, text):
                return False
        if (rule := is_furniture(text)) is not None and not (self._roles and self._roles[0] is Role.NUMBER):
            collector.explain(item, Taken.FURNITURE, rule)
            return True
        day = date_heading(text, self._rules)
        building = building_heading(text, self._rules)
        municipality = municipality_heading(text, self._rules)
        if day is not None or building is not None or municipality is not None:
            self.close()
            hour = hour_beside(text) if day is not None and day[1] else None
            day_said = day[0] if day is not None else None
            collector.head(date=day_said, time=hour, building=building or "", municipality=municipality or "")
        elif is_total_line(text, self._rules):
            self.close()
            collector.explain(item, Taken.TOTAL, "total")
            return True
        elif closing_of(text, self._rules) is None and not is_title(text, self._rules):
            return False
        self.close()
        collector.explain(item, Taken.HEADING, "spanning_row")
        return True

    def _ends_sentence(self, item: Item) -> bool:
        """Whether a day alone in its row is the end of a wording: «… come da nota del», and «12/08/2025» below."""
        column = self._column_of(item)
        wording = self._roles[column] in (Role.STATUS, Role.NOTES) if column < len(self._roles) else False
        return wording and self._row.cells is not None and breaks_off(self._row.cells[column])

    def _heads_place(self, item: Item, text: str) -> bool:
        """Whether an address alone in its row heads those below: in a table where rows have none of their own."""
        column = next((column for column, cell in enumerate(item.cells or ()) if fold(cell)), 0)
        own = {Role.ADDRESS, Role.NAME_AND_ADDRESS} & set(self._roles)
        beside_names = column < len(self._roles) and self._roles[column] in NAMED
        placed = building_heading(text, self._rules) is not None and any(sign.isdigit() for sign in text)
        return placed and not own and (beside_names or self._collector.building != "")

    def _of(self, cells: tuple[str, ...]) -> Cells:
        return Cells(cells, self._roles, self._rules)

    def goes_on(self, item: Item) -> bool:
        """Take the rest of the open row from the top of the next page, where its cells are no rows of a table."""
        if self._row.cells is None:
            return False
        placed = item.cells is None and self._row.is_right_above(item) and building_heading(item.text, self._rules)
        if placed and self._places_follow():
            self._row.place(item, item.text, self._roles)
            return True
        if not self.awaits(item):
            return False
        cells = in_columns(phrases_of(item), self._roles, self._row.cells, self._rules)
        if cells is None:
            return False
        self._row.append(replace(item, cells=cells))
        return True

    def awaits(self, item: Item) -> bool:
        """Whether a row is open that was begun on the page before an item's."""
        return self._row.awaits(item)

    def _continues(self, item: Item) -> bool:
        """Whether a row only goes on with the cells of the row above: after a page break, or in a narrow column."""
        cells = item.cells or ()
        if self._row.cells is None:
            return False
        return is_rest(
            self._of(self._row.cells),
            self._of(cells),
            self._rules,
            next_page=item.where.page > self._row.lines[-1].where.page,
            in_building=self._collector.building != "",
        )

    def close(self) -> None:
        """The open row becomes a draft."""
        self._row.close(self._roles)
