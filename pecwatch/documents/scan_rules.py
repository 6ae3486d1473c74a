# SPDX-License-Identifier: EUPL-1.2
"""Ruled lines in a scanned picture: found as long dark runs, given to the grid, and wiped off for recognition."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pecwatch.documents.rules import Box
from pecwatch.documents.scan_sheet import DPI
from pecwatch.documents.scan_tilt import Dots
from pecwatch.documents.scan_walls import true_walls
from pecwatch.model.record import record

Mask = NDArray[np.bool_]

_HALF = 2
"""Rules are looked for in a picture of half the size."""

_DARK = 170
"""A hairline in half the size is grey."""

_ACROSS, _DOWN = 60, 26
"""Dots (of half the size) that a rule has at least: the widest word in capitals has strokes of 20, a low row 30."""

_THICK = 7
"""Dots (of half the size) from which it is a bar, a shadow or a word of low letters («esecuzione»), and no rule."""

_STEP = 8
"""Dots (of half the size) taken together along a faint rule: their mean is free of noise, and letters become blots."""

_FAINT = 215
"""Shade from which the mean of so many dots is no paper."""

_FLAT = 5
"""Dots (of half the size) from which such a mark is a blot of letters: small ones are eight high."""

_REACH = 16
"""Steps that a faint rule has at least: some five centimetres of paper, longer than words are underlined."""

_WHOLE = 0.8
"""Share of those steps that are there."""

POINT = 72 / DPI


@record
class Ruled:
    """The rules of a sheet."""

    boxes: tuple[Box, ...]
    """One for each run of dots, in points."""
    wiped: Dots
    """The sheet without them."""


def ruled(dots: Dots) -> Ruled:
    """Find the rules of a sheet and wipe them off."""
    halved = _halved(dots)
    dark = halved < _DARK
    across, faint = _runs(dark, _ACROSS), _faint(halved)
    level = (*_boxes(across, level=True), *_boxes(faint, level=True))
    walls = true_walls(tuple(_boxes(_runs(dark.T, _DOWN), level=False)), level)
    if not across.any() or not walls:
        return Ruled(boxes=level, wiped=_wiped(dots, faint) if faint.any() else dots)
    return Ruled(boxes=(*level, *walls), wiped=_wiped(dots, across | _drawn(walls, dark) | faint))


def _drawn(walls: tuple[Box, ...], dark: Mask) -> Mask:
    """The dots of walls."""
    mask = np.zeros_like(dark)
    size = _HALF * POINT
    for wall in walls:
        mask[round(wall.top / size) : round(wall.bottom / size), int(wall.x0 / size)] = True
    return mask & dark


def _faint(halved: Dots) -> Mask:
    """Dots of long thin level rules that noise has broken, a pale ink has printed or that lie a little aslant.

    Without them nothing would part the rows of a table that has no walls.
    """
    height, steps = halved.shape[0], halved.shape[1] // _STEP
    means = halved[:, : steps * _STEP].reshape(height, steps, _STEP).mean(axis=2)
    marked = means < _FAINT
    flat = marked & ~_grown(_shrunk(marked.T, _FLAT), _FLAT).T & _alone(means)
    near = flat.copy()
    near[1:] |= flat[:-1]
    near[:-1] |= flat[1:]
    mask = np.zeros_like(halved, dtype=np.bool_)
    mask[:, : steps * _STEP] = np.repeat(flat & _mostly(near), _STEP, axis=1)
    return mask


def _alone(means: NDArray[np.float64]) -> Mask:
    """Steps with paper above and below: a bar of blurred letters is as thin as a rule, and letters go on beside it."""
    paper = means >= _FAINT
    alone = np.zeros_like(paper)
    alone[_FLAT:-_FLAT] = paper[: -2 * _FLAT] & paper[2 * _FLAT :]
    return alone


def _mostly(marked: Mask) -> Mask:
    """Steps that lie in a stretch of which most steps are marked, itself beginning and ending with a mark."""
    if marked.shape[1] < _REACH:
        return np.zeros_like(marked)
    sums = np.cumsum(np.pad(marked.astype(np.int32), ((0, 0), (1, 0))), axis=1)
    begins = np.zeros_like(marked)
    begins[:, : 1 - _REACH] = sums[:, _REACH:] - sums[:, :-_REACH] >= _WHOLE * _REACH
    return _grown(begins, _REACH) & marked


def _halved(dots: Dots) -> Dots:
    even = dots[: dots.shape[0] // _HALF * _HALF, : dots.shape[1] // _HALF * _HALF]
    halved: Dots = np.minimum(
        (even[::2, ::2] // 2 + even[1::2, ::2] // 2), (even[::2, 1::2] // 2 + even[1::2, 1::2] // 2)
    )
    return halved


def _runs(dark: Mask, length: int) -> Mask:
    """Dots that lie on a long thin level run, gaps of a dot or two bridged."""
    bars = _grown(_shrunk(dark.T, _THICK), _THICK).T
    thin = dark & ~bars
    bridged = thin.copy()
    bridged[:, 1:] |= thin[:, :-1]
    bridged[:, :-1] |= thin[:, 1:]
    mask: Mask = _grown(_shrunk(bridged, length), length) & dark
    return mask


def _shrunk(dark: Mask, length: int) -> Mask:
    """Where so many dark dots begin, one beside the other."""
    left, size = np.ascontiguousarray(dark), 1
    while size < length:
        step = min(size, length - size)
        shorter = np.zeros_like(left)
        np.logical_and(left[:, :-step], left[:, step:], out=shorter[:, :-step])
        left, size = shorter, size + step
    return left


def _grown(begins: Mask, length: int) -> Mask:
    """All the dots of runs that begin at some places."""
    grown, size = begins, 1
    while size < length:
        step = min(size, length - size)
        longer = grown.copy()
        longer[:, step:] |= grown[:, :-step]
        grown, size = longer, size + step
    return grown


def _boxes(runs: Mask, *, level: bool) -> Iterator[Box]:
    """One box for each run of dots in a row (or, turned, in a column)."""
    edges = np.diff(np.pad(runs.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    size = _HALF * POINT
    for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True):
        if end - start < _DOWN // 2:
            continue
        at, begin, stop = (row + 0.5) * size, start * size, end * size
        if level:
            yield Box(x0=begin, x1=stop, top=at, bottom=at)
        else:
            yield Box(x0=at, x1=at, top=begin, bottom=stop)


def _wiped(dots: Dots, mask: Mask) -> Dots:
    """The sheet with rules made white, and the dot of fading ink on either side of them."""
    wide = mask.copy()
    wide[1:] |= mask[:-1]
    wide[:-1] |= mask[1:]
    wide[:, 1:] |= mask[:, :-1]
    wide[:, :-1] |= mask[:, 1:]
    sheet = dots.copy()
    even = sheet[: mask.shape[0] * _HALF, : mask.shape[1] * _HALF]
    for down in range(_HALF):
        for across in range(_HALF):
            even[down::_HALF, across::_HALF][wide] = 255
    return sheet
