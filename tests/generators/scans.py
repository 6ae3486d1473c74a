# SPDX-License-Identifier: EUPL-1.2
"""Scanned lists with known truth: a list is printed, the paper is scanned badly; all of it follows from a seed."""

import io
import random
from collections.abc import Iterable

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from pecwatch.model.record import record
from tests.generators.lists import TrueRow

Cells = list[tuple[str, ...]]

HEADER = ("N.", "COGNOME E NOME", "INDIRIZZO", "DATA", "ORA", "ESITO")
TITLE = "Elenco interventi fissati per il mese di"
OFFICE = "Ufficio Recupero Crediti Locativi/Decadenze"
_SHARES = (0.05, 0.23, 0.25, 0.11, 0.07, 0.29)


@record
class Condition:
    """What happened to a paper on its way through the scanner."""

    name: str
    dpi: int = 300
    tilt: float = 0.0
    """Degrees, against the clock."""
    noise: float = 0.0
    """Share of the dots that are specks."""
    shading: bool = False
    """A shadow falls over the sheet, as in a photograph or beside the spine of a book."""
    stamp: bool = False
    fax: bool = False
    """Black and white, with half as many lines down as dots across."""
    blur: float = 0.0
    """Radius in dots."""
    turn: int = 0
    """Degrees by which the sheet lies turned, against the clock."""
    grey: int = 0
    """How pale the ink is, of 255."""


CONDITIONS = (
    Condition(name="300 dpi"),
    Condition(name="200 dpi", dpi=200),
    Condition(name="200 dpi, tilted 2", dpi=200, tilt=2.0, blur=0.4),
    Condition(name="300 dpi, tilted -1.3", tilt=-1.3, blur=0.6, grey=40),
    Condition(name="noise", noise=0.01, tilt=0.4),
    Condition(name="shading", shading=True, tilt=-0.5, blur=0.7),
    Condition(name="stamp", stamp=True, tilt=0.6),
    Condition(name="fax", fax=True, tilt=0.3),
    Condition(name="150 dpi", dpi=150),
    Condition(name="turned 90", turn=90, dpi=200),
    Condition(name="turned 180", turn=180, dpi=200),
)
"""The conditions that reading is measured in."""


def cells_of(rows: tuple[TrueRow, ...]) -> Cells:
    """Rows as a table shows them."""
    return [
        (
            str(number),
            row.name,
            row.address,
            f"{row.date:%d/%m/%Y}" if row.date else "",
            f"{row.time:%H:%M}" if row.time else "",
            row.wording,
        )
        for number, row in enumerate(rows, start=1)
    ]


def ruled(month: str, rows: tuple[TrueRow, ...], font: str = "Helvetica", size: float = 9) -> bytes:
    """A PDF with a ruled table, cells wrapped."""
    out = io.BytesIO()
    style = ParagraphStyle("cell", fontName=font, fontSize=size, leading=size * 1.2)
    page = SimpleDocTemplate(out, pagesize=landscape(A4), invariant=1, leftMargin=15 * mm, rightMargin=15 * mm)
    story: list[Flowable] = [Paragraph(OFFICE, style), Paragraph(f"{TITLE} {month}", style), Spacer(1, 4 * mm)]
    grid = Table(
        [[Paragraph(text, style) for text in line] for line in [HEADER, *cells_of(rows)]],
        colWidths=[page.width * share for share in _SHARES],
    )
    grid.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    page.build([*story, grid])
    return out.getvalue()


