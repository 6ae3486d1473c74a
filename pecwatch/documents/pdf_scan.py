# SPDX-License-Identifier: EUPL-1.2
"""One page of a PDF read as a picture; text beside pictures is kept, and what is written in them added."""

import io
from dataclasses import replace

import pdfplumber
from pdfplumber.page import Page as PrintedPage

from pecwatch.documents import scan_problems
from pecwatch.documents.pdf_page import PageText, read_page
from pecwatch.documents.pdf_pictures import Sight, letter_boxes, only_pictures, picture_boxes, sight_of
from pecwatch.documents.pdf_print import Printed
from pecwatch.documents.pdf_sheet import NoPicture, Sheets
from pecwatch.documents.programs import Failure, Programs
from pecwatch.documents.reader import Content
from pecwatch.documents.scan import Scanned, read_picture
from pecwatch.model.document import Line, Page, Table
from pecwatch.model.message import Part


def read_scan(part: Part, number: int, programs: Programs) -> Content:
    """One page, recognised; what it takes the place of stays when it cannot be."""
    sheets = Sheets(bytes(part.content))
    with pdfplumber.open(io.BytesIO(part.content), pages=[number], raise_unicode_errors=False) as document:
        page = document.pages[0]
        text = read_page(page, ())
        beside = sight_of(page, text, sheets) is Sight.BESIDE
        scanned = _scanned(page, text.printed if beside else None, sheets, programs)
    if beside:
        return _beside(part, number, text, scanned)
    told = scan_problems.told(part, scanned, number=number, picture=False)
    if scanned.failure is not None or not scanned.blocks:
        return Content(problems=told)
    return Content(pages=(Page(number=number, blocks=scanned.blocks, scanned=True),), problems=told)


def _scanned(page: PrintedPage, beside: Printed | None, sheets: Sheets, programs: Programs) -> Scanned:
    """Recognise a page, or only the pictures of one whose print is read besides."""
    try:
        picture = sheets.picture(page.page_number)
    except NoPicture:
        return Scanned(failure=Failure.FAILED)
    if beside is not None:
        picture = only_pictures(picture, picture_boxes(beside, page), letter_boxes(beside), float(page.width))
    return read_picture(picture, None if _is_odd(page) else (300.0, 300.0), programs)


def _is_odd(page: PrintedPage) -> bool:
    """Whether a page's size says nothing about the paper: some scanners make a dot a point."""
    return not 3 * 72 <= min(float(page.width), float(page.height)) <= 17 * 72


def _beside(part: Part, number: int, text: PageText, scanned: Scanned) -> Content:
    """The page's text, and below it what is written in its pictures; a picture without letters is a picture."""
    if scanned.failure is not None:
        return Content(problems=scan_problems.told(part, scanned, number=number, picture=False))
    if not scanned.blocks:
        return Content()
    last = max((_last_line(block) for block in text.blocks), default=0)
    blocks = (*text.blocks, *(_moved(block, last) for block in scanned.blocks))
    return Content(
        pages=(Page(number=number, blocks=blocks, scanned=True),),
        problems=scan_problems.told(part, scanned, number=number, picture=False),
    )


def _last_line(block: Line | Table) -> int:
    return block.line if isinstance(block, Line) else max(row.line for row in block.rows)


def _moved(block: Line | Table, lines: int) -> Line | Table:
    if isinstance(block, Line):
        return replace(block, line=block.line + lines)
    return replace(block, rows=tuple(replace(row, line=row.line + lines) for row in block.rows))
