# SPDX-License-Identifier: EUPL-1.2
"""From the mailboxes into vault and ledger: every message is safe before anything is made of it."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace
from typing import Self

import structlog

from pecwatch.config import load_config
from pecwatch.errors import LoginRefused, MailboxError, UsageError
from pecwatch.mail.inbox import Inbox
from pecwatch.mail.link import checked_tls, trusting
from pecwatch.mail.replies import FolderMissing
from pecwatch.model.connection import Tls
from pecwatch.model.mailbox import FolderListing, MailboxAccount
from pecwatch.model.record import record
from pecwatch.service.desk import Desk
from pecwatch.service.first_start import end_first_listing
from pecwatch.service.intake import Intake
from pecwatch.service.large_mail import count_death
from pecwatch.service.mailbox_notes import certificate_key, quota_key, refused_key, similar_key
from pecwatch.service.pacing import Pace
from pecwatch.service.progress import Track, unwatched
from pecwatch.service.resting import rests
from pecwatch.store.arrivals import known_uids, latest_uidvalidity, missed, resting_uids, vanished
from pecwatch.store.happenings import Happening, record_happening
from pecwatch.store.mailboxes import allow_login, health, record_login_refused, record_poll, record_poll_failure
from pecwatch.store.notes import note, noted

log = structlog.get_logger()

FULL = "100"
"""Percent, of a mailbox whose server says that nothing more goes in."""

QUOTA_EVERY = dt.timedelta(hours=1)
"""How often a server is asked how full a mailbox is."""


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
    unfinished: bool = False
    """Something was left for the next time, because this one had to end."""
    failure: MailboxError | None = None
    rests: bool = False
    """Nothing was tried, because of earlier failures."""

    @property
    def was_read(self) -> bool:
        """Whether everything that the mailbox holds is known."""
        return self.failure is None and not self.rests and not self.unfinished


class Collector:
    """Polls mailboxes and keeps their connections between rounds."""

    def __init__(
        self,
        desk: Desk,
        accounts: tuple[MailboxAccount, ...],
        inbox_of: Callable[[MailboxAccount], Inbox] = Inbox,
        track: Track = unwatched,
    ) -> None:
        """Prepare connections without opening one.

        Args:
            inbox_of: How patient a connection is.
            track: Shows how far fetching has come.
        """
        self._desk = desk
        self._track = track
        self._accounts = accounts
        self._inbox_of = inbox_of
        self._inboxes = {account.name: inbox_of(account) for account in accounts}
        self._intake = Intake(desk)

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

    def collect(self, stopping: Pace | None = None) -> tuple[Collected, ...]:
        """Poll every mailbox once; one that fails does not hold up the others.

        Args:
            stopping: When set, the batch that is under way is kept and the rest is left for the next time.
        """
        return tuple(self._collect(account, stopping) for account in self._accounts)

    def _collect(self, account: MailboxAccount, stopping: Pace | None) -> Collected:
        now = self._desk.clock()
        with self._desk.database.reading() as session:
            state = health(session, account.name)
            refused = noted(session, refused_key(account.name))
        if state.login_failures:
            account = self._with_newest_password(account)
        if state.login_failures and refused is not None and refused.value != self._login_of(account):
            with self._desk.database.writing() as session:
                allow_login(session, account.name)
        elif rests(state, now):
            return Collected(mailbox=account.name, rests=True)
        try:
            collected, trouble = self._poll(account, now, stopping)
            certificate = self._inboxes[account.name].certificate_ends_at
            filled = None if trouble is not None else self._filled(account, now)
        except MailboxError as error:
            return self._failed(account, error, now)
        except UsageError as error:
            # It could be used when the service started: a file was changed or removed since.
            return self._failed(account, MailboxError(str(error), "misconfigured"), now)
        if trouble is not None:
            # Whatever ails a folder, the login was taken.
            with self._desk.database.writing() as session:
                allow_login(session, account.name)
            return replace(collected, failure=self._failed(account, trouble, now).failure)
        self._intake.all_went_well(account.name)
        with self._desk.database.writing() as session:
            record_poll(session, account.name, now)
            if filled is not None:
                note(session, quota_key(account.name), filled, now)
            note(session, certificate_key(account.name), "" if certificate is None else certificate.isoformat(), now)
            if not collected.unfinished:
                end_first_listing(session, account.name, now)
        return collected

    def _with_newest_password(self, account: MailboxAccount) -> MailboxAccount:
        """The account with the password that stands in its file by now: a running service takes up another one."""
        try:
            found = load_config(self._desk.config.file).mailboxes if self._desk.config.file is not None else ()
        except UsageError:
            # The file is being written, or was spoilt; what was read at the start still holds.
            return account
        newest = next((each for each in found if each.name == account.name), account)
        if newest.password == account.password:
            return account
        account = replace(account, password=newest.password)
        self._inboxes[account.name].close()
        self._inboxes[account.name] = self._inbox_of(account)
        self._accounts = tuple(account if each.name == account.name else each for each in self._accounts)
        mailboxes = tuple(account if each.name == account.name else each for each in self._desk.config.mailboxes)
        self._desk.config = replace(self._desk.config, mailboxes=mailboxes)
        return account

    def _poll(
        self, account: MailboxAccount, now: dt.datetime, stopping: Pace | None
    ) -> tuple[Collected, MailboxError | None]:
        """What came, and what kept a folder from being read."""
        inbox = self._inboxes[account.name]
        if not inbox.is_alive():
            inbox.connect()
        collected = Collected(mailbox=account.name)
        trouble: MailboxError | None = None
        for folder in account.folders:
            try:
                part = self._poll_folder(account, folder, inbox, now, stopping)
            except LoginRefused:
                raise
            except MailboxError as error:
                trouble = error
                if not inbox.is_alive():
                    break
                continue
            collected = _joined(collected, part)
        return collected, trouble

    def _filled(self, account: MailboxAccount, now: dt.datetime) -> str | None:
        """How full the mailbox is, in percent, blank where the server does not tell; None when it is not time to ask.

        One that says of itself that it is full need not be asked.

        A server that stumbles over the question has given its mail all the same.
        """
        if self._inboxes[account.name].take_full():
            return FULL
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

    def _poll_folder(
        self, account: MailboxAccount, folder: str, inbox: Inbox, now: dt.datetime, stopping: Pace | None
    ) -> Collected:
        listing = inbox.list_folder(folder)
        count_death(self._desk.database, account.name, now)
        with self._desk.database.reading() as session:
            known = known_uids(session, account.name, folder, listing.uidvalidity)
            resting = resting_uids(session, account.name, folder, listing.uidvalidity, now)
            earlier = latest_uidvalidity(session, account.name, folder)
        renumbered = int(earlier not in (None, listing.uidvalidity) and self._note_renumbered(account, listing, now))
        new = given_up = answered = 0
        wanted = sorted(listing.uids - known - resting)
        found = self._track(inbox.fetch(listing, wanted), "fetching", len(wanted))
        for entered in self._intake.take_in(account.name, found, now):
            new, given_up, answered = new + entered.new, given_up + entered.given_up, answered + entered.answered
            if stopping is not None and stopping.is_set():
                break
        gone = self._forget_vanished(listing, account.name, now)
        return Collected(
            mailbox=account.name,
            new=new,
            given_up=given_up,
            gone=gone,
            renumbered=renumbered,
            unfinished=answered < len(wanted),
        )

    def _note_renumbered(self, account: MailboxAccount, listing: FolderListing, now: dt.datetime) -> bool:
        """Note that a folder was numbered anew; whether it was not known yet, as of one that holds nothing now."""
        key, value = f"uidvalidity:{account.name}/{listing.folder}", str(listing.uidvalidity)
        with self._desk.database.writing() as session:
            last = noted(session, key)
            if last is not None and last.value == value:
                return False
            note(session, key, value, now)
            record_happening(session, Happening.RENUMBERED, 1, now)
        log.warning("folder_renumbered", mailbox=account.name)
        return True

    def _forget_vanished(self, listing: FolderListing, mailbox: str, now: dt.datetime) -> int:
        with self._desk.database.reading() as session:
            if not any(each.mailbox == mailbox and each.folder == listing.folder for each in missed(session)):
                return 0
        with self._desk.database.writing() as session:
            lost = vanished(session, listing, mailbox)
            record_happening(session, Happening.GONE, len(lost), now)
        return sum(not each.given_up for each in lost)

    def _failed(self, account: MailboxAccount, error: MailboxError, now: dt.datetime) -> Collected:
        with self._desk.database.writing() as session:
            if isinstance(error, LoginRefused):
                record_login_refused(session, account.name, now)
                note(session, refused_key(account.name), self._login_of(account), now)
            else:
                record_poll_failure(session, account.name, error.code, now)
            if isinstance(error, FolderMissing):
                note(session, similar_key(account.name), str(len(error.similar)), now)
            if self._inboxes[account.name].take_full():
                note(session, quota_key(account.name), FULL, now)
        log.error("poll_failed", mailbox=account.name, code=error.code, reason=str(error))
        return Collected(mailbox=account.name, failure=error)

    def _login_of(self, account: MailboxAccount) -> str:
        """What was tried, so that another password is known to be another one and none is kept."""
        tried = f"{account.username}\n{account.password}".encode()
        return hmac.new(self._desk.secret, tried, hashlib.sha256).hexdigest()


def _joined(one: Collected, other: Collected) -> Collected:
    return Collected(
        mailbox=one.mailbox,
        new=one.new + other.new,
        given_up=one.given_up + other.given_up,
        gone=one.gone + other.gone,
        renumbered=one.renumbered + other.renumbered,
        unfinished=one.unfinished or other.unfinished,
    )
