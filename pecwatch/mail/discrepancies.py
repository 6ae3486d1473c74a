# SPDX-License-Identifier: EUPL-1.2
"""Where the unsigned face of a PEC differs from what its provider certified.

From, Subject, To and Date of the envelope are not under the seal: anyone can rewrite them and it still holds.
"""

import datetime as dt
import re
from collections.abc import Iterator

from pecwatch.mail.daticert import Daticert
from pecwatch.mail.headers import Headers
from pecwatch.mail.letterhead import Letterhead, addresses_in, moment

TOLERANCE = dt.timedelta(hours=24)
"""Between daticert and Date (contract of the warnings)."""

_PREFIXES = re.compile(
    r"(?:\s*(?:posta certificata|anomalia messaggio|re|r|i|fw|fwd|rif|inoltro|inoltra)\s*:|\s*\[[^\]]*\])+", re.I
)
_NOT_PLAIN = re.compile(r"[^0-9a-z]+")


def discrepancies(envelope: Headers, letter: Letterhead, daticert: Daticert) -> Iterator[str]:
    """Warning codes, each at most once.

    Args:
        envelope: The outer fields.
        letter: The fields of the message inside.
    """
    certified = daticert.certified_at
    dates = (moment(envelope.text("Date")), letter.sent_at)
    if daticert.subject is not None and any(
        _plain(subject) != _plain(daticert.subject) for subject in (envelope.text("Subject"), letter.subject)
    ):
        yield "subject_differs_from_daticert"
    if daticert.sender is not None and any(
        address.lower() != daticert.sender.lower() for address in (_shown_sender(envelope), letter.sender) if address
    ):
        yield "sender_differs_from_daticert"
    if certified is not None and any(abs(certified - date) > TOLERANCE for date in dates if date is not None):
        yield "date_differs_from_daticert"
    if daticert.identifier is not None and not _is_same_id(envelope.text("Message-ID"), daticert.identifier):
        yield "message_id_differs_from_daticert"


def _plain(subject: str | None) -> str:
    """A subject without the prefixes that stack on it; ASCII only, since envelopes get re-saved in other charsets."""
    return _NOT_PLAIN.sub("", _PREFIXES.sub("", f"{subject or ''}", count=1).lower())


def _shown_sender(envelope: Headers) -> str | None:
    """The address in «Per conto di: …», otherwise the From itself unless it is the provider's."""
    name, bracket, address = (envelope.text("From") or "").rpartition("<")
    named = addresses_in(name) if bracket else ()
    if named:
        return named[0]
    own = addresses_in(address)
    return own[0] if own and not own[0].lower().startswith("posta-certificata@") else None


def _is_same_id(message_id: str | None, identifier: str) -> bool:
    """Providers write the identifier with or without brackets and domain."""
    if message_id is None:
        return True
    outer, certified = (text.strip().strip("<>").lower() for text in (message_id, identifier))
    return outer == certified or outer.partition("@")[0] == certified
