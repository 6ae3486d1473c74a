# SPDX-License-Identifier: EUPL-1.2
"""How many envelopes are opened right and weighed right, of messages that nobody has seen: they follow from a seed.

    .venv/bin/python bench/accuracy.py --messages 2000 --seed 20261122

The figures are true of our own generator only; the seed is chosen after the code was written.
"""

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.report import show
from bench.truths import Truth, truths
from pecwatch.mail.envelope import open_envelope
from pecwatch.model.message import Correspondents, Message, RawMessage, Trust
from pecwatch.seals.anchors import Anchors, read_anchors
from tests.generators.authority import root
from tests.generators.chains import anchor

US = Correspondents(senders=("@aler.example",), addresses=("servizisociali@pec.comune.example",))


def main() -> None:
    """Open, compare, count, print."""
    options = _arguments()
    anchors = _anchors()
    counts: Counter[str] = Counter()
    for truth in truths(options.messages, options.seed):
        counts.update(_judged(truth, anchors))
    show(f"Envelopes opened right, seed {options.seed}", figures(counts), keep=options.keep)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=2000, help="how many messages (default: 2000)")
    parser.add_argument("--seed", type=int, default=1, help="from which they follow (default: 1)")
    parser.add_argument("--keep", action="store_true", help="add the figures to bench/results/<today>.md")
    return parser.parse_args()


def _anchors() -> Anchors:
    with TemporaryDirectory() as name:
        for number, identity in enumerate((root(), anchor())):
            (Path(name) / f"{number}.pem").write_bytes(identity.pem)
        return read_anchors(Path(name))


def _judged(truth: Truth, anchors: Anchors) -> Iterable[str]:
    """What there is to count about one message."""
    yield "messages"
    yield truth.name
    try:
        message = open_envelope(RawMessage(source="x.eml", content=truth.raw), US, anchors).message
    except Exception:  # noqa: BLE001 - whatever it raises is the crash to be counted
        yield "crashes"
        return
    if message.trust_reason == "not_opened":
        yield "crashes"
    yield from (f"{what} wrong" for what, is_right in _claims(truth, message) if not is_right)
    if truth.is_forged:
        yield "forgeries"
        if message.trust is Trust.VERIFIED:
            yield "forgeries verified"
            yield f"verified: {truth.name}"
    elif truth.is_sealed:
        yield "genuine"
        yield f"genuine {message.trust}"


def _claims(truth: Truth, message: Message) -> Iterable[tuple[str, bool]]:
    yield "kind", message.kind is truth.kind
    yield "sender", truth.sender is None or (message.sender or "").lower() == truth.sender.lower()
    yield "subject", truth.subject is None or message.subject == truth.subject


def figures(counts: Counter[str]) -> list[tuple[str, str]]:
    """The table."""
    count, forgeries, genuine = counts["messages"], counts["forgeries"], counts["genuine"]
    right = [
        (f"{what} right", f"{count - counts[f'{what} wrong']} of {count}") for what in ("kind", "sender", "subject")
    ]
    escaped = [(name, str(number)) for name, number in sorted(counts.items()) if name.startswith("verified: ")]
    return [
        *right,
        ("forgeries called verified", f"{counts['forgeries verified']} of {forgeries}"),
        *escaped,
        ("genuine seals called verified", f"{counts['genuine verified']} of {genuine}"),
        ("genuine seals called invalid", f"{counts['genuine invalid']} of {genuine}"),
        ("crashes", f"{counts['crashes']} of {count}"),
    ]


if __name__ == "__main__":
    main()