def columns(month: str, rows: tuple[TrueRow, ...], font: str = "Helvetica", size: float = 9) -> bytes:
    """A PDF with columns and no rules."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(A4), invariant=1)
    canvas.setFont(font, size)
    width, height = landscape(A4)
    starts = [40 + (width - 80) * share for share in (0, 0.05, 0.28, 0.55, 0.65, 0.71)]
    canvas.drawString(40, height - 40, OFFICE)
    canvas.drawString(40, height - 56, f"{TITLE} {month}")
    for number, line in enumerate([HEADER, *cells_of(rows)]):
        for x, text in zip(starts, line, strict=True):
            canvas.drawString(x, height - 90 - number * size * 1.8, text[:44])
    canvas.save()
    return out.getvalue()


def running(month: str, rows: tuple[TrueRow, ...], font: str = "Helvetica", size: float = 10) -> bytes:
    """A PDF with a numbered paragraph for each row."""
    out = io.BytesIO()
    style = ParagraphStyle("row", fontName=font, fontSize=size, leading=size * 1.3, spaceAfter=3)
    page = SimpleDocTemplate(out, pagesize=A4, invariant=1, leftMargin=20 * mm, rightMargin=20 * mm)
    texts = [
        f"{number}) {name} - {address} - {day}{' ore ' + hour if hour else ''} - {wording}"
        for number, name, address, day, hour, wording in cells_of(rows)
    ]
    page.build([Paragraph(text, style) for text in (OFFICE, f"{TITLE} {month}", *texts)])
    return out.getvalue()


LAYOUTS = (ruled, columns, running)


def scanned(pdf: bytes, condition: Condition, seed: int = 1) -> Image.Image:
    """The first page of a document, printed and scanned."""
    paper = pypdfium2.PdfDocument(pdf)[0].render(scale=condition.dpi / 72, grayscale=True).to_pil().convert("L")
    chance = random.Random(seed)
    if condition.stamp:
        paper = _stamped(paper, condition.dpi, chance)
    if condition.grey:
        paper = paper.point(lambda dot: condition.grey + dot * (245 - condition.grey) // 255)
    if condition.tilt:
        paper = paper.rotate(condition.tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=paper.getpixel((0, 0)))
    if condition.blur:
        paper = paper.filter(ImageFilter.GaussianBlur(condition.blur))
    dots = np.asarray(paper, dtype=np.float32)
    noise = np.random.default_rng(seed)
    if condition.shading:
        across, down = np.linspace(0, 1, dots.shape[1]), np.linspace(0, 1, dots.shape[0])
        dots = dots * (1 - 0.55 * across[None, :] ** 2 - 0.15 * down[:, None])
        dots = dots + noise.normal(0, 5, dots.shape)
    if condition.noise:
        specks = noise.random(dots.shape)
        dots = np.where(specks < condition.noise / 2, 30, dots)
        dots = np.where(specks > 1 - condition.noise / 2, 255, dots) + noise.normal(0, 8, dots.shape)
    paper = Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8)).rotate(condition.turn, expand=True)
    return _faxed(paper, condition.dpi) if condition.fax else paper


def _stamped(paper: Image.Image, dpi: int, chance: random.Random) -> Image.Image:
    """A round stamp and a protocol mark over the list, and a stroke of a pen."""
    ink = Image.new("L", paper.size, 255)
    draw = ImageDraw.Draw(ink)
    x, y, radius = chance.uniform(0.5, 0.8) * paper.width, chance.uniform(0.3, 0.6) * paper.height, 0.7 * dpi
    for wide in (radius, radius * 0.75):
        draw.ellipse((x - wide, y - wide, x + wide, y + wide), outline=120, width=dpi // 75)
    draw.text((x - radius * 0.5, y - dpi * 0.1), "COMUNE DI BORGOFINTO", fill=120, font_size=dpi / 14)
    draw.text((paper.width * 0.6, dpi * 0.3), "PROT. 0003809 DEL 14/01/2026", fill=90, font_size=dpi / 7)
    places = [(0.3 + 0.05 * step + chance.uniform(-0.01, 0.01), 0.9 + chance.uniform(-0.02, 0.02)) for step in range(7)]
    draw.line([(px * paper.width, py * paper.height) for px, py in places], fill=60, width=dpi // 60, joint="curve")
    dots = np.minimum(np.asarray(paper), np.asarray(ink.rotate(chance.uniform(-8, 8), fillcolor=255)))
    return Image.fromarray(dots)


def _faxed(paper: Image.Image, dpi: int) -> Image.Image:
    """As a fax server stores it: 204 dots across and 196 lines down to the inch, black and white."""
    size = (round(paper.width * 204 / dpi), round(paper.height * 196 / dpi))
    sheet = paper.resize(size, Image.Resampling.BOX).point(lambda dot: 255 * (dot > 150)).convert("1")
    sheet.info["dpi"] = (204, 196)
    return sheet


def coarse(sheet: Image.Image) -> Image.Image:
    """A fax of ordinary resolution: every other line is missing."""
    half = sheet.resize((sheet.width, sheet.height // 2), Image.Resampling.NEAREST)
    half.info["dpi"] = (204, 98)
    return half


def stored(pictures: Iterable[Image.Image], kind: str = "PNG") -> bytes:
    """Pictures as one file; only TIFF keeps more than the first."""
    first, *others = pictures
    out = io.BytesIO()
    dpi = first.info.get("dpi", (300, 300))
    first.save(out, kind, dpi=dpi, **({"save_all": True, "append_images": others} if others else {}))
    return out.getvalue()


def picture_pdf(pictures: Iterable[Image.Image], dpi: int = 300) -> bytes:
    """A PDF that holds nothing but pictures of pages, as a scanner makes it."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for picture in pictures:
        size = (picture.width * 72 / dpi, picture.height * 72 / dpi)
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(picture.convert("L")), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def text_picture(*lines: str, size: int = 48) -> bytes:
    """A PNG with some lines of text and nothing else."""
    sheet = Image.new("L", (1_400, 200 + 2 * size * len(lines)), 255)
    draw = ImageDraw.Draw(sheet)
    for number, line in enumerate(lines):
        draw.text((100, 100 + 2 * size * number), line, fill=0, font_size=size)
    return stored([sheet])
