# SPDX-License-Identifier: EUPL-1.2
"""What a PDF page prints, letter by letter and stroke by stroke, in the order of printing.

pdfplumber lays the page out; the dictionaries that it makes of each letter, with fonts and colours that no list
needs, would cost half as much again as the layout.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from typing import Any, NamedTuple

from pdfminer.layout import LTChar, LTComponent, LTContainer, LTCurve, LTImage, LTItem, LTLine, LTRect
from pdfplumber.page import Page as PrintedPage

from pecwatch.model.record import record

_SLANT = 10
"""Degrees that text may lean (crooked scans with a text layer) and still stand on lines."""


class Letter(NamedTuple):
    """One letter, or the few that its font prints as one; a plain tuple, since a page has thousands."""

    text: str
    turn: int | None
    """By how many quarters it is turned, counter-clockwise; None when it stands aslant, as a watermark."""
    x0: float
    top: float
    x1: float
    bottom: float


class Kind(Enum):
    """What a drawing is."""

    LINE = "line"
    BOX = "box"
    CURVE = "curve"
    PICTURE = "picture"


@record
class Drawing:
    """Anything printed but letters; lengths in points, from the page's upper left corner."""

    kind: Kind
    x0: float
    top: float
    x1: float
    bottom: float
    shade: bool = False
    """Filled and without outline."""
    points: tuple[tuple[float, float], ...] = ()
    """Of a curve."""

    @property
    def place(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.x0, self.top, self.x1, self.bottom


@record
class Printed:
    """All that a page prints."""

    letters: tuple[Letter, ...]
    drawings: tuple[Drawing, ...]

    def of(self, kind: Kind) -> tuple[Drawing, ...]:
        """The drawings of one kind."""
        return tuple(drawing for drawing in self.drawings if drawing.kind is kind)


def printed(page: PrintedPage) -> Printed:
    """Lay a page out."""
    across, down = float(page.mediabox[0]), float(page.height) + float(page.mediabox[1])
    letters: list[Letter] = []
    drawings: list[Drawing] = []
    slope, turn = (1.0, 0.0), _turn(1.0, 0.0)
    for item in _items(page.layout):
        if isinstance(item, LTChar):
            if item.matrix[:2] != slope:
                slope = item.matrix[:2]
                turn = _turn(*slope)
            place = item.x0 + across, down - item.y1, item.x1 + across, down - item.y0
            letters.append(Letter(item.get_text(), turn, *place))
        elif isinstance(item, LTComponent):
            drawings.append(_drawing(item, across, down))
    return Printed(letters=tuple(letters), drawings=tuple(drawings))


def _items(container: LTContainer[Any]) -> Iterator[LTItem]:
    for item in container:
        if isinstance(item, LTContainer):
            yield from _items(item)
        else:
            yield item


def _drawing(item: LTComponent, across: float, down: float) -> Drawing:
    drawing = Drawing(
        kind=_kind(item), x0=item.x0 + across, top=down - item.y1, x1=item.x1 + across, bottom=down - item.y0
    )
    if not isinstance(item, LTCurve):
        return drawing
    points = tuple((x + across, down - y) for x, y in item.pts)
    return replace(drawing, shade=item.fill and not item.stroke, points=points)


def _kind(item: LTComponent) -> Kind:
    match item:
        case LTLine():
            return Kind.LINE
        case LTRect():
            return Kind.BOX
        case LTImage():
            return Kind.PICTURE
        case _:
            return Kind.CURVE


def _turn(across: float, up: float) -> int | None:
    angle = math.degrees(math.atan2(up, across)) % 360
    quarters = round(angle / 90)
    return quarters % 4 if abs(angle - 90 * quarters) <= _SLANT else None
