# SPDX-License-Identifier: EUPL-1.2
"""How a scanned sheet lies: by how much it leans, and whether its lines run from top to bottom."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Dots = NDArray[np.uint8]
"""A picture in grey, row by row; 0 is black."""

INK = 128
"""Darker is ink, once the paper is white."""

_STEEPEST = 3.0
"""Degrees: a sheet that lies more aslant was laid so by nobody."""

_WORTH_TURNING = 1.03
"""By how much sharper lines must stand out for a sheet to be turned: a word or two tell nothing."""

SMALLER = 4
"""Dots of a 300 dpi sheet that make one of a small one: a line of text is ten of them high, and a speck fades."""

_GREY = 170
"""Darker is ink in a small sheet, where a thin stroke is grey."""


def small(dots: Dots) -> Dots:
    """A sheet a quarter of its size, in which ink and the lie of lines are looked for."""
    smaller: Dots = np.asarray(Image.fromarray(dots).reduce(SMALLER))
    return smaller


def tilt_of(small_sheet: Dots) -> float:
    """Degrees by which lines rise to the right, to a tenth: where the rows of dots are most unlike each other."""
    down, across = _ink(small_sheet)
    if len(down) < 50:
        return 0.0
    best = max(_angles(0.0, _STEEPEST, 0.5), key=lambda angle: _contrast(down, across, angle))
    finer = max(_angles(best, 0.4, 0.1), key=lambda angle: _contrast(down, across, angle))
    finest = max(_angles(finer, 0.06, 0.03), key=lambda angle: _contrast(down, across, angle))
    is_told = _contrast(down, across, finest) > _WORTH_TURNING * _contrast(down, across, 0.0)
    return finest if is_told else 0.0


def is_sideways(small_sheet: Dots) -> bool:
    """Whether lines run from top to bottom."""
    down, across = _ink(small_sheet)
    if len(down) < 50:
        return False
    upright = max(_contrast(down, across, angle) for angle in _angles(0.0, _STEEPEST, 0.5))
    turned = max(_contrast(across, down, angle) for angle in _angles(0.0, _STEEPEST, 0.5))
    return turned > 1.3 * upright


def _angles(middle: float, reach: float, step: float) -> list[float]:
    count = round(reach / step)
    return sorted((middle + step * number for number in range(-count, count + 1)), key=abs)


def _ink(small_sheet: Dots) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    down, across = np.nonzero(small_sheet < _GREY)
    return down.astype(np.float32), across.astype(np.float32)


def _contrast(down: NDArray[np.float32], across: NDArray[np.float32], angle: float) -> float:
    """How sharply lines and the blanks between them alternate when the sheet is turned back by an angle."""
    rows = down + across * np.float32(math.tan(math.radians(angle)))
    profile = np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float64)
    return float(np.square(np.diff(profile)).sum())
