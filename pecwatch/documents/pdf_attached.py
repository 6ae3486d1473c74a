# SPDX-License-Identifier: EUPL-1.2
"""Files attached to a PDF: those of a portfolio, of a hybrid PDF, or pinned to a page; each is a file of its own."""

import io
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from pecwatch.documents import problems, zipped
from pecwatch.documents.member_names import is_furniture, shown
from pecwatch.documents.pdf_notes import annotations_of, string
from pecwatch.documents.zip_archive import packed
from pecwatch.documents.zipped import ENTRIES, UNPACKED_BYTES, Refusal, Refused
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem

_NODES = 5_000
"""Nodes of the tree of names that are looked at."""

_FILES = ("UF", "F", "Unix", "DOS", "Mac")
"""Ways to name a file, and keys under which it lies, the best first (ISO 32000-1, 7.11)."""


def attached_files(part: Part, pages: int) -> tuple[Part | Problem, ...]:
    """Every file attached to a document or to one of its first pages, and a problem for each that cannot be unpacked.

    Raises:
        Exception: The document is damaged, as whoever reads its pages has told.
    """
    document = PDFDocument(PDFParser(io.BytesIO(part.content)))
    found = list(islice(_unpacked(part, _files(document, pages)), ENTRIES + 1))
    over = (problems.size_limit(part),) if len(found) > ENTRIES else ()
    return (*found[:ENTRIES], *over)


def _unpacked(part: Part, files: Iterator[tuple[str, PDFStream]]) -> Iterator[Part | Problem]:
    """The files under names of their own, all together no larger than an archive may be."""
    room = UNPACKED_BYTES
    seen: set[int] = set()
    names: set[str] = set()
    for number, (written, stream) in enumerate(files, 1):
        if stream.objid in seen or is_furniture(written):
            continue
        seen.update(() if stream.objid is None else (stream.objid,))
        name = written if written not in names else f"{number}-{written}"
        names.add(name)
        try:
            content = _content(stream, room)
        except Refused as refused:
            yield zipped.problem_of(packed(part, name, b""), refused.why)
            continue
        room -= len(content)
        yield packed(part, name, content)


def _files(document: PDFDocument, pages: int) -> Iterator[tuple[str, PDFStream]]:
    """Names and contents of files: the document's own, then those pinned to its pages."""
    names = resolve1(document.catalog.get("Names"))
    tree = names.get("EmbeddedFiles") if isinstance(names, dict) else None
    for specification in _leaves(tree):
        yield from _file(specification)
    associated = resolve1(document.catalog.get("AF"))
    for specification in associated if isinstance(associated, list) else ():
        yield from _file(specification)
    for page in islice(PDFPage.create_pages(document), pages):
        for data in annotations_of(page):
            yield from _file(data.get("FS"))


def _leaves(root: object) -> Iterator[object]:
    """What the names of a tree stand for; a tree that bites its tail is walked once."""
    waiting, seen = [root], set[int]()
    for _ in range(_NODES):
        if not waiting:
            return
        reference = waiting.pop()
        if isinstance(reference, PDFObjRef):
            if reference.objid in seen:
                continue
            seen.add(reference.objid)
        node = resolve1(reference)
        if isinstance(node, dict):
            leaves, kids = resolve1(node.get("Names")), resolve1(node.get("Kids"))
            yield from leaves[1::2] if isinstance(leaves, list) else ()
            waiting += reversed(kids) if isinstance(kids, list) else ()


def _file(specification: object) -> Iterator[tuple[str, PDFStream]]:
    """The file that a specification holds, if it holds one: it may name one elsewhere."""
    said = resolve1(specification)
    held = resolve1(said.get("EF")) if isinstance(said, dict) else None
    if isinstance(said, dict) and isinstance(held, dict):
        stream = next((one for key in _FILES if isinstance(one := resolve1(held.get(key)), PDFStream)), None)
        name = next((name for key in _FILES if (name := string(said.get(key)).strip())), "allegato")
        if stream is not None:
            yield shown(name), stream


def _content(stream: PDFStream, room: int) -> bytes:
    """The bytes of a file, never more than there is room for.

    Raises:
        Refused: It is too large, damaged, or packed in a way that nobody uses for files.
    """
    content = stream.rawdata or b""
    if stream.decipher is not None and stream.objid is not None:
        content = stream.decipher(stream.objid, stream.genno or 0, content, stream.attrs)
    for name, parameters in stream.get_filters():
        content = _undone(str(name.name) if isinstance(name, PSLiteral) else "", parameters, content, room)
    if len(content) > room:
        raise Refused(Refusal.SIZE_LIMIT)
    return content


def _undone(name: str, parameters: Any, content: bytes, room: int) -> bytes:
    if isinstance(parameters, dict) and resolve1(parameters.get("Predictor", 1)) != 1:
        raise Refused(Refusal.UNKNOWN_METHOD)
    match name:
        case "FlateDecode" | "Fl":
            return _inflated(content, room)
        case "ASCII85Decode" | "A85":
            return ascii85decode(content)
        case "ASCIIHexDecode" | "AHx":
            return asciihexdecode(content)
        case _:
            raise Refused(Refusal.UNKNOWN_METHOD)


def _inflated(content: bytes, room: int) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        inflated = unpacking.decompress(content, room + 1)
    except zlib.error as error:
        raise Refused(Refusal.DAMAGED) from error
    if len(inflated) > room:
        raise Refused(Refusal.SIZE_LIMIT)
    if not unpacking.eof:
        raise Refused(Refusal.DAMAGED)
    return inflated
