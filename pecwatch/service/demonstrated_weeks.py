# SPDX-License-Identifier: EUPL-1.2
"""The demo's stage: messages are delivered, time passes at the office's hours, some people answer, mails leave."""

import datetime as dt
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import format_datetime

from pecwatch.alerts.channels import Channel
from pecwatch.italian.rome import ROME
from pecwatch.model.alert import AlertKind
from pecwatch.model.listing import Reading
from pecwatch.model.mailbox import Delivery
from pecwatch.model.message import RawMessage
from pecwatch.model.record import record
from pecwatch.service.desk import Desk
from pecwatch.service.sending import send_due
from pecwatch.service.stepping import post_steps
from pecwatch.service.weighing import Weighed, weigh
from pecwatch.store import ledger, outbox
from pecwatch.store.records import OutgoingMail

HOURS = (dt.time(8, 2), dt.time(9, 20), dt.time(16, 5))
"""Of each working day: the office opens, somebody's time runs out, outcomes are asked."""


@record
class Reply:
    """What somebody answers to her newest mail of a kind."""

    at: dt.datetime
    code: str
    """Of the person."""
    kind: AlertKind
    words: str


def _moment(day: int, month: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime(2025, month, day, hour, minute, tzinfo=ROME)


REPLIES = (
    Reply(at=_moment(24, 10, 10, 0), code="OP01", kind=AlertKind.ROWS, words="PRENDO IN CARICO TUTTE"),
    Reply(at=_moment(24, 10, 10, 10), code="OP02", kind=AlertKind.ROWS, words="NON È LA STESSA PERSONA"),
    Reply(at=_moment(6, 11, 16, 20), code="OP01", kind=AlertKind.STEPS, words="ESITO RILASCIATO"),
    Reply(at=_moment(27, 11, 16, 20), code="OP04", kind=AlertKind.STEPS, words="ESITO ESEGUITO"),
)
"""The others stay silent, so that one sees how silence climbs."""

ENDS_AT = _moment(28, 11, 17, 0)
"""The day after the last execution of November; afterwards nobody waits for time to pass."""


@record
class Happening:
    """A moment at which mails left without a new list: time had passed, or somebody answered."""

    at: dt.datetime
    reply: Reply | None
    mails: tuple[OutgoingMail, ...]


class MovedClock:
    """A clock that stands where it is put."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        """The time it was told."""
        return self.now


class Stage:
    """One office, its clock, and what has left it so far."""

    def __init__(self, desk: Desk, clock: MovedClock, channel: Channel, mailbox_of: Callable[[Reading], str]) -> None:
        self.desk, self.clock = desk, clock
        self._channel, self._mailbox_of = channel, mailbox_of
        self._seen: set[int] = set()

    def deliver(self, raw: RawMessage, reading: Reading) -> Weighed:
        """Put a message in the mailbox it is for, and weigh it."""
        with self.desk.database.writing() as session:
            delivery = Delivery(
                mailbox=self._mailbox_of(reading),
                folder="INBOX",
                uidvalidity=1,
                uid=sum(ledger.counts(session).values()) + 1,
                received_at=self.clock(),
                size=raw.size,
                pieces=raw.pieces(),
            )
            kept = self.desk.vault.put(delivery.pieces)
            entry = ledger.record_delivery(session, delivery, kept, self.clock()).entry
        return weigh(self.desk, entry, reading)

    def send(self) -> tuple[OutgoingMail, ...]:
        """Send what is due; gives every mail that was written since the last time."""
        send_due(self.desk, self._channel)
        with self.desk.database.reading() as session:
            new = tuple(mail for mail in outbox.mails(session) if mail.id not in self._seen)
        self._seen.update(mail.id for mail in new)
        return new

    def until(self, moment: dt.datetime) -> Iterator[Happening]:
        """Let time pass up to a moment, and the demo's weeks no longer than they last."""
        for at, reply in _moments(self.clock.now, min(moment, ENDS_AT)):
            self.clock.now = at
            if reply is not None:
                self._answer(reply)
            post_steps(self.desk)
            mails = self.send()
            if mails:
                yield Happening(at=at, reply=reply, mails=mails)
        self.clock.now = moment

    def _answer(self, reply: Reply) -> None:
        """Somebody answers by mail, as from her own mail program."""
        with self.desk.database.reading() as session:
            mails = [
                mail for mail in outbox.mails(session) if (mail.recipient_code, mail.kind) == (reply.code, reply.kind)
            ]
        if not mails:
            return
        written = EmailMessage()
        written["From"], written["To"] = mails[-1].recipient, self.desk.config.smtp.reply_to
        written["Subject"], written["In-Reply-To"] = f"R: {mails[-1].subject}", mails[-1].message_id_header
        written["Date"], written["Message-ID"] = format_datetime(reply.at), f"<risposta.{mails[-1].id}@comune.example>"
        written.set_content(f"{reply.words}\n")
        raw = RawMessage(source=f"reply to mail {mails[-1].id}", content=written.as_bytes())
        self.deliver(raw, self.desk.sandbox.read(raw))


def _moments(start: dt.datetime, end: dt.datetime) -> list[tuple[dt.datetime, Reply | None]]:
    """The hours of every day but Saturday and Sunday, and the answers, after one moment and up to another."""
    first, last = (moment.astimezone(ROME).date() for moment in (start, end))
    days = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    hours = [dt.datetime.combine(day, hour, tzinfo=ROME) for day in days if day.weekday() < 5 for hour in HOURS]
    found = [*((at, None) for at in hours), *((each.at, each) for each in REPLIES)]
    return sorted(((at, reply) for at, reply in found if start < at <= end), key=lambda each: each[0])
