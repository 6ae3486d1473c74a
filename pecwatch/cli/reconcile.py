# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch reconcile`: what the servers hold against what the ledger holds."""

from typing import Annotated

import typer

from pecwatch.cli.options import options_of
from pecwatch.cli.terminal import complain, console, print_json, table
from pecwatch.config import load_config
from pecwatch.errors import ExitCode, gravest
from pecwatch.model.record import record
from pecwatch.service.opening import open_desk
from pecwatch.service.reconciling import FOR_A_PERSON, Listed, Reconciled, Standing, reconcile

app = typer.Typer(add_completion=False)

WORDS = {
    Standing.PERSON: "open it by hand: pecwatch failed list",
    Standing.WITHHELD: "the server does not give it: open it in the mailbox",
    Standing.UNKNOWN: "not in the ledger: run pecwatch poll, and look into the mailbox if it stays so",
}


@record
class FolderView:
    """A folder as `--json` shows it."""

    mailbox: str
    folder: str
    uidvalidity: int | None
    listed: int
    settled: int
    waiting: int
    not_fetched: int
    needs_person: int
    withheld: int
    unknown: int
    gone: int
    failure: str | None
    messages: tuple[Listed, ...]


@app.command("reconcile")
def reconcile_(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per folder.")] = False,
) -> int:
    """Compare what the servers list with the ledger: each message has an outcome, waits, or needs a person."""
    codes = {ExitCode.DONE}
    shown: list[FolderView] = []
    with open_desk(load_config(options_of(context).config), exclusive=False) as desk:
        for found in reconcile(desk):
            codes.add(found.exit_code)
            view = _view(found)
            shown.append(view)
            if as_json:
                print_json(view)
            else:
                _complain(found)
    if not as_json:
        _print(shown)
    return gravest(codes)


def _view(found: Reconciled) -> FolderView:
    return FolderView(
        mailbox=found.mailbox,
        folder=found.folder,
        uidvalidity=found.uidvalidity,
        listed=len(found.messages),
        gone=found.gone,
        failure=found.failure or None,
        messages=found.messages,
        **{standing.value: found.count(standing) for standing in Standing},
    )


def _complain(found: Reconciled) -> None:
    """What keeps a folder from being looked into."""
    if found.failure:
        complain(found.failure)
    for name in found.similar:
        complain(f"mailbox {found.mailbox}: there is a folder {name}: is it meant by {found.folder}?")


def _print(views: list[FolderView]) -> None:
    counts = ("listed", *(standing.value for standing in Standing), "gone")
    rows = (
        (view.mailbox, view.folder, *(str(getattr(view, count)) for count in counts))
        for view in views
        if view.failure is None
    )
    out = console()
    out.print(table("Servers and ledger", ("mailbox", "folder", *(count.replace("_", " ") for count in counts)), rows))
    for view in views:
        for each in view.messages:
            if each.standing in FOR_A_PERSON:
                number = "" if each.message is None else f" (message {each.message})"
                out.print(f"{view.mailbox}/{view.folder}/{each.uid}{number}: {WORDS[each.standing]}", soft_wrap=True)
