# SPDX-License-Identifier: EUPL-1.2
"""The grid behind a word processor's table, and whether the table holds data or only places things on the page."""

from collections.abc import Iterator

from pecwatch.model.record import record

COLUMNS = 200
"""A list has a dozen columns; a cell that spans thousands is an attack."""

_TALL_LINES = 4
"""A single row with a cell as high as this is a letterhead or a signature beside a logo."""


@record
class Written:
    """One line."""

    text: str
    page: int
    is_remark: bool = False
    """A comment on the text."""


@record
class GridRow:
    """One row of a data table."""

    cells: tuple[str, ...]
    """A spanned cell's text in every place it covers."""
    own: str
    """The row as one line, each text once."""
    height: int
    """How many lines it takes."""
    page: int


@record
class Grid:
    """A data table."""

    rows: tuple[GridRow, ...]


Piece = Written | Grid


@record
class Cell:
    """One cell as written, before its spans are spread."""

    pieces: tuple[Piece, ...]
    column: int
    columns: int = 1
    rows: int = 1
    continues: bool = False
    """It is the lower part of the cell above, whose text it shows."""

    @property
    def text(self) -> str:
        """Its lines parted by newlines; tables inside it become lines."""
        return "\n".join(line for piece in self.pieces for line in lines_of(piece))

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.pieces


@record
class CellRow:
    """The cells of one row."""

    cells: tuple[Cell, ...]
    page: int


def lines_of(piece: Piece) -> Iterator[str]:
    """A line, or the rows of a table as lines."""
    if isinstance(piece, Written):
        yield piece.text
    else:
        yield from (row.own for row in piece.rows)


def pieces_of(rows: tuple[CellRow, ...], narrow: frozenset[int]) -> Iterator[Piece]:
    """A finished table: its lines where it only places them on the page, otherwise one grid.

    Args:
        rows: The rows that are seen.
        narrow: Columns too narrow to hold text, left behind by a border that was moved.
    """
    if _is_layout(rows):
        yield from (piece for row in rows for cell in row.cells for piece in cell.pieces)
        return
    grid = tuple(_spread(rows, narrow))
    if grid:
        yield Grid(rows=grid)


def _is_layout(rows: tuple[CellRow, ...]) -> bool:
    """Whether a table only places things on the page.

    It does when no row has two cells with text, when a table inside it is at least as long as itself, or when it is
    a single row with a high cell.
    """
    if max((sum(not cell.is_empty for cell in row.cells) for row in rows), default=0) < 2:
        return True
    pieces = [piece for row in rows for cell in row.cells for piece in cell.pieces]
    if max((len(piece.rows) for piece in pieces if isinstance(piece, Grid)), default=0) >= max(2, len(rows)):
        return True
    filled = [row for row in rows if any(not cell.is_empty for cell in row.cells)]
    return len(filled) == 1 and any(len(cell.pieces) >= _TALL_LINES for cell in filled[0].cells)


def _spread(rows: tuple[CellRow, ...], narrow: frozenset[int]) -> Iterator[GridRow]:
    """The rows that show anything, columns without any text left out."""
    places: list[dict[int, str]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        for cell in row.cells:
            above = places[number - 1].get(cell.column, "") if cell.continues and number else ""
            _fill(places[number : number + max(1, cell.rows)], cell, cell.text or above)
    used = sorted(_used(rows, places, narrow))
    for row, place in zip(rows, places, strict=True):
        cells = tuple(place.get(column, "") for column in used)
        if any(cells):
            texts = [cell.text for cell in row.cells if not cell.continues]
            height = max((text.count("\n") + 1 for text in texts), default=1)
            yield GridRow(
                cells=cells, own=" ".join(filter(None, texts)).replace("\n", " "), height=height, page=row.page
            )


def _fill(places: list[dict[int, str]], cell: Cell, text: str) -> None:
    for place in places:
        for column in range(cell.column, min(cell.column + cell.columns, COLUMNS)):
            place.setdefault(column, text)


def _used(rows: tuple[CellRow, ...], places: list[dict[int, str]], narrow: frozenset[int]) -> Iterator[int]:
    """Columns in which something stands, less those that only parts of wider cells cover."""
    begun = {cell.column for row in rows for cell in row.cells if cell.columns == 1 and not cell.is_empty}
    starts = {cell.column for row in rows for cell in row.cells}
    for column in sorted({column for place in places for column, text in place.items() if text}):
        if column in begun or (column in starts and column not in narrow):
            yield column
