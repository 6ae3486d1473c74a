# SPDX-License-Identifier: EUPL-1.2
"""When the lists cannot be read out of all a message holds: the longest documents are cut, the others stay whole."""

from collections.abc import Iterator
from dataclasses import replace

from pecwatch.model.document import Document, Line, Page, Table, TableRow
from pecwatch.model.problem import Problem, Severity

TRIES = 3
"""How often a message is made lighter."""

LIGHT = 500_000
"""Characters that nearly always can be read in the time of a step: some five thousand rows."""

_WORTH_CUTTING = 2_000
"""What fails on less fails for another reason than its length."""


def lightened(documents: tuple[Document, ...], tries: int, code: str, happened: str) -> tuple[Document, ...] | None:
    """The documents with less in them, each that was cut with a problem; None when cutting cannot help.

    A list of some pages stays whole beside an attachment without end.

    Args:
        tries: How often this message has been made lighter before.
        code: Of the problem, as the failed step says it.
        happened: The same in words.
    """
    weights = [_weight(document) for document in documents]
    if sum(weights) < _WORTH_CUTTING:
        return None
    most = _share(weights, min(sum(weights) // 2, LIGHT) // 4**tries)
    return tuple(
        document if weight <= most else _cut(document, most, code, happened)
        for document, weight in zip(documents, weights, strict=True)
    )


def _share(weights: list[int], room: int) -> int:
    """What each may weigh at most so that all together find room; the light ones leave theirs to the heavy."""
    left = len(weights)
    for weight in sorted(weights):
        if weight * left > room:
            return room // left
        room, left = room - weight, left - 1
    return max(weights, default=0)


def _cut(document: Document, most: int, code: str, happened: str) -> Document:
    """The beginning of a document."""
    problem = Problem(
        code=code,
        severity=Severity.LOST,
        part=document.part,
        text=f"Letto solo l’inizio ({happened}): aprire l’allegato o il testo a mano e leggere il resto.",
    )
    pages = tuple(_beginning(document.pages, most))
    return replace(document, pages=pages, problems=(*document.problems, problem))


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


def _weight(document: Document) -> int:
    return sum(_of_block(block) for page in document.pages for block in page.blocks)


def _of_block(block: Line | Table) -> int:
    return len(block.text) + 1 if isinstance(block, Line) else sum(map(_of_row, block.rows))


def _of_row(row: TableRow) -> int:
    return sum(map(len, row.cells)) + len(row.cells)
