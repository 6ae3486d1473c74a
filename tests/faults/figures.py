# SPDX-License-Identifier: EUPL-1.2
"""The figures of `make faults` as Markdown, between two marks of a document."""

import datetime as dt
import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pecwatch.italian.rome import ROME
from tests.faults.catalogue import catalogue


@dataclass(slots=True)
class Line:
    """All tests of one fault together."""

    tests: int = 0
    failed: int = 0
    injected: int = 0
    lost: int = 0
    doubled: int = 0
    bytes: int = 0
    seconds: float = 0.0


def in_full(lines: Mapping[str, Line], everything: Line) -> str:
    """A row for each fault, in the order of the catalogue, in English."""
    head = (
        f"{_today():%Y-%m-%d}, {platform.system()} on {os.cpu_count()} cores, Python {platform.python_version()}.",
        "",
        "| fault | tests | failed | injected | lost | doubled unmarked | MB more | seconds |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    )
    rows = (_row(fault.name, lines[fault.name]) for fault in catalogue() if fault.name in lines)
    return "\n".join((*head, *rows, _row(f"**all {len(lines)}**", everything)))


def in_short(lines: Mapping[str, Line], everything: Line) -> str:
    """What the office wants to know, in Italian."""
    return "\n".join((
        f"Ultima prova: {_today():%d/%m/%Y}.",
        "",
        "| che cosa | quanto |",
        "|---|---:|",
        f"| tipi di guasto provati | {len(lines)} |",
        f"| guasti provocati | {everything.injected} |",
        f"| prove, di cui non riuscite | {everything.tests}, {everything.failed} |",
        f"| messaggi perduti | {everything.lost} |",
        f"| avvisi arrivati due volte senza che lo dicano | {everything.doubled} |",
    ))  # fmt: skip


FORMS: dict[str, Callable[[Mapping[str, Line], Line], str]] = {"figures": in_full, "cifre": in_short}
"""By the word in the comments that enclose them."""


def write_into(document: Path, lines: Mapping[str, Line], everything: Line) -> None:
    """Put the figures between the marks of a document, in the place of those that stood there."""
    text = document.read_text(encoding="utf-8")
    for word, form in FORMS.items():
        begin, end = f"<!-- {word} -->\n", f"<!-- /{word} -->"
        before, found, rest = text.partition(begin)
        if found:
            text = f"{before}{begin}\n{form(lines, everything)}\n\n{end}{rest.partition(end)[2]}"
    document.write_text(text, encoding="utf-8")


def _row(name: str, line: Line) -> str:
    counts = (line.tests, line.failed, line.injected, line.lost, line.doubled)
    cells = (name, *map(str, counts), f"{line.bytes / 1e6:.1f}", f"{line.seconds:.1f}")
    return f"| {' | '.join(cells)} |"


def _today() -> dt.date:
    return dt.datetime.now(ROME).date()
