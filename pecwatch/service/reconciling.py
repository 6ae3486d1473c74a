# SPDX-License-Identifier: EUPL-1.2
"""What the servers hold against what the ledger holds: every message that is listed must be accounted for."""

from collections.abc import Callable, Iterator
from enum import StrEnum

from pecwatch.errors import ExitCode, MailboxError
from pecwatch.mail.inbox import Inbox
from pecwatch.mail.replies import FolderMissing
from pecwatch.model.mailbox import FolderListing, MailboxAccount
from pecwatch.model.record import record
from pecwatch.service.desk import Desk
from pecwatch.service.resting import rests
from pecwatch.store.arrivals import fates, missed
from pecwatch.store.database import Session
from pecwatch.store.mailboxes import health
from pecwatch.store.records import Fate, MessageOutcome, MessageState


class Standing(StrEnum):
    """How a message that a server lists stands in the ledger."""

    SETTLED = "settled"
    """It has its outcome."""
    WAITING = "waiting"
    """Its bytes are safe; it is read in one of the next rounds."""
    NOT_FETCHED = "not_fetched"
    """The server has not given it yet; it is asked for again."""
    PERSON = "needs_person"
    """Somebody has to open it: it was not read, or not in full."""
    WITHHELD = "withheld"
    """The server has not given it for three times: somebody has to open it in the mailbox."""
    UNKNOWN = "unknown"
    """The ledger knows nothing of it: it came since the last round, or was lost."""


FOR_A_PERSON = frozenset({Standing.PERSON, Standing.WITHHELD, Standing.UNKNOWN})


@record
class Listed:
    """One message that a server lists."""

    uid: int
    standing: Standing
    message: int | None = None
    """Number in the ledger."""
    outcome: MessageOutcome | None = None
    reason: str = ""
    """Of one that was not given: why, as a stable code."""
    odd_clock: bool = False
    """By the server's clock it had not arrived yet when it was fetched."""


@record
class Reconciled:
    """One folder, or a mailbox that could not be looked into."""

    mailbox: str
    folder: str = ""
    """Blank when the mailbox itself could not be reached."""
    uidvalidity: int | None = None
    messages: tuple[Listed, ...] = ()
    """All that the server lists."""
    gone: int = 0
    """Messages of the ledger that people have moved or deleted since."""
    failure: str = ""
    """English, one line: why it could not be looked into."""
    similar: tuple[str, ...] = ()
    """Folders with a name like that of one that is missing; outside text."""

    def count(self, standing: Standing) -> int:
        """How many of the messages stand so."""
        return sum(each.standing is standing for each in self.messages)

    @property
    def exit_code(self) -> ExitCode:
        """What a script has to know of it."""
        if self.failure:
            return ExitCode.MAILBOX
        return ExitCode.NEEDS_PERSON if any(each.standing in FOR_A_PERSON for each in self.messages) else ExitCode.DONE


def reconcile(desk: Desk, inbox_of: Callable[[MailboxAccount], Inbox] = Inbox) -> Iterator[Reconciled]:
    """Look into every folder of every mailbox, read-only, beside a running service; nothing is fetched or written.

    Args:
        inbox_of: How patient a connection is.
    """
    for account in desk.polled_mailboxes:
        yield from _mailbox(desk, account, inbox_of)


def _mailbox(desk: Desk, account: MailboxAccount, inbox_of: Callable[[MailboxAccount], Inbox]) -> Iterator[Reconciled]:
    with desk.database.reading() as session:
        state = health(session, account.name)
    if state.login_failures and rests(state, desk.clock()):
        text = f"mailbox {account.name!r}: the login was refused, and another try may lock the account: see status"
        yield Reconciled(mailbox=account.name, failure=text)
        return
    inbox = inbox_of(account)
    try:
        inbox.connect()
        for folder in account.folders:
            yield _folder(desk, account, folder, inbox)
    except MailboxError as error:
        yield Reconciled(mailbox=account.name, failure=str(error))
    finally:
        inbox.close()


def _folder(desk: Desk, account: MailboxAccount, folder: str, inbox: Inbox) -> Reconciled:
    try:
        listing = inbox.list_folder(folder)
    except MailboxError as error:
        if not inbox.is_alive():
            raise
        similar = error.similar if isinstance(error, FolderMissing) else ()
        return Reconciled(mailbox=account.name, folder=folder, failure=str(error), similar=similar)
    with desk.database.reading() as session:
        return _compared(session, account.name, listing)


def _compared(session: Session, mailbox: str, listing: FolderListing) -> Reconciled:
    known = {each.uid: each for each in fates(session, mailbox, listing.folder, listing.uidvalidity)}
    place = (mailbox, listing.folder, listing.uidvalidity)
    withheld = {
        each.uid: Listed(
            uid=each.uid,
            standing=Standing.WITHHELD if each.given_up else Standing.NOT_FETCHED,
            reason=each.reason,
        )
        for each in missed(session)
        if (each.mailbox, each.folder, each.uidvalidity) == place
    }
    return Reconciled(
        mailbox=mailbox,
        folder=listing.folder,
        uidvalidity=listing.uidvalidity,
        messages=tuple(_listed(uid, known.get(uid), withheld.get(uid)) for uid in sorted(listing.uids)),
        gone=len(known.keys() - listing.uids),
    )


def _listed(uid: int, fate: Fate | None, withheld: Listed | None) -> Listed:
    if fate is None:
        return withheld or Listed(uid=uid, standing=Standing.UNKNOWN)
    return Listed(
        uid=uid, standing=_standing(fate), message=fate.message_id, outcome=fate.outcome, odd_clock=fate.odd_clock
    )


def _standing(fate: Fate) -> Standing:
    if fate.needs_person:
        return Standing.PERSON
    return Standing.SETTLED if fate.state in (MessageState.DONE, MessageState.QUARANTINED) else Standing.WAITING
