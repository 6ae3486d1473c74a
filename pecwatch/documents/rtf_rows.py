# SPDX-License-Identifier: EUPL-1.2
"""Rows of a rich text's tables: cells are told by their right edges, and each row has edges of its own."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pecwatch.documents.paper_grid import COLUMNS, Cell, CellRow

_TOLERANCE_TWIPS = 120
"""Two millimetres: edges as near as this are one border that was moved by hand."""


@dataclass(slots=True)
class Place:
    """Where one cell of a row stands."""

    right: int = 0
    """Twips from the margin."""
    continues: bool = False
    joins_left: bool = False


@dataclass(slots=True)
class Layout:
    """The places of one row's cells."""

    left: int
    places: tuple[Place, ...]


def arranged(rows: tuple[CellRow, ...], layouts: list[Layout]) -> Iterator[CellRow]:
    """The rows with every cell in its columns; by number where a row does not say where its cells stand."""
    is_told = len(rows) == len(layouts) and all(layout.places for layout in layouts)
    borders = _borders(layouts) if is_told else []
    if not is_told or len(borders) > COLUMNS:
        yield from rows
        return
    for row, layout in zip(rows, layouts, strict=True):
        yield replace(row, cells=tuple(_joined(_placed(row, layout, borders))))


def _borders(layouts: Iterable[Layout]) -> list[int]:
    """Edges of all rows, those near each other taken for one."""
    edges = sorted({edge for layout in layouts for edge in (layout.left, *(place.right for place in layout.places))})
    borders: list[int] = []
    for edge in edges:
        if not borders or edge - borders[-1] > _TOLERANCE_TWIPS:
            borders.append(edge)
    return borders


def _placed(row: CellRow, layout: Layout, borders: list[int]) -> Iterator[tuple[Cell, Place]]:
    column = _border(layout.left, borders)
    for cell, place in zip(_fitting(row.cells, len(layout.places)), layout.places, strict=False):
        until = _border(place.right, borders)
        if until > column or not cell.is_empty:
            columns = max(1, until - column)
            yield replace(cell, column=column, columns=columns, continues=place.continues), place
            column += columns


def _fitting(cells: tuple[Cell, ...], places: int) -> tuple[Cell, ...]:
    """No more cells than there are places: LibreOffice ends too many, empty ones, after a table in a cell."""
    rest = tuple(piece for cell in cells[places:] for piece in cell.pieces)
    return (*cells[: places - 1], *(replace(cell, pieces=cell.pieces + rest) for cell in cells[places - 1 : places]))


def _border(edge: int, borders: list[int]) -> int:
    """Number of the border that an edge was taken for: the last one that is not to its right."""
    return max(0, bisect_left(borders, edge + 1) - 1)


def _joined(cells: Iterable[tuple[Cell, Place]]) -> list[Cell]:
    """Cells that go on in the one to their right, as one."""
    joined: list[Cell] = []
    for cell, place in cells:
        if place.joins_left and joined:
            left = joined[-1]
            joined[-1] = replace(left, pieces=left.pieces + cell.pieces, columns=left.columns + cell.columns)
        else:
            joined.append(cell)
    return joined
