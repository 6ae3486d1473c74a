# SPDX-License-Identifier: EUPL-1.2
"""A picture of a page made ready to be recognised: 300 dots to the inch, white paper, straight lines, no specks."""

from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from pecwatch.documents.scan_tilt import Dots, small, tilt_of

DPI = 300
"""Dots to the inch that tesseract reads best."""

_SHORT_SIDE_IN = (3.0, 17.0)
"""Inches a page's shorter side may have; a picture that says otherwise (cameras do) is taken for a page of A4."""

_A4_LONG_IN = 11.7

MOST_DOTS = 14_000_000
"""A page of A3 at 240 dpi; more is made smaller."""

_FEWEST_DOTS_ACROSS = 40
"""Narrower pictures show nothing that can be read."""

_SPECK_CONTRAST = np.uint8(70)
"""Shades by which a speck is darker than the dots beside it."""

_HALF_DARK = 115.0
"""Shade from which ink is too pale to be the letters', where those are black."""

_GRAIN = 15.0
"""Shades by which the dots of grainy paper differ at most; what differs more is a picture."""

_FEW_SPECKS = 0.0003
"""Share of all dots; fewer specks harm nothing."""

_MANY_SPECKS = 0.002
"""Share of all dots from which some specks touch each other."""


def scaled(picture: Image.Image, dpi: tuple[float, float] | None) -> Image.Image:
    """The picture in grey at 300 dpi, with as many dots down as across to the inch.

    Args:
        dpi: Dots to the inch across and down, as the file says; None when it does not.
    """
    across, down = page_resolution(picture.size, dpi)
    width, height = picture.width * DPI / across, picture.height * DPI / down
    shrink = min(1.0, (MOST_DOTS / (width * height)) ** 0.5)
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    return picture if size == picture.size else picture.resize(size, Image.Resampling.BICUBIC)


def _lighter(picture: Image.Image, dpi: tuple[float, float] | None) -> tuple[Image.Image, tuple[float, float] | None]:
    """A picture of far too many dots made smaller at once, before anything costs memory."""
    factor = int(min(page_resolution(picture.size, dpi)) / DPI)
    if factor < 2:
        return picture, dpi
    return picture.reduce(factor), None if dpi is None else (dpi[0] / factor, dpi[1] / factor)


def page_resolution(size: tuple[float, float], dpi: tuple[float, float] | None) -> tuple[float, float]:
    """Dots to the inch across and down, guessed where what is said of them makes no page."""
    if dpi is not None and min(dpi) > 0:
        sides = sorted((size[0] / dpi[0], size[1] / dpi[1]))
        if _SHORT_SIDE_IN[0] <= sides[0] <= _SHORT_SIDE_IN[1] and sides[1] < 4 * sides[0]:
            return dpi
    guess = max(size) / _A4_LONG_IN
    return (guess, guess)


def evened(picture: Image.Image) -> Dots:
    """The picture as dots, ink dark on white paper: divided by what the paper beneath looks like."""
    dots: Dots = np.asarray(picture)
    paper = picture.reduce(8).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(4))
    brightness = np.asarray(paper)
    if brightness.min() < 235:
        beneath = np.asarray(paper.resize(picture.size, Image.Resampling.BILINEAR))
        dots = _divided(dots, beneath)
    darkest, dim, usual = (float(shade) for shade in np.percentile(dots[::4, ::4], (0.5, 20, 50)))
    return _stretched(dots, darkest, usual - 2 * min(usual - dim, _GRAIN))


def _divided(dots: Dots, beneath: Dots) -> Dots:
    quotient = dots.astype(np.uint16)
    quotient *= 255
    quotient //= np.maximum(beneath, 1)
    return np.minimum(quotient, 255).astype(np.uint8)


def _stretched(dots: Dots, darkest: float, lightest: float) -> Dots:
    """Contrast spread so that pale ink is dark and paper white."""
    if lightest - darkest < 30:
        return dots
    shades = (np.arange(256) - darkest) * 255 / (lightest - darkest)
    table: Dots = np.clip(shades, 0, 255).astype(np.uint8)
    return table[dots]


def despeckled(picture: Image.Image) -> Image.Image:
    """The picture without dots, alone or in pairs, that are much darker than all around them."""
    dots: Dots = np.asarray(picture)
    specks = _specks(dots, 1)
    if int(np.count_nonzero(specks)) < _FEW_SPECKS * dots.size:
        return picture
    lightened = dots.copy()
    lightened[specks] = 255
    if int(np.count_nonzero(specks)) > _MANY_SPECKS * dots.size:
        lightened[_specks(lightened, 2)] = 255
    return Image.fromarray(lightened)


def _specks(dots: Dots, reach: int) -> NDArray[np.bool_]:
    """Dots darker by far than the eight that lie some dots away: the thinnest stroke has a neighbour aslant."""
    around = np.full(dots.shape, 255, dtype=np.uint8)
    for down, across in product((-reach, 0, reach), repeat=2):
        if down or across:
            here, there = _shifted(dots.shape[0], down), _shifted(dots.shape[1], across)
            np.minimum(around[here[0], there[0]], dots[here[1], there[1]], out=around[here[0], there[0]])
    return dots < around - np.minimum(around, _SPECK_CONTRAST)


def _shifted(length: int, step: int) -> tuple[slice, slice]:
    """Places along a side that have a neighbour so many dots on, and those neighbours."""
    return (slice(max(0, -step), length - max(0, step)), slice(max(0, step), length - max(0, -step)))


def straightened(dots: Dots) -> Dots:
    """The sheet turned so that its lines lie level."""
    tilt = tilt_of(small(dots))
    if abs(tilt) < 0.05:
        return dots
    turned = Image.fromarray(dots).rotate(-tilt, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
    level: Dots = np.asarray(turned)
    return level


def bleached(dots: Dots) -> Dots:
    """The sheet without what is half as dark as its letters: the ring of a stamp, a pen, what shines through."""
    return _stretched(dots, 0.0, _HALF_DARK)


def prepared(picture: Image.Image, dpi: tuple[float, float] | None) -> Dots | None:
    """A grey picture made ready; None when it is too small to show anything."""
    if min(picture.size) < _FEWEST_DOTS_ACROSS:
        return None
    picture, dpi = _lighter(picture, dpi)
    return straightened(evened(scaled(despeckled(picture), dpi)))
