# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch purge`: what has had its time is let go of."""

from dataclasses import asdict
from typing import Annotated

import typer

from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.terminal import print_json
from pecwatch.config import load_config
from pecwatch.model.retention import Purged
from pecwatch.service.opening import open_desk
from pecwatch.service.purging import purge as purge_now
from pecwatch.service.purging import what_is_due

app = typer.Typer(add_completion=False)


@app.command()
def purge(
    context: typer.Context,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count; works beside a running service.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Delete what has been kept as long as [retention] says, also in the copies; what is open stays."""
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=not dry_run) as desk:
        done = what_is_due(desk) if dry_run else purge_now(desk, who=caller_of(context).known_as)
    if as_json:
        print_json(done)
    else:
        _show(done, "to go" if dry_run else "gone")


def _show(done: Purged, said: str) -> None:
    for name, count in asdict(done).items():
        typer.echo(f"{name.replace('_', ' ')}: {count} {said}")
