# SPDX-License-Identifier: EUPL-1.2
"""Shared by the tests of this room: who we are, and a message opened for us."""

from pecwatch.mail.envelope import open_envelope
from pecwatch.model.message import Correspondents, Envelope, RawMessage, Zone
from pecwatch.seals.anchors import Anchor, Anchors
from tests.generators.authority import root

WE = Correspondents(
    senders=("decadenze@pec.aler.example", "@aler.example"), addresses=("servizisociali@pec.comune.example",)
)


ANCHORS = Anchors(authorities=(Anchor(certificate=root().der, file="radice.pem"),))


def opened(
    content: bytes,
    correspondents: Correspondents = WE,
    source: str = "messaggio.eml",
    *,
    anchors: Anchors = ANCHORS,
) -> Envelope:
    return open_envelope(RawMessage(source=source, content=content), correspondents, anchors)


def names(envelope: Envelope, zone: Zone = Zone.INNER) -> list[str]:
    return [part.name for part in envelope.parts if part.zone is zone]


def problem_codes(envelope: Envelope) -> list[str]:
    return [problem.code for problem in envelope.problems]
