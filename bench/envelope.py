# SPDX-License-Identifier: EUPL-1.2
"""What opening a PEC costs, with its seal verified and without, next to the peers' plain parse of the same bytes.

    .venv/bin/python bench/envelope.py --messages 200

The peers: mail-parser, and the standard library with every part decoded; neither verifies anything. Each message is a
PEC of 46 kB in the style of one of four providers, sealed with RSA 2048 by a chain shaped like the real one. All ways
take turns, so that whatever else the machine does meanwhile befalls each of them alike. One process remembers the
certificates of a provider; a reader of the service, which opens one message, knows none: that is a way of its own here.
"""

import datetime as dt
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

import mailparser
from cryptography.hazmat.primitives.serialization import Encoding

from bench.messages import now_in_rome, one_page_paper
from bench.report import arguments, per_second, show
from pecwatch.mail.envelope import open_envelope
from pecwatch.model.message import Correspondents, RawMessage, Trust
from pecwatch.seals import certificates, chain
from pecwatch.seals.anchors import NO_ANCHORS, Anchors, read_anchors
from tests.generators.chains import anchor, real
from tests.generators.letters import File, Letter
from tests.generators.pec import transport
from tests.generators.providers import PROVIDERS, Postmark
from tests.generators.samples.post import ALER, OFFICE

ROUNDS = 15
LARGE = 20 * 1000 * 1000
"""Bytes of a file that is no longer small."""
US = Correspondents(senders=(ALER,), addresses=(OFFICE,))


@dataclass(frozen=True)
class Way:
    """One way to read a message."""

    name: str
    take: Callable[[RawMessage], object]


def main() -> None:
    """Measure, and print the figures."""
    options = arguments(__doc__ or "")
    now = now_in_rome()
    raws = [sealed_message(number, now - dt.timedelta(minutes=number)) for number in range(options.messages)]
    large = sealed_message(0, now, File(name="scansione.bin", content=bytes(range(256)) * (LARGE // 256)))
    ways = (
        Way("pecwatch, seals verified", lambda raw: open_envelope(raw, US, anchors)),
        Way("pecwatch, certificates unknown", lambda raw: open_anew(raw, anchors)),
        Way("pecwatch, no anchors", lambda raw: open_envelope(raw, US, NO_ANCHORS)),
        Way("mail-parser", lambda raw: mailparser.parse_from_bytes(raw.content)),
        Way("standard library", take_apart),
    )
    anchors = own_anchors()
    assert_all_verified(raws, anchors)
    show(f"bench/envelope.py --messages {options.messages}", figures(raws, large, ways), keep=options.keep)


def sealed_message(number: int, sent_at: dt.datetime, *files: File) -> RawMessage:
    """A PEC as a provider sends it, with a one-page paper attached."""
    provider = PROVIDERS[number % len(PROVIDERS)]
    sealers = real(provider.domain)
    letter = Letter(
        sender=ALER,
        recipients=(OFFICE,),
        subject=f"Convocazione numero {number}",
        sent_at=sent_at,
        message_id=f"<misura.{number}@pec.ente.example>",
        attachments=(File(name="nota.pdf", content=one_page_paper(number % 16)), *files),
    )
    postmark = Postmark(certified_at=sent_at + dt.timedelta(seconds=30), signer=sealers.signer, chain=sealers.above)
    return RawMessage(source=f"pec/INBOX/{number}.eml", content=transport(letter, provider=provider, postmark=postmark))


def own_anchors() -> Anchors:
    """The root that these seals lead to."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "root.pem").write_bytes(anchor().certificate.public_bytes(Encoding.PEM))
        return read_anchors(Path(folder))


def assert_all_verified(raws: Sequence[RawMessage], anchors: Anchors) -> None:
    """A measurement of seals that nobody verified would be worth nothing."""
    assert all(open_envelope(raw, US, anchors).message.trust is Trust.VERIFIED for raw in raws)
    assert all(open_envelope(raw, US).message.trust is Trust.UNVERIFIABLE for raw in raws)


def open_anew(raw: RawMessage, anchors: Anchors) -> object:
    """Open a message as the first one of its provider."""
    for remembered in (
        certificates.load,
        certificates.issuer_and_number,
        certificates.is_issued_by,
        chain._judged_ways,
    ):
        remembered.cache_clear()
    return open_envelope(raw, US, anchors)


def take_apart(raw: RawMessage) -> list[object]:
    """The standard library's plain parse, with every part decoded."""
    return [part.get_payload(decode=True) for part in message_from_bytes(raw.content).walk()]


def figures(raws: Sequence[RawMessage], large: RawMessage, ways: Sequence[Way]) -> list[tuple[str, str]]:
    """The table: each way by itself, the ratios, and the memory."""
    seconds: dict[str, list[float]] = {way.name: [] for way in ways}
    for _ in range(ROUNDS):
        for way in ways:
            seconds[way.name].append(seconds_for(way, raws))
    medians = {name: statistics.median(found) for name, found in seconds.items()}
    ours, anew, plain, peer, library = (medians[way.name] for way in ways)
    size = statistics.mean(len(raw.content) for raw in raws) / 1000
    return [
        ("messages", f"{len(raws)} of {size:.1f} kB, {ROUNDS} rounds in turns, medians"),
        *((name, per_second(len(raws), median)) for name, median in medians.items()),
        ("opened and verified / mail-parser's plain parse", f"{ours / peer:.2f} times as long"),
        ("the same with certificates never seen before", f"{anew / peer:.2f} times as long"),
        ("opened and verified / standard library", f"{ours / library:.2f} times as long"),
        ("verifying", f"{1000 * (anew - plain) / len(raws):.2f} ms more than without anchors"),
        *((f"peak memory, {way.name}", peaks(way, raws[0], large)) for way in ways),
    ]


def seconds_for(way: Way, raws: Sequence[RawMessage]) -> float:
    """One round over all messages."""
    began = time.perf_counter()
    for raw in raws:
        way.take(raw)
    return time.perf_counter() - began


def peaks(way: Way, small: RawMessage, large: RawMessage) -> str:
    """The most memory that opening takes beyond the message itself."""
    return (
        f"{peak(way, small) / 1000:.0f} kB, and {peak(way, large) / 1e6:.0f} MB for {len(large.content) / 1e6:.0f} MB"
    )


def peak(way: Way, raw: RawMessage) -> int:
    """Bytes beyond the message itself."""
    tracemalloc.start()
    try:
        way.take(raw)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


if __name__ == "__main__":
    main()
