# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch keys`: whom the keys of the sealed mail belong to, and another master key for all of them."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.terminal import print_json
from pecwatch.config import Installation, find_config, load_config, load_installation, serves_many, vault_of
from pecwatch.errors import ExitCode, UsageError
from pecwatch.model.record import record
from pecwatch.service.desk import wall_clock
from pecwatch.service.opening import open_desk, open_vault
from pecwatch.service.rotating import finish, key_file, rotate
from pecwatch.service.rotating_for_all import SharedKeys, finish_for_all, rotate_for_all, shared_keys
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
    office: str = ""
    """Whose keys these are, where one master key opens those of many."""


@app.command()
def status(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> int:
    """Show the master key's fingerprint and age, and the keys that it or another one opens; 4 when one stays closed."""
    shared = _shared(context)
    if shared is not None:
        installation, keys_of_all = shared
        return _show_all(keys_of_all, installation.service.timezone, as_json=as_json)
    config = load_config(options_of(context).config)
    keys, file = open_vault(config, wall_clock).keys, key_file(config)
    state, former = keys.state(), () if file is None else former_key_files(file)
    shown = KeysShown(state=state, since=_since(file, config.service.timezone), former_key_files=len(former))
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
    """Wrap every key by another master key, the service being stopped; one that all offices share for all of them."""
    given = None if new_master_key_file is None else read_master_key(new_master_key_file)
    who, shared = caller_of(context).known_as, _shared(context)
    if finishing:
        typer.echo(f"{_finished(context, shared)} former master keys removed")
        return
    if shared is not None:
        done = rotate_for_all(*shared, given, clock=wall_clock, who=who)
    else:
        with open_desk(load_config(options_of(context).config), exclusive=True) as desk:
            done = rotate(desk, given, who=who)
    typer.echo(f"{done.keys} keys are wrapped by {done.after} and no longer by {done.before}")
    if done.kept is None:
        typer.echo("put the new master key in the place of the old one now: pecwatch does not start with the old one")
    else:
        typer.echo(f"the old key is {done.kept.name}, for copies of the folder keys that were made before;")
        folders = "the folder keys" if shared is None else "the folder keys of every office"
        typer.echo(f"copy the new one and {folders} to their safe place, then: pecwatch keys rotate --finish")


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


def _shared(context: typer.Context) -> tuple[Installation, SharedKeys] | None:
    """The keys of all offices of an installation, where none is named and one master key opens them."""
    file = find_config(options_of(context).config)
    if file is None or not serves_many(file):
        return None
    installation = load_installation(file)
    keys = shared_keys(installation, vault_of(installation))
    return None if keys is None else (installation, keys)


def _finished(context: typer.Context, shared: tuple[Installation, SharedKeys] | None) -> int:
    if shared is not None:
        return finish_for_all(*shared)
    with open_desk(load_config(options_of(context).config), exclusive=True) as desk:
        return finish(desk)


def _since(file: Path | None, zone: dt.tzinfo) -> dt.date | None:
    return None if file is None else dt.datetime.fromtimestamp(file.stat().st_mtime, zone).date()


def _show_all(keys: SharedKeys, zone: dt.tzinfo, *, as_json: bool) -> int:
    """The same for all offices whose keys one master key opens."""
    states = {office: ring.state() for office, ring in keys.rings.items()}
    closed = [f"{office}/{name}" for office, state in states.items() for name in state.closed]
    shared = sum(len(state.shared) for state in states.values())
    former = 0 if keys.file is None else len(former_key_files(keys.file))
    since = _since(keys.file, zone)
    if as_json:
        for office, state in states.items():
            print_json(KeysShown(office=office, state=state, since=since, former_key_files=former))
    else:
        _show_master(keys.master.fingerprint, since)
        typer.echo(f"{sum(state.keys for state in states.values())} keys of {len(states)} offices")
        _show_rest(closed, shared, former)
    return ExitCode.NEEDS_PERSON if closed else ExitCode.DONE


def _show_master(fingerprint: str, since: dt.date | None) -> None:
    told = "given by a credential or the environment" if since is None else f"since {since}"
    typer.echo(f"master key {fingerprint}, {told}")


def _show(shown: KeysShown) -> None:
    state = shown.state
    _show_master(state.fingerprint, shown.since)
    months = f", {state.months[0]} to {state.months[-1]}" if state.months else ""
    typer.echo(f"{state.keys} keys, {len(state.months)} of months{months}")
    _show_rest(state.closed, len(state.shared), shown.former_key_files)


def _show_rest(closed: Sequence[str], shared: int, former: int) -> None:
    """What is left to do."""
    if closed:
        typer.echo(f"not opened by it: {', '.join(closed)}: restore these files, or the right master key")
    if shared:
        typer.echo(f"opened by another master key too: {shared}: pecwatch keys rotate --finish")
    if former:
        typer.echo(f"files of former master keys: {former}: pecwatch keys rotate --finish")
