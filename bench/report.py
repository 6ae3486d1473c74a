# SPDX-License-Identifier: EUPL-1.2
"""Figures as Markdown: printed, and kept in `bench/results/` when asked."""

import argparse
import datetime as dt
import os
import platform
from collections.abc import Iterable
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def arguments(what: str) -> argparse.Namespace:
    """The options of a measurement that has no others."""
    return add_arguments(argparse.ArgumentParser(description=what)).parse_args()


def add_arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The options that every measurement understands."""
    parser.add_argument("--messages", type=int, default=200, help="how many messages (default: 200)")
    parser.add_argument("--keep", action="store_true", help="add the figures to bench/results/<today>.md")
    return parser


def show(title: str, figures: Iterable[tuple[str, str]], *, keep: bool) -> None:
    """Print a table of figures under a title, and keep it."""
    rows = "\n".join(f"| {name} | {value} |" for name, value in figures)
    text = f"## {title}\n\n{_machine()}\n\n| figure | value |\n|---|---|\n{rows}\n"
    print(text)
    if keep:
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"{dt.datetime.now(dt.UTC):%Y-%m-%d}.md"
        head = "" if path.exists() else "<!-- SPDX-License-Identifier: CC-BY-4.0 -->\n\n"
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{head}{text}\n")


def per_second(count: int, seconds: float) -> str:
    """`41.2 messages/s (0.024 s each)`."""
    return f"{count / seconds:.1f} messages/s ({1000 * seconds / count:.1f} ms each)"


def _machine() -> str:
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = platform.python_version()
    return (
        f"{os.cpu_count()} cores, {memory_gib:.0f} GiB of memory, {platform.system()}, Python {python}; "
        f"load average {os.getloadavg()[2]:.1f} over the last 15 minutes, this measurement included."
    )
