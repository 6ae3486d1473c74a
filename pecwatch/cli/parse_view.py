# SPDX-License-Identifier: EUPL-1.2
"""A reading explained to a person at a terminal: from the envelope, over its seal, to what pecwatch makes of it."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.rule import Rule
from rich.text import Text

from pecwatch.cli.page import section
from pecwatch.cli.parse_brief import brief
from pecwatch.cli.parse_envelope import envelope
from pecwatch.cli.parse_facts import certified_facts, warnings
from pecwatch.cli.parse_list import outcome, problems
from pecwatch.cli.parse_seal import seal
from pecwatch.cli.parse_tree import tree
from pecwatch.cli.terminal import cell, console
from pecwatch.model.listing import Reading

PIPE_WIDTH = 80


def show(reading: Reading) -> None:
    """Print what is known of a message, the lists in it, and what a person should look at."""
    out = console(PIPE_WIDTH)
    out.print(Rule())
    out.print(cell(f"{reading.source}: {reading.state.value.replace('_', ' ').upper()}"), style="bold")
    out.print(Text())
    for title, blocks in _sections(reading):
        if blocks:
            out.print(section(title, blocks))


def _sections(reading: Reading) -> Iterator[tuple[str, tuple[RenderableType, ...]]]:
    """In the order in which one asks; a section without blocks has nothing to say."""
    inside = tree(reading)
    yield "In short", tuple(brief(reading))
    yield "Envelope (busta)", tuple(envelope(reading.message))
    yield "Seal of the provider (sigillo del gestore)", tuple(seal(reading))
    yield "Certified facts (dati di certificazione)", tuple(certified_facts(reading.message))
    yield "Warnings", tuple(warnings(reading.message))
    yield "Inside", () if inside is None else (inside,)
    yield "What pecwatch makes of it", tuple(outcome(reading))
    yield "Problems", tuple(problems(reading))
