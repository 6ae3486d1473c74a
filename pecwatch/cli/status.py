# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch status`: alive and healthy?"""

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.options import options_of
from pecwatch.cli.terminal import print_json
from pecwatch.config import (
    Config,
    Lookout,
    find_config,
    load_config,
    load_installation,
    lookout_of,
    lookout_over,
    serves_many,
)
from pecwatch.errors import ExitCode, PecwatchError, UsageError
from pecwatch.italian.rome import day_in_rome
from pecwatch.logs import place_of
from pecwatch.service.desk import wall_clock
from pecwatch.service.guarding import Complaint, complaint, given_up, tell_administrator
from pecwatch.service.health import Status
from pecwatch.service.health import status as health_of
from pecwatch.service.metrics import prometheus_text, write_prometheus
from pecwatch.service.opening import open_desk
from pecwatch.service.overseeing import look_over
from pecwatch.service.worker import is_served
from pecwatch.store.lock import is_locked
from pecwatch.store.trouble import StoreTrouble

app = typer.Typer(add_completion=False)

RESULT, ALIVE = "MONITOR_SERVICE_RESULT", "success"
"""How systemd says the service stands to the unit that its `OnFailure=` names: also when the timer starts that unit."""

UNIT = "MONITOR_UNIT"
"""The same, whose failure it was."""


@app.command()
def status(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    prometheus: Annotated[
        Path | None, typer.Option(help="Also write a file, .prom, for the textfile collector of node_exporter.")
    ] = None,
    mail_administrator: Annotated[
        bool,
        typer.Option(
            "--mail-administrator",
            help="Write to the system administrator, past the service, when it is dead or unhealthy; "
            "once a day for the same state.",
        ),
    ] = False,
) -> int:
    """Show polls, backlog, unsent mails and the registry's age; counts and codes only, never a name.

    Of an installation with many offices, where none is named: whether there are workers, and which offices need a
    person.
    """
    given = options_of(context).config
    file = find_config(given)
    if file is not None and serves_many(file):
        if prometheus is not None:
            raise UsageError("--prometheus: numbers of one office: name it with --office")
        return _of_all(file, as_json=as_json, mail_administrator=mail_administrator)
    config = load_config(given)
    try:
        found = _looked(config)
    except Exception as error:
        if mail_administrator:
            _tell(_lookout(config), (complaint(_said(error)),), is_running=_is_running(config))
        raise
    running = not mail_administrator or _is_running(config)
    shown = found if running else _without_service(found)
    try:
        if as_json:
            print_json(shown)
        else:
            _show(shown, is_encrypted=config.database.key is not None)
        if prometheus is not None:
            write_prometheus(prometheus, prometheus_text(shown, wall_clock()))
    finally:
        # Neither way of telling may keep the other from it: relays and folders have troubles of their own.
        if mail_administrator:
            _tell(_lookout(config), tuple(map(complaint, found.complaints)), is_running=running)
    return shown.exit_code


def _without_service(found: Status) -> Status:
    code = found.exit_code or ExitCode.UNHEALTHY
    complaints = (*found.complaints, "the service does not run: systemctl status pecwatch")
    return replace(found, healthy=False, exit_code=code, complaints=complaints)


def _of_all(file: Path, *, as_json: bool, mail_administrator: bool) -> int:
    """The same for all offices of an installation."""
    installation = load_installation(file)
    lookout = lookout_over(installation) if mail_administrator else None
    try:
        found = look_over(installation, wall_clock())
    except Exception as error:
        if lookout is not None:
            _tell(lookout, (complaint(_said(error)),), is_running=False)
        raise
    if as_json:
        print_json(found)
    else:
        typer.echo(f"offices: {found.offices}, overdue: {len(found.overdue)}, broken: {len(found.broken)}")
        for each in found.complaints:
            typer.echo(f"! {each.text}")
        typer.echo("healthy" if found.healthy else "not healthy")
    if lookout is not None:
        _tell(lookout, found.complaints, is_running=found.is_running)
    return found.exit_code


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, PecwatchError) else f"unexpected {place_of(error)}"


def _lookout(config: Config) -> Lookout:
    return lookout_of(config, day_in_rome(wall_clock()))


def _tell(lookout: Lookout, complaints: tuple[Complaint, ...], *, is_running: bool) -> None:
    now = wall_clock()
    has_given_up = os.environ.get(RESULT, ALIVE) != ALIVE
    unit = os.environ.get(UNIT, "")
    if has_given_up and "@" in unit:
        # One of several workers: the others may be well, and nothing be late yet.
        complaints = (*complaints, given_up(unit, now))
    tell_administrator(lookout, complaints, now, is_running=is_running, is_certain=has_given_up)


def _is_running(config: Config) -> bool:
    if config.tenant is None:
        return is_locked(config.service.data_dir)
    try:
        return is_served(config)
    except StoreTrouble:
        return False


def _looked(config: Config) -> Status:
    with open_desk(config, exclusive=False) as desk:
        return health_of(desk)


def _show(found: Status, *, is_encrypted: bool) -> None:
    for mailbox in found.mailboxes:
        last = "never" if mailbox.last_success_at is None else f"{mailbox.last_success_at:%Y-%m-%d %H:%M} UTC"
        typer.echo(f"mailbox {mailbox.name}: last polled {last}")
    dated = (
        "none"
        if found.registry_dated_on is None
        else f"{found.registry_people} people, dated {found.registry_dated_on}"
    )
    typer.echo(f"registry: {dated}")
    typer.echo(f"trust anchors: {found.trust_anchors}")
    typer.echo(f"messages waiting: {found.waiting}, needing a person: {found.needing_person}")
    typer.echo(f"positions open: {found.open_positions}, of them muted: {found.muted_positions}")
    typer.echo(f"mails unsent: {found.unsent_mails}, refused: {found.failed_mails}")
    for alarm in found.alarms:
        state = "ending" if alarm.ending else f"told {alarm.times} times"
        typer.echo(f"alarm open: {alarm.kind} {alarm.about} since {alarm.opened_at:%Y-%m-%d %H:%M} UTC, {state}")
    typer.echo(f"steps overdue: {found.overdue_steps}, questions overdue: {found.overdue_questions}")
    purged = "never" if found.last_purge_at is None else f"{found.last_purge_at:%Y-%m-%d %H:%M} UTC"
    typer.echo(f"last purge: {purged}")
    typer.echo(f"raw mail: encrypted at rest; database: {'' if is_encrypted else 'not '}encrypted at rest")
    for line in (*found.complaints, *found.warnings):
        typer.echo(f"! {line}")
    typer.echo("healthy" if found.healthy else "not healthy")
