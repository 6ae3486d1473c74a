# SPDX-License-Identifier: EUPL-1.2
"""Pages of a PDF as pictures, and whether their text was meant to be seen; by pdfium."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from pecwatch.documents.rules import Box
from pecwatch.documents.scan_sheet import DPI, MOST_DOTS, page_resolution
from pecwatch.model.record import record

_LOOK_DPI = 100
"""Enough to see whether there is something."""

_MOST_OBJECTS = 20_000
"""A page has hundreds of texts; a drawing has more."""


class NoPicture(Exception):
    """pdfium cannot open the document or the page."""


@record
class _Painted:
    """A text or a picture."""

    is_text: bool
    is_invisible: bool
    box: Box

    def covers(self, other: "_Painted") -> bool:
        """Whether the middle of another lies within this one."""
        across, up = (other.box.x0 + other.box.x1) / 2, (other.box.top + other.box.bottom) / 2
        return self.box.x0 <= across <= self.box.x1 and self.box.top <= up <= self.box.bottom


class Sheets:
    """The pages of one document as pictures, opened when the first is asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = bytes(content)

    def picture(self, number: int) -> Image.Image:
        """A page in grey at 300 dpi, upright as its own rotation says; smaller where it is huge.

        Raises:
            NoPicture: As every question here.
        """
        with self._page(number) as page:
            across, _ = page_resolution(page.get_size(), (72.0, 72.0))
            return _rendered(page, DPI / across)

    def glance(self, number: int) -> Image.Image:
        """A page in grey, at 100 dots for each 72 points."""
        with self._page(number) as page:
            return _rendered(page, _LOOK_DPI / 72)

    def hides_text(self, number: int) -> bool:
        """Whether most text of a page is printed without ink or lies under a picture: what scanners add."""
        with self._page(number) as page:
            hidden = texts = 0
            seen: list[_Painted] = []
            for thing in islice(_painted(page), _MOST_OBJECTS):
                if thing.is_text:
                    texts += 1
                    hidden += thing.is_invisible
                    seen += [] if thing.is_invisible else [thing]
                else:
                    left = [text for text in seen if not thing.covers(text)]
                    hidden += len(seen) - len(left)
                    seen = left
            return hidden * 2 > texts

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        try:
            with pypdfium2.PdfDocument(self._content) as document:
                page = document[number - 1]
                try:
                    yield page
                finally:
                    page.close()
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise NoPicture(number) from error


def _painted(page: Any) -> Iterator[_Painted]:
    """The texts and pictures of a page in the order they are painted."""
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE), max_depth=5):
        is_text = item.type == raw.FPDF_PAGEOBJ_TEXT
        mode = raw.FPDFTextObj_GetTextRenderMode(item.raw) if is_text else None
        left, bottom, right, top = item.get_bounds()
        yield _Painted(
            is_text=is_text,
            is_invisible=mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE,
            box=Box(x0=left, top=bottom, x1=right, bottom=top),
        )


def _rendered(page: Any, scale: float) -> Image.Image:
    width, height = page.get_size()
    most = (MOST_DOTS / max(width * height, 1.0)) ** 0.5
    picture: Image.Image = page.render(scale=min(scale, most), grayscale=True).to_pil()
    return picture.convert("L")
