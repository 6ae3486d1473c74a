# SPDX-License-Identifier: EUPL-1.2
"""One page of a PDF: tables as tables, all other text as lines, every word in exactly one of them."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from pdfplumber.page import Page as PrintedPage

from pecwatch.documents.characters import visible
from pecwatch.documents.grid import Grid, grids
from pecwatch.documents.page_blocks import blocks_of
from pecwatch.documents.pdf_letters import UNREADABLE, text_aslant, turn_of, upright, words_of
from pecwatch.documents.rules import Box, rules_across
from pecwatch.documents.words import Word, in_lines, joined
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


def read_page(page: PrintedPage, fields: tuple[Word, ...]) -> PageText:
    """Read a page; `fields` are values filled into its form, already placed on it."""
    width, height = float(page.width), float(page.height)
    by_turn: dict[int | None, list[dict[str, Any]]] = {}
    for letter in page.chars:
        by_turn.setdefault(turn_of(letter), []).append(letter)
    main = max((turn for turn in by_turn if turn is not None), key=lambda turn: len(by_turn[turn]), default=0)
    boxes = tuple(_boxes(page, main))
    found = grids(boxes)
    words = words_of(by_turn.pop(main, []), main, width, height, _walls(found)) + (fields if main == 0 else ())
    blocks = blocks_of(words, found, rules_across(boxes))
    aslant = text_aslant(by_turn.pop(None, []))
    aside = [words_of(letters, turn or 0, width, height, _walls(())) for turn, letters in by_turn.items()]
    beside = [joined(line) for group in aside for line in in_lines(group)] + [aslant]
    everything = [*words, *(word for group in aside for word in group)]
    return PageText(
        blocks=blocks + _lines_after(len(in_lines(words)), beside),
        picture=len(everything) < _FEW_WORDS and _is_picture(page, everything),
        garbled=_is_garbled(everything),
        written=" ".join([*(word.text for word in everything), aslant]),
    )


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


def _boxes(page: PrintedPage, turn: int) -> Iterator[Box]:
    width, height = float(page.width), float(page.height)
    for item in (*page.lines, *page.rects, *page.images):
        shade = item["object_type"] == "rect" and bool(item.get("fill")) and not item.get("stroke")
        x0, top, x1, bottom = upright(item, turn, width, height)
        thin = min(x1 - x0, bottom - top) <= 4
        slanted = item["object_type"] == "line" and not thin
        if not slanted and (thin or item["object_type"] != "image"):
            yield Box(x0=x0, top=top, x1=x1, bottom=bottom, shade=shade and not thin)
    for curve in page.curves:
        filled = bool(curve.get("fill")) and not curve.get("stroke")
        for (ax, ay), (bx, by) in zip(curve["pts"], curve["pts"][1:], strict=False):
            side = {"x0": min(ax, bx), "x1": max(ax, bx), "top": min(ay, by), "bottom": max(ay, by)}
            if min(side["x1"] - side["x0"], side["bottom"] - side["top"]) < 0.5:
                x0, top, x1, bottom = upright(side, turn, width, height)
                yield Box(x0=x0, top=top, x1=x1, bottom=bottom, shade=filled)


def _is_picture(page: PrintedPage, words: list[Word]) -> bool:
    """Whether a page with hardly any text shows something that was not read."""
    paper = float(page.width) * float(page.height) or 1.0
    covered = sum(float(image["width"]) * float(image["height"]) for image in page.images) / paper
    if not words:
        return bool(page.images) or len(page.curves) >= _OUTLINES
    return covered >= _COVERING or len(page.curves) >= _OUTLINES * len(words)


def _is_garbled(words: list[Word]) -> bool:
    letters = Counter("".join(word.text for word in words))
    private = sum(count for letter, count in letters.items() if "\ue000" <= letter <= "\uf8ff")
    return letters[UNREADABLE] + private > _UNREADABLE_SHARE * letters.total()
