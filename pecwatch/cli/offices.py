# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch offices`: the offices of an installation, and whether workers get round to them."""

import datetime as dt
from typing import Annotated

import typer

from pecwatch.cli.options import options_of
from pecwatch.cli.terminal import complain, print_json
from pecwatch.config import load_installation
from pecwatch.errors import ExitCode
from pecwatch.service.desk import wall_clock
from pecwatch.service.worker import offices_of, prepare

app = typer.Typer(add_completion=False)


@app.command()
def offices(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per office.")] = False,
    prepare_only: Annotated[
        bool, typer.Option("--prepare", help="Make the tables or bring them up to date, as their owner; nothing else.")
    ] = False,
) -> int:
    """Show which offices are served, and which need a person; codes and times only."""
    installation = load_installation(options_of(context).config)
    if prepare_only:
        prepare(installation)
        return ExitCode.DONE
    unwell, now = False, wall_clock()
    for each in offices_of(installation):
        late = each.is_late(now)
        unwell = unwell or late or bool(each.problem)
        if as_json:
            print_json(each)
            continue
        ended = "never" if each.ended_at is None else f"{each.ended_at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
        typer.echo(f"{each.office}: last round {ended}" + (f", worker {each.leased_by}" if each.leased_by else ""))
        if each.problem:
            complain(f"{each.office}: {each.problem}: see pecwatch check --office {each.office}")
        elif late:
            complain(f"{each.office}: overdue: are workers running, and enough of them?")
    return ExitCode.UNHEALTHY if unwell else ExitCode.DONE
