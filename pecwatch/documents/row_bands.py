# SPDX-License-Identifier: EUPL-1.2
"""Rows of a table without walls: which of its lines are one row, whatever cell was broken into several."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from pecwatch.documents.column_bands import Band, Phrase, PrintedLine, cells_of, middle_of
from pecwatch.documents.grid_text import GridRow
from pecwatch.documents.words import joined
from pecwatch.model.record import record

FARTHER = 0.14
"""Share of the letter size by which rows stand farther apart than the lines of one cell, at least.

A padding of half a point above and below is more; what recognised words of a scan stand aside is mostly less.
"""

_UNEVEN = 1.12
"""How much farther than the smallest step a step inside a cell may be, as recognised words stand aside."""

_WIDEST = 1.36
"""Letter sizes from line to line in one cell at most; farther apart stand rows, none of which is broken."""

_SOLID = 0.85
"""Letter sizes from line to line in one cell at least; a speck taken for a letter may stand nearer."""

_STEADY = 0.75
"""Share of a column's lines that begin a row, when its cells are hardly ever broken: numbers, days."""

_FULL = 0.6
"""Share of the columns of the fullest line above which a line is a full one."""

_HALF = 0.5
"""Share of the unbroken columns above which a line begins a row: some of its cells may be empty."""

_WHOLE = 0.8
"""Share of the columns of the fullest line above which a line looks like a row of its own."""

_NUMBER = re.compile(r"(\d{1,4})[.)°]?")
"""What numbers a row."""

_DAY = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-](?:20)?\d\d")
"""A whole day, and nothing else."""

_HEADER_LINES = 3
"""Lines of a header at most, in a column of numbers."""


@record
class PlacedLine:
    """One printed line: its cells, and whether a rule or a band of shading parts it from the line above."""

    cells: tuple[Phrase, ...]
    filled: frozenset[int]
    """The columns with text."""
    middle: float
    size: float
    across: bool
    """It stands across the columns: a day, a building, a subtotal."""
    parted: bool


def placed(lines: Sequence[PrintedLine], bands: tuple[Band, ...], heights: Sequence[float]) -> tuple[PlacedLine, ...]:
    """Lines with their words in columns.

    Args:
        heights: Where rules and edges of shading part rows for certain.
    """
    found: list[PlacedLine] = []
    for line in lines:
        cells = cells_of(bands, line)
        above = found[-1].middle if found else line.middle
        found.append(
            PlacedLine(
                cells=cells or (line.words, *((),) * (len(bands) - 1)),
                filled=frozenset(column for column, cell in enumerate(cells or (line.words,)) if cell),
                middle=line.middle,
                size=line.size,
                across=cells is None,
                parted=any(above < height < line.middle for height in heights),
            )
        )
    return tuple(found)


def rows_of_lines(lines: Sequence[PlacedLine]) -> tuple[GridRow, ...]:
    """The rows that lines make."""
    stretches = _stretches(lines)
    counted = _counted(lines)
    if not _one_row_each(stretches, counted):
        steady = _steady(lines) if counted is None else frozenset({counted})
        stretches = [row for stretch in stretches for row in _split(stretch, steady)]
    return tuple(_row(part) for stretch in stretches for part in _one_day_each(stretch))


def _one_day_each(row: list[PlacedLine]) -> list[list[PlacedLine]]:
    """A row cut where a column says a second day: two days are two rows, and two persons never become one."""
    columns = range(len(row[0].cells))
    days = [[at for at, line in enumerate(row) if _DAY.fullmatch(joined(line.cells[column]))] for column in columns]
    several = max(days, key=len)
    if len(several) < 2:
        return [row]
    cuts = [0, *(at for at in several if at), len(row)]
    return [row[start:end] for start, end in pairwise(cuts)]


