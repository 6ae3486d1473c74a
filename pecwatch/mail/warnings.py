# SPDX-License-Identifier: EUPL-1.2
"""What looks odd about a message, as stable codes: cross-checks of what it shows, certifies and holds."""

import datetime as dt
from collections.abc import Iterator

from pecwatch.mail.discrepancies import discrepancies
from pecwatch.mail.headers import Headers
from pecwatch.mail.letterhead import addresses_in, moment
from pecwatch.mail.mime import Entity
from pecwatch.mail.opening import Opened
from pecwatch.mail.senders import is_lookalike, is_recognised
from pecwatch.model.message import Correspondents, Kind

LONGEST_WAY = dt.timedelta(days=7)
"""Between certification and arrival. A provider gives up after 24 hours; later comes what somebody sent again."""
_DELIVERY_FIELDS = ("To", "Cc", "X-Original-To", "Delivered-To", "Envelope-To")
"""Where an envelope, and the servers on its way, say whom it was for; also those in blind copy."""


def warnings_of(
    message: Entity, opened: Opened, correspondents: Correspondents, received_at: dt.datetime | None
) -> tuple[str, ...]:
    """The warning codes of a message, each once.

    Args:
        received_at: When the server took the message in, where a server told; otherwise the last hop's word counts.
    """
    found = (
        *_of_the_daticert(opened),
        *_of_its_way(message, opened, correspondents, received_at),
        *_of_its_shape(message, opened),
        *_of_its_sender(opened, correspondents),
    )
    return tuple(dict.fromkeys(found))


def _of_the_daticert(opened: Opened) -> Iterator[str]:
    anatomy, daticert = opened.anatomy, opened.daticert
    if anatomy.kind not in (Kind.PEC, Kind.RECEIPT):
        return
    if anatomy.kind is Kind.PEC and daticert is not None:
        yield from discrepancies(anatomy.headers, opened.letter, daticert)
    if anatomy.daticert is None:
        yield "daticert_missing"
    elif daticert is None or daticert.was_repaired:
        yield "daticert_malformed"
    if opened.verdict.is_weak:
        yield "weak_digest"


def _of_its_way(
    message: Entity, opened: Opened, correspondents: Correspondents, received_at: dt.datetime | None
) -> Iterator[str]:
    daticert = opened.daticert
    certified_for = () if daticert is None else tuple(address.lower() for address in daticert.recipients)
    written_for = (*opened.letter.recipients, *_delivered_to(message, opened))
    recipients, we = set(certified_for or written_for), set(correspondents.addresses)
    if opened.anatomy.original is not None and we and not recipients & we:
        yield "not_addressed_to_us"
    certified_at = daticert.certified_at if daticert is not None and opened.anatomy.kind is Kind.PEC else None
    arrived_at = received_at or _last_hop(message.headers)
    if certified_at is not None and arrived_at is not None and arrived_at - certified_at > LONGEST_WAY:
        yield "certified_long_ago"


def _delivered_to(message: Entity, opened: Opened) -> Iterator[str]:
    """Whom the envelope names, where nothing is certified that its unsealed fields could contradict."""
    if opened.daticert is not None or opened.anatomy.kind not in (Kind.ANOMALY, Kind.ORDINARY):
        return
    for headers in (message.headers, opened.anatomy.headers):
        for name in _DELIVERY_FIELDS:
            for value in headers.all(name):
                yield from (address.lower() for address in addresses_in(value))


def _last_hop(headers: Headers) -> dt.datetime | None:
    """The moment in the topmost Received field: that of the server which took the message in."""
    received = headers.raw("Received")
    return None if received is None or ";" not in received else moment(received.rpartition(";")[2])


def _of_its_shape(message: Entity, opened: Opened) -> Iterator[str]:
    anatomy = opened.anatomy
    headers = (message.headers, anatomy.headers, *((anatomy.original.headers,) if anatomy.original is not None else ()))
    if opened.letter.is_odd or any(one.abnormal for one in headers):
        yield "headers_abnormal"
    if any(nested.kind is Kind.PEC for nested in opened.nested):
        yield "nested_pec"
    if anatomy.was_wrapped:
        yield "wrapped"
    if anatomy.kind is Kind.ORDINARY and anatomy.headers.text("X-Trasporto") is not None:
        yield "unknown_envelope"


def _of_its_sender(opened: Opened, correspondents: Correspondents) -> Iterator[str]:
    """Whether it could be taken for one from a known sender: by its address, or by an address put into the name."""
    original = opened.anatomy.original
    written = None if original is None else original.headers.text("From")
    named = addresses_in((written or "").rpartition("<")[0])
    senders = (opened.sender, opened.letter.sender)
    is_known = any(is_recognised(address, correspondents) for address in senders)
    poses = not is_known and any(is_recognised(address, correspondents) for address in named)
    if poses or any(is_lookalike(address, correspondents) for address in (*senders, *named)):
        yield "lookalike_sender"
