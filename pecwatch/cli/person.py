# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch person`: what a person may ask for about her own data."""

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.papers import check_target, hand_over
from pecwatch.cli.terminal import shown
from pecwatch.config import load_config
from pecwatch.errors import UsageError
from pecwatch.model.office import Role
from pecwatch.model.rights import By, Selector
from pecwatch.papers.person import person_paper
from pecwatch.service.desk import Desk
from pecwatch.service.opening import open_desk
from pecwatch.service.person_erasing import ErasurePlan, Wish, erase_person, plan_erasure, refuse_too_early
from pecwatch.service.person_export import copies_of, export_person
from pecwatch.service.person_rectifying import Rectification, rectify, restrict
from pecwatch.service.reading_noted import note_reading
from pecwatch.store.trouble import StoreTrouble

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Rights of the person whose data are held.")

Code = Annotated[str | None, typer.Option("--fiscal-code", metavar="CF", help="Codice fiscale.")]
Folder = Annotated[str | None, typer.Option("--folder", metavar="NUMBER", help="Folder: everybody in it.")]
Reference = Annotated[str | None, typer.Option("--position", metavar="REF", help="As PW-2025-11-004.")]
As = Annotated[str, typer.Option("--as", help="Code of who decides.")]


@app.command()
def export(
    context: typer.Context,
    *,
    fiscal_code: Code = None,
    folder: Folder = None,
    position: Reference = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    page: Annotated[Path | None, typer.Option(help="A new file, .html; name it after the request.")] = None,
) -> None:
    """Show everything that is held on one person; who else stands in the same lists is left out."""
    selector = _selector(fiscal_code, folder, position)
    check_target(page, as_json=as_json, endings=(".html",))
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk:
        found = export_person(desk, selector, who=caller_of(context).known_as)
        paper = person_paper(found, desk.office)
    hand_over(found, paper, page, as_json=as_json)


@app.command()
def erase(
    context: typer.Context,
    *,
    fiscal_code: Code = None,
    folder: Folder = None,
    position: Reference = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count; works beside a running service.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    reason: Annotated[str, typer.Option(help="As the number of the request; never a name.")] = "",
    even_open: Annotated[bool, typer.Option("--even-open", help="Also where an execution may still come.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Remove whole messages that hold the person, too.")] = False,
    backups: Annotated[bool, typer.Option("--backups", help="Remove the copies of the database, too.")] = False,
    who: As = Role.COORDINATOR.value,
) -> None:
    """Erase one person from registry, positions, lists, mails and decisions; what happened stays, without who."""
    selector = _selector(fiscal_code, folder, position)
    wish = Wish(even_open=even_open, raw=raw, backups=backups)
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=not dry_run) as desk:
        _require_person(desk, who)
        plan = plan_erasure(desk, selector)
        note_reading(desk, caller_of(context), plan.found.references or ("registry",), detail="person erase counted")
        for line in _counts(plan, wish):
            typer.echo(line)
        if dry_run:
            typer.echo("nothing was changed (--dry-run)")
            return
        refuse_too_early(plan, wish)
        if not yes:
            _ask()
        trouble = erase_person(desk, plan, wish, who=who, user=caller_of(context).known_as, reason=reason)
        for line in _left(desk, plan, wish):
            typer.echo(line)
    if trouble is not None:
        raise StoreTrouble(
            f"{trouble}; the person is erased from every row, and only what SQLite has not overwritten may still lie "
            "in the file: the next purge writes it anew, or pecwatch purge at once"
        )


@app.command("rectify")
def rectify_(
    context: typer.Context,
    position: Annotated[str, typer.Option("--position", metavar="REF", help="As PW-2025-11-004.")],
    *,
    surname: Annotated[str | None, typer.Option(help="As it is right.")] = None,
    name: Annotated[str | None, typer.Option(help="Given name, as it is right.")] = None,
    address: Annotated[str | None, typer.Option(help="As it is right, with number and flat.")] = None,
    birth_date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="As it is right.")] = None,
    fiscal_code: Annotated[str | None, typer.Option(help="As it is right.")] = None,
    who: As = Role.COORDINATOR.value,
) -> None:
    """Put right whose row it is; the row as it was received stays beside it, and the registry is asked anew."""
    right = Rectification(
        surname=surname, given_name=name, address=address, birth_date=_day(birth_date), fiscal_code=fiscal_code
    )
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk:
        _require_person(desk, who)
        after = rectify(desk, position.upper(), right, who=who, caller=caller_of(context).known_as)
    folders = ", ".join(each.folder for each in after.match.candidates[:1]) or "nobody"
    typer.echo(
        f"{after.reference}: rectified; the registry now says {after.match.band} ({shown(folders)}), "
        f"owner {after.owner}: if another person is meant, use pecwatch positions confirm or pecwatch positions pass"
    )
    typer.echo("an error of the registry is corrected in the registry, and comes with its next import")


