# SPDX-License-Identifier: EUPL-1.2
"""A sheet as lines and tables: titles above a table and notes below it are lines, as on paper."""

from collections.abc import Iterator
from dataclasses import replace

from pecwatch.documents.characters import visible
from pecwatch.documents.sheet_grid import COLUMNS, Sheet
from pecwatch.documents.sheet_texts import Texts, texts_of, used_columns
from pecwatch.documents.zipped import Refusal
from pecwatch.italian.dates import find_dates, find_months
from pecwatch.model.document import Line, Page, Table, TableRow

_POSITIONS = 2_000_000
"""Cells of all rows together, empty ones too, since each row of a table has all columns."""

_GAPS_KEPT = 64
"""Empty columns inside a table of at most so many stay: a table below may use them."""

Row = tuple[int, tuple[str, ...]]
"""Number of a row, and its cells from the first used column to the last."""


def page_of(sheet: Sheet) -> Page:
    """The sheet as a page; its name is a line when it tells a day or a month («Novembre 2025»)."""
    texts = texts_of(sheet)
    blocks: list[Line | Table] = []
    name = visible(sheet.name).strip()
    if texts and (find_months(name) or find_dates(name)):
        blocks.append(Line(text=name, line=1))
    for remark in (one for one in sheet.remarks if one.is_above):
        blocks.extend(_lines(1, visible(remark.text)))
    for region in _regions(_rows(sheet, texts)):
        is_first = not any(isinstance(block, Table) for block in blocks)
        blocks.extend(blocks_of(region, is_first=is_first))
    for remark in sorted((one for one in sheet.remarks if not one.is_above), key=lambda one: one.is_note):
        blocks.extend(replace(line, remark=remark.is_note) for line in _lines(remark.line, visible(remark.text)))
    return Page(number=sheet.number, blocks=tuple(blocks))


def _rows(sheet: Sheet, texts: Texts) -> list[Row]:
    """Rows of one width: lists go on below a blank row, with the columns of the header above it."""
    used = used_columns(texts)
    allowed = min(COLUMNS, max(16, _POSITIONS // max(1, len(texts))))
    if len(used) > allowed:
        sheet.refusal = Refusal.SIZE_LIMIT
        used = used[:allowed]
    if used and used[-1] - used[0] < min(_GAPS_KEPT, allowed):
        used = list(range(used[0], used[-1] + 1))
    rows = [(number, tuple(cells.get(column, "") for column in used)) for number, cells in texts.items()]
    return [row for row in rows if any(row[1])]


def _regions(rows: list[Row]) -> Iterator[list[Row]]:
    """Rows without a blank one between them."""
    start = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or rows[place][0] != rows[place - 1][0] + 1:
            yield rows[start:place]
            start = place


def blocks_of(region: list[Row], *, is_first: bool = True) -> Iterator[Line | Table]:
    """Lines, a table, lines: what stands above it and below it is none of its rows."""
    widest = max(len(_filled(row)) for row in region)
    start, end = 0, len(region)
    while start < end and _is_above(region[start], widest, is_first=is_first):
        start += 1
    while end > start and _is_below(region[end - 1]):
        end -= 1
    for number, cells in region[:start]:
        yield from _lines(number, _joined(cells))
    if start < end:
        yield Table(rows=tuple(TableRow(cells=cells, line=number) for number, cells in region[start:end]))
    for number, cells in region[end:]:
        yield from _lines(number, _joined(cells))


def _filled(row: Row) -> list[str]:
    return [cell for cell in row[1] if cell]


def _is_above(row: Row, widest: int, *, is_first: bool) -> bool:
    """A title, a label with its value («Mese: novembre 2025»), or a letterhead with the day at the other end."""
    filled = _filled(row)
    texts = set(filled)
    if len(texts) == 1 or (len(filled) == 2 and filled[0].endswith(":")):
        return True
    return is_first and len(texts) == 2 and len(filled) * 2 < widest


def _is_below(row: Row) -> bool:
    """A note in the first column or over all of them; elsewhere a single cell goes on with the one above it."""
    filled = _filled(row)
    return len(set(filled)) == 1 and (row[1][0] != "" or len(filled) > 1)


def _joined(cells: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(cell for cell in cells if cell))


def _lines(number: int, text: str) -> Iterator[Line]:
    for line in text.split("\n"):
        if line.strip():
            yield Line(text=line.strip(), line=number)
