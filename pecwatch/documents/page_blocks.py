# SPDX-License-Identifier: EUPL-1.2
"""Words on a page put into tables, where rules or white tell them, and into lines elsewhere; for PDF text and scans."""

from collections.abc import Container, Iterable, Iterator

from pecwatch.documents.aligned import aligned
from pecwatch.documents.characters import visible
from pecwatch.documents.grid import Grid
from pecwatch.documents.grid_text import GridRow, rows_of, within
from pecwatch.documents.rules import Rule
from pecwatch.documents.table_area import areas_of
from pecwatch.documents.words import Word, in_lines, phrases
from pecwatch.model.document import Line, Table, TableRow


def blocks_of(
    words: tuple[Word, ...], ruled: tuple[Grid, ...], across: tuple[Rule, ...] = ()
) -> tuple[Line | Table, ...]:
    """Tables and lines of a page in reading order.

    Args:
        words: In the order they were printed or recognised.
        across: Rules from left to right, edges of shading too: they part the rows of tables without walls.
    """
    lines = in_lines(words)
    number_of = {word: number for number, line in enumerate(lines, start=1) for word in line}
    found: list[tuple[int, float, Line | Table]] = []
    taken: set[Word] = set()
    for grid in ruled:
        places = within(grid, words)
        rows = rows_of(grid, places)
        if rows and len(rows[0].words) > 1 and not (len(rows) == 1 and _is_heading(places, lines)):
            taken |= places.keys()
            table = Table(rows=tuple(_numbered(rows, number_of)))
            found.append((table.rows[0].line, grid.columns[0], table))
    outside = [left for line in lines if (left := tuple(word for word in line if word not in taken))]
    for area in areas_of(outside, across):
        table = Table(rows=tuple(_numbered(area.rows, number_of)))
        inside = outside[area.first : area.last + 1]
        taken |= {word for line in inside for word in line}
        found.append((table.rows[0].line, inside[0][0].x0, table))
    loose = tuple(line for line in outside if line[0] not in taken)
    for line, text in zip(loose, aligned(loose), strict=True):
        number = number_of[line[0]]
        found.append((number, line[0].x0, Line(text=visible(text).rstrip(), line=number)))
    return tuple(block for _, _, block in sorted(found, key=lambda entry: entry[:2]))


def _is_heading(row: Container[Word], lines: tuple[tuple[Word, ...], ...]) -> bool:
    """Whether only the head of a table is ruled: the lines below the one ruled row have columns too."""
    last = max(number for number, line in enumerate(lines) if any(word in row for word in line))
    return any(len(phrases(line, ())) > 2 for line in lines[last + 1 : last + 5])


def _numbered(rows: Iterable[GridRow], number_of: dict[Word, int]) -> Iterator[TableRow]:
    number = 1
    for row in rows:
        own = row.own or tuple(word for words in row.words for word in words)
        number = max(number, min((number_of[word] for word in own if word in number_of), default=number))
        yield TableRow(cells=tuple(visible(text) for text in row.texts), line=number)
