# SPDX-License-Identifier: EUPL-1.2
"""Writes down what a word processor's file says, in the order in which it says it: lines, tables, pages.

The readers of DOCX, ODT and RTF tell it what begins and what ends; it knows what comes out on paper. Nothing in it
is recursive, and whatever is still open when a file breaks off is finished as if it ended there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from pecwatch.documents.characters import may_deceive, visible
from pecwatch.documents.elements import TooLong
from pecwatch.documents.paper_grid import COLUMNS, Cell, CellRow, Piece, Written, pieces_of

_PLACES = 2_000_000
"""Cells, spans counted in every place they cover."""
_CHARACTERS = 30_000_000
"""Text, counted in the same way."""
_TABLES = 30
"""Tables inside tables; the cells of deeper ones are lines."""


@dataclass(slots=True, kw_only=True)
class _Flow:
    """Where lines are being written: the document, a cell, a text box."""

    pieces: list[Piece] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    page: int | None = None
    """On which the line being written began."""
    label: str = ""
    """Number or dash that goes before the paragraph's first words."""
    boxes: list[Piece] = field(default_factory=list)
    """Text boxes anchored in the middle of the line, which come after it."""


@dataclass(slots=True, kw_only=True)
class _Table:
    rows: list[CellRow] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    page: int | None = None
    column: int = 0
    columns: int = 1
    height: int = 1
    continues: bool = False
    joins: bool = False
    narrow: frozenset[int] = frozenset()
    is_in_cell: bool = False

    def cell(self, pieces: tuple[Piece, ...]) -> Cell:
        """The cell that ends."""
        return Cell(pieces=pieces, column=self.column, columns=self.columns, rows=self.height, continues=self.continues)


