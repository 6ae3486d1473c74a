# SPDX-License-Identifier: EUPL-1.2
"""Messages and documents made from a few lines, as the stages before would hand them on."""

import datetime as dt

from pecwatch.lists import read_lists
from pecwatch.model.document import Document, Line, Page, Table, TableRow
from pecwatch.model.listing import ListRow, Reading
from pecwatch.model.message import Kind, Message, Trust
from pecwatch.model.problem import Problem
from pecwatch.rules import load_rules, shipped_rules

RULES = load_rules(shipped_rules())
SUBJECT = "Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025"


def message(subject: str | None = SUBJECT, *, recognised: bool = True, kind: Kind = Kind.PEC) -> Message:
    """A message of the housing company, sent on 24 October 2025."""
    return Message(
        kind=kind,
        trust=Trust.VERIFIED,
        trust_reason=None,
        sender="decadenze@pec.aler.example",
        sender_recognised=recognised,
        subject=subject,
        message_id="<1@aler.example>",
        sent_at=dt.datetime(2025, 10, 24, 9, 12, tzinfo=dt.UTC),
    )


def body(text: str, *, part: str = "body", format_: str = "text") -> Document:
    """A text body; a form feed begins a new page."""
    pages = tuple(
        Page(
            number=number,
            blocks=tuple(
                Line(text=line, line=at)
                for at, line in enumerate((line for line in page.split("\n") if line.strip()), 1)
            ),
        )
        for number, page in enumerate(text.split("\f"), 1)
    )
    return Document(part=part, format=format_, pages=pages, is_body=part == "body")


def sheet(*pages: list[list[str]], part: str = "elenco.pdf", format_: str = "pdf") -> Document:
    """A document of tables, one on each page."""
    return Document(
        part=part,
        format=format_,
        is_body=part == "body",
        pages=tuple(
            Page(
                number=number,
                blocks=(Table(rows=tuple(TableRow(cells=tuple(row), line=at) for at, row in enumerate(rows, 1))),),
            )
            for number, rows in enumerate(pages, 1)
        ),
    )


def read(*documents: Document, of: Message | None = None, problems: tuple[Problem, ...] = ()) -> Reading:
    """The reading of a message that holds these documents."""
    return read_lists(of or message(), "message.eml", documents, problems, RULES)


def read_table(*table: list[str]) -> Reading:
    """The reading of a message that holds one table."""
    return read(sheet(list(table)))


def rows(reading: Reading) -> tuple[ListRow, ...]:
    """The rows of its list."""
    assert reading.listing is not None, reading.state
    return reading.listing.rows


def told(reading: Reading) -> list[str]:
    """Codes of its problems."""
    return [problem.code for problem in reading.problems]
