# SPDX-License-Identifier: EUPL-1.2
"""What every line of a message was taken for, shown to whoever teaches pecwatch a new layout."""

from collections.abc import Iterable
from itertools import groupby

from rich.table import Table
from rich.text import Text

from pecwatch.cli.terminal import cell, console, shown, table
from pecwatch.model.listing import LineAccount, Reading

HEADINGS = ("page", "line", "taken for", "text", "by which rule")


def show_account(reading: Reading) -> None:
    """Print one table for each part: its lines in order, what each was taken for, and the rule that says so."""
    out = console()
    if not reading.account:
        out.print(Text("Line by line: no line was read in this message."))
    for part, lines in groupby(reading.account or (), key=lambda line: line.where.part):
        out.print(_lines(part, lines))


def _lines(part: str, lines: Iterable[LineAccount]) -> Table:
    result = table(f"Line by line: {part}", HEADINGS, ())
    for line in lines:
        place, taken = (line.where.page, line.where.line), line.taken.replace("_", " ")
        result.add_row(*map(cell, (*place, taken, _text(line))), _rules(line.rule))
    return result


def _text(line: LineAccount) -> str:
    return " | ".join(text.strip() for text in line.text.split("\t")) if "\t" in line.text else line.text.strip()


def _rules(rule: str) -> Text:
    """Each rule on a line of its own, where several made one line what it is."""
    return Text("\n".join(shown(one) for one in rule.split("; ")))
