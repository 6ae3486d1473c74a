# SPDX-License-Identifier: EUPL-1.2
"""Attached text that is one list with separators (CSV), as Excel and the programs of offices save it.

In the text of a mail only what is beyond doubt becomes a table (`typed_tables`). A file of its own may say
`sep=;` first, have titles above its header, rows that are too short, separators at their end, an address with
an unquoted separator, or every line in quotes.
"""

import re

from pecwatch.documents.sheet_blocks import Row, blocks_of
from pecwatch.documents.typed_tables import record_at
from pecwatch.model.document import Line, Table

_SEPARATORS = (";", "\t", ",")
_SAYS_SEPARATOR = re.compile(r"\"?sep=(.)\"?", re.IGNORECASE)
_AS_FORMULA = re.compile(r"=\"(.*)\"", re.DOTALL)
"""How programs keep Excel from taking a text for a number: `="0123"`."""


def file_blocks(lines: tuple[Line, ...]) -> tuple[Line | Table, ...] | None:
    """Titles, table and notes of a file with separators; None when the file is none."""
    said = _SAYS_SEPARATOR.fullmatch(lines[0].text.strip()) if lines else None
    separators = (said[1],) if said else _SEPARATORS
    written = _unwrapped(lines[1:] if said else lines)
    for separator in separators:
        rows = _rows(written, separator)
        if rows is not None:
            return tuple(block for region in _regions(rows) for block in blocks_of(region))
    return None


def _unwrapped(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines that a program took for one cell each and put in quotes, without them."""
    if not all(re.fullmatch(r'"[^"]*(?:""[^"]*)*"', line.text) for line in lines):
        return lines
    return tuple(Line(text=line.text[1:-1].replace('""', '"'), line=line.line) for line in lines)


def _rows(lines: tuple[Line, ...], separator: str) -> list[Row] | None:
    """Every record, as wide as the header; None when the lines do not keep to one."""
    records: list[Row] = []
    position = 0
    while position < len(lines):
        found = record_at(lines, position, separator)
        cells, height = found if found is not None else ((lines[position].text,), 1)
        records.append((lines[position].line, tuple(_plain(cell) for cell in cells)))
        position += height
    width = _width([cells for _, cells in records], separator)
    if width is None:
        return None
    return [(number, _fitted(cells, width, separator)) for number, cells in records]


def _plain(cell: str) -> str:
    formula = _AS_FORMULA.fullmatch(cell.strip())
    return formula[1] if formula is not None else cell


def _filled(cells: tuple[str, ...]) -> int:
    """How many cells there are up to the last one with something in it."""
    return max((number for number, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _width(records: list[tuple[str, ...]], separator: str) -> int | None:
    """Columns of the file: those most rows have, or its header, when empty cells at the end were left out."""
    full = [cells for cells in records if sum(1 for cell in cells if cell.strip()) > 1]
    if len(full) < 2 or len(full) * 3 < sum(1 for cells in records if _filled(cells)):
        return None
    widths = [_filled(cells) for cells in full]
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    width = widths[0] if usual < widths[0] < usual * 2 else usual
    if separator == "," and (width < 3 or any(len(cells) not in (1, len(full[0])) for cells in records)):
        return None  # sentences are full of commas
    if width == 2 and any(len(cells) != 2 or cells[1].startswith(" ") for cells in records):
        return None  # a sentence with a semicolon has a blank after it
    return width


def _fitted(cells: tuple[str, ...], width: int, separator: str) -> tuple[str, ...]:
    """Cells of a row that is too short filled up; of one too long those joined that a blank shows to be one text.

    One that stays too long becomes a single text, for nobody knows what its cells are: the lists read it as a line of
    running text, and leave it over where that tells no whole row.
    """
    fitted = list(cells[: _filled(cells)])
    place = 1
    while len(fitted) > width and place < len(fitted):
        if fitted[place].startswith(" ") and fitted[place - 1].strip():
            fitted[place - 1 : place + 1] = [f"{fitted[place - 1]}{separator}{fitted[place]}"]
        else:
            place += 1
    if len(fitted) > width:
        fitted = [separator.join(fitted)]
    return (*(cell.strip() for cell in fitted), *[""] * (width - len(fitted)))


def _regions(rows: list[Row]) -> list[list[Row]]:
    """Rows without an empty one between them."""
    regions: list[list[Row]] = [[]]
    for row in rows:
        if any(row[1]):
            regions[-1].append(row)
        elif regions[-1]:
            regions.append([])
    return [region for region in regions if region]
