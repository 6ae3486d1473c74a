# SPDX-License-Identifier: EUPL-1.2
"""The mails people of the office got, as they read them, and what must never stand in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy

from pecwatch.italian.fold import fold
from pecwatch.service.desk import Desk
from pecwatch.store import outbox
from tests.servers.smtp import ReceivedMail, SmtpServer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMail:
    """One mail as its recipient sees it."""

    recipient: str
    subject: str
    message_id: str
    text: str
    html: str

    @property
    def name(self) -> str:
        """The recipient without the domain."""
        return self.recipient.partition("@")[0]

    @property
    def is_repetition(self) -> bool:
        """Whether it says that it may have come before."""
        return self.subject.startswith("[POSSIBILE RIPETIZIONE]")


def read_mail(received: ReceivedMail) -> ReadMail:
    """Take one mail apart; it must have exactly one recipient."""
    (recipient,) = received.recipients
    mail = message_from_bytes(received.content, policy=policy.default)
    bodies = {kind: mail.get_body((kind,)) for kind in ("plain", "html")}
    text, html = (body.get_content() for body in bodies.values() if body is not None)
    assert mail["To"].addresses[0].addr_spec == recipient
    assert not mail["Cc"]
    return ReadMail(
        recipient=recipient, subject=mail["Subject"], message_id=mail["Message-ID"].strip(), text=text, html=html
    )


def take_mails(relay: SmtpServer) -> list[ReadMail]:
    """Everything that arrived since the last call, in the order of arrival."""
    mails = [read_mail(received) for received in relay.messages]
    relay.messages.clear()
    return mails


def kinds(desk: Desk, mails: Iterable[ReadMail]) -> list[tuple[str, str]]:
    """Recipient and kind of each mail, sorted; the outbox knows the kind."""
    with desk.database.reading() as session:
        kept = {mail.message_id_header: mail.kind for mail in outbox.mails(session)}
    return sorted((mail.name, kept[mail.message_id]) for mail in mails)


def personal_words(text: str, names: Iterable[str]) -> set[str]:
    """Which of the names, streets and codes stand in a text, and anything that looks like a codice fiscale."""
    words = set(fold(text).split())
    found = {name for name in names if set(fold(name).split()) <= words}
    return found | set(re.findall(r"\b[A-Z]{6}[0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]\b", text))
