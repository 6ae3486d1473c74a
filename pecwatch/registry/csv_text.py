# SPDX-License-Identifier: EUPL-1.2
"""CSV as offices export it: any delimiter, UTF-8 with or without mark, or the Windows page of an Italian Excel.

A file is looked over once for its encoding and its hash, then read row by row: a million rows never stand in memory.
"""

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from pecwatch.errors import UsageError
from pecwatch.model.record import record
from pecwatch.registry.table import TITLE_ROWS, Row, Score, Table, below_header

DELIMITERS = (";", ",", "\t", "|")

_NOT_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"SQLite format")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NOTHING = b"\xef\xbb\xbf \r\n\t;,\x00"
_LONGEST_CELL = 1_000_000
_AT_ONCE = 1 << 20


@record
class TextFile:
    """A file of text as it was looked over."""

    path: Path
    encoding: str
    may_be_odd: bool
    """Nothing says that this is its encoding: what does not fit is replaced."""
    sha256: str


def look_over(path: Path, declared: str | None) -> TextFile:
    """Find out what a file of text is written in.

    Args:
        declared: The encoding that a mapping states; None to find it out.

    Raises:
        UsageError: It is missing, empty, no text, or not written as declared.
    """
    if path.exists() and not path.is_file():
        raise UsageError(f"{path}: not a file; a file is read several times, so save it first")
    digest, is_empty, first = hashlib.sha256(), True, b""
    tried = codecs.getincrementaldecoder(declared or "utf-8")()
    fits = True
    try:
        with path.open("rb") as file:
            while piece := file.read(_AT_ONCE):
                first = first or piece
                digest.update(piece)
                is_empty = is_empty and not piece.strip(_NOTHING)
                _refuse_binary(path, piece, first)
                fits = fits and _decodes(tried, piece, final=False)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); correct the path or its permissions") from error
    if is_empty:
        raise UsageError(f"{path}: empty; export it again")
    fits = fits and _decodes(tried, b"", final=True)
    if first.startswith(_UTF16_MARKS):
        return TextFile(path=path, encoding="utf-16", may_be_odd=True, sha256=digest.hexdigest())
    if declared is not None and not fits:
        raise UsageError(f"{path}: not {declared} as the mapping says; correct encoding in the mapping")
    encoding = (declared or "utf-8") if fits else "cp1252"
    return TextFile(path=path, encoding=encoding, may_be_odd=not fits, sha256=digest.hexdigest())


def _refuse_binary(path: Path, piece: bytes, first: bytes) -> None:
    if not first.startswith(_UTF16_MARKS) and (first.startswith(_NOT_TEXT) or b"\x00" in piece):
        raise UsageError(f"{path}: not a text file; export it as CSV")


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def read_table(text: TextFile, delimiter: str | None, score: Score) -> Iterator[Table]:
    """The rows below the headings, read as they are asked for.

    Args:
        delimiter: None to find it out.
        score: How many columns a row names; the row with most is the header.

    Raises:
        UsageError: No delimiter gives a row that names at least two columns; while rows are read, that rows are
            hidden in a cell.
    """
    chosen = _delimiter(text, delimiter, score)
    if chosen is None:
        raise UsageError(
            f"{text.path}: no row with column names was found; check the delimiter (; , tab) and the headings,"
            " or give a mapping"
        )
    with _opened(text) as file:
        try:
            found = below_header(_rows(file, chosen), score)
        except csv.Error as error:
            raise _unclosed(text.path, TITLE_ROWS) from error
        assert found is not None, "the same rows had a header before"  # noqa: S101
        _, table = found
        yield Table(headings=table.headings, rows=_without_swallowed_rows(text.path, table, chosen))


def _delimiter(text: TextFile, given: str | None, score: Score) -> str | None:
    """The delimiter with which some row names most columns."""
    best, chosen = 0, None
    for candidate in DELIMITERS if given is None else (given,):
        with _opened(text) as file:
            found = below_header(_as_far_as_they_go(_rows(file, candidate)), score)
        if found is not None and found[0] > best:
            best, chosen = found[0], candidate
    return chosen


@contextmanager
def _opened(text: TextFile) -> Iterator[TextIO]:
    """The text from its first letter, without the mark that some programs put before it."""
    errors = "replace" if text.may_be_odd else "strict"
    with text.path.open(encoding=text.encoding, errors=errors, newline="") as file:
        if file.read(1) != "\ufeff":
            file.seek(0)
        yield file


def _rows(file: TextIO, delimiter: str) -> Iterator[Row]:
    """The rows that hold anything."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(file, delimiter=delimiter)
    for cells in reader:
        if any(map(str.strip, cells)):
            yield Row(reader.line_num, cells)


def _as_far_as_they_go(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows before one that cannot be read; they may hold the header all the same."""
    with suppress(csv.Error):
        yield from rows


def _without_swallowed_rows(path: Path, table: Table, delimiter: str) -> Iterator[Row]:
    """A quotation mark that is never closed makes one cell of all the rows after it: people would be lost.

    So would a cell without end, and a text that is no longer what was looked over.
    """
    columns, last = len(table.headings.cells), table.headings.number
    try:
        for row in table.rows:
            if row.number - last > 1 and any(_holds_rows(cell, columns, delimiter) for cell in row.cells):
                raise _unclosed(path, row.number)
            last = row.number
            yield row
    except csv.Error as error:
        raise _unclosed(path, last) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: changed while it was read; import it again") from error


def _holds_rows(cell: str, columns: int, delimiter: str) -> bool:
    """Whether a cell of several lines is rows run together: rows write no blank behind a delimiter, people do."""
    if "\n" not in cell and "\r" not in cell:
        return False
    below = cell.splitlines()[1:]
    tight = re.findall(re.escape(delimiter) + r"(?! )", cell)
    return len(tight) >= columns - 1 or any(line.count(delimiter) >= columns - 1 for line in below)


def _unclosed(path: Path, number: int) -> UsageError:
    return UsageError(
        f"{path}: a quotation mark above line {number} is never closed, and rows vanish in its cell; "
        "correct it in the office's program and export again"
    )
