# SPDX-License-Identifier: EUPL-1.2
"""A sheet while it is being read: its cells wherever they stand, so that one far out costs no more than one near by."""

import datetime as dt
from dataclasses import dataclass, field

from pecwatch.documents.zipped import Refusal

CELLS = 300_000
"""Cells with something in them, in one workbook: a list of 30,000 rows fits, and is read in ten seconds."""

CELLS_LOOKED_AT = 2_000_000
"""Cells with or without something in them, and those that merged ones cover: some ten seconds."""

LETTERS = 10_000_000
"""Of all cells of one workbook; the same long text may stand in many."""

ROWS = 100_000
"""Rows with something in them, in one sheet."""

COLUMNS = 256
"""Columns with something in them, in one sheet."""

Value = str | int | float | bool | dt.datetime | dt.date | dt.time
"""What a cell holds; numbers are those without a meaning of their own, texts are already as shown."""


@dataclass(slots=True, kw_only=True)
class Room:
    """What a workbook may still hold."""

    cells: int = CELLS
    looked_at: int = CELLS_LOOKED_AT
    letters: int = LETTERS

    def take(self, value: Value) -> bool:
        """Room for one more cell, unless none is left."""
        self.cells -= 1
        self.letters -= len(value) if isinstance(value, str) else 10
        return self.cells >= 0 and self.letters >= 0


@dataclass(slots=True, kw_only=True)
class Area:
    """Merged cells: the first of them holds the text; rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A text that lies over the sheet or around it: a note on a cell, a text box, a page header."""

    line: int
    text: str
    is_note: bool = False
    """Somebody's note on a cell, no line of the list."""
    is_above: bool = False
    """It stands above the cells: a page header."""


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One sheet of a workbook, filled by the reader of its format."""

    number: int
    """Its position in the workbook, from 1."""
    name: str
    room: Room
    is_hidden: bool = False
    rows: dict[int, dict[int, Value]] = field(default_factory=dict)
    """Cells with something in them by row and column, from 1."""
    areas: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last of each stretch."""
    remarks: list[Remark] = field(default_factory=list)
    without_value: list[str] = field(default_factory=list)
    """Cells, as «C7», whose formula was saved without what it gives."""
    errors: list[str] = field(default_factory=list)
    """Cells that hold an error, as #N/D."""
    refusal: Refusal | None = None
    """Why it was not read to its end."""
    is_1904: bool = False
    """Whether days are counted from 1904, as Excel for Mac did."""

    def put(self, row: int, column: int, value: Value | None) -> None:
        """Take a cell; empty ones and those beyond the limits are left out."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return
        cells = self.rows.get(row)
        if cells is None:
            if len(self.rows) >= ROWS:
                self.refusal = Refusal.SIZE_LIMIT
                return
            cells = self.rows.setdefault(row, {})
        if self.room.take(value):
            cells[column] = value
        else:
            self.refusal = Refusal.SIZE_LIMIT

    def look_at(self, cells: int = 1) -> bool:
        """Whether some more cells may be looked at."""
        self.room.looked_at -= cells
        if self.room.looked_at < 0:
            self.refusal = Refusal.SIZE_LIMIT
        return self.room.looked_at >= 0

    def hidden_with_text(self) -> tuple[int, int]:
        """How many hidden rows and hidden columns hold something."""
        hidden_rows = sum(1 for row in self.rows if row in self.hidden_rows and self.rows[row])
        used = {column for cells in self.rows.values() for column in cells}
        hidden = sum(1 for column in used if any(first <= column <= last for first, last in self.hidden_columns))
        return hidden_rows, hidden


def reference(row: int, column: int) -> str:
    """A cell as a person calls it: «C7»."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def place(cell: str) -> tuple[int, int] | None:
    """Row and column of «C7»; None when it is no cell."""
    letters = cell.replace("$", "").upper().rstrip("0123456789")
    figures = cell.replace("$", "")[len(letters) :]
    if not figures or not figures.isascii() or len(figures) > 7 or not letters.isalpha() or len(letters) > 3:
        return None
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return (int(figures), column) if letters.isascii() else None


def area(cells: str) -> Area | None:
    """«A1:C2» as an area; None when it is none."""
    first, _, last = cells.partition(":")
    start, end = place(first), place(last or first)
    if start is None or end is None:
        return None
    return Area(top=start[0], left=start[1], bottom=end[0], right=end[1])
