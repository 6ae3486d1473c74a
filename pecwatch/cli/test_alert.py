# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch test-alert`: one harmless mail along the whole route."""

import time

import typer

from pecwatch.alerts.channels.smtp import SmtpChannel
from pecwatch.alerts.notices import trial_mail
from pecwatch.cli.options import options_of
from pecwatch.config import load_config
from pecwatch.errors import UnsentError
from pecwatch.service.opening import open_desk
from pecwatch.service.posting import circumstances, post
from pecwatch.service.sending import Sent, send_event, what_became_of

app = typer.Typer(add_completion=False)

PATIENCE_S = 60
"""How long the service, if it was quicker and took the mail, may be about it."""


@app.command("test-alert")
def test_alert(context: typer.Context) -> None:
    """Send a test mail to the system administrator, through outbox and relay like any alert."""
    config = load_config(options_of(context).config)
    administrator = config.office.system_administrator
    with open_desk(config, exclusive=False) as desk, SmtpChannel(config.smtp.relay) as channel:
        event = f"test:{desk.clock():%Y%m%dT%H%M%S%f}"
        mail = trial_mail(administrator, event=event, circumstances=circumstances(desk))
        with desk.database.writing() as session:
            post(session, desk, (mail,))
        sent = send_event(desk, channel, event)
        began = time.monotonic()
        while sent == Sent() and time.monotonic() - began < PATIENCE_S:
            time.sleep(0.2)
            sent = what_became_of(desk, event)
    if sent == Sent():
        raise UnsentError("the service took the test mail, and the relay has not answered it yet: `pecwatch status`")
    if not sent.delivered:
        raise UnsentError(f"the test mail did not leave: {sent.last_problem}")
    typer.echo(f"test mail accepted by the relay for {administrator.email}")
