# SPDX-License-Identifier: EUPL-1.2
"""What the header of one message says of who wrote it, to whom, when, and in answer to what."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

from pecwatch.mail.headers import Headers
from pecwatch.model.record import record

_ADDRESS = re.compile(r"[^\s<>\"'(),;:@\[\]]{1,64}@[^\s<>\"'(),;:@\[\]]{1,255}")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)')
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_MOST_REFERENCES = 100


@record
class Letterhead:
    """The header of a message, read."""

    sender: str | None
    recipients: tuple[str, ...]
    """To and Cc, lower case."""
    subject: str | None
    sent_at: dt.datetime | None
    in_reply_to: tuple[str, ...]
    is_automatic: bool
    is_odd: bool
    """Its addresses could be read only with repairs."""


def addresses_in(text: str) -> tuple[str, ...]:
    """Everything shaped like an address. The library's own readers overflow the stack on hostile fields."""
    return tuple(_ADDRESS.findall(text))


def bracketed_address(field: str | None) -> str | None:
    """The address of a From field, where the name before it may hold another: `"Per conto di: a@b" <c@d>`.

    None when there is none, or when the field names several senders.
    """
    unquoted = _QUOTED.sub("", field or "")
    found = addresses_in(unquoted.rpartition("<")[2])
    return found[0] if len(found) == 1 and "," not in unquoted and unquoted.count("<") < 2 else None


def moment(text: str | None) -> dt.datetime | None:
    """A Date field as an aware moment; `-0000` and a missing zone count as UTC (RFC 5322 section 3.3)."""
    if text is None:
        return None
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        date.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return date.replace(tzinfo=dt.UTC) if date.tzinfo is None else date


def answered_ids(headers: Headers) -> tuple[str, ...]:
    """Message-IDs in In-Reply-To and References, each once."""
    fields = (*headers.all("In-Reply-To"), *headers.all("References"))
    found = (message_id for field in fields for message_id in _MESSAGE_ID.findall(field))
    return tuple(dict.fromkeys(found))[:_MOST_REFERENCES]
