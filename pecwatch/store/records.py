# SPDX-License-Identifier: EUPL-1.2
"""What leaves the store besides the model's own records."""

import datetime as dt
from enum import StrEnum

from pecwatch.model.answer import Command, Verdict
from pecwatch.model.message import Kind
from pecwatch.model.person import RegistryPerson
from pecwatch.model.position import Way
from pecwatch.model.record import record


class MessageState(StrEnum):
    """How far a message has come."""

    RECEIVED = "received"
    """Its bytes are safe; nobody has read it."""
    READ = "read"
    """Its reading is kept; casework has not weighed it."""
    DONE = "done"
    QUARANTINED = "quarantined"
    """Three tries failed: a person must open it by hand."""


class MessageOutcome(StrEnum):
    """What a message that is done has led to."""

    ALERT = "alert"
    """Positions opened, changed or confirmed, and somebody was written to."""
    MUTED = "muted"
    """Positions recorded, nobody written to (old mail read again)."""
    TWIN = "twin"
    HISTORY = "history"
    EMPTY_LIST = "empty_list"
    LETTER = "letter"
    NO_ROWS = "no_rows"
    """From the housing company, read to its end, no sign of a row."""
    ANSWER = "answer"
    """Somebody of the office answered a mail of ours."""
    RETURNED = "returned"
    """A mail of ours came back, or is late."""
    AUTOMATIC = "automatic"
    """A machine answered a mail of ours: out of office, read receipt."""
    RECEIPT = "receipt"
    NOT_PERTINENT = "not_pertinent"
    PERSON = "person"
    """A list, or perhaps one, of which no row could be read: a person was told to open it."""


@record
class Kept:
    """Bytes that are safe in the vault."""

    name: str
    """Under which the vault gives them back."""
    sha256: str
    """Hexadecimal digest: by it the ledger knows a message."""


@record
class LedgerEntry:
    """One message or document of the ledger; its reading is fetched apart, being large."""

    id: int
    sha256: str
    vault_name: str
    size: int
    """Bytes of the message; of one beyond `LARGEST_MESSAGE` the vault may have the header alone."""
    source: str
    """Where it was first found; may hold a file name, so it is never logged."""
    first_seen_at: dt.datetime
    """When pecwatch first saw it."""
    server_received_at: dt.datetime | None
    """INTERNALDATE of the first arrival."""
    state: MessageState
    outcome: MessageOutcome | None = None
    way: Way | None = None
    kind: Kind | None = None
    identifier: str | None = None
    sent_at: dt.datetime | None = None
    """Date header."""
    certified_at: dt.datetime | None = None
    """The provider's time."""
    month: str | None = None
    problem_codes: tuple[str, ...] = ()
    """Of the reading, each once, sorted."""
    attempts: int = 0
    """Tries that failed."""
    next_try_at: dt.datetime
    last_problem: str | None = None
    """Stable code of the last failed try."""


@record
class Recorded:
    """What became of a message handed to the ledger."""

    entry: LedgerEntry
    is_new: bool
    """False when the same bytes were there already, by whatever way."""


@record
class Arrival:
    """One place in a mailbox where a message was found."""

    message_id: int
    mailbox: str
    folder: str
    uidvalidity: int | None
    uid: int
    received_at: dt.datetime | None


@record
class Missed:
    """A message that a server listed and did not give whole."""

    mailbox: str
    folder: str
    uidvalidity: int | None
    uid: int
    reason: str
    """Code of `NotFetched`."""
    attempts: int
    first_at: dt.datetime
    given_up: bool
    """After three tries: a person must look into the mailbox."""

    @property
    def place(self) -> str:
        """Where it lies, as people name it: `pec/INBOX/42`."""
        return f"{self.mailbox}/{self.folder}/{self.uid}"


@record
class Fate:
    """What the ledger knows of one place of a folder."""

    uid: int
    message_id: int
    state: MessageState
    outcome: MessageOutcome | None
    needs_person: bool
    """Somebody has to open it, or what was read of it is not all."""
    odd_clock: bool
    """By the server's clock it had not arrived yet when it was fetched."""


class MailState(StrEnum):
    """How far a mail of the outbox has come."""

    PENDING = "pending"
    DOT = "dot"
    """The final dot is being sent: whether the relay took it is not known yet."""
    SENT = "sent"
    FAILED = "failed"
    HELD = "held"
    """It waits for other mails to the same person, to leave with them as one."""
    GATHERED = "gathered"
    """It stands in another mail, and ended when that one was sent."""


@record
class OutgoingMail:
    """A mail of the outbox."""

    id: int
    event: str
    recipient: str
    """One address."""
    recipient_code: str = ""
    """Of the person written to; blank in mails of an older pecwatch."""
    token: str = ""
    """By which an answer is known to answer this mail."""
    returned_at: dt.datetime | None = None
    """When the mail came back undelivered."""
    kind: str
    subject: str
    references: tuple[str, ...]
    """Positions it speaks of."""
    content: bytes
    """The whole message, ready for a relay."""
    message_id_header: str
    state: MailState
    attempts: int
    repeated: bool
    """It may have been delivered already: to be marked «[POSSIBILE RIPETIZIONE]»."""
    created_at: dt.datetime
    next_try_at: dt.datetime
    ended_at: dt.datetime | None
    """When it was sent or failed for good."""
    last_reply: str | None
    """Code of the relay's last answer, as `451` or `timeout`."""


@record
class KeptAnswer:
    """What was made of one answer by mail, for the position or positions it speaks of."""

    message_id: int
    """Ledger number of the answer."""
    mail_id: int | None
    """Number in the outbox of the mail it answers."""
    who: str
    """Code of who answered; of a mail that came back, of whom it was for."""
    verdict: Verdict
    command: Command | None = None
    references: tuple[str, ...] = ()
    argument: str = ""
    """Code of a person, outcome, day; never free text."""
    answered_at: dt.datetime


@record
class KeptPerson:
    """Somebody of the registry as the store keeps her."""

    person: RegistryPerson
    left_on: dt.date | None = None
    """The day of the data in which she no longer stood; None for whoever stands in the export."""


@record
class RegistryStatus:
    """What is known of one import of the registry, without the people."""

    import_id: int
    people: int
    """In the export; those who left stand beside them."""
    dated_on: dt.date
    imported_at: dt.datetime
    file_sha256: str


@record
class MailboxHealth:
    """How the last polls of one mailbox went."""

    mailbox: str
    succeeded_at: dt.datetime | None = None
    failed_at: dt.datetime | None = None
    failures: int = 0
    """In a row, of whatever sort."""
    login_failures: int = 0
    """In a row; the third stops further logins."""
    last_problem: str | None = None
    """Stable code."""


@record
class Note:
    """A short fact the service remembers."""

    value: str
    noted_at: dt.datetime
