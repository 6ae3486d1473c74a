# SPDX-License-Identifier: EUPL-1.2
"""From the bytes of one part to documents: recognise the format, hand it to its reader, keep every failure."""

from collections.abc import Callable
from dataclasses import replace

from pecwatch.documents import (
    doc,
    docx,
    formats,
    html,
    odt,
    p7m,
    pdf,
    picture,
    problems,
    rtf,
    sheet,
    tar_archive,
    text,
    tsd,
    unread,
    zip_archive,
)
from pecwatch.documents.length import LONGEST, beginning, weight
from pecwatch.documents.programs import NoPrograms, Programs
from pecwatch.documents.reader import Content, How, Later, LaterReader, Reader
from pecwatch.documents.walk import Piece, Read, walked
from pecwatch.model.document import Document
from pecwatch.model.message import Part

READERS: tuple[Reader, ...] = (text, html, pdf, docx, doc, odt, rtf, p7m, tsd, sheet, zip_archive, tar_archive, picture)
"""Every format that can be read; a new one is a file beside these and its name here."""

UNPACKED_BYTES = 100 * 1024 * 1024
"""What one file may hold packed inside it."""


def read_document(
    part: Part, readers: tuple[Reader, ...] = READERS, programs: Programs | None = None
) -> tuple[Document, ...]:
    """Everything a part holds: one document for itself, then one for each file packed inside it.

    Never raises for bad content: what could not be read is a problem of its document.

    Args:
        programs: Those that readers may ask for; none by default.
    """
    shelf = Shelf((part,), readers, programs or NoPrograms())
    return walked((Piece(part=0, name=part.name, zone=part.zone, is_body=part.is_body),), shelf.take)


class Shelf:
    """The parts of one message, read piece by piece.

    Files packed in others are kept only along the way to the one being read, and are unpacked again when a
    piece is asked for out of order: by whoever takes over from a reader that died.
    """

    def __init__(self, parts: tuple[Part, ...], readers: tuple[Reader, ...], programs: Programs) -> None:
        self._parts = parts
        self._readers = readers
        self._programs = programs
        self._packed: dict[tuple[int, tuple[int, ...]], tuple[Part, ...]] = {}

    def take(self, piece: Piece) -> Read:
        """Read one piece. Never raises for bad content."""
        way = [(piece.part, piece.path[:length]) for length in range(len(piece.path) + 1)]
        self._packed = {key: parts for key, parts in self._packed.items() if key in way}
        part = self._part(piece.part, piece.path)
        format_name = formats.recognise(part)
        if piece.later is not None:
            content = _within_limits(part, self._later(part, format_name, piece.later))
            if content.parts:  # what a conversion brought to light
                self._packed[piece.part, piece.path] = content.parts
        else:
            content = self._opened(piece.part, piece.path, part, format_name)
        packed = tuple(
            Later(how=How.PACKED, first=number, last=number, name=inner.name)
            for number, inner in enumerate(content.parts, 1)
        )
        return Read(document=_document(part, format_name, content), later=(*content.later, *packed))

    def _part(self, number: int, path: tuple[int, ...]) -> Part:
        if not path:
            return self._parts[number]
        around = (number, path[:-1])
        if around not in self._packed:
            outer = self._part(*around)
            self._opened(*around, outer, formats.recognise(outer))
        return self._packed[around][path[-1] - 1]

    def _opened(self, number: int, path: tuple[int, ...], part: Part, format_name: str) -> Content:
        content = _within_limits(part, _content(part, format_name, self._readers))
        self._packed[number, path] = content.parts
        return content

    def _later(self, part: Part, format_name: str, later: Later) -> Content:
        reader = _reader(format_name, self._readers)
        if not isinstance(reader, LaterReader):
            return Content(problems=(problems.damaged(part),))
        return _guarded(part, lambda: reader.read_later(part, later, self._programs))


def _within_limits(part: Part, content: Content) -> Content:
    """The content without packed files that are too big together, and without lines beyond what can be used."""
    if weight(content.pages) > LONGEST:
        told = (*content.problems, problems.too_long(part))
        content = replace(content, pages=beginning(content.pages, LONGEST), problems=told)
    if sum(len(packed.content) for packed in content.parts) > UNPACKED_BYTES:
        return replace(content, parts=(), problems=(*content.problems, problems.size_limit(part)))
    return content


def _reader(format_name: str, readers: tuple[Reader, ...]) -> Reader | None:
    return next((reader for reader in readers if format_name in reader.FORMATS), None)


def _content(part: Part, format_name: str, readers: tuple[Reader, ...]) -> Content:
    if not part.content and not part.is_body:
        return Content(problems=(problems.damaged(part, "l'allegato è vuoto"),))
    reader = _reader(format_name, readers)
    if reader is None:
        found = unread.problem_of(part, format_name)
        return Content(problems=() if found is None else (found,))
    return _guarded(part, lambda: reader.read(part))


def _guarded(part: Part, read: Callable[[], Content]) -> Content:
    try:
        return read()
    except MemoryError:
        return Content(problems=(problems.memory_limit(part),))
    except Exception:  # noqa: BLE001 - whatever hostile bytes do to a parser becomes a problem a person sees
        return Content(problems=(problems.damaged(part),))


def _document(part: Part, format_name: str, content: Content) -> Document:
    return Document(
        part=part.name,
        format=format_name,
        pages=content.pages,
        zone=part.zone,
        is_body=part.is_body,
        problems=content.problems,
        signatures=content.signatures,
        links=content.links,
    )
