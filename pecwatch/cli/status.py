# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch status`: alive and healthy?"""

import os
from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.options import options_of
from pecwatch.cli.terminal import print_json
from pecwatch.config import Config, load_config
from pecwatch.errors import ExitCode, PecwatchError
from pecwatch.logs import place_of
from pecwatch.service.desk import open_desk, wall_clock
from pecwatch.service.guarding import tell_administrator
from pecwatch.service.health import Status
from pecwatch.service.health import status as health_of
from pecwatch.service.metrics import prometheus_text, write_prometheus
from pecwatch.service.worker import is_served
from pecwatch.store.lock import is_locked
from pecwatch.store.trouble import StoreTrouble

app = typer.Typer(add_completion=False)

RESULT, ALIVE = "MONITOR_SERVICE_RESULT", "success"
"""How systemd says the service stands to the unit that its `OnFailure=` names: also when the timer starts that unit."""


@app.command()
def status(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    prometheus: Annotated[
        Path | None, typer.Option(help="Also write a file for the textfile collector of node_exporter.")
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
    """Show polls, backlog, unsent mails and the registry's age; counts and codes only, never a name."""
    config = load_config(options_of(context).config)
    try:
        found = _looked(config)
    except Exception as error:
        if mail_administrator:
            text = str(error) if isinstance(error, PecwatchError) else f"unexpected {place_of(error)}"
            _tell(config, (text,), is_running=_is_running(config))
        raise
    if prometheus is not None:
        write_prometheus(prometheus, prometheus_text(found, wall_clock()))
    if as_json:
        print_json(found)
    else:
        _show(found, is_encrypted=config.database.key is not None)
    if mail_administrator:
        running = _is_running(config)
        _tell(config, found.complaints, is_running=running)
        if not running:
            return found.exit_code or ExitCode.UNHEALTHY
    return found.exit_code


def _tell(config: Config, complaints: tuple[str, ...], *, is_running: bool) -> None:
    given_up = os.environ.get(RESULT, ALIVE) != ALIVE
    tell_administrator(config, complaints, wall_clock(), is_running=is_running, is_certain=given_up)


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
    for complaint in (*found.complaints, *found.warnings):
        typer.echo(f"! {complaint}")
    typer.echo("healthy" if found.healthy else "not healthy")
