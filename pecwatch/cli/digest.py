# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch digest`: the coordinator's weekly mail, to look at before it leaves."""

from pathlib import Path
from typing import Annotated

import typer

from pecwatch.casework.clock import latest_weekly_digest
from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.papers import check_target, write_private
from pecwatch.config import load_config
from pecwatch.errors import UsageError
from pecwatch.service.due import preview_weekly
from pecwatch.service.opening import open_desk
from pecwatch.service.reading_noted import note_reading

app = typer.Typer(add_completion=False)


@app.command()
def digest(
    context: typer.Context,
    *,
    preview: Annotated[bool, typer.Option("--preview", help="Print the digest as it would leave now.")] = False,
    into: Annotated[Path | None, typer.Option(help="A new file, .html: the mail as a mail program shows it.")] = None,
) -> None:
    """Show the weekly digest; the service sends it by itself."""
    if not preview:
        raise UsageError("digest: the service sends it by itself; add --preview to see it")
    check_target(into, as_json=False, endings=(".html",))
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk:
        local = desk.clock().astimezone(config.service.timezone)
        alert = preview_weekly(desk, latest_weekly_digest(local, desk.rules.clocks))
        note_reading(desk, caller_of(context), detail="digest")
    if into is not None:
        write_private(into, alert.html.encode())
        typer.echo(f"written to {into}")
        return
    typer.echo(f"To: {alert.recipient.email}\nSubject: {alert.subject}\n\n{alert.text}")
