# SPDX-License-Identifier: EUPL-1.2
"""A list laid out in lines and tables, printed into a file of any format an office may send."""

import csv
import html
import io
from collections.abc import Callable, Iterator

from reportlab.lib import colors
from reportlab.lib.pagesizes import A3, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, PageBreak, Paragraph, Preformatted, SimpleDocTemplate
from reportlab.platypus import Table as PrintedTable

from pecwatch.model.document import Document, Line, Table
from pecwatch.model.message import Part
from tests.generators import sheets, word
from tests.generators.archives import zipped
from tests.generators.signed_files import signed

Cells = tuple[str, ...]


def blocks_of(document: Document) -> list[Line | Table]:
    return [block for page in document.pages for block in page.blocks]


def as_text(document: Document) -> bytes:
    lines = [block.text if isinstance(block, Line) else "" for block in blocks_of(document)]
    return "\r\n".join(lines).encode()


def as_csv(document: Document) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerows(_rows(document))
    return written.getvalue().encode("cp1252", "replace")


def as_html(document: Document) -> bytes:
    body = "\n".join(_html(block) for block in blocks_of(document))
    return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def _html(block: Line | Table) -> str:
    if isinstance(block, Line):
        return f"<p style='white-space:pre-wrap'>{html.escape(block.text)}</p>"
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell).replace(chr(10), '<br>')}</td>" for cell in row.cells) + "</tr>"
        for row in block.rows
    )
    return f"<table border='1'>{rows}</table>"


def as_pdf(document: Document) -> bytes:
    printed = io.BytesIO()
    style = getSampleStyleSheet()
    story: list[Flowable] = []
    for number, page in enumerate(document.pages):
        story += [PageBreak()] if number else []
        for block in page.blocks:
            if isinstance(block, Line):
                story.append(Preformatted(block.text, style["Code"]))
            else:
                story.append(_printed(block))
    SimpleDocTemplate(printed, pagesize=landscape(A3), invariant=1).build(story)
    return printed.getvalue()


def _printed(table: Table) -> PrintedTable:
    width = max(len(row.cells) for row in table.rows)
    style = getSampleStyleSheet()["BodyText"]
    cells = [[Paragraph(html.escape(cell).replace("\n", "<br/>"), style) for cell in row.cells] for row in table.rows]
    padded = [[*row, *[""] * (width - len(row))] for row in cells]
    return PrintedTable(padded, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)], colWidths=[1050 / width] * width)


def _word_blocks(document: Document) -> list[word.Block]:
    return [
        block.text if isinstance(block, Line) else [list(row.cells) for row in block.rows]
        for block in blocks_of(document)
    ]


def _rows(document: Document) -> Iterator[list[str]]:
    width = max(
        (len(row.cells) for block in blocks_of(document) if isinstance(block, Table) for row in block.rows), default=1
    )
    for block in blocks_of(document):
        rows = [(block.text,)] if isinstance(block, Line) else [row.cells for row in block.rows]
        yield from ([*cells, *[""] * (width - len(cells))] for cells in rows)


def _sheet(document: Document) -> list[list[str | None]]:
    return [[cell or None for cell in row] for row in _rows(document)]


RENDERINGS: dict[str, Callable[[Document], bytes]] = {
    "txt": as_text,
    "csv": as_csv,
    "html": as_html,
    "pdf": as_pdf,
    "docx": lambda document: word.docx(_word_blocks(document)),
    "odt": lambda document: word.odt(_word_blocks(document)),
    "rtf": lambda document: word.rtf(_word_blocks(document)),
    "xlsx": lambda document: sheets.xlsx(_sheet(document)),
    "ods": lambda document: sheets.ods(_sheet(document)),
    "xls": lambda document: sheets.xls(
        {(row, column): cell for row, cells in enumerate(_sheet(document), 1) for column, cell in enumerate(cells, 1)}
    ),
    "zip": lambda document: zipped(("elenco.docx", word.docx(_word_blocks(document)))),
    "p7m": lambda document: signed(as_pdf(document)),
}
"""By the ending of the file's name."""

ONLY_LINES = frozenset({"txt"})
"""Formats that have no tables of their own."""

ONLY_TABLES = frozenset({"csv"})
"""Formats in which running lines are no usual thing."""


def rendered(document: Document, ending: str) -> Part:
    """The document as an attached file."""
    return Part(name=f"elenco.{ending}", type="application/octet-stream", content=RENDERINGS[ending](document))
