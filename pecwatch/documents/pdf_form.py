# SPDX-License-Identifier: EUPL-1.2
"""What somebody typed onto a PDF: values of form fields, and text notes such as a protocol stamp."""

from collections.abc import Iterator
from typing import Any

from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text
from pdfplumber.page import Page as PrintedPage

from pecwatch.documents.words import Word

_LINE = 12.0
"""Points from one line of a field to the next, and most a letter is high."""

_LETTER = 5.0
"""Points a letter is wide: its font is not looked up, its place on the line matters."""

_HIDDEN = 2
"""Bit of the annotation's flags (ISO 32000-1, 12.5.3)."""


def field_words(page: PrintedPage) -> tuple[Word, ...]:
    """The words of every filled field and text note of a page, where they are shown."""
    if not page.page_obj.annots:
        return ()
    return tuple(
        word
        for annotation in page.annots
        for word in _placed(annotation, _value(annotation["data"]).replace("\r\n", "\n").replace("\r", "\n"))
    )


def _value(data: dict[str, Any]) -> str:
    """Text of a field or note; empty for links, check boxes, signatures and hidden ones."""
    flags = data.get("F")
    if isinstance(flags, int) and flags & _HIDDEN:
        return ""
    if _name(data.get("Subtype")) == "FreeText":
        return _text(data.get("Contents"))
    if _name(data.get("Subtype")) != "Widget":
        return ""
    parent = resolve1(data.get("Parent"))
    inherited = parent.get("V") if isinstance(parent, dict) else None
    return _text(resolve1(data.get("V") or inherited))


def _name(value: object) -> str:
    return str(value.name) if isinstance(value, PSLiteral) else ""


def _text(value: object) -> str:
    return decode_text(value) if isinstance(value, bytes) else value if isinstance(value, str) else ""


def _placed(annotation: dict[str, Any], text: str) -> Iterator[Word]:
    lines = text.split("\n")
    height = min(_LINE, float(annotation["bottom"] - annotation["top"]) / len(lines)) or 1.0
    middle = (annotation["top"] + annotation["bottom"] - height * (len(lines) - 1)) / 2
    for number, line in enumerate(lines):
        x = float(annotation["x0"]) + 2
        top = middle + (number - 0.5) * height
        for position, token in enumerate(line.split()):
            end = x + _LETTER * len(token)
            yield Word(text=token, x0=x, top=top, x1=end, bottom=top + height, continues=position > 0)
            x += _LETTER * (len(token) + 1)
