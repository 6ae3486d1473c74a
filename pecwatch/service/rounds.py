# SPDX-License-Identifier: EUPL-1.2
"""One round: collect from the mailboxes, read and weigh what is waiting, write what is due, send."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice

import structlog

from pecwatch.alerts.channels import Channel
from pecwatch.errors import ExitCode, PecwatchError
from pecwatch.logs import place_of
from pecwatch.model.listing import Reading
from pecwatch.model.record import record
from pecwatch.service.alarming import post_alarms
from pecwatch.service.collecting import Collected, Collector
from pecwatch.service.desk import Desk
from pecwatch.service.due import post_due
from pecwatch.service.failing import given_up_alarms, post_database_lost
from pecwatch.service.posting import post
from pecwatch.service.refreshing import refresh_registry
from pecwatch.service.sending import Sent, send_due
from pecwatch.service.stepping import post_steps
from pecwatch.service.weighing import Weighed, read_entry, weigh
from pecwatch.store import ledger, outbox
from pecwatch.store.database import Session
from pecwatch.store.records import LedgerEntry, MessageState

log = structlog.get_logger()

AT_ONCE = 100
"""Messages taken from the queue at a time."""


@record
class Round:
    """What one round did."""

    collected: tuple[Collected, ...] = ()
    weighed: tuple[Weighed, ...] = ()
    failed: int = 0
    """Messages whose reading failed; they are tried again or were quarantined."""
    quarantined: int = 0
    sent: Sent = Sent()
    unsent: int = 0
    """Mails still in the outbox."""
    defects: tuple[Exception, ...] = ()
    """Why steps, alarms or the calendar's mails could not be written; whoever asked for the round raises the first."""

    @property
    def exit_codes(self) -> set[ExitCode]:
        """What a script has to know of it."""
        codes = {ExitCode.DONE}
        if any(each.failure is not None or each.rests for each in self.collected):
            codes.add(ExitCode.MAILBOX)
        if self.unsent or self.sent.failed:
            codes.add(ExitCode.UNSENT)
        if self.quarantined or any(each.needs_person for each in self.weighed):
            codes.add(ExitCode.NEEDS_PERSON)
        return codes


def run_round(desk: Desk, collector: Collector, channel: Channel, stopping: threading.Event | None = None) -> Round:
    """Do everything that is to be done now.

    Args:
        stopping: When set, what is begun is finished and nothing more is begun.
    """
    stopping = stopping or threading.Event()
    desk.look_at_settings()
    post_database_lost(desk)
    refresh_registry(desk)
    collected = collector.collect()
    weighed, failed, quarantined = weigh_waiting(desk, stopping)
    defects: list[Exception] = []

    def posts(part: str, post_more: Callable[[], int]) -> bool:
        """Whether it wrote mails; a defect in one must not keep the others from theirs."""
        try:
            return post_more() > 0
        except Exception as error:  # noqa: BLE001 - the caller hears of it in `defects`
            log.error("part_failed", part=part, error=place_of(error))
            defects.append(error)
            return False

    if not stopping.is_set():
        posts("steps", partial(post_steps, desk))
    sent = _send(desk, channel, stopping)
    # Each after the mails before it have left, so that what still waits is a fault and nothing else is counted as one.
    for part, post_more in (("alarms", partial(post_alarms, desk, collected)), ("due", partial(post_due, desk))):
        if posts(part, post_more):
            sent += _send(desk, channel, stopping)
    with desk.database.reading() as session:
        unsent = outbox.unsent_count(session)
    done = Round(
        collected=collected,
        weighed=weighed,
        failed=failed,
        quarantined=quarantined,
        sent=sent,
        unsent=unsent,
        defects=tuple(defects),
    )
    log.info(
        "round",
        new=sum(each.new for each in collected),
        weighed=len(weighed),
        failed=failed,
        sent=sent.delivered,
        unsent=unsent,
    )
    return done


def _send(desk: Desk, channel: Channel, stopping: threading.Event) -> Sent:
    return Sent() if stopping.is_set() else send_due(desk, channel)


def weigh_waiting(desk: Desk, stopping: threading.Event) -> tuple[tuple[Weighed, ...], int, int]:
    """Read and weigh every message that is due: what was weighed, how many failed, how many of those for good.

    Readers run beside each other, one for each core; weighing is one message after the other, in the
    order of arrival, since each may be a copy or a reminder of the one before.
    """
    weighed: list[Weighed] = []
    failed = quarantined = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as readers:
        for entry, reading in _readings(desk, readers, stopping):
            if _has_died_too_often(desk, entry):
                quarantined += 1
                continue
            try:
                weighed.append(weigh(desk, entry, reading.result()))
            except PecwatchError as error:
                log.error("message_failed", message=entry.id, reason=str(error))
            except Exception as error:  # noqa: BLE001 - a defect over one message must not stop the others
                log.error("message_failed", message=entry.id, error=place_of(error))
            else:
                continue
            failed += 1
            quarantined += _note_failure(desk, entry)
    return tuple(weighed), failed, quarantined


def _readings(
    desk: Desk, readers: ThreadPoolExecutor, stopping: threading.Event
) -> Iterator[tuple[LedgerEntry, Future[Reading]]]:
    """Entries with their readings under way, a few ahead of whoever weighs them."""
    entries = _waiting(desk)
    ahead: list[tuple[LedgerEntry, Future[Reading]]] = []
    while True:
        wanted = 0 if stopping.is_set() else 2 * (os.cpu_count() or 1) - len(ahead)
        ahead.extend((entry, readers.submit(read_entry, desk, entry)) for entry in islice(entries, wanted))
        if not ahead:
            return
        yield ahead.pop(0)


def _waiting(desk: Desk) -> Iterator[LedgerEntry]:
    """Messages to be read, each once in a round, however many there are."""
    begun: set[int] = set()
    while True:
        with desk.database.reading() as session:
            fresh = [each for each in ledger.waiting(session, desk.clock(), AT_ONCE) if each.id not in begun]
        begun.update(entry.id for entry in fresh)
        yield from fresh
        if not fresh:
            return


def _has_died_too_often(desk: Desk, entry: LedgerEntry) -> bool:
    """Note that a message is about to be weighed; one over which the whole process keeps dying is given up."""
    with desk.database.writing() as session:
        return _post_if_given_up(session, desk, ledger.start_try(session, entry.id, desk.clock()))


def _note_failure(desk: Desk, entry: LedgerEntry) -> bool:
    """Count the try; after the last one a person is told. Whether it was the last."""
    with desk.database.writing() as session:
        return _post_if_given_up(session, desk, ledger.record_failure(session, entry.id, "not_weighed", desk.clock()))


def _post_if_given_up(session: Session, desk: Desk, entry: LedgerEntry) -> bool:
    if entry.state is not MessageState.QUARANTINED:
        return False
    post(session, desk, given_up_alarms(desk, entry))
    return True
