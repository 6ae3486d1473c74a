# SPDX-License-Identifier: EUPL-1.2
"""A PEC sent again: its `identificativo` is given once, so another message that bears it is a copy or a replay.

The seal of a replay holds, whoever sends it again and whatever the header fields around it say, because the
sealed bytes are the old ones. Only transport envelopes are compared: receipts bear the identifier of the
message they are about.
"""

from collections.abc import Iterable
from dataclasses import replace

from pecwatch.casework.lists import TWIN_WITHIN
from pecwatch.model.listing import Reading
from pecwatch.model.message import Kind, Message, Trust
from pecwatch.model.news import Bar
from pecwatch.model.seen import SeenEnvelope

BELIEVABLE = frozenset({Trust.VERIFIED, Trust.UNVERIFIABLE})


def marked(reading: Reading, *, replayed: bool) -> Reading:
    """The reading with the warning `replayed_identifier`, or without it."""
    others = tuple(code for code in reading.message.warnings if code != Bar.REPLAYED)
    warnings = (*others, str(Bar.REPLAYED)) if replayed else others
    return replace(reading, message=replace(reading.message, warnings=warnings))


def is_replay(envelope: SeenEnvelope, others: Iterable[SeenEnvelope]) -> bool:
    """Whether a PEC bears the identifier of one that came before it and is not just its second delivery."""
    return any(
        _uses_up(other.reading.message, envelope.reading.message)
        and _came_before(other, envelope)
        and not _is_second_delivery(envelope, other)
        for other in others
    )


class SeenInRun:
    """The transport envelopes read in one run of a command, where nothing is known of when and where they arrived."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def marked(self, reading: Reading, sha256: str) -> Reading:
        """The reading, with the warning when another message of this run bore its identifier.

        Args:
            sha256: Of the message's bytes: the same file read twice is no replay.
        """
        message = reading.message
        identifier = _identifier(message)
        if identifier is None:
            return reading
        first = self._first.get(identifier)
        if first is None and message.trust in BELIEVABLE:
            self._first[identifier] = sha256
        return marked(reading, replayed=first not in (None, sha256))


def _identifier(message: Message) -> str | None:
    return message.identifier if message.kind is Kind.PEC else None


def _uses_up(other: Message, message: Message) -> bool:
    """Whether another envelope has used up the identifier; a forgery must not make the genuine one look replayed."""
    identifier = _identifier(message)
    return identifier is not None and _identifier(other) == identifier and other.trust in BELIEVABLE


def _came_before(other: SeenEnvelope, envelope: SeenEnvelope) -> bool:
    return (other.arrived_at, other.message_id) < (envelope.arrived_at, envelope.message_id)


def _is_second_delivery(envelope: SeenEnvelope, other: SeenEnvelope) -> bool:
    """Whether one PEC reached two mailboxes or folders: within 72 hours, saying the same."""
    soon = envelope.arrived_at - other.arrived_at <= TWIN_WITHIN
    return soon and envelope.places.isdisjoint(other.places) and _says_the_same(envelope.reading, other.reading)


def _says_the_same(one: Reading, other: Reading) -> bool:
    return _sayings(one) == _sayings(other)


def _sayings(reading: Reading) -> tuple[object, ...]:
    message = reading.message
    return (
        message.sender,
        message.subject,
        message.certified_at,
        message.attachments,
        reading.listing,
        reading.other_lists,
    )
