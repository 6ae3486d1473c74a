# SPDX-License-Identifier: EUPL-1.2
"""From what a word processor's file says to pages whose lines are numbered as a person counts them."""

from collections.abc import Iterable
from dataclasses import replace

from pecwatch.documents.paper_grid import Grid, Piece, Written
from pecwatch.documents.typed_tables import with_tables
from pecwatch.model.document import Line, Page, Table, TableRow


def on_page(pieces: Iterable[Piece], page: int) -> tuple[Piece, ...]:
    """The same pieces, all on one page: headers, footers and notes."""
    return tuple(
        replace(piece, page=page)
        if isinstance(piece, Written)
        else Grid(rows=tuple(replace(row, page=page) for row in piece.rows))
        for piece in pieces
    )


def pages_of(pieces: Iterable[Piece]) -> tuple[Page, ...]:
    """Pages with their lines numbered as they are seen; a table's row counts as many as its highest cell."""
    sheets: dict[int, _Sheet] = {}
    for piece in pieces:
        if isinstance(piece, Written):
            sheet = sheets.setdefault(piece.page, _Sheet())
            (sheet.add_remark if piece.is_remark else sheet.add_line)(piece.text)
        else:
            for page in sorted({row.page for row in piece.rows}):
                rows = tuple(row for row in piece.rows if row.page == page)
                sheets.setdefault(page, _Sheet()).add_table(Grid(rows=rows))
    return tuple(Page(number=number, blocks=sheet.finish()) for number, sheet in sorted(sheets.items()))


class _Sheet:
    """One page being numbered."""

    def __init__(self) -> None:
        self._blocks: list[Line | Table] = []
        self._lines: list[Line] = []
        self._remarks: list[str] = []
        self._number = 1

    def add_line(self, text: str) -> None:
        self._lines.append(Line(text=text, line=self._number))
        self._number += 1

    def add_remark(self, text: str) -> None:
        """A comment: below the page, where it parts no row."""
        self._remarks.append(text)

    def add_table(self, grid: Grid) -> None:
        self._blocks += with_tables(tuple(self._lines))
        self._lines = []
        rows = []
        for row in grid.rows:
            rows.append(TableRow(cells=row.cells, line=self._number))
            self._number += row.height
        self._blocks.append(Table(rows=tuple(rows)))

    def finish(self) -> tuple[Line | Table, ...]:
        remarks = (Line(text=text, line=line, remark=True) for line, text in enumerate(self._remarks, self._number))
        return (*self._blocks, *with_tables(tuple(self._lines)), *remarks)
