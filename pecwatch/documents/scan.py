# SPDX-License-Identifier: EUPL-1.2
"""A picture of a page to lines and tables: recognised in one way after the other until the words look right."""

import io
from dataclasses import replace

import numpy as np
from PIL import Image

from pecwatch.documents.grid import grids
from pecwatch.documents.page_blocks import blocks_of
from pecwatch.documents.programs import Failure, Programs
from pecwatch.documents.rules import rules_across
from pecwatch.documents.scan_blanks import bridged
from pecwatch.documents.scan_columns import cut_at_columns
from pecwatch.documents.scan_ink import Ink
from pecwatch.documents.scan_quality import Quality, has_unreadable, is_blank, quality_of
from pecwatch.documents.scan_rules import Ruled, ruled
from pecwatch.documents.scan_sheet import bleached, prepared, straightened
from pecwatch.documents.scan_specks import without_halves, without_specks
from pecwatch.documents.scan_tilt import Dots, is_sideways, small
from pecwatch.documents.scan_unread import unread_lines
from pecwatch.documents.scan_words import Seen, kept, united, words_seen
from pecwatch.model.document import Line, Table
from pecwatch.model.record import record

SEGMENTATIONS = (4, 11, 6)
"""Columns first, then sparse text, then one block. With the rules wiped off, 4 sees lone figures («int. 7») that 11
leaves out; 11 is better where a stamp or a shadow lies over the text."""

_GOOD = Quality(confidence=85, written=0.8, unread=0.01)
"""From here on nothing more is tried: of a clean page a five-hundredth of the ink is left, full stops and specks."""

_POOR = 60.0
"""Confidence below which the sheet may lie upside down."""


@record
class Scanned:
    """What was recognised in one picture."""

    blocks: tuple[Line | Table, ...] = ()
    confidence: float = 0.0
    """0 to 100."""
    unreadable: bool = False
    """Some words are covered or no words at all, maybe names."""
    unread: tuple[float, ...] = ()
    """Where lines of text stand that no word was made of, from 0 at the upper edge of the sheet to 1 at the lower."""
    blank: bool = False
    """Nothing is written there."""
    failure: Failure | None = None
    """Why nothing could be recognised."""


@record
class _Attempt:
    seen: tuple[Seen, ...]
    quality: Quality
    failure: Failure | None = None


def read_picture(picture: Image.Image, dpi: tuple[float, float] | None, programs: Programs) -> Scanned:
    """Recognise a grey picture, whichever way it lies.

    Args:
        dpi: Dots to the inch across and down, as the file says; None when it does not.
    """
    dots = prepared(picture, dpi)
    if dots is None or is_blank(small(dots)):
        return Scanned(blank=True)
    if is_sideways(small(dots)):
        dots = straightened(np.ascontiguousarray(np.rot90(dots)))
    sheet = ruled(dots)
    best = _first(sheet.wiped, programs)
    if best.failure is not None:
        return Scanned(failure=best.failure)
    if best.quality.confidence < _POOR:
        turned = np.ascontiguousarray(np.rot90(dots, 2))
        other_sheet = ruled(turned)
        other = _recognised(other_sheet.wiped, SEGMENTATIONS[0], programs)
        if other.quality.score > best.quality.score:
            best, sheet = other, other_sheet
    return _page(_improved(best, sheet.wiped, programs), sheet)


def _page(attempt: _Attempt, sheet: Ruled) -> Scanned:
    words = cut_at_columns(bridged(tuple(one.word for one in attempt.seen), Ink(sheet.wiped)))
    return Scanned(
        blocks=blocks_of(words, grids(sheet.boxes), rules_across(sheet.boxes)),
        confidence=attempt.quality.confidence,
        unreadable=has_unreadable(attempt.seen),
        unread=unread_lines(sheet.wiped, (one.word for one in attempt.seen)),
    )


def _first(dots: Dots, programs: Programs) -> _Attempt:
    """One recognition; a segmentation that the program breaks off at is followed by another."""
    attempt = _recognised(dots, SEGMENTATIONS[0], programs)
    if attempt.failure in (None, Failure.MISSING):
        return attempt
    return _recognised(dots, SEGMENTATIONS[1], programs)


def _improved(best: _Attempt, dots: Dots, programs: Programs) -> _Attempt:
    """The best of what the other segmentations give, with the words that only another one saw."""
    if _is_good(best.quality):
        return best
    for segmentation, sheet in zip(SEGMENTATIONS[1:], (bleached(dots), dots), strict=True):
        other = _recognised(sheet, segmentation, programs)
        if other.failure is not None:
            continue
        first, second = sorted((best, other), key=lambda attempt: attempt.quality.score, reverse=True)
        seen = united(first.seen, second.seen)
        best = _Attempt(seen=seen, quality=quality_of(seen, small(dots)))
        if best.quality.confidence > _GOOD.confidence:
            break
    return best


def _is_good(quality: Quality) -> bool:
    return (
        quality.confidence >= _GOOD.confidence and quality.written >= _GOOD.written and quality.unread <= _GOOD.unread
    )


def _recognised(dots: Dots, segmentation: int, programs: Programs) -> _Attempt:
    target = io.BytesIO()
    Image.fromarray(dots).save(target, "PPM")
    product = programs.recognise(target.getvalue(), segmentation)
    seen = () if product.failure else kept(without_specks(without_halves(words_seen(product.content, Ink(dots)))))
    attempt = _Attempt(seen=seen, quality=quality_of(seen, small(dots)))
    return replace(attempt, failure=product.failure)
