# SPDX-License-Identifier: EUPL-1.2
"""Lists laid out in columns, whether ruled in a PDF, in HTML, or made of blanks."""

from dataclasses import replace

from pecwatch.italian.fold import fold, squeeze
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Item, Taken
from pecwatch.lists.headers import inferred_roles, looks_of, roles_of
from pecwatch.lists.layouts.table_rows import NAMED, Cells, draft_of_cells
from pecwatch.lists.looks import is_blank, is_ditto
from pecwatch.lists.signs import (
    building_heading,
    closing_of,
    date_heading,
    is_furniture,
    is_title,
    municipality_heading,
)
from pecwatch.lists.totals import is_total_line
from pecwatch.lists.wording import find_statuses
from pecwatch.rules.layouts import Role


def read_table(items: list[Item], collector: Collector) -> None:
    """Read the rows of one table, or of the part of it that stands on one page."""
    _TableReader(items, collector).read()


def has_named_column(items: list[Item], collector: Collector) -> bool:
    """Whether some column of a table is known to hold names, by a header or by its cells."""
    return _TableReader(items, collector).has_names()


class _TableReader:
    def __init__(self, items: list[Item], collector: Collector) -> None:
        self._items = items
        self._collector = collector
        self._rules = collector.rules
        self._roles: tuple[Role, ...] = ()
        self._cells: tuple[str, ...] | None = None
        """Cells of the row that is still open."""
        self._lines: list[Item] = []
        self._above: tuple[str, ...] = ()
        """Cells of the last row, for those that say «idem»."""

    def read(self) -> None:
        """Find the columns, then take row after row."""
        width = max(len(item.cells or ()) for item in self._items)
        place = 0
        if len(self._collector.columns) == width:
            self._roles = self._collector.columns
            self._go_on()
        while place < len(self._items):
            header = self._header_at(place)
            if header is not None:
                roles, count = header
                if roles != self._roles:
                    self.close()
                self._collector.guessed = frozenset()
                self._roles = self._completed(roles, place + count)
                for item in self._items[place : place + count]:
                    self._collector.explain(item, Taken.COLUMN_HEADER, "column_header")
                place += count
                continue
            if not self._roles:
                self._roles = self._inferred(width)
            self._take(self._items[place])
            place += 1
        self._collector.columns = self._roles
        self._collector.unfinished = self

    def has_names(self) -> bool:
        """Whether a header, the table above or the cells themselves tell where names stand."""
        width = max(len(item.cells or ()) for item in self._items)
        told = [header[0] for place in range(len(self._items)) if (header := self._header_at(place)) is not None]
        above = self._collector.columns if len(self._collector.columns) == width else ()
        known = {role for roles in (*told, above) for role in roles} or set(self._guessed(width))
        return not NAMED.isdisjoint(known)

    def _go_on(self) -> None:
        """Take over the row that the table of the page before left open."""
        above = self._collector.unfinished
        if not isinstance(above, _TableReader) or above._cells is None:
            return
        if len(above._cells) == len(self._items[0].cells or ()):
            self._cells, self._lines, self._above = above._cells, above._lines, above._above
            self._collector.unfinished = None

    def _header_at(self, place: int) -> tuple[tuple[Role, ...], int] | None:
        """Roles told by a header of one row, or of two printed one below the other."""
        first = self._items[place].cells or ()
        one = roles_of(first, self._rules)
        if place + 1 >= len(self._items):
            return (one, 1) if one else None
        second = self._items[place + 1].cells or ()
        if len(second) == len(first) and fold(" ".join(first)) != fold(" ".join(second)):
            joined = tuple(
                upper if fold(upper) == fold(lower) else f"{upper} {lower}".strip()
                for upper, lower in zip(first, second, strict=True)
            )
            lower_roles, both = roles_of(second, self._rules), roles_of(joined, self._rules)
            two = max((roles for roles in (lower_roles, both) if roles), key=_known, default=None)
            filled = sum(1 for cell in second if fold(cell)) * 2 >= len(second)
            if (
                two is not None
                and filled
                and one != self._roles
                and _known(two) >= _known(one)
                and not self._is_row(first, one or two)
                and not self._is_row(second, one or two)
            ):
                return two, 2
        return (one, 1) if one else None

    def _is_row(self, cells: tuple[str, ...], roles: tuple[Role, ...]) -> bool:
        return any(
            looks_of(cell, self._rules) in (Role.DATE, Role.FISCAL_CODE, Role.NUMBER) for cell in cells
        ) and bool(roles)

    def _completed(self, roles: tuple[Role, ...], below: int) -> tuple[Role, ...]:
        """Columns with unknown headers told by their cells, where name or address would be missing."""
        if NAMED & set(roles) and {Role.ADDRESS, Role.NAME_AND_ADDRESS} & set(roles) and Role.STATUS in roles:
            return roles
        rows = [item.cells for item in self._items[below:] if item.cells]
        told = inferred_roles(rows, roles, self._rules)
        wanted = {
            *NAMED,
            Role.GIVEN_NAME,
            Role.ADDRESS,
            Role.STATUS,
            Role.DATE,
            Role.TIME,
            Role.FISCAL_CODE,
            Role.CIVIC,
        }
        completed = tuple(
            new if old is not Role.EXTRA or new in wanted else old for old, new in zip(roles, told, strict=True)
        )
        if completed != roles:
            self._collector.inferred = True
            self._collector.guessed = frozenset(
                column for column, role in enumerate(completed) if role is not roles[column]
            )
        return completed

    def _inferred(self, width: int) -> tuple[Role, ...]:
        roles = self._guessed(width)
        if NAMED & set(roles):
            self._collector.inferred = True
        self._collector.guessed = frozenset(range(width))
        return roles

    def _guessed(self, width: int) -> tuple[Role, ...]:
        rows = [item.cells for item in self._items if item.cells and len(set(item.cells)) > 1]
        return inferred_roles(rows, (Role.EXTRA,) * width, self._rules)

    def _take(self, item: Item) -> None:
        cells = item.cells or ()
        filled = [cell for cell in cells if not is_blank(cell, self._rules)]
        collector = self._collector
        if not filled:
            collector.explain(item, Taken.FURNITURE, "empty_row")
        elif len({fold(cell) for cell in filled}) == 1 and self._heading(item, filled[0]):
            return
        elif any(is_total_line(cell, self._rules) for cell in filled[:2]):
            self.close()
            told = replace(item, text=" ".join(squeeze(cell) for cell in dict.fromkeys(filled)))
            collector.explain(told, Taken.TOTAL, "total")
        elif self._continues(cells):
            self._append(item)
        elif self._of(cells).has_name:
            self.close()
            self._cells, self._lines = cells, [item]
        else:
            self.close()
            known = bool(NAMED & set(self._roles))
            taken = Taken.LEFTOVER if known or collector.drafts or self._smells(filled) else Taken.OPENING
            collector.explain(item, taken, "table_row_without_name")

    def _smells(self, filled: list[str]) -> bool:
        """Whether a row of a table that is no list still has the marks of a row."""
        return {Role.ADDRESS, Role.STATUS} <= {looks_of(cell, self._rules) for cell in filled}

    def _heading(self, item: Item, text: str) -> bool:
        """A row of one text: a day, a building, a municipality, a title, a closing."""
        collector = self._collector
        if (
            self._lines
            and len([cell for cell in item.cells or () if fold(cell)]) == 1
            and self._continues(item.cells or ())
        ):
            day = date_heading(text, self._rules)
            if day is None:
                return False
        if (rule := is_furniture(text)) is not None and not (self._roles and self._roles[0] is Role.NUMBER):
            collector.explain(item, Taken.FURNITURE, rule)
            return True
        day = date_heading(text, self._rules)
        building = building_heading(text, self._rules)
        municipality = municipality_heading(text, self._rules)
        if day is not None or building is not None or municipality is not None:
            self.close()
            collector.head(date=day[0] if day else None, building=building or "", municipality=municipality or "")
        elif is_total_line(text, self._rules):
            self.close()
            collector.explain(item, Taken.TOTAL, "total")
            return True
        elif closing_of(text, self._rules) is None and not is_title(text, self._rules):
            return False
        self.close()
        collector.explain(item, Taken.HEADING, "spanning_row")
        return True

    def _of(self, cells: tuple[str, ...]) -> Cells:
        return Cells(cells, self._roles, self._rules)

    def _continues(self, cells: tuple[str, ...]) -> bool:
        """Whether a row only goes on with the cells of the row above: after a page break, or in a narrow column."""
        if self._cells is None:
            return False
        number = self._of(cells).of(Role.NUMBER)
        if number:
            return False
        if not self._of(cells).has_name:
            return not self._is_whole_without_name(cells)
        if Role.NUMBER in self._roles and self._of(self._cells).of(Role.NUMBER):
            return not (self._of(cells).of(Role.STATUS) and self._of(cells).of(Role.ADDRESS))
        place = self._of(cells).of(Role.ADDRESS)
        status = self._of(cells).of(Role.STATUS)
        says_status = any(not found.weak for found in find_statuses(status, self._rules.wording))
        date = self._of(cells).of(Role.DATE)
        needs_place = Role.ADDRESS in self._roles
        return needs_place and not place and not says_status and not date and not is_ditto(place, self._rules)

    def _is_whole_without_name(self, cells: tuple[str, ...]) -> bool:
        """Address and status but no name: not the rest of a row, but one that cannot be read."""
        status = self._of(cells).of(Role.STATUS)
        says_status = any(not found.weak and found.start < 3 for found in find_statuses(status, self._rules.wording))
        return bool(says_status and self._of(cells).of(Role.ADDRESS))

    def _append(self, item: Item) -> None:
        """Join a continuation to the open row, cell by cell."""
        open_cells = self._cells or ()
        cells = item.cells or ()
        joined = [
            f"{above}\n{below}" if fold(below) and fold(above) else (above if fold(above) else below)
            for above, below in zip(open_cells, cells, strict=False)
        ]
        self._cells = tuple(joined)
        self._lines.append(item)

    def close(self) -> None:
        """The open row becomes a draft."""
        cells, lines = self._cells, self._lines
        self._cells, self._lines = None, []
        if cells is None:
            return
        draft = draft_of_cells(self._of(self._with_dittos(cells)), lines, self._rules)
        if draft is None:
            for item in lines:
                self._collector.explain(item, Taken.LEFTOVER, "table_row_not_understood")
            return
        for number, item in enumerate(lines):
            self._collector.explain(item, Taken.ROW if number == 0 else Taken.CONTINUATION, self._in_columns())
        self._collector.add(draft)

    def _in_columns(self) -> str:
        """The rule by which a row was read: its columns, those told by their cells alone with a «?»."""
        guessed = self._collector.guessed
        named = (
            f"{role.value}?" if column in guessed and role is not Role.EXTRA else role.value
            for column, role in enumerate(self._roles)
        )
        return f"table_row: {' | '.join(named)}"

    def _with_dittos(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Cells that say «idem» filled from the row above."""
        filled = tuple(
            self._above[column] if column < len(self._above) and is_ditto(cell, self._rules) else cell
            for column, cell in enumerate(cells)
        )
        self._above = filled
        return filled


def _known(roles: tuple[Role, ...] | None) -> int:
    return sum(role is not Role.EXTRA for role in roles or ())
