# SPDX-License-Identifier: EUPL-1.2
"""Ways by which a mail leaves: one file each. A new way is a module with a class that satisfies `Channel`."""

from collections.abc import Callable
from typing import Protocol

from pecwatch.model.record import record


@record
class OutgoingMail:
    """One message to one person."""

    sender: str
    """Envelope address, bare."""
    recipient: str
    """Envelope address, bare."""
    content: bytes
    """The whole message, lines ended by CRLF."""
    label: str = "mail"
    """Running number, kind and role, as `007-rows-operator`; names the files of the folder channel."""


@record
class Delivered:
    """The other side took it."""


@record
class Refused:
    """It will never be taken as it is; another try is useless."""

    code: str
    """SMTP codes, as `550 5.1.1`, or a stable word; never the relay's text, which repeats addresses."""
    text: str
    """English: what happened and the remedy."""


@record
class Postponed:
    """Certainly not taken; to be tried again."""

    code: str
    text: str


@record
class Doubtful:
    """The line died after the final dot: it may or may not have been taken."""

    code: str
    text: str


Outcome = Delivered | Refused | Postponed | Doubtful


class Channel(Protocol):
    """What the outbox needs of a way out."""

    def send(self, mail: OutgoingMail, before_dot: Callable[[], None]) -> Outcome:
        """Hand over one mail.

        Args:
            mail: What to send, and to whom.
            before_dot: Called once, right before the moment from which the mail may have been taken, so that the
                caller can write that down first. When it raises, the mail is not sent and the error passes.
        """

    def close(self) -> None:
        """Let go of whatever is kept between mails; sending again is possible."""