class Paper:
    """The document so far."""

    def __init__(self) -> None:
        self._flows = [_Flow()]
        self._tables: list[_Table] = []
        self._is_blank = True
        self._places = 0
        self._characters = 0
        self._unnoticed = 0
        """Tables that are too deep to be kept apart."""
        self._is_full = False
        self.page = 1
        self.deceives = False
        """Whether characters that deceive the eye were seen."""

    def text(self, text: str) -> None:
        """Some text of the present line."""
        if not text:
            return
        flow = self._flows[-1]
        if not text.isspace():
            self._is_blank = False
            self._mark_page(flow)
        flow.line.append(text)

    def label(self, label: str) -> None:
        """What the program itself prints before the paragraph that begins: `1)`, `- `."""
        self._flows[-1].label = label

    def break_line(self) -> None:
        """The line ends, the paragraph goes on."""
        flow = self._flows[-1]
        for text in visible("".join(flow.line)).split("\n"):
            self._add(flow, text.rstrip())
        self.deceives = self.deceives or may_deceive("".join(flow.line))
        flow.line.clear()
        flow.page = None
        flow.pieces += flow.boxes
        flow.boxes.clear()

    def end_paragraph(self) -> None:
        """The line ends, and the next one is another paragraph.

        The number of an empty paragraph is what stands in a cell of a numbered table; elsewhere it says nothing.
        """
        flow = self._flows[-1]
        if self._tables and flow.label.strip("- ") and not "".join(flow.line).strip():
            flow.line = [flow.label.rstrip()]
            flow.label = ""
            self._mark_page(flow)
        self.break_line()
        flow.label = ""

    def break_page(self, *, hard: bool = False) -> None:
        """What follows stands on the next page; said twice before anything is written it counts once.

        Args:
            hard: Ends the line; a break that the program found itself may fall in the middle of one.
        """
        if hard:
            self.break_line()
        if not self._is_blank:
            self.page += 1
            self._is_blank = True

    def picture(self) -> None:
        """A picture stands here: the page is not blank."""
        self._is_blank = False

    def begin_box(self) -> None:
        """A text box begins, anchored here."""
        self._flows.append(_Flow())

    def end_box(self) -> None:
        """The text box ends; its lines stand before the paragraph, or after the line that was begun."""
        if len(self._flows) < 2:
            return
        box = self._finished()
        around = self._flows[-1]
        (around.boxes if "".join(around.line).strip() else around.pieces).extend(box)

    def drop_box(self) -> None:
        """The text box ends, and nobody sees it."""
        if len(self._flows) > 1:
            self._flows.pop()

    def begin_table(self) -> None:
        """A table begins."""
        if self._unnoticed or len(self._tables) >= _TABLES:
            self._unnoticed += 1
            return
        self.break_line()
        self._tables.append(_Table())

    def narrow(self, columns: Iterable[int]) -> None:
        """Tell which columns of the table, from 0, are too narrow to hold text."""
        if self._tables and not self._unnoticed:
            self._tables[-1].narrow = frozenset(columns)

    def begin_row(self) -> None:
        """A row begins."""
        if self._tables and not self._unnoticed:
            self._tables[-1].column = 0
            self._tables[-1].page = None

    def begin_cell(self) -> None:
        """A cell begins; it spans one place until `span` or `join_left` says otherwise."""
        if self._tables and not self._unnoticed:
            table = self._tables[-1]
            table.is_in_cell = True
            table.columns = table.height = 1
            table.continues = table.joins = False
            self._flows.append(_Flow())

    def span(self, columns: int | None = None, rows: int | None = None, continues: bool | None = None) -> None:
        """Tell what the present cell spans, before it ends; what is not given stays as it was."""
        if self._tables and not self._unnoticed:
            table = self._tables[-1]
            table.columns = table.columns if columns is None else max(1, min(columns, COLUMNS))
            table.height = table.height if rows is None else max(1, rows)
            table.continues = table.continues if continues is None else continues

    def join_left(self) -> None:
        """Tell that the present cell is the right part of the one before."""
        if self._tables and not self._unnoticed:
            self._tables[-1].joins = True

    def end_cell(self) -> None:
        """The cell ends."""
        if self._unnoticed:
            self.break_line()
        if not self._tables or self._unnoticed or not self._tables[-1].is_in_cell:
            return
        table = self._tables[-1]
        pieces = tuple(self._finished())
        self._count(pieces, table)
        table.is_in_cell = False
        if table.joins and table.cells:
            left = table.cells[-1]
            table.cells[-1] = replace(left, pieces=left.pieces + pieces, columns=left.columns + table.columns)
        else:
            table.cells.append(table.cell(pieces))
        table.column += table.columns

    def place_cell(self, column: int) -> None:
        """Tell in which column the present cell begins, where it is not beside the one before."""
        if self._tables and not self._unnoticed:
            self._tables[-1].column = column

    def end_row(self, *, keep: bool = True) -> None:
        """The row ends.

        Args:
            keep: False when it turned out to be deleted or hidden.
        """
        if self._tables and not self._unnoticed:
            table = self._tables[-1]
            if keep:
                table.rows.append(CellRow(cells=tuple(table.cells), page=table.page or self.page))
            table.cells.clear()

    def rearrange(self, arrange: Callable[[tuple[CellRow, ...]], Iterable[CellRow]]) -> None:
        """Put the cells of the table, before it ends, into columns that are known only now."""
        if self._tables and not self._unnoticed:
            self._tables[-1].rows = list(arrange(tuple(self._tables[-1].rows)))

    def end_table(self) -> None:
        """The table ends."""
        if self._unnoticed:
            self._unnoticed -= 1
            return
        if self._tables:
            table = self._tables.pop()
            self._flows[-1].pieces += pieces_of(tuple(table.rows), table.narrow)

    def finish(self) -> tuple[Piece, ...]:
        """Everything that was written, with whatever is still open ended here."""
        self._unnoticed = 0
        while len(self._flows) > 1 or self._tables:
            table = self._tables[-1] if self._tables else None
            if table is not None and table.is_in_cell:
                self.end_cell()
            elif table is not None and (len(self._flows) == 1 or table.cells or table.rows):
                self.end_row()
                self.end_table()
            elif len(self._flows) > 1:
                self.end_box()
            else:
                self._tables.pop()
        return tuple(self._finished())

    def _finished(self) -> list[Piece]:
        flow = self._flows[-1]
        self.break_line()
        if len(self._flows) > 1:
            self._flows.pop()
        return flow.pieces

    def _mark_page(self, flow: _Flow) -> None:
        flow.page = flow.page or self.page
        for table in self._tables:
            table.page = table.page or self.page

    def _add(self, flow: _Flow, text: str) -> None:
        if text.strip():
            written = flow.label + text.lstrip() if flow.label else text
            flow.pieces.append(Written(text=written, page=flow.page or self.page))
            flow.label = ""

    def _count(self, pieces: tuple[Piece, ...], table: _Table) -> None:
        """Keep spans from growing without end.

        Raises:
            TooLong: The table is larger than any list.
        """
        places = table.columns * min(table.height, 10_000)
        self._places += places
        self._characters += places * sum(len(piece.text) for piece in pieces if isinstance(piece, Written))
        if not self._is_full and (self._places > _PLACES or self._characters > _CHARACTERS):
            self._is_full = True  # said once: what is read so far is still to be finished
            raise TooLong
