# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch report`: one month in numbers, for the table with the housing company."""

import re
from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.papers import check_target, hand_over
from pecwatch.config import load_config
from pecwatch.errors import UsageError
from pecwatch.papers.monthly import monthly_paper
from pecwatch.service.monthly import monthly_report
from pecwatch.service.opening import open_desk
from pecwatch.service.reading_noted import note_reading

app = typer.Typer(add_completion=False)


@app.command()
def report(
    context: typer.Context,
    *,
    month: Annotated[str, typer.Option(help="The month the lists are about, as 2025-11.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    into: Annotated[Path | None, typer.Option(help="A new file, .html or .pdf.")] = None,
) -> None:
    """Show the lists, rows, answers, outcomes, differences and open questions of a month; never a name."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) is None:
        raise UsageError(f"--month {month}: write the month as 2025-11")
    check_target(into, as_json=as_json)
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk:
        found = monthly_report(desk, month)
        note_reading(desk, caller_of(context), detail=f"report {month} rows={found.rows}")
    hand_over(found, monthly_paper(found), into, as_json=as_json)
