# SPDX-License-Identifier: EUPL-1.2
"""The alarm that needs no disk: when nothing can be written, the administrator hears of it by SMTP alone."""

import datetime as dt
from dataclasses import replace
from email.utils import make_msgid

import structlog

from pecwatch.alerts.channels import Channel, Delivered, Doubtful, OutgoingMail
from pecwatch.alerts.channels.smtp import SmtpChannel
from pecwatch.alerts.mime import render
from pecwatch.alerts.notices import service_alarm
from pecwatch.config.records import MailRoute
from pecwatch.model.alarm import AlarmKind
from pecwatch.service.desk import Desk
from pecwatch.service.posting import circumstances

log = structlog.get_logger()


class Emergency:
    """Prepared while all is well, since the database may not answer when it is needed; its memory is the process's."""

    def __init__(self, desk: Desk) -> None:
        self._config, self._rules, self._clock = desk.config, desk.rules.alarms, desk.clock
        self._where = circumstances(desk)
        self._times = 0
        self._next_at: dt.datetime | None = None
        self.since: dt.datetime | None = None
        """Since when nothing can be written; None while all is well."""

    def tell(self) -> None:
        """Say that nothing can be written; again after the pauses of urgent alarms."""
        now = self._clock()
        self.since = self.since or now
        if self._next_at is not None and now < self._next_at:
            return
        if self._send(now):
            self._times += 1
            self._next_at = now + self._rules.pause(AlarmKind.DISK, self._times)

    def end(self) -> None:
        """All is well again."""
        self.since = self._next_at = None
        self._times = 0

    def _send(self, now: dt.datetime) -> bool:
        """By the relay, otherwise by the other one; whether one of them took it."""
        routes = [route for route in (self._config.smtp, self._config.smtp_fallback) if route is not None]
        return any(_leaves(route, self._mail(route, now)) for route in routes)

    def _mail(self, route: MailRoute, now: dt.datetime) -> OutgoingMail:
        administrator = self._config.office.system_administrator
        alert = service_alarm(
            administrator,
            event="disk",
            what="pecwatch non riesce a scrivere nella cartella dei dati",
            remedy="Controlli lo spazio libero, il disco, se un altro programma occupa la banca dati. Intanto "
            "pecwatch non legge le caselle: i messaggi restano lì, e verranno letti quando si potrà di nuovo scrivere.",
            circumstances=replace(self._where, now=now),
        )
        domain = route.sender.rpartition("@")[2]
        content = render(
            alert, sender=route.sender, reply_to=route.reply_to, message_id=make_msgid(domain=domain), date=now
        )
        return OutgoingMail(sender=route.sender, recipient=administrator.email, content=content)


def _leaves(route: MailRoute, mail: OutgoingMail) -> bool:
    channel: Channel = SmtpChannel(route.relay)
    try:
        outcome = channel.send(mail, lambda: None)
    finally:
        channel.close()
    log.error("disk_alarm", outcome=type(outcome).__name__.lower())
    # One of unknown fate has been heard, or will be said again after the pause.
    return isinstance(outcome, Delivered | Doubtful)
