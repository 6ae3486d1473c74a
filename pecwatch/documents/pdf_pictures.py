# SPDX-License-Identifier: EUPL-1.2
"""Which pages of a PDF must be looked at as pictures: scans, letters drawn as curves, lists pasted as a picture."""

from collections.abc import Iterable
from enum import Enum, auto

import numpy as np
from pdfplumber.page import Page as PrintedPage
from PIL import Image

from pecwatch.documents.pdf_page import PageText
from pecwatch.documents.pdf_print import Kind, Printed
from pecwatch.documents.pdf_sheet import NoPicture, Sheets
from pecwatch.documents.rules import Box
from pecwatch.documents.scan_quality import share_written
from pecwatch.documents.scan_sheet import evened
from pecwatch.documents.scan_tilt import INK

_WORTH_A_LOOK = 0.2
"""Share of the page that pictures cover when a list may be in them; a letterhead's logo covers less."""

_WHOLE_PAGE = 0.5
"""Share of the page that a scan covers."""

_SANE = 0.7
"""Share of letters in words as people write them, from which a scanner's own text is believed."""

_INKED = 0.004
"""Share of a picture that is inked where something is written in it."""


class Sight(Enum):
    """What a page is to the reader."""

    TEXT = auto()
    """Its text says everything."""
    LAYER = auto()
    """A scan whose text was recognised before, well enough to be kept."""
    SCAN = auto()
    """A picture: what text it has is worth less than recognising it."""
    BESIDE = auto()
    """Text, and a picture in which more may be written."""


def sight_of(page: PrintedPage, text: PageText, sheets: Sheets) -> Sight:
    """Judge a page; one that pdfium cannot open is judged by its text alone."""
    if text.picture or text.garbled:
        return Sight.SCAN
    boxes = picture_boxes(text.printed, page)
    paper = float(page.width) * float(page.height) or 1.0
    covered = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in boxes) / paper
    if covered < _WORTH_A_LOOK:
        return Sight.TEXT
    try:
        if covered >= _WHOLE_PAGE and sheets.hides_text(page.page_number):
            return Sight.LAYER if share_written(text.written) >= _SANE else Sight.SCAN
        return Sight.BESIDE if _shows_more(page, text.printed, boxes, sheets) else Sight.TEXT
    except NoPicture:
        return Sight.TEXT


def picture_boxes(shown: Printed, page: PrintedPage) -> tuple[Box, ...]:
    """Where pictures stand on a page."""
    wide, high = float(page.width), float(page.height)
    found = (
        Box(
            x0=max(0.0, picture.x0),
            top=max(0.0, picture.top),
            x1=min(wide, picture.x1),
            bottom=min(high, picture.bottom),
        )
        for picture in shown.of(Kind.PICTURE)
    )
    return tuple(box for box in found if box.x1 > box.x0 and box.bottom > box.top)


def letter_boxes(shown: Printed) -> tuple[Box, ...]:
    """Where letters are printed on a page."""
    return tuple(Box(x0=one.x0, top=one.top, x1=one.x1, bottom=one.bottom) for one in shown.letters)


def only_pictures(picture: Image.Image, pictures: Iterable[Box], letters: Iterable[Box], width: float) -> Image.Image:
    """The picture of a page with nothing on it but its pictures, and those without the text printed over them.

    Args:
        width: Of the page, in points.
    """
    dots = np.asarray(picture)
    scale = picture.width / width
    paper = np.uint8(np.percentile(dots[::4, ::4], 75))
    sheet = np.full_like(dots, paper)
    for box in pictures:
        place = _place(box, scale, 0.0)
        sheet[place] = dots[place]
    for box in letters:
        sheet[_place(box, scale, 1.0)] = paper
    return Image.fromarray(sheet)


def _place(box: Box, scale: float, margin: float) -> tuple[slice, slice]:
    down = slice(max(0, int((box.top - margin) * scale)), max(0, int((box.bottom + margin) * scale) + 1))
    across = slice(max(0, int((box.x0 - margin) * scale)), max(0, int((box.x1 + margin) * scale) + 1))
    return down, across


def _shows_more(page: PrintedPage, shown: Printed, boxes: tuple[Box, ...], sheets: Sheets) -> bool:
    """Whether there is ink in the pictures of a page besides the text printed over them."""
    glance = sheets.glance(page.page_number)
    rest = only_pictures(glance, boxes, letter_boxes(shown), float(page.width))
    if min(rest.size) < 40:
        return False
    dots = evened(rest)
    return int(np.count_nonzero(dots < INK)) > _INKED * _WORTH_A_LOOK * dots.size