def _row(lines: Sequence[PlacedLine]) -> GridRow:
    columns = zip(*(line.cells for line in lines), strict=True)
    cells = tuple(tuple(word for part in column for word in part) for column in columns)
    return GridRow(words=cells, own=tuple(word for cell in cells for word in cell))


def _stretches(lines: Sequence[PlacedLine]) -> list[list[PlacedLine]]:
    """Lines that nothing parts: no rule, no wider white, no line across the columns."""
    leading = leading_of(lines)
    stretches: list[list[PlacedLine]] = []
    for line in lines:
        above = stretches[-1][-1] if stretches else None
        if (
            above is None
            or line.parted
            or line.across
            or above.across
            or line.middle - above.middle > leading + FARTHER * line.size
        ):
            stretches.append([])
        stretches[-1].append(line)
    return stretches


def leading_of(lines: Sequence[PlacedLine]) -> float:
    """Distance of two lines in one cell: the smallest at which a column goes on, no rule between."""
    steps: list[float] = []
    last: dict[int, float] = {}
    for line in lines:
        if line.parted or line.across:
            last = {}
        here = {} if line.across else {column: middle_of(line.cells[column]) for column in line.filled}
        own = [middle - last[column] for column, middle in here.items() if column in last]
        steps += [step for step in own if _SOLID * line.size <= step <= _WIDEST * line.size]
        last |= here
    least = min(steps, default=0.0)
    return median([step for step in steps if step <= least * _UNEVEN] or [0.0])


def _steady(lines: Sequence[PlacedLine]) -> frozenset[int]:
    """Columns whose cells are hardly ever broken into lines."""
    inside = [line for line in lines if not line.across]
    most = max((len(line.filled) for line in inside), default=0)
    steady = []
    for column in range(max((len(line.cells) for line in inside), default=0)):
        own = [line for line in inside if column in line.filled]
        full = sum(len(line.filled) > _FULL * most for line in own)
        if own and full >= _STEADY * len(own):
            steady.append(column)
    return frozenset(steady)


def _begins(line: PlacedLine, steady: frozenset[int]) -> bool:
    return len(line.filled & steady) > _HALF * len(steady)


def _one_row_each(stretches: list[list[PlacedLine]], counted: int | None) -> bool:
    """Whether white or rules alone part the rows.

    So it is when no stretch has two numbers, and few have two lines with nearly all columns filled.
    """
    longer = [stretch for stretch in stretches if len(stretch) > 1]
    if counted is not None and any(sum(_is_number(line.cells[counted]) for line in each) > 1 for each in longer):
        return False
    most = max(len(line.filled) for stretch in stretches for line in stretch)
    doubled = [stretch for stretch in longer if sum(len(line.filled) > _WHOLE * most for line in stretch) > 1]
    return len(doubled) * 2 <= len(longer)


def _is_number(cell: Phrase) -> bool:
    return _NUMBER.fullmatch(joined(cell)) is not None


def _counted(lines: Sequence[PlacedLine]) -> int | None:
    """The column that numbers the rows one by one, if one does: each number begins a row."""
    for column in range(max(len(line.cells) for line in lines)):
        texts = [joined(line.cells[column]) for line in lines if column in line.filled and not line.across]
        numbers = [int(found[1]) for text in texts if (found := _NUMBER.fullmatch(text))]
        in_turn = all(later == earlier + 1 for earlier, later in pairwise(numbers))
        if len(numbers) > 2 and in_turn and len(texts) - len(numbers) <= _HEADER_LINES:
            return column
    return None


def _split(stretch: list[PlacedLine], steady: frozenset[int]) -> Iterator[list[PlacedLine]]:
    """Rows set solid, their cells level at the top: a row begins where the unbroken columns are filled.

    Or where a column goes on that was empty one line above: a cell has no empty line within.
    """
    row: list[PlacedLine] = []
    for line in stretch:
        if row and (_begins(line, steady) or (len(steady) > 1 and line.filled - row[-1].filled)):
            yield row
            row = []
        row.append(line)
    yield row
