# SPDX-License-Identifier: EUPL-1.2
"""Whether the provider's seal on a message holds, why, and what follows for the office."""

from collections.abc import Iterator

from rich.console import RenderableType

from pecwatch.casework.lowering import bar_of
from pecwatch.cli.page import facts, moment, paragraph
from pecwatch.cli.seal_words import BARS, LEVELS, REASONS, WEAK_DIGEST
from pecwatch.model.listing import Reading, State
from pecwatch.model.message import Kind, Message, Seal

_WITHOUT_ROWS = (State.LETTER, State.NOT_PERTINENT)


def seal(reading: Reading) -> Iterator[RenderableType]:
    """The blocks that tell how far the message can be trusted."""
    message = reading.message
    name, meaning = LEVELS[message.trust]
    yield paragraph(f"{name}. {meaning}")
    if message.trust_reason is not None:
        reason = REASONS.get(message.trust_reason, "pecwatch has no words for this reason.")
        yield paragraph(f"Why: {reason} [{message.trust_reason}]")
    if message.seal is not None:
        yield facts(_signer(message.seal, is_weak="weak_digest" in message.warnings))
    if reading.state not in _WITHOUT_ROWS:
        yield paragraph(f"For the office: {_consequence(message)}")


def _signer(found: Seal, *, is_weak: bool) -> Iterator[tuple[str, object]]:
    yield "Sealed by", found.signer
    yield "Certificate", found.certificate
    yield "Issued by", found.issuer
    yield "Trusted by", found.anchor if found.anchor is not None else "no authority in [lists] trust_anchors"
    yield "Digest", f"{found.digest}, {WEAK_DIGEST}" if is_weak else found.digest
    yield "Sealed at", moment(found.signed_at)
    yield "Judged for", moment(found.judged_at)


def _consequence(message: Message) -> str:
    """What a list in the message may do."""
    if message.kind is Kind.DOCUMENT:
        return "judge the file by the message it came with."
    bar = bar_of(message)
    if bar is None:
        return "a list in it counts in full: it may also lower an urgency, move a day later, replace or annul."
    unconfirmed = ", marked as not confirmed" if message.is_in_doubt else ""
    return (
        f"a list in it alerts at once{unconfirmed}. But {BARS[bar]}, so it may not lower an urgency, move a day later, "
        "replace or annul: such a change waits until the coordinator (coordinatrice) has verified it."
    )
