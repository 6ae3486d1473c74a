# SPDX-License-Identifier: EUPL-1.2
"""Plain text: mail bodies, .txt and .csv files."""

from pecwatch.documents.characters import may_deceive, visible
from pecwatch.documents.charset import decode
from pecwatch.documents.flowed import flowed
from pecwatch.documents.problems import invisible_characters, problem
from pecwatch.documents.reader import Content
from pecwatch.documents.separated import file_blocks
from pecwatch.documents.typed_tables import with_tables
from pecwatch.model.document import Line, Page
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem, Severity

FORMATS = ("text",)


def charset_guessed(part: Part) -> Problem:
    """Bytes that are not what their declared charset says."""
    return problem(
        part,
        "charset_guessed",
        Severity.NOTE,
        "la codifica dichiarata non corrisponde al contenuto; se le lettere accentate sono sbagliate, "
        "confrontare con l'originale",
    )


def lines_of(text: str) -> tuple[Line, ...]:
    """The non-empty lines of a text, numbered from 1; leading blanks and all tabs stay, since columns hide in them."""
    written = (line.rstrip(" ") for line in text.split("\n") if line.strip())
    return tuple(Line(text=line, line=number) for number, line in enumerate(written, start=1))


def read(part: Part) -> Content:
    """One page of lines, with a table wherever columns were typed with separators."""
    decoded = decode(bytes(part.content), part.charset)
    text = flowed(visible(decoded.text)) if part.is_body else visible(decoded.text)
    lines = lines_of(text)
    blocks = (None if part.is_body else file_blocks(lines)) or with_tables(lines)
    return Content(
        pages=(Page(number=1, blocks=blocks),) if blocks else (),
        problems=((charset_guessed(part),) if decoded.guessed else ())
        + ((invisible_characters(part),) if may_deceive(decoded.text) else ()),
    )
