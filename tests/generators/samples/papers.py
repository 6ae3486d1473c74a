# SPDX-License-Identifier: EUPL-1.2
"""The papers of the samples: a ruled PDF list, and a page that is only a picture."""

import io

from PIL import Image, ImageDraw
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

STYLES = getSampleStyleSheet()
OFFICE = "Ufficio Recupero Crediti Locativi/Decadenze"


def ruled_list(
    title: str, header: tuple[str, ...], rows: list[tuple[str, ...]], total: str = "", password: str | None = None
) -> bytes:
    """A ruled table under a letterhead, wrapped inside its cells; the same words give the same bytes."""
    out = io.BytesIO()
    page = SimpleDocTemplate(
        out, pagesize=landscape(A4), invariant=1, leftMargin=15 * mm, rightMargin=15 * mm, encrypt=password
    )
    cells = [
        [Paragraph(text, STYLES["BodyText"]) for text in row]
        for row in (tuple(f"<b>{text}</b>" for text in header), *rows)
    ]
    grid = Table(cells, repeatRows=1, colWidths=[page.width * share for share in _shares(len(header))])
    grid.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    story: list[Flowable] = [
        Paragraph(OFFICE, STYLES["Normal"]),
        Paragraph(title, STYLES["Heading2"]),
        Spacer(1, 4 * mm),
        grid,
    ]
    if total:
        story += [Spacer(1, 4 * mm), Paragraph(total, STYLES["Normal"])]
    page.build(story, onFirstPage=_footer, onLaterPages=_footer)
    return out.getvalue()


def _shares(columns: int) -> list[float]:
    wide = {6: [0.05, 0.22, 0.27, 0.1, 0.08, 0.28]}
    return wide.get(columns, [1 / columns] * columns)


def _footer(canvas: Canvas, page: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawRightString(page.pagesize[0] - 15 * mm, 8 * mm, f"Pagina {canvas.getPageNumber()}")


def picture_of(lines: tuple[str, ...]) -> bytes:
    """A PDF that holds nothing but the picture of a page, as a scanner makes it."""
    page = Image.new("L", (1240, 1754), 248)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((120, 160 + 48 * number), line, fill=30, font_size=28)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(page.rotate(0.7, fillcolor=248)), 0, 0, *A4)
    canvas.save()
    return out.getvalue()
