# SPDX-License-Identifier: EUPL-1.2
"""Tables typed into plain text: columns parted by `;`, tab or `|`, and grids drawn with `+---+`."""

import csv
import re
from collections.abc import Iterator, Sequence

from pecwatch.model.document import Line, Table, TableRow

_COLUMNS = 3
"""Fewer columns are a sentence with a semicolon, or a label and its value."""

_LINES = 3
"""Fewer lines alike may be chance, unless the whole text is nothing else."""

_SEPARATORS = (";", "\t", "|")

_FILE_SEPARATORS = (*_SEPARATORS, ",")
"""The comma parts columns only where every line of a file agrees: addresses are full of commas."""

_DRAWN = str.maketrans(
    dict.fromkeys("│┃║┆┊", "|") | dict.fromkeys("─━═╌┄", "-") | dict.fromkeys("┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬", "+")
)
"""Box-drawing characters as the plain ones they stand for."""

_BORDER = re.compile(r"(?=(?:[^=-]*[=-]){3})[\s|:+=-]+")

_LONGEST_RECORD = 20
"""Lines that one quoted cell may hold together; beyond, the quote was a stray one."""


def with_tables(lines: tuple[Line, ...]) -> tuple[Line | Table, ...]:
    """The same lines in the same order, with each typed table made one block."""
    for separator in _FILE_SEPARATORS:
        whole = _run(lines, 0, separator)
        if len(whole) >= 2 and sum(height for _, height in whole) == len(lines):
            return (_table(whole),)
    return tuple(_blocks(lines))


def _blocks(lines: tuple[Line, ...]) -> Iterator[Line | Table]:
    position = 0
    while position < len(lines):
        grid = _grid(lines, position)
        if grid is not None:
            yield grid[0]
            position += grid[1]
            continue
        runs = (_run(lines, position, separator) for separator in _SEPARATORS if separator in lines[position].text)
        best = max(runs, key=len, default=())
        if len(best) >= _LINES:
            yield _table(best)
            position += sum(height for _, height in best)
        else:
            yield lines[position]
            position += 1


def _table(run: tuple[tuple[TableRow, int], ...]) -> Table:
    return Table(rows=tuple(row for row, _ in run))


def _run(lines: tuple[Line, ...], position: int, separator: str) -> tuple[tuple[TableRow, int], ...]:
    """The longest run of records from a line on that have as many columns as the first, with their heights in lines."""
    found: list[tuple[TableRow, int]] = []
    columns = 0
    while position < len(lines):
        record = _record(lines, position, separator)
        if record is None:
            break
        cells, height = record
        columns = columns or len(cells)
        if len(cells) != columns or columns < _COLUMNS:
            break
        found.append((TableRow(cells=cells, line=lines[position].line), height))
        position += height
    return tuple(found)


def _record(lines: tuple[Line, ...], position: int, separator: str) -> tuple[tuple[str, ...], int] | None:
    """The cells that begin on a line, without the blanks around them, and over how many lines they stretch."""
    found = record_at(lines, position, separator)
    return None if found is None else (_stripped(found[0]), found[1])


def record_at(lines: tuple[Line, ...], position: int, separator: str) -> tuple[tuple[str, ...], int] | None:
    """The cells that begin on a line, and over how many lines a quoted cell stretches them."""
    first = lines[position].text
    if separator not in first and not _opens_quote(first):
        return None
    if separator == "|":
        framed = first.lstrip().startswith("|")
        return tuple(first.strip().removeprefix("|").removesuffix("|" if framed else "").split("|")), 1
    if separator == "," and ", " in re.sub('"[^"]*"', "", first):  # commas of a sentence, not of a file
        return None
    if '"' not in first:
        return tuple(first.split(separator)), 1
    for height in range(1, min(_LONGEST_RECORD, len(lines) - position) + 1):
        written = [f"{line.text}\n" for line in lines[position : position + height]]
        try:
            records = list(csv.reader(written, delimiter=separator, strict=True))
        except csv.Error:
            continue
        if len(records) == 1 and (separator in first or len(records[0]) > 1):
            return tuple(records[0]), height
    return (tuple(first.split(separator)), 1) if separator in first else None


def _opens_quote(line: str) -> bool:
    """Whether a line begins a quoted cell that goes on below."""
    return line.lstrip().startswith('"') and line.count('"') % 2 == 1


def _stripped(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _grid(lines: tuple[Line, ...], position: int) -> tuple[Table, int] | None:
    """A grid with drawn borders from a line on, and how many lines it takes; None when there is none.

    Between borders that part every row, the lines of a row are one row with broken cells; where borders only
    frame the head and the body, each line is a row.
    """
    groups: list[list[tuple[tuple[str, ...], int]]] = [[]]
    taken = 0
    for line in map(lines.__getitem__, range(position, len(lines))):
        drawn = line.text.translate(_DRAWN).strip()
        if _BORDER.fullmatch(drawn):
            groups.append([])
        elif drawn.startswith("|") and drawn.endswith("|") and len(drawn) > 1:
            groups[-1].append((_stripped(drawn[1:-1].split("|")), line.line))
        else:
            break
        taken += 1
    full = [group for group in groups if group]
    widths = {len(cells) for group in full for cells, _ in group}
    if len(groups) == 1 or len(widths) != 1 or max(widths) < 2:
        return None
    if len(full) <= 2:
        return Table(rows=tuple(TableRow(cells=cells, line=number) for group in full for cells, number in group)), taken
    return Table(rows=tuple(_joined(group) for group in full)), taken


def _joined(group: list[tuple[tuple[str, ...], int]]) -> TableRow:
    columns = zip(*(cells for cells, _ in group), strict=True)
    return TableRow(cells=tuple("\n".join(filter(None, column)) for column in columns), line=group[0][1])
