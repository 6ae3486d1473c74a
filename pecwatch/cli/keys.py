# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch keys`: whom the keys of the sealed mail belong to, and another master key for all of them."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.options import options_of
from pecwatch.cli.terminal import print_json
from pecwatch.config import load_config
from pecwatch.errors import ExitCode, UsageError
from pecwatch.model.record import record
from pecwatch.service.desk import wall_clock
from pecwatch.service.opening import open_desk, open_vault
from pecwatch.service.rotating import finish, key_file, rotate
from pecwatch.store.backup import backups
from pecwatch.store.cipher import encrypt_file
from pecwatch.store.engine import database_file
from pecwatch.store.key_ring import KeyRingState
from pecwatch.store.lock import exclusive_lock
from pecwatch.store.master_key import read_master_key
from pecwatch.store.rotation import former_key_files

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The keys that open the sealed mail.")


@record
class KeysShown:
    """What `keys status` says; no secret."""

    state: KeyRingState
    since: dt.date | None
    """Day of the master key's file; None when it is no file."""
    former_key_files: int


@app.command()
def status(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> int:
    """Show the master key's fingerprint and age, and the keys that it or another one opens; 4 when one stays closed."""
    config = load_config(options_of(context).config)
    keys, file = open_vault(config, wall_clock).keys, key_file(config)
    state, former = keys.state(), () if file is None else former_key_files(file)
    changed = None if file is None else dt.datetime.fromtimestamp(file.stat().st_mtime, config.service.timezone)
    shown = KeysShown(state=state, since=None if changed is None else changed.date(), former_key_files=len(former))
    if as_json:
        print_json(shown)
    else:
        _show(shown)
    return ExitCode.NEEDS_PERSON if state.closed else ExitCode.DONE


@app.command("rotate")
def rotate_(
    context: typer.Context,
    *,
    new_master_key_file: Annotated[
        Path | None, typer.Option(help="The new key, where a credential or the environment gives the one in use.")
    ] = None,
    finishing: Annotated[bool, typer.Option("--finish", help="Remove the files of former master keys.")] = False,
) -> None:
    """Wrap every key by another master key, the service being stopped."""
    config = load_config(options_of(context).config)
    given = None if new_master_key_file is None else read_master_key(new_master_key_file)
    with open_desk(config, exclusive=True) as desk:
        if finishing:
            typer.echo(f"{finish(desk)} former master keys removed")
            return
        done = rotate(desk, given)
    typer.echo(f"{done.keys} keys are wrapped by {done.after} and no longer by {done.before}")
    if done.kept is None:
        typer.echo("put the new master key in the place of the old one now: pecwatch does not start with the old one")
    else:
        typer.echo(f"the old key is {done.kept.name}, for copies of the folder keys that were made before;")
        typer.echo("copy the new one and the folder keys to their safe place, then: pecwatch keys rotate --finish")


@app.command()
def encrypt_database(context: typer.Context) -> None:
    """Turn the SQLite database and its copies into encrypted ones, with the key of [database], the service stopped."""
    config = load_config(options_of(context).config)
    file, key = database_file(config.database.url), config.database.key
    if file is None:
        raise UsageError("[database] url: on a server; have its disk encrypted")
    if key is None:
        raise UsageError("[database] key_file: missing: openssl rand -hex 32 into a file of mode 0600, and name it")
    with exclusive_lock(config.service.data_dir, config.database.url):
        # Copies first: as long as the database is plain, it is known that something is left to do.
        copies = sum(encrypt_file(copy, key) for copy in backups(file))
        done = encrypt_file(file, key)
    state = "is encrypted now" if done else "was encrypted before, or is not there yet"
    typer.echo(f"{file.name} {state}; copies encrypted: {copies}")
    typer.echo("files that were set aside as damaged, and copies that you made yourself, are as they were")


def _show(shown: KeysShown) -> None:
    state = shown.state
    since = "given by a credential or the environment" if shown.since is None else f"since {shown.since}"
    typer.echo(f"master key {state.fingerprint}, {since}")
    months = f", {state.months[0]} to {state.months[-1]}" if state.months else ""
    typer.echo(f"{state.keys} keys, {len(state.months)} of months{months}")
    if state.closed:
        typer.echo(f"not opened by it: {', '.join(state.closed)}: restore these files, or the right master key")
    if state.shared:
        typer.echo(f"opened by another master key too: {len(state.shared)}: pecwatch keys rotate --finish")
    if shown.former_key_files:
        typer.echo(f"files of former master keys: {shown.former_key_files}: pecwatch keys rotate --finish")
