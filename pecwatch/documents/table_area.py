# SPDX-License-Identifier: EUPL-1.2
"""Tables without walls: where on a page lines keep to columns, and which columns those are."""

import re
from collections.abc import Sequence

from pecwatch.documents.column_bands import MOST_COLUMNS, Band, PrintedLine, measured, merged, widened
from pecwatch.documents.grid_text import GridRow
from pecwatch.documents.row_bands import PlacedLine, placed, reach_of, rows_of_lines
from pecwatch.documents.rules import Rule
from pecwatch.documents.words import Word, joined
from pecwatch.model.record import record

_FEWEST_COLUMNS = 3
"""Two columns may be a letterhead, or a label and its value."""

_FEWEST_LINES = 3
"""Lines in which that many columns are filled: a header and two rows; one row when a rule parts it from the header."""

_FARTHEST = 3.0
"""Letter sizes from one line of a table to the next at most, unless columns or a rule tell that it goes on."""

_FARTHEST_SURE = 8.0
"""The same where they do: a row as high as its longest cell may hold one line in its middle."""

_NEAR = 1.6
"""Letter sizes from a line above to the first full one, when it belongs to the same header or row."""

_MOST_ACROSS = 3
"""Lines in a row that stand across the columns: a subtotal, a municipality, a building."""

_WIDE_RULE = 0.6
"""Share of the table's width that a rule between rows has at least; shorter ones underline words."""


_LABEL = re.compile(r"[^\W\d][^\d:]{1,30}:(?:\s|$)")
"""A label before its value."""


@record
class TableArea:
    """Lines that keep to columns, from the first to the last, and the rows they make."""

    first: int
    last: int
    rows: tuple[GridRow, ...]


def areas_of(page: Sequence[tuple[Word, ...]], across: Sequence[Rule]) -> tuple[TableArea, ...]:
    """The tables that lines make without walls, top to bottom; none shares a line with another.

    Args:
        across: The rules drawn from left to right, edges of shading too.
    """
    lines = [measured(line) for line in page]
    found: list[TableArea] = []
    first = 0
    while first < len(lines):
        area = None
        if _FEWEST_COLUMNS <= len(lines[first].phrases) <= MOST_COLUMNS:
            area = _area(lines, across, first, found[-1].last + 1 if found else 0)
        if area is not None:
            found.append(area)
            first = area.last
        first += 1
    return tuple(found)


def _area(lines: Sequence[PrintedLine], across: Sequence[Rule], start: int, free: int) -> TableArea | None:
    """The table that begins at a line with columns; lines from `free` on belong to no other."""
    last, bands = _downward(lines, across, start)
    first, bands = _upward(lines, across, start, free, bands)
    if len(bands) < _FEWEST_COLUMNS:
        return None
    heights = _heights(across, bands)
    own = placed(lines[first : last + 1], bands, heights)
    full = [number for number, line in enumerate(own) if len(line.filled) >= _FEWEST_COLUMNS]
    ruled = any(line.parted for line in own[full[0] + 1 : full[-1] + 1]) if full else False
    if len(full) + ruled < _FEWEST_LINES:
        return None
    if _labelled([own[number] for number in full]):
        return None
    own = _without_tail(own, full[-1], heights)
    return TableArea(first=first, last=first + len(own) - 1, rows=rows_of_lines(own))


def _labelled(full: Sequence[PlacedLine]) -> bool:
    """Whether lines hold labels with their values, «Cognome: BEGU   Nome: KLEA», one block for each person."""
    found = [sum(bool(_LABEL.match(joined(cell))) for cell in line.cells) for line in full]
    return sum(labels > 1 for labels in found) * 2 > len(found)


def _heights(across: Sequence[Rule], bands: tuple[Band, ...]) -> list[float]:
    """Where rules wide enough part the rows of a table."""
    start, end = bands[0].start, bands[-1].end
    return [rule.at for rule in across if min(rule.end, end) - max(rule.start, start) >= _WIDE_RULE * (end - start)]


def _downward(lines: Sequence[PrintedLine], across: Sequence[Rule], start: int) -> tuple[int, tuple[Band, ...]]:
    """The last line that keeps to the columns, and the columns as all lines together tell them."""
    last, bands = start, merged(lines[start].bands)
    pending = 0
    for number in range(start + 1, len(lines)):
        above, line = lines[number - 1], lines[number]
        far = len(line.phrases) >= _FEWEST_COLUMNS or _rule_between(across, above, line)
        if _distance(above, line) > (_FARTHEST_SURE if far else _FARTHEST):
            break
        wider = widened(bands, line)
        if wider is not None and len(wider) >= _FEWEST_COLUMNS:
            last, bands, pending = number, wider, 0
        elif len(line.phrases) > 1 or pending == _MOST_ACROSS:
            break
        else:
            pending += 1
    return last, bands


def _upward(
    lines: Sequence[PrintedLine], across: Sequence[Rule], start: int, free: int, bands: tuple[Band, ...]
) -> tuple[int, tuple[Band, ...]]:
    """Lines above the first full one: a header's first line, or the rest of a row from the page before."""
    first = start
    for number in range(start - 1, free - 1, -1):
        wider = widened(bands, lines[number])
        ruled = _rule_between(across, lines[number], lines[number + 1])
        if wider is None or ruled or _distance(lines[number], lines[number + 1]) > _NEAR:
            break
        first, bands = number, wider
    return first, bands


def _without_tail(own: tuple[PlacedLine, ...], full: int, heights: Sequence[float]) -> tuple[PlacedLine, ...]:
    """A table's lines without closing and signature: what stands below its last full line, apart and unruled."""
    reach = reach_of(own)
    for number in range(full, len(own) - 1):
        line, below = own[number], own[number + 1]
        apart = below.across or below.middle - line.middle > reach
        if apart and not any(height > below.middle for height in heights):
            return own[: number + 1]
    return own


def _distance(above: PrintedLine, below: PrintedLine) -> float:
    """Letter sizes from one line down to the next."""
    return (below.middle - above.middle) / max(above.size, below.size)


def _rule_between(across: Sequence[Rule], above: PrintedLine, below: PrintedLine) -> bool:
    return any(above.middle < rule.at < below.middle for rule in across)
