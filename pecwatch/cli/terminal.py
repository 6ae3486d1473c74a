# SPDX-License-Identifier: EUPL-1.2
"""What a person or a pipe gets to see."""

import io
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from pecwatch import logs
from pecwatch.model.record import to_json

T = TypeVar("T")

HIDDEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
"""Categories of characters that move, hide or recolour what stands around them."""


def complain(text: str) -> None:
    """Say on stderr what went wrong, one line for each thing."""
    for line in text.splitlines():
        logs.complain(shown(line))


def print_json(value: object) -> None:
    """One object on one line of stdout."""
    sys.stdout.buffer.write(to_json(value) + b"\n")
    sys.stdout.buffer.flush()


def shown(text: str) -> str:
    """A text from outside made safe for a terminal: no character of it can move the cursor or hide another."""
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character in "\n\t":
        return " "
    return f"⟨U+{ord(character):04X}⟩" if unicodedata.category(character) in HIDDEN else character


def cell(value: object) -> Text:
    """A value as a cell of a table; what looks like markup is printed as it is."""
    return Text("" if value is None else shown(str(value)))


def table(title: str, headings: Iterable[str], rows: Iterable[Iterable[object]]) -> Table:
    """A table that shows every cell whole."""
    result = Table(title=Text(shown(title)), title_justify="left", show_lines=False)
    for heading in headings:
        result.add_column(heading, overflow="fold")
    for row in rows:
        result.add_row(*map(cell, row))
    return result


def console(pipe_width: int = 160) -> Console:
    """Where views for people are printed: stdout, as wide as the terminal; what its encoding lacks shows as a code.

    Args:
        pipe_width: Columns, where there is no terminal.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    return Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else pipe_width)


def with_progress(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """Give the items on, with a bar on stderr when that is a terminal; never in a pipe."""
    if not sys.stderr.isatty():
        yield from items
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(items, description=what, total=total)
