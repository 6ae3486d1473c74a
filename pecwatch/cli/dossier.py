# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch dossier`: everything about one position, in order."""

from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.own_rows import require_own
from pecwatch.cli.papers import check_target, hand_over
from pecwatch.config import load_config
from pecwatch.papers.dossier import dossier_paper
from pecwatch.service.desk import open_desk
from pecwatch.service.dossier import open_dossier
from pecwatch.service.reading_noted import note_reading

app = typer.Typer(add_completion=False)


@app.command()
def dossier(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF", help="As PW-2025-11-004.")],
    *,
    full: Annotated[bool, typer.Option("--full", help="With names; otherwise initials only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    into: Annotated[
        Path | None, typer.Option(help="A new file, .html or .pdf; name it after the reference, not the person.")
    ] = None,
) -> None:
    """Show every message, moment, decision, mail and answer of a position, each with the clock that says when."""
    check_target(into, as_json=as_json)
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk:
        require_own(desk, caller_of(context), reference.upper(), "dossier")
        found = open_dossier(desk, reference.upper(), full=full)
        note_reading(desk, caller_of(context), [found.reference], detail=f"dossier {'full' if full else 'initials'}")
    hand_over(found, dossier_paper(found), into, as_json=as_json)
