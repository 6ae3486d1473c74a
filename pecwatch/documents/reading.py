# SPDX-License-Identifier: EUPL-1.2
"""From the bytes of one part to documents: recognise the format, hand it to its reader, keep every failure."""

from collections.abc import Callable
from dataclasses import replace

from pecwatch.documents import formats, html, p7m, pdf, problems, text, tsd, unread
from pecwatch.documents.reader import Content, Reader
from pecwatch.model.document import Document
from pecwatch.model.message import Part

READERS: tuple[Reader, ...] = (text, html, pdf, p7m, tsd)
"""Every format that can be read; a new one is a file beside these and its name here."""

DEPTH = 8
"""How many files inside each other are opened (archives, signed files and messages together)."""

UNPACKED_BYTES = 100 * 1024 * 1024
"""What one file may hold packed inside it."""


def read_document(part: Part, readers: tuple[Reader, ...] = READERS) -> tuple[Document, ...]:
    """Everything a part holds: one document for itself, then one for each file packed inside it.

    Never raises for bad content: what could not be read is a problem of its document.
    """
    return _read(part, readers, depth=0)


def read_pdf(part: Part, first_page: int, last_page: int) -> Document:
    """Some pages of a PDF, both ends included, from 1: long documents are read in groups. Never raises."""
    return _document(part, "pdf", _guarded(part, lambda: pdf.read_pages(part, first_page, last_page)))


def _read(part: Part, readers: tuple[Reader, ...], depth: int) -> tuple[Document, ...]:
    format_name = formats.recognise(part)
    content = _content(part, format_name, readers)
    content = _within_limits(part, content, depth)
    own = _document(part, format_name, content)
    return (own, *(document for inner in content.parts for document in _read(inner, readers, depth + 1)))


def _within_limits(part: Part, content: Content, depth: int) -> Content:
    """The content without the files that lie too deep or are too big together."""
    if content.parts and depth >= DEPTH:
        return replace(content, parts=(), problems=(*content.problems, problems.depth_limit(part)))
    if sum(len(packed.content) for packed in content.parts) > UNPACKED_BYTES:
        return replace(content, parts=(), problems=(*content.problems, problems.size_limit(part)))
    return content


def _content(part: Part, format_name: str, readers: tuple[Reader, ...]) -> Content:
    if not part.content and not part.is_body:
        return Content(problems=(problems.damaged(part, "l'allegato è vuoto"),))
    reader = next((reader for reader in readers if format_name in reader.FORMATS), None)
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
    )
