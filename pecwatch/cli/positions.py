# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch positions`: the rows the office must not forget, and what people decide about them."""

import datetime as dt
import re
from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from pecwatch.casework import handling
from pecwatch.casework.confirming import confirm, take_and_confirm
from pecwatch.casework.lists_confirmed import not_reopened
from pecwatch.casework.positions import Decision, Refusal, is_late, pass_to, record_outcome, reject
from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.own_rows import code_of_caller, hers, require_hers
from pecwatch.cli.positions_view import at_this_moment, print_position, show_list, show_one
from pecwatch.config import load_config
from pecwatch.errors import UsageError
from pecwatch.model.audit import Deed
from pecwatch.model.news import Changes
from pecwatch.model.office import Role
from pecwatch.model.position import Outcome, Position
from pecwatch.service.confirming_lists import confirm_list, refuse_list
from pecwatch.service.deciding import Decide, decide_on, registered_of
from pecwatch.service.desk import Desk
from pecwatch.service.opening import open_desk
from pecwatch.service.reading_noted import note_reading
from pecwatch.store import casefile, stories
from pecwatch.store.audit import write_down
from pecwatch.store.database import Session

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Open rows, and what people decide about them.")

Reference = Annotated[str, typer.Argument(help="As PW-2025-11-004.")]
As = Annotated[str | None, typer.Option("--as", help="Code of who decides.", show_default="the owner")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object per position.")]


@app.command("list")
def list_(
    context: typer.Context,
    month: Annotated[str | None, typer.Option(help="Only this list month, as 2025-11.")] = None,
    owner: Annotated[str | None, typer.Option(help="Only what this code owns.")] = None,
    closed: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    as_json: Json = False,
) -> None:
    """Show the open positions, the nearest day first; an operator sees her own."""
    if month is not None and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) is None:
        raise UsageError(f"--month {month}: write the month as 2025-11")
    config, caller = load_config(options_of(context).config), caller_of(context)
    with open_desk(config, exclusive=False) as desk:
        with desk.database.reading() as session:
            everything = casefile.positions(session, open_only=not closed, month=month, owner=owner)
        found = hers(desk, caller, everything)
        moment = at_this_moment(desk)
        note_reading(desk, caller, detail=f"positions list rows={len(found)}")
    if as_json:
        for position in found:
            print_position(position, moment)
    else:
        show_list(found, moment)


@app.command()
def show(context: typer.Context, reference: Reference, as_json: Json = False) -> None:
    """Show one position with its story."""
    config, caller = load_config(options_of(context).config), caller_of(context)
    with open_desk(config, exclusive=False) as desk:
        with desk.database.reading() as session:
            found = casefile.position(session, reference.upper())
            events = stories.events(session, reference.upper())
        if found is None:
            raise UsageError(f"{reference}: no such position; pecwatch positions list shows them")
        require_hers(desk, caller, found, "positions show")
        moment = at_this_moment(desk)
        note_reading(desk, caller, [found.reference], detail="positions show")
    if as_json:
        print_position(found, moment)
    else:
        show_one(found, events, moment)


@app.command("take")
def take_(context: typer.Context, reference: Reference, who: As = None) -> None:
    """Note that somebody takes care of it."""
    _decide(context, reference, who, lambda desk: partial(_take, desk=desk))


@app.command("reject")
def reject_(
    context: typer.Context,
    reference: Reference,
    folder: Annotated[str | None, typer.Option(help="The candidate meant.", show_default="the owner's")] = None,
    who: As = None,
) -> None:
    """Note that the candidate is not the person of the list; the row goes to the duty worker."""
    _decide(context, reference, who, lambda desk: partial(_reject, desk=desk, folder=folder))


@app.command("confirm")
def confirm_(
    context: typer.Context,
    reference: Reference,
    folder: Annotated[str, typer.Argument(help="Folder of the person who is meant.")],
    who: As = None,
) -> None:
    """The row means this folder: remembered for later lists with the same line."""
    _decide(context, reference, who, lambda desk: partial(_confirm, desk=desk, folder=folder))


@app.command("pass")
def pass_(
    context: typer.Context,
    reference: Reference,
    to: Annotated[str, typer.Argument(metavar="WHO", help="Code of who gets it.")],
    who: As = None,
) -> None:
    """Hand it to somebody else, who is written to."""
    _decide(context, reference, who, lambda desk: partial(_pass, desk=desk, to=to))


@app.command()
def outcome(
    context: typer.Context,
    reference: Reference,
    what: Annotated[
        list[str],
        typer.Argument(metavar="WHAT", help="executed, released, postponed YYYY-MM-DD, suspended, not_executed"),
    ],
    who: As = None,
) -> None:
    """Note what became of the execution."""
    found, postponed_to = _outcome(" ".join(what).split())
    _decide(context, reference, who, lambda desk: partial(_record, outcome=found, postponed_to=postponed_to))


@app.command("contacted")
def contacted_(context: typer.Context, reference: Reference, who: As = None) -> None:
    """Note that the household has been reached."""
    _decide(context, reference, who, lambda desk: handling.contacted)


@app.command("plan")
def plan_(context: typer.Context, reference: Reference, who: As = None) -> None:
    """Note that it is agreed what will be done."""
    _decide(context, reference, who, lambda desk: handling.plan)


@app.command("postponement-asked")
def postponement_asked_(context: typer.Context, reference: Reference, who: As = None) -> None:
    """Note that the housing company was asked to put the execution off; until it does, the day holds."""
    _decide(context, reference, who, lambda desk: handling.postponement_asked)


