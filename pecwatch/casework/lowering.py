# SPDX-License-Identifier: EUPL-1.2
"""Which lists may make a row less urgent: a forger must not be able to switch an alarm off.

A verified seal proves who wrote a list and when. It does not prove that the list is meant for today, or for
us: a genuine PEC can be sent again by anybody, at any time, to anybody. So an old, repeated or foreign one
lowers nothing either (docs/decisions/0015).
"""

from pecwatch.model.message import Message, Trust
from pecwatch.model.news import Bar

RESENT = (Bar.REPLAYED, Bar.LONG_AGO, Bar.FOR_OTHERS)
"""Warnings, each under its own code, that a sealed message was sent again or is not meant for us."""


def bar_of(message: Message) -> Bar | None:
    """Why the lists of a message may not lower urgency, move a date later, replace or annul; None if they may."""
    if message.trust is not Trust.VERIFIED:
        return Bar.NOT_VERIFIED
    if not message.sender_recognised:
        return Bar.NOT_RECOGNISED
    if message.relayed:
        return Bar.RELAYED
    if message.identifier is None or message.certified_at is None:
        return Bar.NOT_CERTIFIED
    return next((bar for bar in RESENT if bar in message.warnings), None)
