# SPDX-License-Identifier: EUPL-1.2
"""What was written down while a position lived: messages with their clocks, mails, answers, questions.

Nothing of it is a name, but for what `AnswerTrace.argument` and `QuestionTrace.answer` may hold, and a sender.
"""

import datetime as dt

from pecwatch.model.listing import Nature, State
from pecwatch.model.message import Kind, ProtocolEntry, Trust
from pecwatch.model.position import Event, Way
from pecwatch.model.record import record
from pecwatch.model.step import Told


@record
class Clocks:
    """The times of one message, each by another clock: they are kept apart, since offices have named different days."""

    certified_at: dt.datetime | None
    """The provider's, as certified in the daticert."""
    server_at: dt.datetime | None
    """The mail server's INTERNALDATE of the first place where it was found."""
    header_at: dt.datetime | None
    """The Date header: the sender's own computer, which nobody certifies."""
    protocol: ProtocolEntry | None
    """Number and day of the protocol office; it gives no hour."""
    seen_at: dt.datetime
    """When pecwatch first saw it."""


@record
class MessageTrace:
    """One message of the ledger, as a dossier or a report shows it."""

    message_id: int
    """Ledger number."""
    kind: Kind | None
    way: Way | None
    state: State | None
    """None before it was read, and once its reading is gone."""
    trust: Trust | None
    trust_reason: str | None
    sender: str | None
    sender_recognised: bool
    identifier: str | None
    """The PEC `identificativo`."""
    nature: Nature | None
    rows: int | None
    """None for a message without a list."""
    declared_rows: int | None
    complete: bool | None
    mailboxes: tuple[str, ...]
    """Where it was found."""
    clocks: Clocks

    @property
    def arrived_at(self) -> dt.datetime:
        """When it lay in the mailbox, as far as that is known: the server's time, otherwise when pecwatch saw it."""
        return self.clocks.server_at or self.clocks.seen_at

    @property
    def served_at(self) -> dt.datetime:
        """From when the office counts: the provider's time where its seal speaks for it, otherwise the arrival."""
        certified = self.clocks.certified_at if self.trust in (Trust.VERIFIED, Trust.UNVERIFIABLE) else None
        return self.arrived_at if certified is None else min(certified, self.arrived_at)


@record
class MailTrace:
    """One mail of ours, and what became of it."""

    mail_id: int
    event: str
    kind: str
    subject: str
    """Without personal data, as every subject."""
    recipient_code: str
    """Blank in mails of an older pecwatch."""
    references: tuple[str, ...]
    """Positions it speaks of; none for one about a whole message."""
    written_at: dt.datetime
    sent_at: dt.datetime | None
    """When the relay took it: whether somebody read it, nobody knows."""
    refused_at: dt.datetime | None
    returned_at: dt.datetime | None


@record
class AnswerTrace:
    """One answer by mail, and what was made of it."""

    message_id: int
    who: str
    verdict: str
    command: str
    argument: str
    """Code, outcome or day; words of a person, where she wrote any."""
    answered_at: dt.datetime


@record
class HeldTrace:
    """A change that a list asked for and was not allowed to make."""

    reference: str
    message_id: int
    fields: tuple[str, ...]
    """As in `Difference.field`; none where they are not known any more."""
    held_at: dt.datetime
    ended_at: dt.datetime | None
    ended_as: str | None


@record
class QuestionTrace:
    """Something that only somebody outside pecwatch can say."""

    kind: str
    about: str
    """Reference, month or ledger number."""
    asked_at: dt.datetime
    answered_at: dt.datetime | None
    answered_by: str | None
    answer: str | None


@record
class Trail:
    """Everything that was written down about one position."""

    messages: tuple[MessageTrace, ...] = ()
    """Those that spoke of it, and the answers."""
    events: tuple[Event, ...] = ()
    mails: tuple[MailTrace, ...] = ()
    """Those that name it, and those about one of its messages as a whole."""
    steps: tuple[Told, ...] = ()
    answers: tuple[AnswerTrace, ...] = ()
    held: tuple[HeldTrace, ...] = ()
    questions: tuple[QuestionTrace, ...] = ()
