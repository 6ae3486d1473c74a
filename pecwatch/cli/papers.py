# SPDX-License-Identifier: EUPL-1.2
"""A paper where somebody asked for it: on the terminal, or in a file that only its owner may read."""

from collections.abc import Callable
from pathlib import Path

import typer

from pecwatch.cli.terminal import console, print_json
from pecwatch.errors import UsageError
from pecwatch.papers.layout import as_html, as_text
from pecwatch.papers.page import Paper
from pecwatch.papers.pdf import as_pdf, require_pdf

PDF = ".pdf"

WRITERS: dict[str, Callable[[Paper], bytes]] = {
    ".html": lambda paper: as_html(paper).encode(),
    PDF: lambda paper: as_pdf(as_html(paper)),
}


def check_target(into: Path | None, *, as_json: bool, endings: tuple[str, ...] = tuple(WRITERS)) -> None:
    """Refuse a file that could not be written, before anything is read.

    Raises:
        UsageError: It exists, has another ending, its folder is not there, or what writes a PDF is not.
    """
    if into is None:
        return
    if as_json:
        raise UsageError("--json and --into: choose one; JSON goes to stdout")
    if into.suffix.lower() not in endings:
        raise UsageError(f"{into}: end its name in {' or '.join(endings)}")
    if into.exists():
        raise UsageError(f"{into}: exists already; choose another name")
    if not into.parent.is_dir():
        raise UsageError(f"{into}: there is no such folder")
    if into.suffix.lower() == PDF:
        require_pdf()


def hand_over(value: object, paper: Paper, into: Path | None, *, as_json: bool) -> None:
    """Show or write a paper.

    Args:
        value: The record that the paper was made of, for whoever wants JSON.
    """
    if as_json:
        print_json(value)
    elif into is None:
        console().print(as_text(paper), end="", soft_wrap=True)
    else:
        write_private(into, WRITERS[into.suffix.lower()](paper))
        typer.echo(f"written to {into}")


def write_private(into: Path, content: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    into.touch(mode=0o600, exist_ok=False)
    try:
        into.write_bytes(content)
    except BaseException:
        into.unlink()
        raise
