# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch status`: alive and healthy?"""

from typing import Annotated

import typer

from pecwatch.cli.options import options_of
from pecwatch.cli.terminal import print_json
from pecwatch.config import load_config
from pecwatch.service.desk import open_desk
from pecwatch.service.health import status as health_of

app = typer.Typer(add_completion=False)


@app.command()
def status(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False
) -> int:
    """Show polls, backlog, unsent mails and the registry's age; counts and codes only, never a name."""
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk:
        found = health_of(desk)
    if as_json:
        print_json(found)
        return found.exit_code
    for mailbox in found.mailboxes:
        last = "never" if mailbox.last_success_at is None else f"{mailbox.last_success_at:%Y-%m-%d %H:%M} UTC"
        typer.echo(f"mailbox {mailbox.name}: last polled {last}")
    dated = (
        "none"
        if found.registry_dated_on is None
        else f"{found.registry_people} people, dated {found.registry_dated_on}"
    )
    typer.echo(f"registry: {dated}")
    typer.echo(f"trust anchors: {found.trust_anchors}")
    typer.echo(f"messages waiting: {found.waiting}, needing a person: {found.needing_person}")
    typer.echo(f"positions open: {found.open_positions}, of them muted: {found.muted_positions}")
    typer.echo(f"mails unsent: {found.unsent_mails}, refused: {found.failed_mails}")
    for alarm in found.alarms:
        state = "ending" if alarm.ending else f"told {alarm.times} times"
        typer.echo(f"alarm open: {alarm.kind} {alarm.about} since {alarm.opened_at:%Y-%m-%d %H:%M} UTC, {state}")
    typer.echo(f"steps overdue: {found.overdue_steps}, questions overdue: {found.overdue_questions}")
    typer.echo("raw mail: encrypted at rest; database: not encrypted at rest")
    for complaint in (*found.complaints, *found.warnings):
        typer.echo(f"! {complaint}")
    typer.echo("healthy" if found.healthy else "not healthy")
    return found.exit_code
