# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch poll`: one round now."""

import typer

from pecwatch.cli.options import options_of
from pecwatch.cli.terminal import complain, with_progress
from pecwatch.config import load_config
from pecwatch.errors import gravest
from pecwatch.service.rounds import Round
from pecwatch.service.running import poll as poll_once

app = typer.Typer(add_completion=False)


@app.command()
def poll(context: typer.Context) -> int:
    """Drain every mailbox, send what is due, and end."""
    options = options_of(context)
    done = poll_once(load_config(options.config), track=with_progress)
    if not options.log_json:
        _complain(done)
    new = sum(each.new for each in done.collected)
    alerts = sum(each.alerts for each in done.weighed)
    typer.echo(f"{new} new messages, {len(done.weighed)} weighed, {alerts} alerts, {done.sent.delivered} mails sent")
    return gravest(done.exit_codes)


def _complain(done: Round) -> None:
    """What went wrong, for a person; whoever asked for JSON finds it in the log."""
    for each in done.collected:
        if each.failure is not None:
            complain(str(each.failure))
        elif each.rests:
            complain(f"mailbox {each.mailbox}: left alone for now after earlier failures: see pecwatch status")
    if done.sent.last_problem:
        complain(done.sent.last_problem)
