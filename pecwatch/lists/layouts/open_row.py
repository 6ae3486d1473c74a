# SPDX-License-Identifier: EUPL-1.2
"""The row of a table that is still open: it may go on with the next row of cells."""

from collections.abc import Sequence
from dataclasses import replace

from pecwatch.italian.fold import fold
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Draft, Item, Taken
from pecwatch.lists.layouts.cell_lists import holds_list, rows_of_list
from pecwatch.lists.layouts.stacked import people_of
from pecwatch.lists.layouts.table_rows import NAMED, Cells, draft_of_cells
from pecwatch.lists.looks import is_ditto
from pecwatch.rules.layouts import Role


class OpenRow:
    """Gathers the cells of one row, and makes it a draft, or several where people stand below each other in it."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._rules = collector.rules
        self.cells: tuple[str, ...] | None = None
        """None while no row is open."""
        self.lines: list[Item] = []
        """The rows of cells it was printed in."""
        self.said = ""
        """Its status, from a line of its own below it."""
        self.above: tuple[str, ...] = ()
        """Cells of the last row, for those that say «idem»."""

    def begin(self, item: Item, roles: tuple[Role, ...]) -> None:
        """Close the row that is open and open another."""
        self.close(roles)
        self.cells, self.lines = item.cells or (), [item]

    def append(self, item: Item) -> None:
        """Join a continuation to the row, cell by cell."""
        pairs = zip(self.cells or (), item.cells or (), strict=False)
        self.cells = tuple(
            f"{above}\n{below}" if fold(below) and fold(above) else (above if fold(above) else below)
            for above, below in pairs
        )
        self.lines.append(item)

    def is_right_above(self, item: Item) -> bool:
        """Whether the row ends on the line before an item's."""
        last = self.lines[-1].where
        return (last.page, last.line + 1) == (item.where.page, item.where.line)

    def awaits(self, item: Item) -> bool:
        """Whether a row is open that was begun on the page before an item's, which is narrower than its table."""
        if self.cells is None or not self.lines:
            return False
        narrower = item.cells is None or len(item.cells) != len(self.cells)
        return narrower and self.lines[0].where.page < item.where.page <= self.lines[-1].where.page + 1

    def place(self, item: Item, text: str, roles: tuple[Role, ...]) -> None:
        """Put an address that stands on a line of its own where that of the row belongs."""
        cells = [""] * len(roles)
        columns = [place for place, role in enumerate(roles) if role in (Role.ADDRESS, *NAMED)]
        cells[roles.index(Role.ADDRESS) if Role.ADDRESS in roles else min(columns, default=0)] = text
        self.append(replace(item, cells=tuple(cells)))

    def remember(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Cells that say «idem» filled from the row above, and kept for the row below."""
        self.above = tuple(
            self.above[column] if column < len(self.above) and is_ditto(cell, self._rules) else cell
            for column, cell in enumerate(cells)
        )
        return self.above

    def close(self, roles: tuple[Role, ...]) -> None:
        """Make the row a draft; its lines are left over where nobody can tell whom it is about."""
        cells, lines, said = self.cells, self.lines, self.said
        self.cells, self.lines, self.said = None, [], ""
        if cells is None:
            return
        drafts = self._drafts(cells, lines, roles)
        told = [draft for draft in drafts if draft is not None]
        if not told or len(told) < len(drafts):
            for item in lines:
                self._collector.explain(item, Taken.LEFTOVER, "table_row_not_understood")
            return
        for number, item in enumerate(lines):
            self._collector.explain(item, Taken.ROW if number == 0 else Taken.CONTINUATION, self._in_columns(roles))
        for draft in told:
            wording = " - ".join(filter(None, (said, draft.wording)))
            self._collector.add(replace(draft, wording=wording))

    def _drafts(self, cells: tuple[str, ...], lines: list[Item], roles: tuple[Role, ...]) -> Sequence[Draft | None]:
        """The rows that some cells hold, mostly one; None for what nobody can tell."""
        column = holds_list(cells, roles, self._rules)
        if column is not None:
            self.remember(cells)
            return rows_of_list(cells, roles, column, lines, self._rules) or ()
        people = people_of(cells, roles, self._rules) or ()
        return [draft_of_cells(Cells(self.remember(own), roles, self._rules), lines, self._rules) for own in people]

    def _in_columns(self, roles: tuple[Role, ...]) -> str:
        """The rule by which a row was read: its columns, those told by their cells alone with a «?»."""
        guessed = self._collector.guessed
        named = (
            f"{role.value}?" if column in guessed and role is not Role.EXTRA else role.value
            for column, role in enumerate(roles)
        )
        return f"table_row: {' | '.join(named)}"