@app.command("close")
def close_(
    context: typer.Context,
    reference: Reference,
    reason: Annotated[str, typer.Option(help="Why nothing is left to do; kept with the position.")],
    who: As = None,
) -> None:
    """Close a row of low priority: postponed without a day, suspended, not executed."""
    _decide(context, reference, who, lambda desk: partial(_close, reason=reason))


@app.command("reopen")
def reopen_(context: typer.Context, reference: Reference, who: As = None) -> None:
    """Open again what was closed by mistake."""
    _decide(context, reference, who, lambda desk: partial(_reopen, desk=desk))


Message = Annotated[int, typer.Argument(help="Number of the list's message, as `positions show` has it in the story.")]
AsCoordinator = Annotated[str, typer.Option("--as", help="Code of who says it.")]


@app.command("confirm-list")
def confirm_list_(context: typer.Context, message: Message, who: AsCoordinator = Role.COORDINATOR.value) -> None:
    """CONFERMO: the list of a message is genuine; what it asked for and was held takes effect."""
    _say_of_list(context, message, who, confirm_list)


@app.command("refuse-list")
def refuse_list_(context: typer.Context, message: Message, who: AsCoordinator = Role.COORDINATOR.value) -> None:
    """NON CONFERMO: the list is not the housing company's; positions that rest on it alone are closed."""
    _say_of_list(context, message, who, refuse_list)


def _say_of_list(
    context: typer.Context,
    message: int,
    who: str,
    say: Callable[[Desk, Session, int, Decision], Changes | Refusal],
) -> None:
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk, desk.database.writing() as session:
        decision = Decision(who=who, by="cli", at=desk.clock())
        changes = say(desk, session, message, decision)
        if isinstance(changes, Refusal):
            raise UsageError(changes.reason)
        caller, about = caller_of(context).known_as, f"message:{message}"
        write_down(session, Deed.DECIDED, at=decision.at, who=caller, about=about, detail=f"cli as={who}")
    closed = not_reopened(changes)
    for each in changes.positions:
        stays = ": stays closed, the household has another open position of the month"
        typer.echo(_in_short(each) + (stays if each.reference in closed else ""))
    if not changes.positions:
        typer.echo(f"message {message}: noted; no position changes")


def _decide(context: typer.Context, reference: str, who: str | None, make: Callable[[Desk], Decide]) -> None:
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk:
        if who is not None and desk.office.person(who) is None:
            raise UsageError(
                f"--as {who}: nobody in the office has this code; see [[office.operator]] in the configuration"
            )
        who = code_of_caller(desk, caller_of(context), reference.upper(), who)
        decide, came_late = make(desk), False

        def noting(position: Position, decision: Decision) -> Changes | Refusal:
            nonlocal came_late
            changes = decide(position, decision)
            came_late = isinstance(changes, Changes) and is_late(changes)
            return changes

        after = decide_on(desk, reference.upper(), noting, who=who, by="cli", caller=caller_of(context).known_as)
    typer.echo(_in_short(after) + (": closed already; noted in its story, nothing changed" if came_late else ""))


def _in_short(position: Position) -> str:
    outcome = f", {position.outcome}" if position.outcome else ""
    return f"{position.reference}: {position.state}, owner {position.owner}{outcome}"


def _close(position: Position, decision: Decision, *, reason: str) -> Changes | Refusal:
    return handling.close(position, reason, decision)


def _reopen(position: Position, decision: Decision, *, desk: Desk) -> Changes | Refusal:
    return handling.reopen(position, decision, desk.office)


def _reject(position: Position, decision: Decision, *, desk: Desk, folder: str | None) -> Changes | Refusal:
    registered = registered_of(desk, position)
    return reject(position, decision, desk.office, key=desk.secret, folder=folder, registered=registered)


def _take(position: Position, decision: Decision, *, desk: Desk) -> Changes | Refusal:
    return take_and_confirm(position, decision, desk.office, registered_of(desk, position), key=desk.secret)


def _confirm(position: Position, decision: Decision, *, desk: Desk, folder: str) -> Changes | Refusal:
    registered = registered_of(desk, position, folder)
    return confirm(position, folder, decision, desk.office, registered, key=desk.secret)


def _pass(position: Position, decision: Decision, *, desk: Desk, to: str) -> Changes | Refusal:
    return pass_to(position, to, decision, desk.office)


def _record(
    position: Position, decision: Decision, *, outcome: Outcome, postponed_to: dt.date | None
) -> Changes | Refusal:
    return record_outcome(position, outcome, decision, postponed_to=postponed_to)


SAID = {
    each.value: each
    for each in (Outcome.EXECUTED, Outcome.RELEASED, Outcome.POSTPONED, Outcome.SUSPENDED, Outcome.NOT_EXECUTED)
}


def _outcome(words: list[str]) -> tuple[Outcome, dt.date | None]:
    """`executed`, or `postponed 2025-12-01`."""
    found = SAID.get(words[0].lower())
    if found is None or len(words) > (2 if found is Outcome.POSTPONED else 1):
        raise UsageError(
            f"outcome {' '.join(words)}: write executed, released, postponed YYYY-MM-DD, suspended or not_executed"
        )
    if len(words) == 1:
        return found, None
    try:
        return found, dt.date.fromisoformat(words[1])
    except ValueError as error:
        raise UsageError(f"outcome postponed {words[1]}: write the day as 2025-12-01") from error
