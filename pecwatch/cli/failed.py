# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch failed`: messages that need a person."""

import datetime as dt
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.terminal import complain, shown
from pecwatch.config import load_config
from pecwatch.errors import ExitCode, UsageError
from pecwatch.model.audit import Deed
from pecwatch.service.opening import open_desk
from pecwatch.service.reading_noted import note_reading
from pecwatch.store import ledger, outbox
from pecwatch.store.arrivals import ask_again, forget_arrivals, missed
from pecwatch.store.audit import write_down
from pecwatch.store.database import Session
from pecwatch.store.records import Missed

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Messages that need a person.")


@app.command("list")
def list_(context: typer.Context) -> int:
    """Show messages that need a person and mails that were refused: number, day and reason, never what is in them.

    A message that the server lists and does not give has no number yet: its place in the mailbox stands there.
    """
    config = load_config(options_of(context).config)
    zone = config.service.timezone
    with open_desk(config, exclusive=False) as desk, desk.database.reading() as session:
        found, withheld, refused = ledger.failed(session), _withheld(session), outbox.failed(session)
    for entry in found:
        arrived = (entry.server_received_at or entry.first_seen_at).astimezone(zone)
        reason = entry.last_problem or " ".join(entry.problem_codes) or "no row could be read"
        typer.echo(f"{entry.id}\t{arrived:%Y-%m-%d %H:%M}\t{entry.state}\t{reason}")
    for each in withheld:
        typer.echo(f"{shown(each.place)}\t{each.first_at.astimezone(zone):%Y-%m-%d %H:%M}\twithheld\t{each.reason}")
    for mail in refused:
        written = mail.created_at.astimezone(zone)
        typer.echo(f"mail {mail.id}\t{written:%Y-%m-%d %H:%M}\t{mail.kind}\t{mail.last_reply}")
    if not (found or withheld or refused):
        complain("no message needs a person, and no mail was refused")
    if refused:
        return ExitCode.UNSENT
    return ExitCode.NEEDS_PERSON if found or withheld else ExitCode.DONE


@app.command()
def retry(
    context: typer.Context,
    message: Annotated[str | None, typer.Argument(help="As shown by `failed list`; all of them without it.")] = None,
) -> None:
    """Put a message, or all that failed, back in the queue; the next round fetches and reads it again."""
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk, desk.database.writing() as session:
        numbers = {str(entry.id): entry for entry in ledger.failed(session)}
        places = {each.place for each in _withheld(session)}
        if message is not None:
            _require_failed(message, {*numbers, *places})
        wanted = {*numbers, *places} if message is None else {message}
        for name in sorted(wanted):
            # A place has the name of a folder in it, which is from outside.
            about = f"message:{name}" if name in numbers else ""
            _note(session, context, desk.clock(), about, "failed retry")
            if name in numbers:
                ledger.retry(session, numbers[name].id, desk.clock())
                if not desk.vault.is_readable(numbers[name].vault_name):
                    # Its bytes are lost here; the server may still have them.
                    forget_arrivals(session, numbers[name].id)
            else:
                ask_again(session, name, desk.clock())
    said = f"message {message}" if message is not None else f"{len(wanted)} messages"
    typer.echo(f"{said} will be read again in the next round")


@app.command()
def done(context: typer.Context, number: Annotated[int, typer.Argument(help="As shown by `failed list`.")]) -> None:
    """Note that a person has opened it and told whoever had to know."""
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk, desk.database.writing() as session:
        _require_failed(number, {entry.id for entry in ledger.failed(session)})
        ledger.mark_handled(session, number)
        _note(session, context, desk.clock(), f"message:{number}", "failed done")
    typer.echo(f"message {number} is off the list")


@app.command("retry-mail")
def retry_mail(
    context: typer.Context, number: Annotated[int, typer.Argument(help="As shown by `failed list`.")]
) -> None:
    """Send a mail again that the relay refused; the next round does it."""
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk, desk.database.writing() as session:
        if number not in {mail.id for mail in outbox.failed(session)}:
            raise UsageError(f"mail {number} is not among the refused ones: see pecwatch failed list")
        outbox.retry(session, number, desk.clock())
        _note(session, context, desk.clock(), f"mail:{number}", "failed retry-mail")
    typer.echo(f"mail {number} goes out again in the next round")


@app.command()
def export(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="As shown by `failed list`.")],
    to: Annotated[Path, typer.Argument(help="File to write, as message.eml, or the folder for it.")],
) -> None:
    """Write the raw message to a file, to be opened by hand."""
    config = load_config(options_of(context).config)
    if to.is_dir():
        to /= f"message-{number}.eml"
    if to.exists():
        raise UsageError(f"{to}: exists already; choose another name")
    with open_desk(config, exclusive=False) as desk:
        with desk.database.reading() as session:
            entry = ledger.entry(session, number)
        if not entry.vault_name:
            raise UsageError(f"message {number}: its copy was let go of, see [retention]; open it in the mailbox")
        note_reading(desk, caller_of(context), [f"message:{number}"], detail="failed export", deed=Deed.EXPORTED)
        written = _write(to, desk.vault.pieces(entry.vault_name))
    typer.echo(f"message {number} written to {to}")
    if written < entry.size:
        typer.echo("only its header is kept, for it is too large: open it in the mailbox")


def _require_failed(message: int | str, failed: Collection[int | str]) -> None:
    if message not in failed:
        raise UsageError(f"message {message} is not among the failed ones: see pecwatch failed list")


def _note(session: Session, context: typer.Context, now: dt.datetime, about: str, detail: str) -> None:
    """Who called it, in the transaction of what she did."""
    write_down(session, Deed.DECIDED, at=now, who=caller_of(context).known_as, about=about, detail=detail)


def _withheld(session: Session) -> tuple[Missed, ...]:
    """Messages for which the server was asked three times."""
    return tuple(each for each in missed(session) if each.given_up)


def _write(to: Path, pieces: Iterable[bytes]) -> int:
    """Write a file that only its owner may read, whole or not at all; how many bytes."""
    to.touch(mode=0o600)
    try:
        with to.open("wb") as file:
            return sum(file.write(piece) for piece in pieces)
    except BaseException:
        to.unlink()
        raise
