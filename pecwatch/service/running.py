# SPDX-License-Identifier: EUPL-1.2
"""The service and the single round, with everything they hold open."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import structlog

from pecwatch.alerts.channels import Channel
from pecwatch.alerts.channels.smtp import SmtpChannel
from pecwatch.config import Config
from pecwatch.service.alarming import send_unsent_alarm
from pecwatch.service.auditing import copy_head, note_configuration
from pecwatch.service.collecting import Collector
from pecwatch.service.desk import SANDBOX, Clock, Desk, wall_clock
from pecwatch.service.emergency import Emergency
from pecwatch.service.failing import end_of_repetitions, post_disk_works_again
from pecwatch.service.metrics_endpoint import serving_metrics
from pecwatch.service.opening import open_desk
from pecwatch.service.pacing import SENDING_S, Pace
from pecwatch.service.progress import Track, unwatched
from pecwatch.service.rounds import Round, run_round
from pecwatch.service.scheduler import run_until_stopped
from pecwatch.service.sending import send_due
from pecwatch.service.supervisor import READY, STOPPING, tell_supervisor
from pecwatch.service.watching import Watch, start_over
from pecwatch.store.mailboxes import allow_login
from pecwatch.store.notes import forget, note, noted
from pecwatch.store.trouble import StoreDamaged, StoreDefect, StoreTrouble

log = structlog.get_logger()

STOPPED, LOGINS_ALLOWED = "stopped", "logins_allowed"
"""Notes: the service ended because it was told to; refused logins were tried again at a start."""

ONE_DAY = dt.timedelta(days=1)


@contextmanager
def _at_work(config: Config, clock: Clock, track: Track = unwatched) -> Iterator[tuple[Desk, Collector, Channel]]:
    with (
        open_desk(config, exclusive=True, clock=clock) as desk,
        Collector(desk, desk.polled_mailboxes, track=track) as collector,
        SmtpChannel(config.smtp.relay) as channel,
    ):
        log.info("sandbox", confinement=desk.sandbox.confinement.level)
        _note_sandbox(desk)
        yield desk, collector, channel


def _note_sandbox(desk: Desk) -> None:
    """For `status`, which starts no readers; written only when it is news."""
    level = desk.sandbox.confinement.level
    with desk.database.reading() as session:
        before = noted(session, SANDBOX)
    if before is None or before.value != level:
        with desk.database.writing() as session:
            note(session, SANDBOX, level, desk.clock())


def poll(config: Config, clock: Clock = wall_clock, track: Track = unwatched) -> Round:
    """One round: every mailbox is drained, what is due is sent.

    Args:
        track: Shows how far fetching and reading have come.

    Raises:
        LockHeld: Another pecwatch is at work.
        UsageError: Something does not allow to start.
    """
    with serving(config, clock, track=track) as service:
        return service.drain(threading.Event())


def run(config: Config, clock: Clock = wall_clock) -> None:
    """The service: a round at once and then every `poll_every_s`, until SIGTERM or SIGINT.

    Raises:
        LockHeld: Another pecwatch is at work.
        UsageError: Something does not allow to start.
    """
    stopping = threading.Event()
    with serving(config, clock) as service, service.measured():
        service.allow_logins()
        tell_supervisor(READY)
        run_until_stopped(
            lambda: service.drain(stopping),
            every_s=config.service.poll_every_s,
            stopping=stopping,
            meanwhile=service.watch.look,
        )
        tell_supervisor(STOPPING)
        service.note_stopped()


@contextmanager
def serving(
    config: Config, clock: Clock, *, start_over: Callable[[], None] = start_over, track: Track = unwatched
) -> Iterator["Service"]:
    """Everything open that rounds need.

    Args:
        start_over: Called when nothing but a new beginning helps; it is not expected to return.
        track: Shows how far long work has come.
    """
    with _at_work(config, clock, track) as (desk, collector, channel):
        yield Service(desk, collector, channel, start_over=start_over, track=track)


class Service:
    """Rounds one after the other, and what becomes of those that fail."""

    def __init__(
        self,
        desk: Desk,
        collector: Collector,
        channel: Channel,
        *,
        start_over: Callable[[], None],
        track: Track = unwatched,
        health_every_s: float = 0,
    ) -> None:
        self._desk, self._collector, self._channel = desk, collector, channel
        self._start_over = start_over
        self._has_begun = False
        self._track = track
        self._emergency = Emergency(desk)
        self.watch = Watch(desk, start_over=start_over, health_every_s=health_every_s)

    def measured(self) -> AbstractContextManager[None]:
        """Prometheus is answered while it lasts."""
        return serving_metrics(self._desk)

    def allow_logins(self) -> None:
        """Try again where logins were refused, since somebody has started the service.

        One that was killed or began anew by itself comes back again and again: then once a day, or the account is
        locked.
        """
        now = self._desk.clock()
        with self._desk.database.writing() as session:
            stopped, allowed = noted(session, STOPPED), noted(session, LOGINS_ALLOWED)
            forget(session, STOPPED)
            if stopped is None and allowed is not None and allowed.noted_at <= now < allowed.noted_at + ONE_DAY:
                return
            note(session, LOGINS_ALLOWED, "", now)
            for account in self._desk.polled_mailboxes:
                allow_login(session, account.name)

    def note_stopped(self) -> None:
        """Somebody stopped the service: the next start is somebody's as well."""
        with self._desk.database.writing() as session:
            note(session, STOPPED, "", self._desk.clock())

    def drain(self, stopping: threading.Event) -> Round:
        """Rounds until nothing is left that one of them had no time for.

        Raises:
            StoreTrouble: Nothing can be written; the administrator was told.
            StoreDamaged: The database is damaged, and starting over did not follow.
        """
        done = self.round(stopping)
        while not done.is_all and not stopping.is_set():
            done += self.round(stopping)
        return done

    def round(self, stopping: threading.Event) -> Round:
        """One round.

        Raises:
            StoreTrouble: Nothing can be written; the administrator was told.
            StoreDamaged: The database is damaged, and starting over did not follow.
        """
        try:
            with self.watch.round():
                return self._work(stopping)
        except StoreTrouble as error:
            if not isinstance(error, StoreDefect):
                self._emergency.tell()
            raise
        except StoreDamaged:
            if not self._desk.database.is_sound():
                # The start sets a damaged database aside and takes the newest sound copy.
                log.critical("database_damaged_while_running")
                self._start_over()
            raise

    def _work(self, stopping: threading.Event) -> Round:
        desk = self._desk
        if self._emergency.since is not None:
            self._try_to_write()
        if not self._has_begun:
            self._has_begun = True
            note_configuration(desk)
        self.watch.tell_of_hung_rounds()
        done = run_round(desk, self._collector, self._channel, stopping, self._track)
        if done.unsent:
            log.warning("unsent", mails=done.unsent)
        if done.unsent and desk.config.smtp_fallback is not None:
            with SmtpChannel(desk.config.smtp_fallback.relay) as fallback:
                send_unsent_alarm(desk, fallback, desk.config.smtp_fallback.sender)
        if done.defects:
            raise done.defects[0]
        copy_head(desk)
        if self._emergency.since is not None:
            # Only now: what a small note has room for may be all that there is room for.
            post_disk_works_again(desk, self._emergency.since)
            self._emergency.end()
            send_due(desk, self._channel, Pace(stopping, SENDING_S))
        end_of_repetitions(desk, done.is_all and all(each.was_read for each in done.collected))
        return done

    def _try_to_write(self) -> None:
        """Before the mailboxes are asked for what there may be no room for."""
        with self._desk.database.writing() as session:
            note(session, "disk_tried", "", self._desk.clock())
