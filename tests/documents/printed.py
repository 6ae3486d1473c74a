# SPDX-License-Identifier: EUPL-1.2
"""PDFs printed for tests: lists in the ways that different programs draw them."""

import io
from collections.abc import Callable, Iterable
from itertools import pairwise

from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

HEIGHT = A4[1]

Cells = list[list[str]]
Draw = Callable[[Canvas], None]


def pdf(*pages: Draw, **options: object) -> bytes:
    """A document with one page for each drawing."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, **options)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def locked(draw: Draw, user: str) -> bytes:
    """An encrypted document; without a user password anybody may read it, and only its owner change it."""
    return pdf(draw, encrypt=pdfencrypt.StandardEncryption(user, ownerPassword="padrona", canPrint=0))


def text(*written: str, x: float = 60, top: float = 60, leading: float = 14) -> Draw:
    """Lines of text from some height down."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for number, line in enumerate(written):
            canvas.drawString(x, HEIGHT - top - 10 - leading * number, line)

    return draw


def together(*drawings: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for drawing in drawings:
            drawing(canvas)

    return draw


LEFT, TOP, ROW = 50.0, 120.0, 40.0
WIDTHS = (30.0, 130.0, 150.0, 70.0, 110.0)
EDGES = tuple(LEFT + sum(WIDTHS[:count]) for count in range(len(WIDTHS) + 1))


def bottom_of(rows: int) -> float:
    """Height of the lower edge of a table of so many rows, from the top of the page."""
    return TOP + ROW * rows


def cells(rows: Cells) -> Draw:
    """The texts of a table, cell by cell, broken at newlines."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for number, row in enumerate(rows):
            for x, cell in zip(EDGES, row, strict=False):
                for below, line in enumerate(cell.split("\n")):
                    canvas.drawString(x + 4, HEIGHT - (TOP + ROW * number) - 12 - 11 * below, line)

    return draw


def strokes(rows: int, across: Iterable[int] | None = None, down: Iterable[int] | None = None) -> Draw:
    """Rules as stroked lines; by default all of them."""

    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(0.5)
        for number in range(rows + 1) if across is None else across:
            y = HEIGHT - TOP - ROW * number
            canvas.line(EDGES[0], y, EDGES[-1], y)
        for number in range(len(EDGES)) if down is None else down:
            canvas.line(EDGES[number], HEIGHT - TOP, EDGES[number], HEIGHT - bottom_of(rows))

    return draw


def each_cell(draw_cell: Callable[[Canvas, float, float, float, float], None]) -> Callable[[int], Draw]:
    """Borders drawn cell by cell, as word processors do."""

    def borders(rows: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            for row in range(rows):
                for x0, x1 in pairwise(EDGES):
                    draw_cell(canvas, x0, HEIGHT - TOP - ROW * (row + 1), x1, HEIGHT - TOP - ROW * row)

        return draw

    return borders


def _bars(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    for x, y, width, height in ((x0, y0, x1 - x0, 0.48), (x0, y1, x1 - x0, 0.48), (x0, y0, 0.48, y1 - y0)):
        canvas.rect(x, y, width, height, stroke=0, fill=1)
    canvas.rect(x1, y0, 0.48, y1 - y0, stroke=0, fill=1)


def _frame(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.rect(x0, y0, x1 - x0, y1 - y0)


def _apart(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.rect(x0 + 0.75, y0 + 0.75, x1 - x0 - 1.5, y1 - y0 - 1.5)


def _double(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.setLineWidth(0.3)
    _frame(canvas, x0, y0, x1, y1)
    _frame(canvas, x0 + 2.5, y0 + 2.5, x1 - 2.5, y1 - 2.5)


def _dotted(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    for step in range(int((x1 - x0) / 2)):
        canvas.rect(x0 + 2 * step, y0, 0.7, 0.7, stroke=0, fill=1)
        canvas.rect(x0 + 2 * step, y1, 0.7, 0.7, stroke=0, fill=1)
    for step in range(int((y1 - y0) / 2)):
        canvas.rect(x0, y0 + 2 * step, 0.7, 0.7, stroke=0, fill=1)
        canvas.rect(x1, y0 + 2 * step, 0.7, 0.7, stroke=0, fill=1)


def _shaded(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.setFillColor(colors.lightgrey)
    canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
    canvas.setFillColor(colors.black)
    _frame(canvas, x0, y0, x1, y1)


def _coloured(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.setFillColor(colors.lightgrey)
    canvas.rect(x0 + 0.75, y0 + 0.75, x1 - x0 - 1.5, y1 - y0 - 1.5, stroke=0, fill=1)
    canvas.setFillColor(colors.black)


def _highlighted(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.setFillColor(colors.yellow)
    canvas.rect(x0 + 3, y1 - 15, (x1 - x0) * 0.6, 13, stroke=0, fill=1)
    canvas.setFillColor(colors.black)
    _frame(canvas, x0, y0, x1, y1)


def _underlined(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    _frame(canvas, x0, y0, x1, y1)
    canvas.rect(x0 + 4, y1 - 14, (x1 - x0) * 0.5, 0.5, stroke=0, fill=1)


def _page_frame(rows: int) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.rect(20, 20, A4[0] - 40, A4[1] - 40)
        strokes(rows)(canvas)

    return draw


BORDERS: dict[str, Callable[[int], Draw]] = {
    "stroked lines": strokes,
    "thin filled boxes (Word)": each_cell(_bars),
    "a frame for each cell (fpdf)": each_cell(_frame),
    "frames apart (browsers)": each_cell(_apart),
    "double borders (LibreOffice)": each_cell(_double),
    "dots": each_cell(_dotted),
    "shaded cells": each_cell(_shaded),
    "coloured cells without borders": each_cell(_coloured),
    "highlighted text": each_cell(_highlighted),
    "underlined text": each_cell(_underlined),
    "inner rules only": lambda rows: strokes(rows, range(1, rows), range(1, len(EDGES) - 1)),
    "open at the sides": lambda rows: strokes(rows, None, range(1, len(EDGES) - 1)),
    "a frame around the page too": _page_frame,
}
"""Borders in the ways producers draw them."""
