# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch restore`: a copy of the database in its place."""

from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.options import caller_of, options_of
from pecwatch.config import load_config
from pecwatch.errors import UsageError
from pecwatch.service.desk import wall_clock
from pecwatch.store.at_rest import at_rest
from pecwatch.store.backup import FOLDER, backups, is_sound, put_in_place
from pecwatch.store.database import DEFAULT_OFFICE, Database
from pecwatch.store.engine import at_rest_engine, database_file
from pecwatch.store.lock import exclusive_lock
from pecwatch.store.marker import mark_in_use, note_restorer
from pecwatch.store.migrate import newest_version, schema_version

app = typer.Typer(add_completion=False)


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="A copy: its path, or its name in the folder backups.")] = None,
) -> None:
    """Put a copy of the database in its place; what was there is set aside. Without FILE, list the copies."""
    config = load_config(options_of(context).config)
    database = database_file(config.database.url)
    if database is None:
        raise UsageError("[database] url: on a server; restore it with the tools of the server")
    if file is None:
        copies = backups(database)
        if not copies:
            typer.echo(f"{database.parent / FOLDER}: no copy yet; the service makes one every day", err=True)
        for copy in copies:
            typer.echo(copy.name)
        return
    copy = file if file.is_file() else database.parent / FOLDER / file
    if not copy.is_file():
        raise UsageError(f"{copy}: no such copy; pecwatch restore without a name lists them")
    with exclusive_lock(config.service.data_dir, config.database.url), at_rest(copy, database.parent) as whole:
        version = _form_of(copy, whole, config.database.key)
        note_restorer(config.service.data_dir, caller_of(context).known_as)
        put_in_place(database, whole, wall_clock(), config.database.key)
        mark_in_use(config.service.data_dir)
    older = version != newest_version()
    typer.echo(
        f"{copy.name} is in place" + ("; it is of an older form, the service brings it up to date" if older else "")
    )
    typer.echo("now start the service, then see pecwatch status; mails sent since the copy was made may be repeated")


def _form_of(copy: Path, whole: Path, key: bytes | None) -> str:
    """The form of a sound copy.

    Args:
        copy: As it was named.
        whole: Where it can be read.

    Raises:
        UsageError: It is none, or of a newer pecwatch.
    """
    if not is_sound(whole, key):
        raise UsageError(f"{copy}: damaged, or no database; take another copy")
    url = f"sqlite:///{whole}"
    opened = Database(url, at_rest_engine(whole, key), DEFAULT_OFFICE, key=key)
    try:
        version = schema_version(opened)
    finally:
        opened.close()
    if version is None:
        raise UsageError(f"{copy}: no database of pecwatch; take another copy")
    return version
