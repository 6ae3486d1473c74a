# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch dossier`: everything about one position, in order."""

from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.own_rows import require_own
from pecwatch.cli.papers import check_target, hand_over
from pecwatch.config import load_config
from pecwatch.errors import UsageError
from pecwatch.papers.dossier import dossier_paper
from pecwatch.papers.recipients import recipients_paper
from pecwatch.service.dossier import open_dossier
from pecwatch.service.opening import open_desk
from pecwatch.service.reading_noted import note_reading, note_refusal
from pecwatch.service.recipients import recipients_of, recipients_of_message

app = typer.Typer(add_completion=False)


@app.command()
def dossier(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="[REF]", help="As PW-2025-11-004.", show_default=False)] = "",
    *,
    full: Annotated[bool, typer.Option("--full", help="With names; otherwise initials only.")] = False,
    recipients: Annotated[bool, typer.Option("--recipients", help="Who received the data, for a breach.")] = False,
    message: Annotated[int | None, typer.Option("--message", help="With --recipients: a ledger number.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    into: Annotated[
        Path | None, typer.Option(help="A new file, .html or .pdf; name it after the reference, not the person.")
    ] = None,
) -> None:
    """Show every message, moment, decision, mail and answer of a position, each with the clock that says when."""
    check_target(into, as_json=as_json)
    config = load_config(options_of(context).config)
    if bool(reference) == (message is not None) or (message is not None and not recipients):
        raise UsageError("name one REF, or --recipients --message NUMBER")
    with open_desk(config, exclusive=False) as desk:
        caller = caller_of(context)
        require_own(desk, caller, reference.upper(), "dossier")
        if recipients:
            if caller.is_confined:
                note_refusal(desk, caller, "dossier --recipients", "" if message is None else f"message:{message}")
                raise UsageError("--recipients: for the coordinator, who answers for the whole list")
            got = (
                recipients_of(desk, reference.upper(), who=caller.known_as)
                if message is None
                else recipients_of_message(desk, message, who=caller.known_as)
            )
            hand_over(got, recipients_paper(got, desk.office), into, as_json=as_json)
            return
        found = open_dossier(desk, reference.upper(), full=full)
        note_reading(desk, caller, [found.reference], detail=f"dossier {'full' if full else 'initials'}")
    hand_over(found, dossier_paper(found), into, as_json=as_json)
