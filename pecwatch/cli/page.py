# SPDX-License-Identifier: EUPL-1.2
"""The pieces of a page that a person reads at a terminal: headings, paragraphs, points and named facts."""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pecwatch.cli.terminal import cell
from pecwatch.italian.rome import ROME

INDENT = 3
MOST_TEXTS = 10
"""Of a row of texts, such as recipients."""

Stack = object | tuple[object, ...]
"""What stands in one cell: a value, or several under one another; None is left out."""


def section(title: str, blocks: Iterable[RenderableType]) -> Group:
    """A heading and what stands under it."""
    indented = (Padding(block, (0, 0, 0, INDENT), expand=False) for block in blocks)
    return Group(Text(title, style="bold"), *indented, Text())


def paragraph(text: str) -> Text:
    """A paragraph that wraps at the edge of the page."""
    return cell(text)


def points(texts: Iterable[str]) -> Iterator[RenderableType]:
    """Paragraphs, each with a dash before it."""
    for text in texts:
        row = Table.grid(padding=(0, 1))
        row.add_row(Text("-"), cell(text))
        yield row


def facts(pairs: Iterable[tuple[str, object]]) -> Table:
    """Names and values in two columns; what is None is left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in pairs:
        if value is not None:
            grid.add_row(Text(name), cell(value))
    return grid


def columns(headings: Iterable[str], rows: Iterable[Iterable[Stack]]) -> Table:
    """A table whose cells may hold several values, one under the other: rows stay readable on a narrow page."""
    result = Table(box=box.HORIZONTALS, show_lines=True, show_edge=False, pad_edge=False)
    for heading in headings:
        result.add_column(heading, overflow="fold")
    for row in rows:
        result.add_row(*map(_stacked, row))
    return result


def _stacked(values: Stack) -> Text:
    lines = values if isinstance(values, tuple) else (values,)
    return Text("\n").join(cell(line) for line in lines if line is not None)


def moment(value: dt.datetime | None) -> str | None:
    """A moment as the clock on an office's wall in Italy shows it."""
    if value is None:
        return None
    try:
        return f"{value.astimezone(ROME):%d/%m/%Y %H:%M:%S %z}"
    except (OverflowError, ValueError):
        return value.isoformat(sep=" ")


def day(value: dt.date | None) -> str | None:
    """A day as Italian offices write it."""
    return None if value is None else f"{value:%d/%m/%Y}"


def month_name(month: str) -> str:
    """`November 2025` for `2025-11`."""
    year, _, number = month.partition("-")
    return f"{calendar.month_name[int(number)]} {year}"


def some(texts: tuple[str, ...]) -> str | None:
    """The first few of many; None for none."""
    more = len(texts) - MOST_TEXTS
    return ", ".join(texts[:MOST_TEXTS]) + (f" and {more} more" if more > 0 else "") if texts else None


def counted(number: int, noun: str) -> str:
    """`1 row`, `7 rows`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
