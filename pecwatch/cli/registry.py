# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch registry`: put an export of the social services' software in force, or refuse it."""

from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.options import options_of
from pecwatch.cli.terminal import complain
from pecwatch.config import load_config
from pecwatch.errors import UsageError
from pecwatch.service.desk import open_desk
from pecwatch.service.importing import import_registry
from pecwatch.store.registry import previous_status, registry_status

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The registry of the social services.")

WARNINGS_SHOWN = 20


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The export.")],
    mapping: Annotated[Path | None, typer.Option(help="Names of its columns (TOML).")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Activate it although it got worse.")] = False,
) -> None:
    """Check an export and put it in force; a worse one needs --confirm, a broken one is refused."""
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk:
        imported = import_registry(desk, file, mapping, confirmed=confirm)
    for warning in imported.warnings[:WARNINGS_SHOWN]:
        complain(f"{file.name}: line {warning.row}, column {warning.column}: {warning.text}")
    if len(imported.warnings) > WARNINGS_SHOWN:
        complain(f"{file.name}: {len(imported.warnings) - WARNINGS_SHOWN} more warnings")
    for remark in imported.remarks:
        # On stdout: headings of an export are text from outside, and stderr ends up in logs.
        typer.echo(remark)
    typer.echo(f"registry in force: {imported.people} people, dated {imported.dated_on}")


@app.command()
def status(context: typer.Context) -> None:
    """Show which registry is in force, and the one before it."""
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk, desk.database.reading() as session:
        active, previous = registry_status(session), previous_status(session)
    if active is None:
        raise UsageError("no registry is in force: run pecwatch registry import FILE")
    for name, each in (("in force", active), ("before it", previous)):
        if each is not None:
            imported = f"imported {each.imported_at:%Y-%m-%d %H:%M} UTC"
            typer.echo(f"{name}: {each.people} people, dated {each.dated_on}, {imported}")
