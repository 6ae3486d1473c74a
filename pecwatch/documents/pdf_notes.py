# SPDX-License-Identifier: EUPL-1.2
"""What somebody stuck onto a page of a PDF: notes, comments on marked text, lines struck through by hand."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTTextContainer
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from pecwatch.documents.characters import visible
from pecwatch.model.record import record

_NOTES = 1_000
"""Of one page; a crafted file can have a million."""

_LETTERS = 2_000
"""Of an address."""

_HIDDEN = 2
"""Bit of the annotation's flags (ISO 32000-1, 12.5.3)."""

_NO_NOTES = frozenset({"FreeText", "Widget", "Link", "Popup", "Screen", "PrinterMark", "TrapNet", "3D", "RichMedia"})
"""Text typed onto the page and fields are read with the page; the others say nothing."""

_TAG = re.compile(r"<[^<>]*>")


@record
class Notes:
    """What is stuck onto one page."""

    texts: tuple[str, ...] = ()
    """In the order of the file, each in one line."""
    links: tuple[str, ...] = ()
    """Addresses that are opened by clicking somewhere on the page."""
    has_struck: bool = False
    """Some of the printed text is struck through by an annotation."""


def notes_on(page: PDFPage) -> Notes:
    """Everything stuck onto a page that is not hidden."""
    found = tuple(annotations_of(page))
    said = (_text(data) for data in found if _name(data) not in _NO_NOTES)
    stamped = (drawn_text(page, data) for data in found if _name(data) == "Stamp")
    texts = (" ".join(visible(text).split()) for text in (*said, *stamped))
    return Notes(
        texts=tuple(dict.fromkeys(filter(None, texts))),
        links=tuple(dict.fromkeys(filter(None, map(_link, found)))),
        has_struck=any(_name(data) == "StrikeOut" for data in found),
    )


def annotations_of(page: PDFPage) -> Iterator[dict[str, Any]]:
    """The annotations of a page, those that are hidden left out."""
    listed = resolve1(page.annots)
    for one in islice(listed if isinstance(listed, list) else (), _NOTES):
        data = resolve1(one)
        if isinstance(data, dict) and not (isinstance(flags := resolve1(data.get("F")), int) and flags & _HIDDEN):
            yield data


def string(value: object) -> str:
    """A text of a PDF, whatever way it is encoded; empty for what is no text."""
    value = resolve1(value)
    return decode_text(value) if isinstance(value, bytes) else value if isinstance(value, str) else ""


def _name(data: dict[str, Any]) -> str:
    subtype = resolve1(data.get("Subtype"))
    return str(subtype.name) if isinstance(subtype, PSLiteral) else ""


def _link(data: dict[str, Any]) -> str:
    action = resolve1(data.get("A"))
    return string(action.get("URI"))[:_LETTERS] if isinstance(action, dict) else ""


def _text(data: dict[str, Any]) -> str:
    """What a note says; nothing where it only marks another as accepted, or repeats the name of an attached file."""
    if "StateModel" in data:
        return ""
    said = string(data.get("Contents")) or _TAG.sub(" ", string(data.get("RC")))
    file = resolve1(data.get("FS"))
    if isinstance(file, dict) and said in (string(file.get("UF")), string(file.get("F"))):
        return ""
    return said


def drawn_text(page: PDFPage, data: dict[str, Any]) -> str:
    """The letters in the picture of an annotation, in the order of its lines: a stamp says nothing elsewhere."""
    looks = resolve1(data.get("AP"))
    drawing = resolve1(looks.get("N")) if isinstance(looks, dict) else None
    if not isinstance(drawing, PDFStream):
        return ""
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=LAParams(all_texts=True))
    interpreter = PDFPageInterpreter(resources, device)
    device.begin_page(page, (1, 0, 0, 1, 0, 0))
    interpreter.render_contents(resolve1(drawing.get("Resources")) or page.resources, [drawing])
    device.end_page(page)
    return " ".join(item.get_text() for item in device.get_result() if isinstance(item, LTTextContainer))
