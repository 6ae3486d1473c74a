# SPDX-License-Identifier: EUPL-1.2
"""From the mailboxes into vault and ledger: every message is safe before anything is made of it."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace
from typing import Self

import structlog

from pecwatch.errors import LoginRefused, MailboxError, PecwatchError, UsageError
from pecwatch.mail.fetched import NotWhole
from pecwatch.mail.inbox import Inbox
from pecwatch.mail.link import checked_tls, trusting
from pecwatch.model.connection import Tls
from pecwatch.model.mailbox import Delivery, FolderListing, MailboxAccount, NotFetched
from pecwatch.model.record import record
from pecwatch.service.desk import Desk
from pecwatch.service.first_start import end_first_listing
from pecwatch.service.progress import Track, unwatched
from pecwatch.store.arrivals import known_uids, latest_uidvalidity, missed, record_not_fetched, resting_uids, vanished
from pecwatch.store.ledger import record_deliveries
from pecwatch.store.mailboxes import allow_login, health, record_login_refused, record_poll, record_poll_failure
from pecwatch.store.notes import note, noted
from pecwatch.store.records import Kept, MailboxHealth
from pecwatch.store.trouble import StoreTrouble

log = structlog.get_logger()

MESSAGES_AT_ONCE = 200
BYTES_AT_ONCE = 8 * 1024 * 1024
"""Bounds of what is entered in the ledger in one transaction: what a process that dies must fetch again."""

LOGIN_TRIES = 3
LOGIN_WAITS = (dt.timedelta(minutes=5), dt.timedelta(hours=2))
"""Pause after the first and after the second refused login; a third one waits for a person, or a day."""

LOGIN_REST = dt.timedelta(days=1)

QUOTA_EVERY = dt.timedelta(hours=1)
"""How often a server is asked how full a mailbox is."""

FAILURE_WAIT_S, LONGEST_FAILURE_WAIT_S = 5, 600
"""Pause after the first failure that will pass by itself; it doubles up to the second figure."""


@record
class Collected:
    """How the poll of one mailbox went."""

    mailbox: str
    new: int = 0
    """Messages entered in the ledger."""
    given_up: int = 0
    """Messages that the server listed three times and never gave."""
    gone: int = 0
    """Messages that disappeared before they could be fetched, and of which nobody was told yet."""
    renumbered: int = 0
    """Folders whose UIDVALIDITY changed."""
    failure: MailboxError | None = None
    rests: bool = False
    """Nothing was tried, because of earlier failures."""


@record
class _Taken:
    """A message whose bytes the vault has taken and which is still to be entered in the ledger."""

    delivery: Delivery
    """Without its bytes."""
    kept: Kept


class Collector:
    """Polls mailboxes and keeps their connections between rounds."""

    def __init__(self, desk: Desk, accounts: tuple[MailboxAccount, ...], track: Track = unwatched) -> None:
        self._desk = desk
        self._track = track
        self._accounts = accounts
        self._inboxes = {account.name: Inbox(account) for account in accounts}
        self._one_by_one: set[str] = set()
        """Mailboxes of which the disk refused something: the next time one message keeps no others back."""

    def __enter__(self) -> Self:
        """Make sure that every account can be used as it is configured.

        Raises:
            UsageError: One cannot; the text names the mailbox.
        """
        for account in self._accounts:
            if checked_tls(account) is not Tls.NONE:
                trusting(account.tls_ca_file)
        return self

    def __exit__(self, *_: object) -> None:
        for inbox in self._inboxes.values():
            inbox.close()

    def collect(self) -> tuple[Collected, ...]:
        """Poll every mailbox once; one that fails does not hold up the others."""
        return tuple(self._collect(account) for account in self._accounts)

    def _collect(self, account: MailboxAccount) -> Collected:
        now = self._desk.clock()
        with self._desk.database.reading() as session:
            state = health(session, account.name)
            refused = noted(session, _refused_key(account))
        if state.login_failures and refused is not None and refused.value != self._login_of(account):
            with self._desk.database.writing() as session:
                allow_login(session, account.name)
        elif rests(state, now):
            return Collected(mailbox=account.name, rests=True)
        try:
            collected = self._poll(account, now)
            filled = self._filled(account, now)
        except MailboxError as error:
            return self._failed(account, error, now)
        except UsageError as error:
            # It could be used when the service started: a file was changed or removed since.
            return self._failed(account, MailboxError(str(error), "misconfigured"), now)
        except StoreTrouble as error:
            # A message for which there is no room must not keep back those that are safe already.
            self._one_by_one.add(account.name)
            return self._failed(account, MailboxError(str(error), "disk"), now)
        self._one_by_one.discard(account.name)
        with self._desk.database.writing() as session:
            record_poll(session, account.name, now)
            if filled is not None:
                note(session, quota_key(account.name), filled, now)
            end_first_listing(session, account.name, now)
        return collected

    def _poll(self, account: MailboxAccount, now: dt.datetime) -> Collected:
        inbox = self._inboxes[account.name]
        if not inbox.is_alive():
            inbox.connect()
        collected = Collected(mailbox=account.name)
        trouble: MailboxError | None = None
        for folder in account.folders:
            try:
                part = self._poll_folder(account, folder, inbox, now)
            except LoginRefused:
                raise
            except MailboxError as error:
                trouble = error
                if not inbox.is_alive():
                    break
                continue
            collected = _joined(collected, part)
        if trouble is not None:
            raise trouble
        return collected

    def _filled(self, account: MailboxAccount, now: dt.datetime) -> str | None:
        """How full the mailbox is, in percent, blank where the server does not tell; None when it is not time to ask.

        A server that stumbles over the question has given its mail all the same.
        """
        with self._desk.database.reading() as session:
            last = noted(session, quota_key(account.name))
        if last is not None and last.noted_at <= now < last.noted_at + QUOTA_EVERY:
            return None
        try:
            percent = self._inboxes[account.name].filled_percent(account.folders[0])
        except MailboxError as error:
            log.warning("quota_not_told", mailbox=account.name, code=error.code)
            return ""
        return "" if percent is None else str(percent)

    def _poll_folder(self, account: MailboxAccount, folder: str, inbox: Inbox, now: dt.datetime) -> Collected:
        listing = inbox.list_folder(folder)
        with self._desk.database.reading() as session:
            known = known_uids(session, account.name, folder, listing.uidvalidity)
            resting = resting_uids(session, account.name, folder, listing.uidvalidity, now)
            earlier = latest_uidvalidity(session, account.name, folder)
        renumbered = int(earlier is not None and earlier != listing.uidvalidity)
        if renumbered:
            log.warning("folder_renumbered", mailbox=account.name)
        new = given_up = 0
        wanted = sorted(listing.uids - known - resting)
        found = self._track(inbox.fetch(listing, wanted), "fetching", len(wanted))
        at_once = 1 if account.name in self._one_by_one else MESSAGES_AT_ONCE
        for batch in _batches((self._put(item) for item in found), at_once):
            entered, lost = self._enter(batch, now)
            new, given_up = new + entered, given_up + lost
        gone = self._forget_vanished(listing, account.name)
        return Collected(mailbox=account.name, new=new, given_up=given_up, gone=gone, renumbered=renumbered)

    def _put(self, found: Delivery | NotFetched) -> _Taken | NotFetched:
        """Take the bytes of a message as they come; one that does not come whole was not fetched."""
        if isinstance(found, NotFetched):
            return found
        try:
            kept = self._desk.vault.take(found.pieces)
        except NotWhole as fault:
            return _not_whole(found, fault.reason)
        return _Taken(delivery=replace(found, pieces=()), kept=kept)

    def _enter(self, batch: tuple[_Taken | NotFetched, ...], now: dt.datetime) -> tuple[int, int]:
        """Make the bytes of a batch safe, then enter it in one transaction; how many are new, how many given up."""
        self._desk.vault.secure()
        with self._desk.database.writing() as session:
            taken = [(item.delivery, item.kept) for item in batch if isinstance(item, _Taken)]
            recorded = record_deliveries(session, taken, now)
            withheld = [record_not_fetched(session, item, now) for item in batch if isinstance(item, NotFetched)]
        for entered in recorded:
            log.info("received", message=entered.entry.id, new=entered.is_new, bytes=entered.entry.size)
        return sum(entered.is_new for entered in recorded), sum(each.given_up for each in withheld)

    def _forget_vanished(self, listing: FolderListing, mailbox: str) -> int:
        with self._desk.database.reading() as session:
            if not any(each.mailbox == mailbox and each.folder == listing.folder for each in missed(session)):
                return 0
        with self._desk.database.writing() as session:
            return sum(not each.given_up for each in vanished(session, listing, mailbox))

    def _failed(self, account: MailboxAccount, error: MailboxError, now: dt.datetime) -> Collected:
        with self._desk.database.writing() as session:
            if isinstance(error, LoginRefused):
                record_login_refused(session, account.name, now)
                note(session, _refused_key(account), self._login_of(account), now)
            else:
                record_poll_failure(session, account.name, error.code, now)
        log.error("poll_failed", mailbox=account.name, code=error.code, reason=str(error))
        return Collected(mailbox=account.name, failure=error)

    def _login_of(self, account: MailboxAccount) -> str:
        """What was tried, so that another password is known to be another one and none is kept."""
        tried = f"{account.username}\n{account.password}".encode()
        return hmac.new(self._desk.secret, tried, hashlib.sha256).hexdigest()


def quota_key(mailbox: str) -> str:
    """Under which it is noted how full a mailbox is."""
    return f"quota:{mailbox}"


def _refused_key(account: MailboxAccount) -> str:
    return f"login_refused:{account.name}"


def rests(state: MailboxHealth, now: dt.datetime) -> bool:
    """Whether a mailbox is to be left alone for now: a refused login may lock the account, a dead server needs air."""
    if state.failed_at is None or state.failures == 0:
        return False
    since = now - state.failed_at
    if since < dt.timedelta(0):
        return False
    if state.login_failures >= LOGIN_TRIES:
        return since < LOGIN_REST
    if state.login_failures:
        return since < LOGIN_WAITS[state.login_failures - 1]
    return since < dt.timedelta(seconds=min(FAILURE_WAIT_S * 2 ** min(state.failures - 1, 10), LONGEST_FAILURE_WAIT_S))


def _not_whole(delivery: Delivery, reason: str) -> NotFetched:
    return NotFetched(
        mailbox=delivery.mailbox,
        folder=delivery.folder,
        uidvalidity=delivery.uidvalidity,
        uid=delivery.uid,
        reason=reason,
    )


def _batches(found: Iterator[_Taken | NotFetched], at_once: int) -> Iterator[tuple[_Taken | NotFetched, ...]]:
    """What was fetched, in groups bounded by count and bytes; what came before a broken line or disk is not lost."""
    group: list[_Taken | NotFetched] = []
    size = 0
    try:
        for item in found:
            group.append(item)
            size += item.delivery.size if isinstance(item, _Taken) else 0
            if len(group) >= at_once or size >= BYTES_AT_ONCE:
                yield tuple(group)
                group, size = [], 0
    except PecwatchError:
        if group:
            yield tuple(group)
        raise
    if group:
        yield tuple(group)


def _joined(one: Collected, other: Collected) -> Collected:
    return Collected(
        mailbox=one.mailbox,
        new=one.new + other.new,
        given_up=one.given_up + other.given_up,
        gone=one.gone + other.gone,
        renumbered=one.renumbered + other.renumbered,
    )
