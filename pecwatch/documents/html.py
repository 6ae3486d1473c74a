# SPDX-License-Identifier: EUPL-1.2
"""HTML bodies and attachments, as mail programs and Word write them."""

import re

from selectolax.lexbor import LexborHTMLParser

from pecwatch.documents.characters import may_deceive, visible
from pecwatch.documents.charset import decode
from pecwatch.documents.html_files import laid_in
from pecwatch.documents.html_text import Grid, Rendered, render
from pecwatch.documents.inlaid import inlaid_parts
from pecwatch.documents.problems import invisible_characters, problem, struck_text
from pecwatch.documents.reader import Content
from pecwatch.documents.text import charset_guessed
from pecwatch.documents.typed_tables import with_tables
from pecwatch.model.document import Line, Page, Table, TableRow
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem, Severity

FORMATS = ("html",)

_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)

_PREHEADER = 300
"""Characters: the hidden first sentence of a mail that is written to be seen in the list of messages."""


def read(part: Part) -> Content:
    """One page: visible text in lines, data tables as tables; nothing is executed or fetched.

    Files that are written into it, as a list pasted as a picture, are read as files of their own.
    """
    content = bytes(part.content)
    meta = _META.search(content[:4_096])
    decoded = decode(content, part.charset or (meta[1].decode("ascii") if meta else None))
    rendered = render(LexborHTMLParser(decoded.text).body)
    blocks = _blocks(rendered)
    problems = (
        (charset_guessed(part),) if decoded.guessed else (),
        (invisible_characters(part),) if may_deceive(_written(rendered)) else (),
        (_hidden(part),) if _matters(rendered) else (),
        (struck_text(part),) if rendered.struck else (),
    )
    return Content(
        pages=(Page(number=1, blocks=blocks),) if blocks else (),
        parts=tuple(inlaid_parts(part, laid_in(rendered.files))),
        links=rendered.links,
        problems=tuple(found for group in problems for found in group),
    )


def _blocks(rendered: Rendered) -> tuple[Line | Table, ...]:
    """Number the lines as they are seen; a table's row counts as many as its highest cell."""
    blocks: list[Line | Table] = []
    lines: list[Line] = []
    number = 1
    for piece in rendered.pieces:
        if isinstance(piece, str):
            text = visible(piece).rstrip()
            if text:
                lines.append(Line(text=text, line=number))
                number += 1
            continue
        blocks += with_tables(tuple(lines))
        lines = []
        rows = []
        for row in piece.rows:
            rows.append(TableRow(cells=tuple(visible(cell) for cell in row.cells), line=number))
            number += row.height
        blocks.append(Table(rows=tuple(rows)))
    return (*blocks, *with_tables(tuple(lines)))


def _written(rendered: Rendered) -> str:
    return "\n".join(
        "\n".join(cell for row in piece.rows for cell in row.cells) if isinstance(piece, Grid) else piece
        for piece in rendered.pieces
    )


def _matters(rendered: Rendered) -> bool:
    """Whether more was hidden than the customary preheader."""
    return len(rendered.preheader) > _PREHEADER or bool(rendered.hidden)


def _hidden(part: Part) -> Problem:
    return problem(
        part,
        "hidden_text",
        Severity.DOUBT,
        "contiene testo nascosto, che non è stato letto; aprire a mano il messaggio e, in caso di dubbio, "
        "chiedere ad ALER",
    )
