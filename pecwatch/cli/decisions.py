# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch decisions`: what people said of lines and folders, listed and taken back; never a name of a tenant."""

from typing import Annotated

import typer

from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.terminal import console, print_json, table
from pecwatch.config import load_config
from pecwatch.errors import UsageError
from pecwatch.service.opening import open_desk
from pecwatch.service.reading_noted import note_reading
from pecwatch.service.undoing import undo_decision
from pecwatch.store import decisions

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Confirmed and rejected pairs of line and folder.")


@app.command("list")
def list_(
    context: typer.Context,
    undone: Annotated[bool, typer.Option("--all", help="Those that were taken back or replaced, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per decision.")] = False,
) -> None:
    """Show the decisions that hold, oldest first."""
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk:
        with desk.database.reading() as session:
            found = decisions.decisions(session, undone=undone)
        note_reading(desk, caller_of(context), detail=f"decisions list count={len(found)}")
    if as_json:
        for each in found:
            print_json(each)
        return
    rows = (
        (
            each.id,
            each.reference,
            each.folder,
            each.kind,
            f"{each.decided_at:%Y-%m-%d %H:%M}",
            each.who,
            each.by,
            "" if each.undone_at is None else f"undone {each.undone_at:%Y-%m-%d %H:%M} by {each.undone_by}",
        )
        for each in found
    )
    headings = ("number", "reference", "folder", "what", "when (UTC)", "by whom", "way", "")
    console().print(table(f"{len(found)} decisions", headings, rows))


@app.command()
def undo(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help="Number from `pecwatch decisions list`.")],
    who: Annotated[
        str | None, typer.Option("--as", help="Code of who takes it back.", show_default="who decided")
    ] = None,
) -> None:
    """Take a decision back; rows that nobody has taken yet go to whom they would have gone without it."""
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk:
        if who is not None and desk.office.person(who) is None:
            raise UsageError(f"--as {who}: nobody in the office has this code; see [[office.operator]]")
        said, changed = undo_decision(desk, number, who=who, by="cli", caller=caller_of(context).known_as)
    rows = "; ".join(f"{each.reference}: {each.state}, owner {each.owner}" for each in changed) or "no row relied on it"
    typer.echo(f"decision {said.id} ({said.kind}, folder {said.folder}) taken back; {rows}")
