# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch reprocess`: old mail again, with today's rules and registry."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.terminal import shown, with_progress
from pecwatch.config import load_config
from pecwatch.errors import ExitCode, UsageError
from pecwatch.service.opening import open_desk
from pecwatch.service.reading_noted import OVER_ALL, note_reading
from pecwatch.service.reprocessing import Again, from_ledger, from_paths
from pecwatch.service.reprocessing import reprocess as reprocess_all

app = typer.Typer(add_completion=False)


@app.command()
def reprocess(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(help="Messages in files.")] = None,
    *,
    since: Annotated[str | None, typer.Option(help="Messages that arrived on this day (YYYY-MM-DD) or later.")] = None,
    message: Annotated[list[int] | None, typer.Option(help="One message of the ledger, by its number.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Tell people what is new, and unmute what is to come.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing.")] = False,
) -> int:
    """Read old mail again and show what is different; nobody is written to without --send."""
    if sum((bool(paths), since is not None, bool(message))) != 1:
        raise UsageError("reprocess: give either paths, or --since DATE, or --message NUMBER")
    if send and dry_run:
        raise UsageError("reprocess: --send writes and --dry-run does not: give one of them")
    config = load_config(options_of(context).config)
    arrived_since = _day(since, config.service.timezone)
    code = ExitCode.DONE
    with open_desk(config, exclusive=False) as desk:
        if not dry_run:
            numbers = [f"message:{number}" for number in message or ()]
            sent = " send" if send else ""
            what = f" files={len(paths)}" if paths else f" since={since}" if since is not None else ""
            note_reading(desk, caller_of(context), numbers or OVER_ALL, detail=f"reprocess{sent}{what}")
        found = (
            from_paths(desk, paths, dry_run=dry_run)
            if paths
            else from_ledger(desk, since=arrived_since, ids=tuple(message) if message else None)
        )
        for again in reprocess_all(desk, with_progress(found, "reading"), send=send, dry_run=dry_run):
            typer.echo(_line(again, dry_run))
            for better in again.found:
                folder = "" if better.folder is None else f", folder {better.folder}"
                typer.echo(f"  {better.reference}: {better.before} -> {better.after}{folder}")
            if again.after.needs_person:
                code = ExitCode.NEEDS_PERSON
    return code


def _day(since: str | None, timezone: dt.tzinfo) -> dt.datetime | None:
    if since is None:
        return None
    try:
        day = dt.date.fromisoformat(since)
    except ValueError as error:
        raise UsageError("reprocess: --since takes a day as 2025-11-03") from error
    return dt.datetime.combine(day, dt.time(), tzinfo=timezone)


def _line(again: Again, dry_run: bool) -> str:
    """One message in one line: what it is, what it was, what is new in it."""
    after, before = again.after, again.before
    rows = 0 if after.listing is None else len(after.listing.rows)
    parts = [f"{shown(again.source)}: {after.state}", f"{rows} rows"]
    if before is not None and (before.state, before.listing) != (after.state, after.listing):
        was = 0 if before.listing is None else len(before.listing.rows)
        parts.append(f"read otherwise before ({before.state}, {was} rows)")
    parts.append(f"{again.new_rows} without a position, {again.changed_rows} changed")
    if dry_run:
        parts.append("nothing written")
    elif again.weighed is not None:
        references = [position.reference for changes in again.weighed.changes for position in changes.positions]
        parts.append(f"positions {', '.join(references)}" if references else "no position touched")
        parts.append(f"{again.weighed.alerts} mails in the outbox")
    return "; ".join(parts)
