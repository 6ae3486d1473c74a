# SPDX-License-Identifier: EUPL-1.2
"""CSV as offices export it: any delimiter, UTF-8 with or without mark, or the Windows page of an Italian Excel."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.model.record import record

DELIMITERS = (";", ",", "\t", "|")

_NOT_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"SQLite format")
_LONGEST_CELL = 1_000_000


@record
class CsvRow:
    """One row of a file."""

    number: int
    """Of its last line in the file, from 1: what a person finds in an editor."""
    cells: tuple[str, ...]
    """Without blanks around them."""


def read_text(path: Path, encoding: str | None) -> str:
    """The text of a file.

    Raises:
        UsageError: It is missing, empty or no text.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); correct the path or its permissions") from error
    if not content.strip(b"\xef\xbb\xbf \r\n\t;,\x00"):
        raise UsageError(f"{path}: empty; export it again")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if content.startswith(_NOT_TEXT) or b"\x00" in content:
        raise UsageError(f"{path}: not a text file; export it as CSV")
    return _decode(path, content, encoding)


def _decode(path: Path, content: bytes, encoding: str | None) -> str:
    if encoding is not None:
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            raise UsageError(f"{path}: not {encoding} as the mapping says; correct encoding in the mapping") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def rows_of(text: str, delimiter: str) -> tuple[CsvRow, ...]:
    """The rows that hold anything."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[CsvRow] = []
    for cells in reader:
        tidied = tuple(cell.strip() for cell in cells)
        if any(tidied):
            found.append(CsvRow(number=reader.line_num, cells=tidied))
    return tuple(found)


def split(path: Path, text: str, delimiter: str | None, score: Callable[[CsvRow], int]) -> tuple[CsvRow, ...]:
    """The rows, the header first: title rows above it are left out.

    Args:
        delimiter: None to find it out.
        score: How many columns a row names; the row with most is the header.

    Raises:
        UsageError: No delimiter gives a row that names at least two columns, or rows are hidden in a cell.
    """
    best: tuple[CsvRow, ...] = ()
    best_score, best_delimiter = 1, ""
    for candidate in DELIMITERS if delimiter is None else (delimiter,):
        try:
            rows = rows_of(text, candidate)
        except csv.Error:
            continue
        for place, row in enumerate(rows[:_TITLE_ROWS]):
            if (named := score(row)) > best_score:
                best, best_score, best_delimiter = rows[place:], named, candidate
    if not best:
        raise UsageError(
            f"{path}: no row with column names was found; check the delimiter (; , tab) and the headings,"
            " or give a mapping"
        )
    _refuse_swallowed_rows(path, best, best_delimiter)
    return best


def _refuse_swallowed_rows(path: Path, rows: tuple[CsvRow, ...], delimiter: str) -> None:
    """A quotation mark that is never closed makes one cell of all the rows after it: people would be lost."""
    columns = len(rows[0].cells)
    for row in rows:
        lines = [line for cell in row.cells for line in cell.splitlines()[1:]]
        if any(line.count(delimiter) >= columns - 1 for line in lines):
            raise UsageError(
                f"{path}: a quotation mark above line {row.number} is never closed, and rows vanish in its cell; "
                "correct it in the office's program and export again"
            )


_TITLE_ROWS = 20
"""How far down a header is looked for."""
