# SPDX-License-Identifier: EUPL-1.2
"""From a paper to HTML, which is also what the PDF is made of, and to text for a terminal."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from pecwatch.alerts.shown import clean
from pecwatch.papers.charts import laid_out
from pecwatch.papers.page import Paper, Section, Table

COLUMNS = 100
"""Width of the text, for terminals and pipes."""

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(enabled_extensions=("html",), default=False),
    undefined=StrictUndefined,
    # What a macro made is laid out already; every other text is made safe to show.
    finalize=lambda value: clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_TEMPLATES.globals["laid_out"] = laid_out


def as_html(paper: Paper) -> str:
    """One file that needs no other: everything escaped, nothing fetched from anywhere, made to be printed too."""
    return _TEMPLATES.get_template("paper.html").render(paper=paper)


def as_text(paper: Paper) -> str:
    """The same for a terminal: charts as their numbers."""
    return "\n".join(_lines(paper)) + "\n"


def _lines(paper: Paper) -> Iterator[str]:
    yield from _heading(paper.title.upper(), "=")
    yield from _wrapped(paper.lead)
    if paper.answer:
        yield from ("", *_heading(paper.answer_heading, "-"))
        for sentence in paper.answer:
            yield from _wrapped(sentence, "- ")
    for warning in paper.warnings:
        yield from ("", *_wrapped(f"ATTENZIONE: {warning}"))
    for section in paper.sections:
        yield from ("", *_heading(section.heading, "-"), *_section(section))
    yield ""
    for line in paper.footer:
        yield from _wrapped(line)


def _section(section: Section) -> Iterator[str]:
    yield from _wrapped(section.intro)
    for fact in section.facts:
        yield from _wrapped(f"{fact.label}: {fact.value}")
    for bullet in section.bullets:
        yield from _wrapped(bullet, "- ")
    if section.chart is not None:
        yield from _table(section.chart.table)
    for table in section.tables:
        yield from _table(table)
    for note in section.notes:
        yield from _wrapped(note, "  ")


def _table(table: Table) -> Iterator[str]:
    """Each row as a heading and named values: columns that fit no terminal need none."""
    yield from ("", *_wrapped(f"{table.caption}:"))
    for first, *others in table.rows:
        named = zip(table.columns[1:], others, strict=True)
        values = "; ".join(f"{name}: {value}" for name, value in named if value)
        yield from _wrapped(f"{first} | {values}", "  ")


def _heading(text: str, line: str) -> tuple[str, str]:
    return clean(text), line * min(len(text), COLUMNS)


def _wrapped(text: str, before: str = "") -> list[str]:
    indent = " " * (len(before) if before.strip() else len(before) + 2)
    return textwrap.wrap(
        clean(text), COLUMNS, initial_indent=before, subsequent_indent=indent if before else "", break_on_hyphens=False
    )