@app.command("restrict")
def restrict_(
    context: typer.Context,
    fiscal_code: Code = None,
    folder: Folder = None,
    position: Reference = None,
    who: As = Role.COORDINATOR.value,
) -> None:
    """Store and do nothing else with a person's positions; while an execution may come, its clocks go on."""
    _turn(context, _selector(fiscal_code, folder, position), who, lift=False)


@app.command("unrestrict")
def unrestrict_(
    context: typer.Context,
    fiscal_code: Code = None,
    folder: Folder = None,
    position: Reference = None,
    who: As = Role.COORDINATOR.value,
) -> None:
    """Let a person's positions be used again; she is to be told before."""
    _turn(context, _selector(fiscal_code, folder, position), who, lift=True)


def _turn(context: typer.Context, selector: Selector, who: str, *, lift: bool) -> None:
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk:
        _require_person(desk, who)
        changed = restrict(desk, selector, who=who, lift=lift, caller=caller_of(context).known_as)
    typer.echo(f"{'unrestricted' if lift else 'restricted'}: {', '.join(changed) or 'nothing changed'}")


def _day(text: str | None) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError("--birth-date: write it as YYYY-MM-DD") from None


def _selector(fiscal_code: str | None, folder: str | None, position: str | None) -> Selector:
    given = [
        (By.FISCAL_CODE, fiscal_code),
        (By.FOLDER, folder),
        (By.POSITION, None if position is None else position.upper()),
    ]
    chosen = [Selector(by=by, value=value.strip()) for by, value in given if value is not None and value.strip()]
    if len(chosen) != 1:
        raise UsageError("say whose data: one of --fiscal-code CF, --folder NUMBER, --position REF")
    return chosen[0]


def _require_person(desk: Desk, code: str) -> None:
    if desk.office.person(code) is None:
        raise UsageError(f"--as {code}: nobody in the office has this code; see [[office.operator]]")


def _ask() -> None:
    if not sys.stdin.isatty():
        raise UsageError("erasing cannot be undone: look at --dry-run, then say --yes")
    if not typer.confirm("erase all this? It cannot be undone", err=True):
        raise UsageError("nothing was changed")


def _counts(plan: ErasurePlan, wish: Wish) -> list[str]:
    found = plan.found
    alike = (
        f"; alike, to be looked at: {', '.join(each.reference for each in found.same_name)}" if found.same_name else ""
    )
    return [
        f"registry records: {len(found.registry)}",
        f"positions: {len(found.own)} ({', '.join(found.references) or '-'}){alike}",
        f"positions of others in which the person is a candidate: {len(found.considered)}",
        f"lines of lists: {sum(len(rows) for _, rows in plan.messages)} in {len(plan.messages)} messages",
        f"mails: {len(plan.mails)}",
        f"answers: {len(plan.answers)}",
        f"decisions: {plan.decisions}",
        f"whole messages: {len(plan.raw_messages)} ({'removed' if wish.raw else 'stay, see --raw'}; "
        f"{plan.with_others} hold other people, too)",
    ]


def _left(desk: Desk, plan: ErasurePlan, wish: Wish) -> list[str]:
    """What an erasure cannot do, said while somebody can still do something about it."""
    lines = ["erased"]
    if plan.found.registry:
        lines.append(
            "registry: the next import brings the person back unless she is erased at the source first; pecwatch does "
            "not keep her out, for then nobody would be told of her eviction"
        )
    if plan.raw_messages and not wish.raw:
        numbers = ", ".join(map(str, plan.raw_messages))
        lines.append(
            f"messages {numbers}: the sealed originals still hold her, since nobody can be cut out of a certified "
            "mail; they go with their month, or at once with --raw"
        )
    if wish.raw:
        lines.append("messages: removed here; backups of the mail folder hold them until the key of their month goes")
    copies = copies_of(desk)
    if wish.backups:
        lines.append(
            "copies of the database, damaged ones too: removed; a new one is made once the database is written anew"
        )
    for copy in copies if not wish.backups else ():
        until = "until somebody removes it" if copy.is_last_at is None else f"until {copy.is_last_at:%Y-%m-%d}"
        lines.append(f"copy {shown(copy.name)}: still holds her, {until}")
    if desk.database.file is None:
        lines.append(
            "database on a server: its backups and its write-ahead log are the server's; see its administrator"
        )
    lines.append("copies made outside pecwatch, and what people printed or kept of their mails, are not reached")
    return lines
