# SPDX-License-Identifier: EUPL-1.2
"""A document reduced to what lists are read from: lines and tables, each with its place."""

from pecwatch.model.message import Zone
from pecwatch.model.problem import Problem
from pecwatch.model.record import record
from pecwatch.model.signature import FileSignature


@record
class Line:
    """One non-empty line of text."""

    text: str
    """As printed, without the line end; inner runs of blanks kept, since columns hide in them."""
    line: int
    """Counts the non-empty lines of the page from 1 (for sheets: the sheet's row)."""
    remark: bool = False
    """Somebody wrote it beside the text: a comment, a note on a cell, a sticky note. It is no line of a list."""


@record
class TableRow:
    """One row of a table."""

    cells: tuple[str, ...]
    """Texts of the cells; line breaks inside a cell are kept as newlines; a cell that spans rows or
    columns repeats its text in each of them."""
    line: int
    """Number of the row's first line on the page, counted like `Line.line`."""


@record
class Table:
    """A grid of cells found in a document."""

    rows: tuple[TableRow, ...]


@record
class Page:
    """One page, one sheet, or a whole document without pages."""

    number: int
    blocks: tuple[Line | Table, ...]
    """In reading order."""
    scanned: bool = False
    """Recognised from a picture, so letters that look alike may be mistaken for each other."""


@record
class Link:
    """What a text or a picture opens when it is clicked on, or where a picture is fetched from."""

    text: str
    address: str


@record
class Document:
    """What one part holds, whatever its format was."""

    part: str
    """Name of the part it was read from."""
    format: str
    """`text`, `html`, `pdf` …; `unknown` when no reader claims its bytes."""
    pages: tuple[Page, ...] = ()
    zone: Zone = Zone.INNER
    is_body: bool = False
    problems: tuple[Problem, ...] = ()
    signatures: tuple[FileSignature, ...] = ()
    """Who signed it, and when, where it is a signed or time-stamped file."""
    links: tuple[Link, ...] = ()
    """Addresses on the web that stand behind its text."""
