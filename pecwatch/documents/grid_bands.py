# SPDX-License-Identifier: EUPL-1.2
"""Rows of a ruled table that no rule parts: several persons in one band must not become one."""

from itertools import pairwise

from pecwatch.documents.words import Word, in_lines

Cells = tuple[tuple[Word, ...], ...]
"""The words of each cell of a row."""

_FEWEST_ROWS = 3
"""Fewer lines may be one broken cell."""

_LONG_CELL = 5
"""Lines that the first cell of one row hardly ever has."""


def row_tops(cells: Cells, printed: dict[Word, int]) -> tuple[float, ...]:
    """Heights at which the rows of a band begin, when it holds several; empty when it is one row.

    Args:
        printed: For each word its place in the order of printing.
    """
    full = [(column, in_lines(words)) for column, words in enumerate(cells) if words]
    if len(full) < 2:
        return ()
    return _same_heights([lines for _, lines in full]) or _one_by_one(cells, full[0][0], printed)


def _same_heights(columns: list[tuple[tuple[Word, ...], ...]]) -> tuple[float, ...]:
    """Every cell has many lines at the heights of the shortest; or the first has many, each beside one of another cell.

    A long cell whose neighbours stand in its middle is one row: its first line has nothing beside it.
    """
    shortest = [line[0] for line in min(columns, key=len)]
    if len(shortest) >= _FEWEST_ROWS and all(_covers(lines, shortest) for lines in columns):
        return _tops(shortest)
    first = [line[0] for line in columns[0]]
    others = [line[0] for lines in columns[1:] for line in lines]
    if len(first) >= _LONG_CELL and _level_with(others, first) and _level_with(first, others):
        return _tops(first)
    return ()


def _level_with(words: list[Word], anchors: list[Word]) -> bool:
    """Whether every word stands at the height of one of the others."""
    return all(any(_level(word, anchor) for anchor in anchors) for word in words)


def _covers(lines: tuple[tuple[Word, ...], ...], anchors: list[Word]) -> bool:
    return all(any(_level(line[0], anchor) for line in lines) for anchor in anchors)


def _level(one: Word, other: Word) -> bool:
    return abs(one.middle - other.middle) <= 0.4 * min(one.size, other.size)


def _tops(anchors: list[Word]) -> tuple[float, ...]:
    return tuple(anchor.middle - 0.4 * anchor.size for anchor in anchors)


def _one_by_one(cells: Cells, first_column: int, printed: dict[Word, int]) -> tuple[float, ...]:
    """The band was printed row after row, each from its first cell on and below the row before.

    Only believed when some cell was printed with its second line before the next cell: otherwise it may have been
    printed line after line.
    """
    column_of = {word: column for column, words in enumerate(cells) for word in words}
    rows: list[list[Word]] = []
    for word in sorted(column_of, key=printed.__getitem__):
        if rows and column_of[word] >= column_of[rows[-1][-1]]:
            rows[-1].append(word)
        else:
            rows.append([word])
    below = all(min(word.middle for word in row) > max(word.middle for word in above) for above, row in pairwise(rows))
    broken = any(not _level(one, other) for row in rows for one, other in pairwise(row))
    starts = all(column_of[row[0]] == first_column for row in rows)
    if len(rows) < _FEWEST_ROWS or not (below and broken and starts):
        return ()
    return tuple(min(word.middle - 0.4 * word.size for word in row) for row in rows)
