# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch parse`: what messages and documents hold. Writes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from pecwatch.casework.replays import SeenInRun
from pecwatch.cli.options import options_of
from pecwatch.cli.parse_explain import show_account
from pecwatch.cli.parse_view import show
from pecwatch.cli.terminal import print_json, with_progress
from pecwatch.config import ListsConfig, load_reading_config
from pecwatch.errors import ExitCode, UsageError
from pecwatch.mail.archive import read_archive
from pecwatch.model.listing import Reading
from pecwatch.rules import Rules, load_rules
from pecwatch.seals.anchors import read_anchors
from pecwatch.service.sandbox import Sandbox

app = typer.Typer(add_completion=False)

Paths = Annotated[list[Path], typer.Argument(help="Messages (.eml, mbox, Maildir, folders) or bare documents.")]


@app.command()
def parse(
    context: typer.Context,
    *,
    paths: Paths,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per message on stdout.")] = False,
    rules: Annotated[Path | None, typer.Option(help="Folder of rules.", show_default="as shipped")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also show what each line was taken for, and by which rule.")
    ] = False,
) -> int:
    """Show what messages or documents hold; write nothing."""
    config = load_reading_config(options_of(context).config)
    with_rules = load_rules(rules or config.lists.rules)
    code = ExitCode.DONE
    for reading in readings(paths, with_rules, config.lists, required=config.sandbox_required, explain=explain):
        if as_json:
            print_json(reading)
        else:
            show(reading)
            if explain:
                show_account(reading)
        if reading.needs_person:
            code = ExitCode.NEEDS_PERSON
    return code


def readings(
    paths: Sequence[Path], rules: Rules, lists: ListsConfig, *, required: bool, explain: bool = False
) -> Iterator[Reading]:
    """Read everything under some paths, each message in the sandbox.

    Args:
        explain: Say of every line what it was taken for.

    Raises:
        UsageError: A path does not exist, or the trust anchors cannot be read; nothing was read then.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder; correct the path")
    anchors = read_anchors(lists.trust_anchors)
    with Sandbox(rules, lists.correspondents, anchors, required=required, explain=explain) as sandbox:
        seen = SeenInRun()
        messages = (raw for path in paths for raw in read_archive(path))
        for raw in with_progress(messages, "reading"):
            reading = seen.marked(sandbox.read(raw), raw.sha256)
            yield replace(reading, account=reading.account or ()) if explain else reading
