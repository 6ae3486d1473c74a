# SPDX-License-Identifier: EUPL-1.2
"""What a mailbox gives, into vault and ledger: group by group, each safe on the disk before it is entered."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial

import structlog

from pecwatch.errors import MailboxError, PecwatchError
from pecwatch.mail.batches import is_large
from pecwatch.mail.fetched import NotWhole
from pecwatch.model.mailbox import Delivery, NotFetched
from pecwatch.model.record import record
from pecwatch.service.desk import Desk
from pecwatch.service.large_mail import not_whole, under_way
from pecwatch.store.arrivals import record_not_fetched
from pecwatch.store.happenings import Happening, record_happening
from pecwatch.store.ledger import record_deliveries
from pecwatch.store.records import Kept
from pecwatch.store.trouble import StoreDamaged, StoreTrouble

log = structlog.get_logger()

MESSAGES_AT_ONCE = 200
BYTES_AT_ONCE = 8 * 1024 * 1024
"""Bounds of what is entered in the ledger in one transaction: what a process that dies must fetch again."""

Found = Delivery | NotFetched


@record
class Entered:
    """What became of a group of messages."""

    answered: int
    """Of how many the server said something: their bytes, or that there are none."""
    new: int
    """Not in the ledger before."""
    given_up: int
    """Not given for the third time."""


@record
class _Taken:
    """A message whose bytes the vault has taken and which is still to be entered in the ledger."""

    delivery: Delivery
    """Without its bytes."""
    kept: Kept


class Intake:
    """Takes in what mailboxes give."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._one_by_one: set[str] = set()
        """Mailboxes of which the disk refused something: the next time one message keeps no others back."""

    def take_in(self, mailbox: str, found: Iterator[Found], now: dt.datetime) -> Iterator[Entered]:
        """Take in what a folder gives; whoever goes on asking gets the next group.

        Raises:
            MailboxError: The line broke, or the vault has no room; what was asked for before is entered.
        """
        at_once = 1 if mailbox in self._one_by_one else MESSAGES_AT_ONCE
        for group in _groups(found, partial(self._put, now=now), at_once):
            yield self._enter(mailbox, group, now)

    def all_went_well(self, mailbox: str) -> None:
        """Messages of this mailbox may go in groups again."""
        self._one_by_one.discard(mailbox)

    def _put(self, found: Found, now: dt.datetime) -> _Taken | NotFetched:
        """Take the bytes of a message as they come; one that does not come whole was not fetched."""
        if isinstance(found, NotFetched):
            return found
        with under_way(self._desk.database, found, now) if is_large(found.size) else nullcontext():
            try:
                with self._on_disk(found.mailbox):
                    kept = self._desk.vault.take(found.pieces)
            except NotWhole as fault:
                return not_whole(found, fault.reason)
        return _Taken(delivery=replace(found, pieces=()), kept=kept)

    @contextmanager
    def _on_disk(self, mailbox: str) -> Iterator[None]:
        """What the vault has no room for ends the poll of its mailbox; the next time it keeps no others back.

        So does a key that cannot be used: what is known already is told all the same.

        A database that refuses is another matter: then the round ends, since nothing can be written of any message.
        """
        try:
            yield
        except StoreTrouble as error:
            self._one_by_one.add(mailbox)
            raise MailboxError(str(error), "disk") from error
        except StoreDamaged as error:
            raise MailboxError(str(error), "key_damaged") from error

    def _enter(self, mailbox: str, group: tuple[_Taken | NotFetched, ...], now: dt.datetime) -> Entered:
        """Make the bytes of a group safe, then enter it in one transaction."""
        with self._on_disk(mailbox):
            self._desk.vault.secure()
        with self._desk.database.writing() as session:
            taken = [(item.delivery, item.kept) for item in group if isinstance(item, _Taken)]
            recorded = record_deliveries(session, taken, now)
            withheld = [record_not_fetched(session, item, now) for item in group if isinstance(item, NotFetched)]
            pairs = zip(taken, recorded, strict=True)
            odd = sum(each.is_new and delivery.is_to_come(now) for (delivery, _), each in pairs)
            record_happening(session, Happening.ODD_CLOCK, odd, now)
        for entered in recorded:
            log.info("received", message=entered.entry.id, new=entered.is_new, bytes=entered.entry.size)
        return Entered(
            answered=len(group),
            new=sum(entered.is_new for entered in recorded),
            given_up=sum(each.given_up for each in withheld),
        )


def _groups(
    found: Iterator[Found], put: Callable[[Found], _Taken | NotFetched], at_once: int
) -> Iterator[tuple[_Taken | NotFetched, ...]]:
    """What was fetched, in groups bounded by count and bytes; what came before a broken line or disk is not lost.

    A large message begins a group of its own, since its bytes may take long to come.
    """
    group: list[_Taken | NotFetched] = []
    size = 0
    try:
        for item in found:
            if group and isinstance(item, Delivery) and is_large(item.size):
                yield tuple(group)
                group, size = [], 0
            taken = put(item)
            group.append(taken)
            size += taken.delivery.size if isinstance(taken, _Taken) else 0
            if len(group) >= at_once or size >= BYTES_AT_ONCE:
                yield tuple(group)
                group, size = [], 0
    except PecwatchError:
        if group:
            yield tuple(group)
        raise
    if group:
        yield tuple(group)
