# SPDX-License-Identifier: EUPL-1.2
"""Where the unsigned face of a PEC differs from what its provider certified.

From, Subject, To and Date of the envelope are not under the seal: anyone can rewrite them and it still holds.
"""

import datetime as dt
from collections.abc import Iterator

from pecwatch.mail.daticert import Daticert
from pecwatch.mail.headers import Headers
from pecwatch.mail.letterhead import Letterhead, addresses_in, moment
from pecwatch.mail.sealed import PROVIDER
from pecwatch.mail.subjects import is_same_subject

TOLERANCE = dt.timedelta(hours=24)
"""Between daticert and Date (contract of the warnings)."""


def discrepancies(envelope: Headers, letter: Letterhead, daticert: Daticert) -> Iterator[str]:
    """Warning codes, each at most once.

    Args:
        envelope: The outer fields.
        letter: The fields of the message inside.
    """
    certified = daticert.certified_at
    dates = (moment(envelope.text("Date")), letter.sent_at)
    if not _are_subjects_certified(envelope, letter, daticert):
        yield "subject_differs_from_daticert"
    senders = (*_shown_senders(envelope), *((letter.sender,) if letter.sender else ()))
    if daticert.sender is not None and any(address.lower() != daticert.sender.lower() for address in senders):
        yield "sender_differs_from_daticert"
    if certified is not None and any(abs(certified - date) > TOLERANCE for date in dates if date is not None):
        yield "date_differs_from_daticert"
    if daticert.identifier is not None and not _is_same_id(envelope.text("Message-ID"), daticert.identifier):
        yield "message_id_differs_from_daticert"


def _are_subjects_certified(envelope: Headers, letter: Letterhead, daticert: Daticert) -> bool:
    """Of a daticert without `oggetto` (it is optional) the subject inside takes the place: it is under the seal too."""
    certified = daticert.subject or letter.subject
    shown = (envelope.text("Subject"), letter.subject)
    return certified is None or all(is_same_subject(subject, certified) for subject in shown if subject is not None)


def _shown_senders(envelope: Headers) -> tuple[str, ...]:
    """The addresses in «Per conto di: …», otherwise the From itself unless it is the provider's."""
    name, bracket, address = (envelope.text("From") or "").rpartition("<")
    named = addresses_in(name) if bracket else ()
    own = addresses_in(address)[:1]
    shown = named or own
    return tuple(one for one in shown if not one.lower().startswith(PROVIDER))


def _is_same_id(message_id: str | None, identifier: str) -> bool:
    """Providers write the identifier with or without brackets and domain."""
    if message_id is None:
        return True
    outer, certified = ("".join(text.split()).strip("<>").lower() for text in (message_id, identifier))
    if "@" in outer and "@" in certified:
        return outer == certified
    return outer.partition("@")[0] == certified.partition("@")[0]
