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
from pecwatch.service.auditing import note_configuration
from pecwatch.service.collecting import Collected, Collector
from pecwatch.service.desk import Desk
from pecwatch.service.due import post_due
from pecwatch.service.failing import given_up_alarms, post_database_lost
from pecwatch.service.pacing import COLLECTING_S, SENDING_S, WEIGHING_S, Pace
from pecwatch.service.posting import post
from pecwatch.service.progress import Track, unwatched
from pecwatch.service.purging import purge_by_night
from pecwatch.service.refreshing import refresh_registry
from pecwatch.service.sending import Sent, send_due
from pecwatch.service.stepping import post_steps
from pecwatch.service.weighing import Weighed, manner_of, read_entry, weigh
from pecwatch.store import ledger, outbox
from pecwatch.store.database import Session
from pecwatch.store.records import LedgerEntry, MessageState
from pecwatch.store.trouble import StoreDefect, StoreTrouble

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
    is_all: bool = True
    """Nothing was left for the next round because a part of this one had had its time."""
    defects: tuple[Exception, ...] = ()
    """Why steps, alarms or the calendar's mails could not be written; whoever asked for the round raises the first."""

    def __add__(self, later: "Round") -> "Round":
        """Two rounds told as one."""
        return Round(
            collected=(*self.collected, *later.collected),
            weighed=(*self.weighed, *later.weighed),
            failed=self.failed + later.failed,
            quarantined=self.quarantined + later.quarantined,
            sent=self.sent + later.sent,
            unsent=later.unsent,
            is_all=later.is_all,
            defects=(*self.defects, *later.defects),
        )

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


def run_round(
    desk: Desk,
    collector: Collector,
    channel: Channel,
    stopping: threading.Event | None = None,
    track: Track = unwatched,
) -> Round:
    """Do everything that is to be done now.

    Args:
        stopping: When set, what is begun is finished and nothing more is begun.
        track: Shows how far reading has come.
    """
    stopping = stopping or threading.Event()
    desk.look_at_settings()
    if desk.settings.are_others:
        note_configuration(desk)
        desk.settings.are_others = False
    post_database_lost(desk)
    refresh_registry(desk)
    # Before anything that may take long: what waits in the outbox is known already.
    sent = send_due(desk, channel, Pace(stopping, SENDING_S))
    collecting = Pace(stopping, COLLECTING_S)
    collected = collector.collect(collecting)
    was_cut_short = collecting.is_over
    weighing = Pace(stopping, WEIGHING_S)
    weighed, failed, quarantined = weigh_waiting(desk, weighing, track)
    was_cut_short = was_cut_short or weighing.is_over
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
    sending = Pace(stopping, SENDING_S)
    sent += send_due(desk, channel, sending)
    # Each after the mails before it have left, so that what still waits is a fault and nothing else is counted as one.
    for part, post_more in (
        ("alarms", partial(post_alarms, desk, collected)),
        ("due", partial(post_due, desk)),
        ("purge", partial(purge_by_night, desk, stopping)),
    ):
        if posts(part, post_more):
            sent += send_due(desk, channel, sending)
    with desk.database.reading() as session:
        unsent = outbox.unsent_count(session, desk.clock())
    done = Round(
        collected=collected,
        weighed=weighed,
        failed=failed,
        quarantined=quarantined,
        sent=sent,
        unsent=unsent,
        is_all=not (was_cut_short or sending.is_over),
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


def weigh_waiting(desk: Desk, stopping: Pace, track: Track = unwatched) -> tuple[tuple[Weighed, ...], int, int]:
    """Read and weigh every message that is due: what was weighed, how many failed, how many of those for good.

    Readers run beside each other, one for each core; weighing is one message after the other, in the
    order of arrival, since each may be a copy or a reminder of the one before.
    """
    weighed: list[Weighed] = []
    failed = quarantined = 0
    with desk.database.reading() as session:
        counts = ledger.counts(session)
    unfinished = sum(counts[state] for state in ledger.UNFINISHED)
    if not unfinished:
        return (), 0, 0
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as readers:
        for entry, reading in track(_readings(desk, readers, stopping), "reading", unfinished):
            if _has_died_too_often(desk, entry):
                quarantined += 1
                continue
            is_read = False
            try:
                found = reading.result()
                is_read = True
                weighed.append(weigh(desk, entry, found, manner=manner_of(entry)))
            except PecwatchError as error:
                if is_read and isinstance(error, StoreTrouble) and not isinstance(error, StoreDefect):
                    # Nothing can be written, of no message: it is not this one's fault, and its copy must not go first.
                    raise
                log.error("message_failed", message=entry.id, reason=str(error))
            except Exception as error:  # noqa: BLE001 - a defect over one message must not stop the others
                log.error("message_failed", message=entry.id, error=place_of(error))
            else:
                continue
            failed += 1
            quarantined += _note_failure(desk, entry)
    return tuple(weighed), failed, quarantined


def _readings(desk: Desk, readers: ThreadPoolExecutor, stopping: Pace) -> Iterator[tuple[LedgerEntry, Future[Reading]]]:
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
