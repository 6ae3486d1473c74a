# SPDX-License-Identifier: EUPL-1.2
"""Thousands of changed bytes: whatever is called verified is exactly what was sealed."""

import base64
import random
from collections.abc import Callable
from functools import partial

import pytest

from tests.generators.forgeries import sealed_bytes, signature_of, with_signature_part
from tests.generators.letters import File, Letter
from tests.generators.pec import receipt, transport
from tests.generators.providers import ARUBA, LEGALMAIL, NAMIRIAL, POSTE, Postmark
from tests.generators.signing import Manner
from tests.mail.cases.genuine import OURS, really_sealed
from tests.seals.sealed import is_verified, opened, shown

CHANGES = 400
LETTER = Letter(
    subject="Elenco perché",
    text="1) ZUCCHEROLI MIRELLA - SI ESEGUE\n",
    attachments=(File(name="elenco.pdf", content=b"%PDF-1.4\n"),),
)
MESSAGES: dict[str, Callable[[], bytes]] = {
    "curve": partial(transport, LETTER, provider=ARUBA),
    "curve, no signed attributes": partial(
        transport, LETTER, provider=LEGALMAIL, postmark=Postmark(manner=Manner(has_attributes=False))
    ),
    "RSA, SHA-1, BER": partial(
        transport, LETTER, provider=POSTE, postmark=really_sealed(POSTE, manner=Manner(is_indefinite=True))
    ),
    "RSA-PSS": partial(
        transport, LETTER, provider=NAMIRIAL, postmark=really_sealed(NAMIRIAL, "sha256", Manner(scheme="pss"))
    ),
    "receipt": partial(receipt, OURS, "avvenuta-consegna"),
}


@pytest.mark.parametrize("make", MESSAGES.values(), ids=MESSAGES)
def test_no_changed_byte_is_verified_with_other_content(make: Callable[[], bytes]) -> None:
    """One byte anywhere replaced, removed or added: verified only while everything shown is what was sealed."""
    raw = make()
    genuine = opened(raw)
    assert is_verified(genuine)
    chance = random.Random(len(raw))
    accepted = 0
    for _ in range(CHANGES):
        changed = _changed(raw, chance)
        envelope = opened(changed)
        assert envelope.message.trust_reason != "not_opened"
        if is_verified(envelope) and envelope.message.kind is genuine.message.kind:
            assert shown(envelope) == shown(genuine)
            accepted += 1
    assert accepted < CHANGES // 2


@pytest.mark.parametrize("make", MESSAGES.values(), ids=MESSAGES)
def test_no_byte_of_the_sealed_content_can_change(make: Callable[[], bytes]) -> None:
    """Not one bit inside the sealed part goes unnoticed."""
    raw = make()
    sealed = sealed_bytes(raw)
    start = raw.index(sealed)
    chance = random.Random(len(sealed))
    for place in chance.sample(range(start, start + len(sealed)), CHANGES):
        changed = raw[:place] + bytes([raw[place] ^ 1 << chance.randrange(8)]) + raw[place + 1 :]
        if changed.replace(b"\r\n", b"\n") != raw.replace(b"\r\n", b"\n"):
            assert not is_verified(opened(changed))


@pytest.mark.parametrize("make", MESSAGES.values(), ids=MESSAGES)
def test_no_byte_of_a_seal_breaks_the_opening(make: Callable[[], bytes]) -> None:
    """Certificates and signatures with one byte changed are judged, not stumbled over."""
    raw = make()
    genuine, signature = opened(raw), signature_of(raw)
    chance = random.Random(len(signature))
    for _ in range(CHANGES):
        written = base64.encodebytes(_changed(signature, chance)).replace(b"\n", b"\r\n")
        envelope = opened(with_signature_part(raw, written))
        assert envelope.message.trust_reason != "not_opened"
        assert not is_verified(envelope) or shown(envelope) == shown(genuine)


def _changed(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw))
    kept = chance.choice((0, 1))
    filling = b"" if kept == 0 and chance.random() < 0.2 else chance.randbytes(1)
    return raw[:place] + filling + raw[place + 1 - kept * chance.randrange(2) :]
