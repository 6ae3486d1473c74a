# SPDX-License-Identifier: EUPL-1.2
"""Short ways to read a document and to look at what was read."""

from pecwatch.documents.reading import read_document
from pecwatch.model.document import Document, Line, Table
from pecwatch.model.message import Part


def attached(content: bytes, name: str = "elenco.bin", kind: str = "application/octet-stream") -> Part:
    return Part(name=name, type=kind, content=content)


def body(content: bytes, kind: str = "text/plain", charset: str | None = "utf-8") -> Part:
    return Part(name="body", type=kind, charset=charset, content=content, is_body=True)


def document(part: Part) -> Document:
    """The only document of a part."""
    [only] = read_document(part)
    return only


def blocks(read: Document) -> list[Line | Table]:
    return [block for page in read.pages for block in page.blocks]


def lines(read: Document) -> list[str]:
    return [block.text for block in blocks(read) if isinstance(block, Line)]


def numbered(read: Document) -> list[tuple[int, str]]:
    return [(block.line, block.text) for block in blocks(read) if isinstance(block, Line)]


def tables(read: Document) -> list[list[tuple[str, ...]]]:
    return [[row.cells for row in block.rows] for block in blocks(read) if isinstance(block, Table)]


def codes(read: Document) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity.value) for problem in read.problems]
