# SPDX-License-Identifier: EUPL-1.2
"""The grid behind an HTML table: own rows, spanned cells, and whether it holds data or only places things."""

import re

from selectolax.lexbor import LexborNode

from pecwatch.documents.html_display import cells_in, rows_of
from pecwatch.model.record import record

_COLUMNS = 200
"""A list has a dozen columns; a colspan of thousands is an attack."""


@record
class Cell:
    """One cell as written, before its spans are spread."""

    node: LexborNode
    rows: int
    columns: int


def _span(written: str | None) -> int:
    """A span as browsers read it: missing or senseless is 1."""
    digits = re.match(r"\s*(\d{1,5})", written or "")
    return int(digits[1]) if digits else 1


def cells_of(table: LexborNode) -> list[list[Cell]]:
    """The cells of a table's own rows; those of tables inside it are not among them."""
    rows = [cells_in(row) for row in rows_of(table)]
    return [
        [
            Cell(
                node=node,
                rows=min(_span(node.attributes.get("rowspan")) or len(rows), len(rows) - number),
                columns=max(1, min(_span(node.attributes.get("colspan")), _COLUMNS)),
            )
            for node in row
        ]
        for number, row in enumerate(rows)
    ]


def spread(rows: list[list[Cell]], texts: list[list[str]]) -> list[tuple[str, ...]]:
    """The texts in a full grid, a spanned cell's text in every place it covers, columns without any text left out."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    for number, (row, written) in enumerate(zip(rows, texts, strict=True)):
        column = 0
        for cell, text in zip(row, written, strict=True):
            while column in grid[number]:
                column += 1
            for below in range(number, number + cell.rows):
                for beside in range(column, min(column + cell.columns, _COLUMNS)):
                    grid[below].setdefault(beside, text)
            column += cell.columns
    used = sorted({column for places in grid for column, text in places.items() if text})
    return [tuple(places.get(column, "") for column in used) for places in grid]


def _shows(node: LexborNode) -> bool:
    return bool(node.text().strip())


def is_layout(rows: list[list[Cell]]) -> bool:
    """Whether a table only places things on the page.

    It does when no row has two cells with text, or when a table inside it is at least as long as itself.
    """
    if max((sum(_shows(cell.node) for cell in row) for row in rows), default=0) < 2:
        return True
    inside = max((_length(table) for row in rows for cell in row for table in cell.node.css("table")), default=0)
    return inside >= max(2, len(rows))


def _length(table: LexborNode) -> int:
    """Rows of a table that has columns; none for one that wraps a single column."""
    rows = [len(cells_in(row)) for row in rows_of(table)]
    return len(rows) if max(rows, default=0) > 1 else 0
