# SPDX-License-Identifier: EUPL-1.2
"""What the provider certifies, beside what the outside of the envelope shows, and what is odd about it all."""

from collections.abc import Iterator

from rich.console import RenderableType

from pecwatch.cli.page import columns, facts, moment, paragraph, points, some
from pecwatch.cli.warning_words import explained
from pecwatch.model.message import Certified, Face, Kind, Message, Trust

_NOTHING = Face(sender=None, subject=None, date=None, message_id=None)


def certified_facts(message: Message) -> Iterator[RenderableType]:
    """The blocks that hold daticert and header fields side by side; none without a daticert."""
    if message.certified is None:
        return
    if message.trust in (Trust.INVALID, Trust.ABSENT):
        yield paragraph("No seal that holds stands behind these facts: they may be made up.")
    if message.kind is Kind.RECEIPT:
        yield facts(_message_of_ours(message.certified))
        return
    rows = _side_by_side(message.certified, message.face or _NOTHING)
    yield columns(("", "certified (daticert)", "shown outside, under no seal"), rows)


def _message_of_ours(certified: Certified) -> Iterator[tuple[str, object]]:
    """What a receipt is about."""
    yield "Our message was from", certified.sender
    yield "to", some(certified.recipients)
    yield "with the subject", certified.subject


def _side_by_side(certified: Certified, face: Face) -> Iterator[tuple[object, ...]]:
    yield "sender", certified.sender, face.sender
    yield "subject", certified.subject, face.subject
    yield "when", moment(certified.at), face.date
    yield "number", certified.identifier, face.message_id


def warnings(message: Message) -> Iterator[RenderableType]:
    """One sentence for each thing that looks odd."""
    yield from points(f"{explained(code)} [{code}]" for code in message.warnings)
