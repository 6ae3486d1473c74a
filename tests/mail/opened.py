# SPDX-License-Identifier: EUPL-1.2
"""Shared by the tests of this room: who we are, and a message opened for us."""

from pecwatch.mail.envelope import open_envelope
from pecwatch.model.message import Correspondents, Envelope, RawMessage, Zone
from pecwatch.seals.anchors import Anchor, Anchors
from tests.generators.authority import root
from tests.generators.letters import File, Letter

WE = Correspondents(
    senders=("decadenze@pec.aler.example", "@aler.example"), addresses=("servizisociali@pec.comune.example",)
)

ANCHORS = Anchors(authorities=(Anchor(certificate=root().der, file="radice.pem"),))

PDF = b"%PDF-1.4\n\x00\xff"
LETTER = Letter(subject="Elenco perché", text="Si trasmette.\n", attachments=(File(name="elenco.pdf", content=PDF),))


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


def shows_the_letter(envelope: Envelope) -> bool:
    """Whether LETTER stands in it, with its file."""
    contents = [part.content for part in envelope.parts if part.zone is Zone.INNER]
    return (envelope.message.subject, names(envelope)) == ("Elenco perché", ["body", "elenco.pdf"]) and PDF in contents
