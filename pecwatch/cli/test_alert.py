# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch test-alert`: one harmless mail along the whole route."""

import typer

from pecwatch.alerts.channels.smtp import SmtpChannel
from pecwatch.alerts.notices import trial_mail
from pecwatch.cli.options import options_of
from pecwatch.config import load_config
from pecwatch.errors import UnsentError
from pecwatch.service.opening import open_desk
from pecwatch.service.posting import circumstances, post
from pecwatch.service.sending import send_event

app = typer.Typer(add_completion=False)


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
    if not sent.delivered:
        raise UnsentError(f"the test mail did not leave: {sent.last_problem}")
    typer.echo(f"test mail accepted by the relay for {administrator.email}")
