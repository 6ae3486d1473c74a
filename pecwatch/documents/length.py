# SPDX-License-Identifier: EUPL-1.2
"""How long documents are, and where they are cut: lists are read out of all of a message at once, in limited time."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pecwatch.model.document import Document, Line, Page, Table, TableRow
from pecwatch.model.problem import Problem

LONGEST = 4_000_000
"""Weight of a document, and of all of a message together, from which no more is read: some 20,000 rows of a list."""

_PER_LINE = 100
"""What a line weighs besides its characters."""


def weight(pages: tuple[Page, ...]) -> int:
    """What reading lists out of pages costs, roughly: characters, and something for each line or row."""
    return sum(_of_block(block) for page in pages for block in page.blocks)


def beginning(pages: tuple[Page, ...], room: int) -> tuple[Page, ...]:
    """The first pages, lines and rows, as many as weigh no more than there is room for."""
    return tuple(_beginning(pages, room))


def lighter(documents: Iterable[Document], room: int, cut_off: Callable[[Document], Problem]) -> tuple[Document, ...]:
    """The documents with no more in them than there is room for: the longest are cut, the others stay whole.

    Args:
        cut_off: The problem of a document that was cut.
    """
    weighed = [(document, weight(document.pages)) for document in documents]
    most = _share([own for _, own in weighed], room)
    return tuple(document if own <= most else _cut(document, most, cut_off(document)) for document, own in weighed)


def _share(weights: list[int], room: int) -> int:
    """What each may weigh at most so that all together find room; the light ones leave theirs to the heavy."""
    left = len(weights)
    for own in sorted(weights):
        if own * left > room:
            return room // left
        room, left = room - own, left - 1
    return max(weights, default=0)


def _cut(document: Document, most: int, problem: Problem) -> Document:
    told = document.problems if problem in document.problems else (*document.problems, problem)
    return replace(document, pages=beginning(document.pages, most), problems=told)


def _beginning(pages: tuple[Page, ...], room: int) -> Iterator[Page]:
    for page in pages:
        blocks: list[Line | Table] = []
        for block in page.blocks:
            kept = _kept(block, room)
            room -= _of_block(block)
            if kept is not None:
                blocks.append(kept)
            if room <= 0:
                break
        if blocks:
            yield replace(page, blocks=tuple(blocks))
        if room <= 0:
            return


def _kept(block: Line | Table, room: int) -> Line | Table | None:
    """As much of a block as finds room."""
    if isinstance(block, Line):
        return block if _of_block(block) <= room else None
    rows: list[TableRow] = []
    for row in block.rows:
        room -= _of_row(row)
        if room < 0:
            break
        rows.append(row)
    return Table(rows=tuple(rows)) if rows else None


def _of_block(block: Line | Table) -> int:
    return len(block.text) + _PER_LINE if isinstance(block, Line) else sum(map(_of_row, block.rows))


def _of_row(row: TableRow) -> int:
    return sum(map(len, row.cells)) + len(row.cells) + _PER_LINE
