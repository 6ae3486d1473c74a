# SPDX-License-Identifier: EUPL-1.2
"""Rows of a table without walls: which of its lines are one row, whatever cell was broken into several."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from pecwatch.documents.column_bands import Band, Phrase, PrintedLine, cells_of, middle_of
from pecwatch.documents.grid_text import GridRow
from pecwatch.documents.words import joined
from pecwatch.model.record import record

_FARTHER = 0.09
"""Share of the letter size by which rows stand farther apart than the lines of one cell: half a point of padding."""

_UNEVEN = 0.05
"""Share of the letter size by which lines of one cell stand farther apart in one place than in another."""

_ASIDE = 0.07
"""The same two shares are so much greater where words were recognised in a picture and stand a little aside."""

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

_RARE = 2
"""To one of so many rows parted by white, a line that looks like a row's first may be the second of a row."""

_RULED = 0.8
"""Share of the rows that rules part, at least, where they part all: below the header there may be none."""

_NUMBER = re.compile(r"(\d{1,4})[.)°]?")
"""What numbers a row."""

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
    if counted is not None and _are_centred(lines, counted):
        return tuple(_row(row) for row in _around(lines, counted))
    steady = _steady(lines) if counted is None else frozenset({counted})
    apart = _one_row_each(stretches, steady, counted=counted is not None)
    rows = [row for each in stretches for row in ([each] if apart else _split(each, steady))]
    return tuple(_row(row) for row in rows)


def _row(lines: Sequence[PlacedLine]) -> GridRow:
    columns = zip(*(line.cells for line in lines), strict=True)
    cells = tuple(tuple(word for part in column for word in part) for column in columns)
    return GridRow(words=cells, own=tuple(word for cell in cells for word in cell))


def _stretches(lines: Sequence[PlacedLine]) -> list[list[PlacedLine]]:
    """Lines that nothing parts: no rule, no wider white, no line across the columns."""
    reach = reach_of(lines)
    stretches: list[list[PlacedLine]] = []
    for line in lines:
        above = stretches[-1][-1] if stretches else None
        if above is None or line.parted or line.across or above.across or line.middle - above.middle > reach:
            stretches.append([])
        stretches[-1].append(line)
    return stretches


def reach_of(lines: Sequence[PlacedLine]) -> float:
    """How far apart two lines of one row are at most: a little more than the smallest step inside a cell."""
    steps = sorted(_steps(lines))
    if not steps:
        return 0.0
    size = median(line.size for line in lines)
    aside = 0.0 if any(word.letters for line in lines for cell in line.cells for word in cell) else _ASIDE * size
    leading = median(step for step in steps if step <= steps[0] + _UNEVEN * size + aside)
    return leading + _FARTHER * size + aside


def _steps(lines: Sequence[PlacedLine]) -> Iterator[float]:
    """Distances at which a column goes on from line to line, no rule between."""
    last: dict[int, float] = {}
    for line in lines:
        if line.parted or line.across:
            last = {}
        here = {} if line.across else {column: middle_of(line.cells[column]) for column in line.filled}
        own = (middle - last[column] for column, middle in here.items() if column in last)
        yield from (step for step in own if _SOLID * line.size <= step <= _WIDEST * line.size)
        last |= here


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


def _one_row_each(stretches: list[list[PlacedLine]], steady: frozenset[int], *, counted: bool) -> bool:
    """Whether rules or white alone part the rows: few stretches have two lines with nearly all columns filled.

    White does only when it parts rows far more often than lines within a stretch look like a row's first, and some
    line goes on with the row above: otherwise no cell is broken, and rows stand that close.
    """
    longer = [stretch for stretch in stretches if len(stretch) > 1]
    most = max(len(line.filled) for stretch in stretches for line in stretch)
    doubled = [stretch for stretch in longer if sum(len(line.filled) > _WHOLE * most for line in stretch) > 1]
    begins = [[_begins(line, steady) for line in stretch] for stretch in longer]
    extra = sum(max(0, sum(each) - 1) for each in begins)
    if len(doubled) * 2 > len(longer) or (counted and extra):
        return False
    goes_on = any(not begun for each in begins for begun in each[1:])
    by_white = goes_on and extra * _RARE <= _parted_by_white(stretches)
    by_rules = 0 < _parted_by_rules(stretches) * _RARE >= extra
    return not longer or by_white or by_rules


def _parted_by_rules(stretches: list[list[PlacedLine]]) -> int:
    """How many stretches begin below a rule, if all but the header and one row do: a lone rule parts no rows."""
    parted = sum(stretch[0].parted for stretch in stretches[1:])
    all_but_one = parted >= min(len(stretches) - 2, _RULED * (len(stretches) - 1))
    return parted if parted > 1 and all_but_one else 0


def _parted_by_white(stretches: list[list[PlacedLine]]) -> int:
    """How many stretches begin below more white than stands within a row, and no rule."""
    reach = reach_of([line for stretch in stretches for line in stretch])
    return sum(
        not below[0].parted and below[0].middle - above[-1].middle > reach for above, below in pairwise(stretches)
    )


def _counted(lines: Sequence[PlacedLine]) -> int | None:
    """The column that numbers the rows one by one, if one does: each number begins a row."""
    for column in range(max(len(line.cells) for line in lines)):
        texts = [joined(line.cells[column]) for line in lines if column in line.filled and not line.across]
        numbers = [int(found[1]) for text in texts if (found := _NUMBER.fullmatch(text))]
        in_turn = all(later == earlier + 1 for earlier, later in pairwise(numbers))
        if len(numbers) > 2 and in_turn and len(texts) - len(numbers) <= _HEADER_LINES:
            return column
    return None


def _are_centred(lines: Sequence[PlacedLine], counted: int) -> bool:
    """Whether cells are level in the middle: lines stand half a line above numbers, nearer than solid print."""
    above = [
        below.middle - line.middle < _SOLID * below.size
        for line, below in pairwise(lines)
        if counted in below.filled - line.filled and not (line.across or below.across or below.parted)
    ]
    return len(above) > 1 and all(above)


def _around(lines: Sequence[PlacedLine], counted: int) -> Iterator[list[PlacedLine]]:
    """Rows of cells level in the middle: each line with the nearest number, above or below, that nothing parts it from.

    What stands in the column of numbers above the first one is its header, and keeps its lines as a number does.
    """
    numbered = [counted in line.filled and not line.across for line in lines]
    owners = [place if numbered[place] else _nearest(lines, numbered, place) for place in range(len(lines))]
    for _, places in groupby(range(len(lines)), key=owners.__getitem__):
        yield [lines[place] for place in places]


def _nearest(lines: Sequence[PlacedLine], numbered: Sequence[bool], place: int) -> int:
    """The line with a number that a line belongs to; itself where none is near."""
    found = [
        anchor
        for anchor in (_towards(lines, numbered, place, -1), _towards(lines, numbered, place, 1))
        if anchor is not None
    ]
    return min(found, key=lambda anchor: abs(lines[anchor].middle - lines[place].middle), default=place)


def _towards(lines: Sequence[PlacedLine], numbered: Sequence[bool], place: int, step: int) -> int | None:
    """The next line with a number in one direction, if lines lead to it without a gap."""
    while 0 <= place + step < len(lines):
        above, below = sorted((place, place + step))
        wide = lines[below].middle - lines[above].middle > _WIDEST * lines[below].size
        if wide or lines[below].parted or lines[above].across or lines[below].across:
            return None
        place += step
        if numbered[place]:
            return place
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
