# SPDX-License-Identifier: EUPL-1.2
"""The order in which the parts of a message are read, piece by piece, whoever reads them."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from pecwatch.documents import problems
from pecwatch.documents.length import LONGEST, lighter, weight
from pecwatch.documents.reader import How, Later
from pecwatch.model.document import Document, Line, Page
from pecwatch.model.message import Part, Zone
from pecwatch.model.problem import Problem
from pecwatch.model.record import record

DEPTH = 8
"""How many files inside each other are opened (archives, signed files and messages together)."""

PACKED_FILES = 1_000
"""How many packed files of one message are opened."""

SCANNED_PAGES = 50
"""How many pictures of one message are recognised: each takes seconds."""


@record
class Piece:
    """What one step reads: a part, a file packed in it, or a stretch of either."""

    part: int
    """Place of the part in the message, from 0."""
    path: tuple[int, ...] = ()
    """Which packed file of the part, which one packed in that, and so on; numbers from 1."""
    later: Later | None = None
    """The stretch that was left for later; None for the beginning."""
    name: str
    zone: Zone = Zone.INNER
    is_body: bool = False


@record
class Read:
    """What came of one step."""

    document: Document
    later: tuple[Later, ...] = ()


def left_unread(piece: Piece, problem: Problem) -> Read:
    """In the place of a piece that was not read, the problem that a person sees."""
    return Read(
        document=Document(
            part=piece.name, format="unknown", zone=piece.zone, is_body=piece.is_body, problems=(problem,)
        )
    )


def walked(pieces: Iterable[Piece], take: Callable[[Piece], Read]) -> tuple[Document, ...]:
    """Read pieces and whatever each leaves for later; one document for each part and each packed file, in order."""
    found: dict[tuple[int, tuple[int, ...]], Document] = {}
    waiting = list(pieces)[::-1]
    counts = dict.fromkeys(How, 0)
    total = 0
    while waiting:
        piece = waiting.pop()
        refusal = _refusal(piece, counts)
        read = take(piece) if refusal is None else left_unread(piece, refusal)
        read = _no_deeper(piece, read)
        key = (piece.part, piece.path)
        found[key] = _joined(found[key], read.document) if key in found else read.document
        total += weight(read.document.pages)
        if total > LONGEST:
            found = dict(zip(found, lighter(found.values(), LONGEST // 2, _cut_off), strict=True))
            total = sum(weight(document.pages) for document in found.values())
        waiting.extend(_next(piece, later) for later in reversed(read.later))
    return tuple(found.values())


def _next(piece: Piece, later: Later) -> Piece:
    if later.how is How.PACKED:
        return replace(piece, path=(*piece.path, later.first), later=None, name=later.name, is_body=False)
    return replace(piece, later=later)


def _refusal(piece: Piece, counts: dict[How, int]) -> Problem | None:
    """Why a piece is left alone, when the message has had its share."""
    how = piece.later.how if piece.later is not None else How.PACKED if piece.path else None
    if how is None:
        return None
    counts[how] += 1
    if how is How.SCAN and counts[how] > SCANNED_PAGES:
        return problems.scan_limit(_label(piece), SCANNED_PAGES)
    if how is How.PACKED and counts[how] > PACKED_FILES:
        return problems.size_limit(_label(piece))
    return None


def _no_deeper(piece: Piece, read: Read) -> Read:
    """The answer without the files packed in a file that lies as deep as any may."""
    kept = tuple(later for later in read.later if later.how is not How.PACKED)
    if len(piece.path) < DEPTH or kept == read.later:
        return read
    told = (*read.document.problems, problems.depth_limit(_label(piece)))
    return Read(document=replace(read.document, problems=told), later=kept)


def _cut_off(document: Document) -> Problem:
    return problems.too_long(
        Part(name=document.part, type="", content=b"", zone=document.zone, is_body=document.is_body)
    )


def _label(piece: Piece) -> Part:
    return Part(name=piece.name, type="", content=b"", zone=piece.zone, is_body=piece.is_body)


def _with_remarks(page: Page, before: Page | None) -> Page:
    """A page read again, with what somebody wrote beside it: sticky notes on a scan are no part of its picture."""
    remarks = tuple(block for block in before.blocks if isinstance(block, Line) and block.remark) if before else ()
    return replace(page, blocks=(*page.blocks, *remarks)) if remarks else page


def _joined(before: Document, after: Document) -> Document:
    """A document with one more stretch; a page read again takes the place of what was read of it before."""
    pages = {page.number: page for page in before.pages}
    for page in after.pages:
        pages[page.number] = _with_remarks(page, pages.get(page.number))
    return replace(
        before,
        pages=tuple(pages[number] for number in sorted(pages)),
        problems=tuple(dict.fromkeys((*before.problems, *after.problems))),
        signatures=(*before.signatures, *after.signatures),
        links=tuple(dict.fromkeys((*before.links, *after.links))),
    )
