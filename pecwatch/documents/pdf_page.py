# SPDX-License-Identifier: EUPL-1.2
"""One page of a PDF: tables as tables, all other text as lines, every word in exactly one of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from pdfplumber.page import Page as PrintedPage

from pecwatch.documents.characters import visible
from pecwatch.documents.grid import Grid, grids
from pecwatch.documents.page_blocks import blocks_of
from pecwatch.documents.pdf_letters import UNREADABLE, text_aslant, upright, words_of
from pecwatch.documents.pdf_print import Drawing, Kind, Letter, Printed, printed
from pecwatch.documents.rules import Box, rules_across
from pecwatch.documents.words import Word, in_lines, joined, phrases
from pecwatch.model.document import Line, Table
from pecwatch.model.record import record

_FEW_WORDS = 20
"""A scanned page may bear a printed stamp with protocol number and day; a letter has more words than this."""

_COVERING = 0.5
"""Share of the page that a picture covers when the page is a scan."""

_OUTLINES = 40
"""Curves on a page without text: letters that were turned into drawings."""

_BESIDE_WALL = 0.03
"""Share of the letter size left blank, at least, where two cells meet; inside a word letters touch."""

_UNREADABLE_SHARE = 0.05
"""Share of letters without a name from which a page cannot be trusted."""


@record
class PageText:
    """What one page holds."""

    blocks: tuple[Line | Table, ...]
    picture: bool
    """It must be looked at: a scan, or text drawn as curves."""
    garbled: bool
    """Its fonts do not tell which letters they print."""
    written: str
    """The text as stored, invisible characters included."""
    printed: Printed


def read_page(page: PrintedPage, fields: tuple[Word, ...]) -> PageText:
    """Read a page; `fields` are values filled into its form, already placed on it."""
    width, height = float(page.width), float(page.height)
    shown = printed(page)
    by_turn: dict[int | None, list[Letter]] = {}
    for letter in shown.letters:
        by_turn.setdefault(letter.turn, []).append(letter)
    main = max((turn for turn in by_turn if turn is not None), key=lambda turn: len(by_turn[turn]), default=0)
    boxes = tuple(_boxes(shown.drawings, main, width, height))
    found = grids(boxes)
    words = words_of(by_turn.pop(main, []), main, width, height, _walls(found)) + (fields if main == 0 else ())
    aslant = text_aslant(by_turn.pop(None, []))
    aside: list[tuple[Word, ...]] = []
    for turn, letters in by_turn.items():
        for line in in_lines(words_of(letters, turn or 0, width, height, _walls(()))):
            in_cells, left = _set_upright(line, turn, found if main == 0 else (), width, height)
            words += in_cells
            aside.append(left)
    blocks = blocks_of(words, found, rules_across(boxes))
    beside = [*map(joined, aside), aslant]
    everything = [*words, *(word for group in aside for word in group)]
    return PageText(
        blocks=blocks + _lines_after(len(in_lines(words)), beside),
        picture=len(everything) < _FEW_WORDS and _is_picture(shown, width * height, everything),
        garbled=_is_garbled(everything),
        written=" ".join([*(word.text for word in everything), aslant]),
        printed=shown,
    )


def _set_upright(
    line: tuple[Word, ...], turn: int | None, found: tuple[Grid, ...], width: float, height: float
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Headers and days printed sideways in ruled cells, each as a word of its cell, and what stands in none.

    Args:
        line: A line in its own reading direction.
    """
    inside: list[Word] = []
    left: list[Word] = []
    for phrase in phrases(line, ()) if turn in (1, 3) else (line,):
        x0, x1, top, bottom = phrase[0].x0, phrase[-1].x1, phrase[0].top, phrase[0].bottom
        box = (top, height - x1, bottom, height - x0) if turn == 1 else (width - bottom, x0, width - top, x1)
        if turn in (1, 3) and any(_holds(grid, box) for grid in found):
            middle, half = (box[1] + box[3]) / 2, phrase[0].size / 2
            word = Word(text=joined(phrase), x0=box[0], x1=box[2], top=middle - half, bottom=middle + half)
            inside.append(word)
        else:
            left.extend(phrase)
    return tuple(inside), tuple(left)


def _holds(grid: Grid, box: tuple[float, float, float, float]) -> bool:
    """Whether one cell holds all of a box."""
    first, last = grid.place(box[0] + 1, box[1] + 1), grid.place(box[2] - 1, box[3] - 1)
    return first is not None and last is not None and grid.cells[first[0]][first[1]] == grid.cells[last[0]][last[1]]


def _walls(found: tuple[Grid, ...]) -> Callable[[Word, Word], bool]:
    """Tells whether a wall of a table parts two letters that would otherwise make one word."""

    def parted(before: Word, letter: Word) -> bool:
        return letter.x0 - before.x1 > _BESIDE_WALL * letter.size and any(
            grid.wall_within(before.x1 - 0.5, letter.x0 + 0.5, letter.middle) for grid in found
        )

    return parted


def _lines_after(number: int, texts: list[str]) -> tuple[Line, ...]:
    """Text that runs another way than the page's: in the margin, or across it; numbered after the page's lines."""
    seen = filter(None, (visible(text).strip() for text in texts))
    return tuple(Line(text=text, line=line) for line, text in enumerate(seen, start=number + 1))


def _boxes(drawings: Iterable[Drawing], turn: int, width: float, height: float) -> Iterator[Box]:
    for drawing in drawings:
        if drawing.kind is Kind.CURVE:
            yield from _straight_sides(drawing, turn, width, height)
            continue
        x0, top, x1, bottom = upright(drawing.place, turn, width, height)
        thin = min(x1 - x0, bottom - top) <= 4
        slanted = drawing.kind is Kind.LINE and not thin
        if not slanted and (thin or drawing.kind is not Kind.PICTURE):
            shade = drawing.kind is Kind.BOX and drawing.shade and not thin
            yield Box(x0=x0, top=top, x1=x1, bottom=bottom, shade=shade)


def _straight_sides(curve: Drawing, turn: int, width: float, height: float) -> Iterator[Box]:
    for (ax, ay), (bx, by) in pairwise(curve.points):
        if min(abs(bx - ax), abs(by - ay)) < 0.5:
            side = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
            x0, top, x1, bottom = upright(side, turn, width, height)
            yield Box(x0=x0, top=top, x1=x1, bottom=bottom, shade=curve.shade)


def _is_picture(shown: Printed, paper: float, words: list[Word]) -> bool:
    """Whether a page with hardly any text shows something that was not read."""
    pictures, curves = shown.of(Kind.PICTURE), shown.of(Kind.CURVE)
    if not words:
        return bool(pictures) or len(curves) >= _OUTLINES
    covered = sum((picture.x1 - picture.x0) * (picture.bottom - picture.top) for picture in pictures)
    return covered >= _COVERING * (paper or 1.0) or len(curves) >= _OUTLINES * len(words)


def _is_garbled(words: list[Word]) -> bool:
    letters = Counter("".join(word.text for word in words))
    private = sum(count for letter, count in letters.items() if "\ue000" <= letter <= "\uf8ff")
    return letters[UNREADABLE] + private > _UNREADABLE_SHARE * letters.total()
