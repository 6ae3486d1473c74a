# SPDX-License-Identifier: EUPL-1.2
"""The service and the single round, with everything they hold open."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from pecwatch.alerts.channels import Channel
from pecwatch.alerts.channels.smtp import SmtpChannel
from pecwatch.config import Config
from pecwatch.service.alarming import send_unsent_alarm
from pecwatch.service.collecting import Collector
from pecwatch.service.desk import SANDBOX, Clock, Desk, open_desk, wall_clock
from pecwatch.service.rounds import Round, run_round
from pecwatch.service.scheduler import run_until_stopped
from pecwatch.store.mailboxes import allow_login
from pecwatch.store.notes import note

log = structlog.get_logger()


@contextmanager
def _at_work(config: Config, clock: Clock) -> Iterator[tuple[Desk, Collector, Channel]]:
    with (
        open_desk(config, exclusive=True, clock=clock) as desk,
        Collector(desk, desk.polled_mailboxes) as collector,
        SmtpChannel(config.smtp.relay) as channel,
    ):
        log.info("sandbox", confinement=desk.sandbox.confinement.level)
        with desk.database.writing() as session:
            note(session, SANDBOX, desk.sandbox.confinement.level, desk.clock())
        yield desk, collector, channel


def poll(config: Config, clock: Clock = wall_clock) -> Round:
    """One round: every mailbox is drained, what is due is sent.

    Raises:
        LockHeld: Another pecwatch is at work.
        UsageError: Something does not allow to start.
    """
    with _at_work(config, clock) as (desk, collector, channel):
        return _round(desk, collector, channel, threading.Event())


def run(config: Config, clock: Clock = wall_clock) -> None:
    """The service: a round at once and then every `poll_every_s`, until SIGTERM or SIGINT.

    Raises:
        LockHeld: Another pecwatch is at work.
        UsageError: Something does not allow to start.
    """
    stopping = threading.Event()
    with _at_work(config, clock) as (desk, collector, channel):
        with desk.database.writing() as session:
            for account in desk.polled_mailboxes:
                allow_login(session, account.name)
        run_until_stopped(
            lambda: _round(desk, collector, channel, stopping), every_s=config.service.poll_every_s, stopping=stopping
        )


def _round(desk: Desk, collector: Collector, channel: Channel, stopping: threading.Event) -> Round:
    done = run_round(desk, collector, channel, stopping)
    if done.unsent and desk.config.smtp_fallback is not None:
        with SmtpChannel(desk.config.smtp_fallback.relay) as fallback:
            send_unsent_alarm(desk, fallback, desk.config.smtp_fallback.sender)
    if done.defects:
        raise done.defects[0]
    return done
