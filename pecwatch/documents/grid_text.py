# SPDX-License-Identifier: EUPL-1.2
"""Words laid into a ruled grid: the rows a reader sees, also where some rules are not drawn."""

from collections.abc import Iterable
from itertools import pairwise

from pecwatch.documents.grid import Grid, Place
from pecwatch.documents.grid_bands import Cells, row_tops
from pecwatch.documents.words import Word, in_lines, joined, phrases
from pecwatch.model.record import record


@record
class GridRow:
    """One row of a ruled table."""

    words: Cells
    own: tuple[Word, ...]
    """The words of the cells that begin in this row (a spanned cell begins in one row only)."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each cell, its lines parted by newlines."""
        return tuple("\n".join(joined(line) for line in in_lines(words)) for words in self.words)


def within(grid: Grid, words: Iterable[Word]) -> dict[Word, Place]:
    """Those of the words, given in the order they were printed, that stand in a grid, each with its place.

    A word stands where it begins. Text that runs over a cell's right wall stays whole: what was printed in one go
    with a word cut by the wall belongs to it.
    """
    places: dict[Word, Place] = {}
    before: Word | None = None
    for word in words:
        place = grid.place(word.x0 + min(word.x1 - word.x0, word.size) / 2, word.middle)
        if before is not None and word.continues and before in places and _runs_over(grid, before, places[before]):
            place = places[before]
        if place is not None:
            places[word] = place
        before = word
    return places


def _runs_over(grid: Grid, word: Word, place: Place) -> bool:
    row, column = place
    cell = grid.cells[row][column]
    return word.x1 > 1 + max(grid.columns[at + 1] for at, other in enumerate(grid.cells[row]) if other == cell)


def rows_of(grid: Grid, places: dict[Word, Place]) -> tuple[GridRow, ...]:
    """The rows of a grid with its words in them, rows and columns without any text of their own left out."""
    cells = [list(row) for row in grid.cells]
    words: dict[Place, list[Word]] = {}
    for word, (row, column) in places.items():
        words.setdefault(cells[row][column], []).append(word)
    for cell in list(words):
        _part_columns(grid, cells, words, cell)
    _leave_out(cells, words)
    cells = _turned(cells)
    _leave_out(cells, words)
    printed = {word: number for number, word in enumerate(places)}
    return tuple(row for band in _filled(_turned(cells), words) for row in _split(band, printed))


def _part_columns(grid: Grid, cells: list[list[Place]], words: dict[Place, list[Word]], cell: Place) -> None:
    """Undo a cell over several columns when its text keeps to the columns: there the rules were just not drawn."""
    covered = [(row, column) for row, line in enumerate(cells) for column, other in enumerate(line) if other == cell]
    if len({column for _, column in covered}) < 2:
        return
    columns: dict[int, list[Word]] = {}
    for phrase in (phrase for line in in_lines(words[cell]) for phrase in phrases(line)):
        first = grid.place(phrase[0].x0 + 1, phrase[0].middle)
        last = grid.place(phrase[-1].x1 - 1, phrase[-1].middle)
        if first is None or last is None or first[1] != last[1]:
            return
        columns.setdefault(first[1], []).extend(phrase)
    if len(columns) > 1:
        del words[cell]
        for row, column in covered:
            cells[row][column] = (cell[0], column)
        words.update({(cell[0], column): found for column, found in columns.items()})


def _turned(cells: list[list[Place]]) -> list[list[Place]]:
    """Rows as columns."""
    return [list(column) for column in zip(*cells, strict=True)]


def _leave_out(rows: list[list[Place]], words: dict[Place, list[Word]]) -> None:
    """Drop every row that is empty, or that only repeats cells of a neighbour (double rules make such rows)."""
    number = 0
    while number < len(rows):
        beside = [rows[other] for other in (number - 1, number + 1) if 0 <= other < len(rows)]
        empty = not any(cell in words for cell in rows[number])
        if empty or any(
            all(cell == other or cell not in words for cell, other in zip(rows[number], near, strict=True))
            for near in beside
        ):
            del rows[number]
        else:
            number += 1


def _filled(cells: list[list[Place]], words: dict[Place, list[Word]]) -> Iterable[GridRow]:
    seen: set[Place] = set()
    for row in cells:
        begins = [cell for cell in dict.fromkeys(row) if cell not in seen]
        seen.update(begins)
        yield GridRow(
            words=tuple(tuple(words.get(cell, ())) for cell in row),
            own=tuple(word for cell in begins for word in words.get(cell, ())),
        )


def _split(row: GridRow, printed: dict[Word, int]) -> Iterable[GridRow]:
    """The rows a band holds when no rules are drawn between them; cells that span several bands keep it whole."""
    whole = len(row.own) == sum(map(len, row.words))
    tops = row_tops(row.words, printed) if whole else ()
    if not tops:
        return (row,)
    return tuple(_band(row.words, top, bottom) for top, bottom in pairwise([float("-inf"), *tops[1:], float("inf")]))


def _band(cells: Cells, top: float, bottom: float) -> GridRow:
    kept = tuple(tuple(word for word in words if top <= word.middle < bottom) for words in cells)
    return GridRow(words=kept, own=tuple(word for words in kept for word in words))
