# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch audit`: the trail of what was done with people's data, and whether it is whole."""

import datetime as dt
import re
from typing import Annotated

import typer

from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.terminal import print_json
from pecwatch.config import load_config
from pecwatch.errors import ExitCode, UsageError
from pecwatch.model.audit import AuditHead
from pecwatch.service.auditing import verify_trail
from pecwatch.service.opening import open_desk
from pecwatch.service.reading_noted import note_reading
from pecwatch.store.audit import trail
from pecwatch.store.audit_head import kept_head

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The trail of what was done, and by whom.")

FAULTS = {
    "changed": "entry {number} is not what was written",
    "missing": "entries before {number} are gone",
    "cut": "all entries from {number} on are gone",
}


@app.command()
def verify(
    context: typer.Context,
    *,
    head: Annotated[
        str | None,
        typer.Option(metavar="NUMBER:CODE", help="As a daily mail says; by default the copy in the data folder."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> int:
    """Go along the whole chain; every entry that was changed and every gap is named, and then the code is 4."""
    known = None if head is None else _head(head)
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk:
        found = verify_trail(desk, known or kept_head(config.service.data_dir))
    if as_json:
        print_json(found)
    else:
        for finding in found.findings:
            typer.echo(FAULTS[finding.fault].format(number=finding.number))
        typer.echo(f"{found.entries} entries, head {found.head or 'none'}: {'broken' if found.findings else 'whole'}")
    return ExitCode.NEEDS_PERSON if found.findings else ExitCode.DONE


@app.command("list")
def list_(
    context: typer.Context,
    *,
    about: Annotated[str, typer.Option(help="As message:12, mail:31 or PW-2025-11-004.")] = "",
    since: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From that day on.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
) -> None:
    """Show the entries: numbers, references, codes of people and users; never a name of the registry."""
    config = load_config(options_of(context).config)
    zone = config.service.timezone
    begins = None if since is None else since.replace(tzinfo=zone)
    with open_desk(config, exclusive=False) as desk:
        note_reading(desk, caller_of(context), detail="audit list")
        with desk.database.reading() as session:
            for entry in trail(session, about=about, since=begins):
                if as_json:
                    print_json(entry)
                else:
                    moment = entry.at.astimezone(zone)
                    told = (f"{moment:%Y-%m-%d %H:%M:%S}", entry.deed, entry.who, entry.about, entry.detail)
                    typer.echo("\t".join((str(entry.number), *told)))


def _head(text: str) -> AuditHead:
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{8,64})", text.strip())
    if found is None:
        raise UsageError("--head: write it as the daily mail does, as 1234:9f3a0c1d22b4e567")
    return AuditHead(number=int(found[1]), seal=found[2])
