# SPDX-License-Identifier: EUPL-1.2
"""Sealed bytes that were changed, seals moved to other content, and seals that cannot be read."""

import base64
from collections.abc import Iterator
from functools import partial

from pecwatch.model.message import Kind
from tests.generators import forgeries
from tests.generators.authority import provider, provider_issuer, root
from tests.generators.chains import DOMAINS, Chain
from tests.generators.forgeries import (
    NOT_EXECUTED,
    REPLACEMENT,
    changed,
    sealed_by,
    self_made_authorities,
    signature_of,
    with_signature_part,
)
from tests.generators.letters import Letter
from tests.generators.pec import receipt, transport
from tests.generators.providers import ARUBA, LEGALMAIL, POSTE, PROPER, PROVIDERS, Postmark, Provider, daticert
from tests.generators.signing import Manner
from tests.mail.cases.case import LETTER, SENDER, Case, absent, doubtful, invalid, never_verified
from tests.mail.cases.genuine import OURS, really_sealed

PROVIDER_ADDRESS = f"posta-certificata@{ARUBA.domain}"
UNREADABLE = frozenset({"sender", "subject", "parts", "outside"})
"""What a change under the seal may make of the message is for the person to see; it only never counts."""


def _bytes_changed() -> Iterator[Case]:
    """One bit in each region of each provider's envelope."""
    for one in PROVIDERS:
        dati = b"<mittente>" if one is LEGALMAIL else b'filename="daticert.xml"\r\n\r\nPD'
        regions = (
            ("notice", b"Messaggio di posta "),
            ("inner boundary", b'boundary="----------=_'),
            ("daticert", dati),
            ("inner Message-ID", b"\r\nMessage-ID: <lettera."),
            ("inner body", b"Si trasmette "),
            ("attachment", b'filename="elenco.pdf"\r\n\r\nJVBER'),
        )
        for region, marker in regions:
            raw = partial(_changed, one, PROPER, marker)
            yield invalid(f"changed {region}: {one.name}", raw, "content_changed", free=UNREADABLE)
    raw = partial(_changed, ARUBA, really_sealed(digest="sha256"), b"Si trasmette ")
    yield invalid("changed body under RSA", raw, "content_changed")
    bare = Postmark(manner=Manner(has_attributes=False))
    raw = partial(_changed, ARUBA, bare, b"Si trasmette ")
    yield invalid("changed body, no signed attributes", raw, "content_changed", "signature_wrong")
    for kind in ("accettazione", "avvenuta-consegna", "errore-consegna"):
        expected = {"kind": Kind.RECEIPT, "receipt": kind, "sender": PROVIDER_ADDRESS, "parts": ()}
        raw = partial(_changed_receipt, kind)
        yield invalid(f"changed receipt: {kind}", raw, "content_changed", free=frozenset({"subject"}), **expected)


def _changed(by: Provider, postmark: Postmark, marker: bytes) -> bytes:
    return _changed_inside(transport(LETTER, provider=by, postmark=postmark), marker)


def _changed_receipt(kind: str) -> bytes:
    return _changed_inside(receipt(OURS, kind), b"Ricevuta: ")


def _changed_inside(raw: bytes, marker: bytes) -> bytes:
    """One bit after a marker in the body; the fields of the envelope are under no seal."""
    head, _, body = raw.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n" + changed(body, marker)


def _seals_moved() -> Iterator[Case]:
    evil = daticert(LETTER, "posta-certificata", ARUBA, PROPER).replace(SENDER.encode(), b"altri@pec.aler.example")
    yield invalid(
        "daticert replaced under a genuine seal", partial(_under_genuine_seal, LETTER, evil), "content_changed"
    )
    other = partial(_under_genuine_seal, REPLACEMENT)
    expected = {"subject": REPLACEMENT.subject, "parts": ("body",)}
    yield invalid("another letter under a genuine seal", other, "content_changed", **expected)
    of_other_provider = partial(_under_genuine_seal, LETTER, by=POSTE)
    yield invalid("another provider's envelope under a genuine seal", of_other_provider, "content_changed")


def _under_genuine_seal(letter: Letter, dati: bytes | None = None, by: Provider = ARUBA) -> bytes:
    signature = signature_of(transport(LETTER))
    return transport(letter, provider=by, postmark=Postmark(daticert=dati, signature=signature))


def _orders_forged() -> Iterator[Case]:
    """Letters that would switch an alarm off, in every envelope a forger can make."""
    stranger = root("Radice del Falsario")
    issuer = provider_issuer(frozenset(DOMAINS), stranger)
    below_stranger = Chain(provider(ARUBA.domain, issuer), (issuer, stranger))
    self_signed = Chain(provider(ARUBA.domain, None), ())
    for name, letter, parts in (
        ("annulla e sostituisce", REPLACEMENT, ("body",)),
        ("NON SI ESEGUE", NOT_EXECUTED, ("body", "elenco.txt")),
    ):
        expected = {"subject": letter.subject, "parts": parts}
        by_impostor = partial(sealed_by, self_made_authorities(), letter)
        yield invalid(f"«{name}»: self-made authorities", by_impostor, "issuer_impostor", **expected)
        yield invalid(f"«{name}»: self-signed", partial(sealed_by, self_signed, letter), "self_signed", **expected)
        yield doubtful(
            f"«{name}»: foreign root", partial(sealed_by, below_stranger, letter), "issuer_unknown", **expected
        )
        unsealed = Postmark(sealed=False, certified_sender="altri@pec.aler.example")
        yield absent(f"«{name}»: no seal", partial(transport, letter, postmark=unsealed), "no_seal", **expected)
        plain = {"sender": PROVIDER_ADDRESS, "subject": f"POSTA CERTIFICATA: {letter.subject}", "parts": ("body",)}
        yield absent(f"«{name}»: plain mail", partial(forgeries.marked_plain_mail, letter), "no_seal", **plain)


def _unreadable_seals() -> Iterator[Case]:
    signature = signature_of(transport(LETTER))
    written = (
        ("garbage", b"/////w=="),
        ("empty", b""),
        ("no base64", "non è una firma!".encode()),
        ("cut off", base64.b64encode(signature[:200])),
        ("a certificate", base64.b64encode(root().der)),
        ("empty sequence", base64.b64encode(b"\x30\x00")),
    )
    for name, text in written:
        raw = partial(_with_signature_part, text)
        yield doubtful(f"signature: {name}", raw, "seal_undecodable")
    raw = partial(_signed_with, signature[:-1] + bytes([signature[-1] ^ 1]))
    yield invalid("signature: value changed", raw, "signature_wrong")
    yield absent("signature: part missing", _without_signature_part, "no_seal")
    for name, manner, digest in (
        ("MD5", Manner(), "md5"),
        ("unknown algorithm", Manner(scheme="unknown"), "sha256"),
        ("unknown algorithm, no attributes", Manner(scheme="unknown", has_attributes=False), "sha256"),
    ):
        raw = partial(transport, LETTER, postmark=really_sealed(digest=digest, manner=manner))
        yield doubtful(f"signature: {name}", raw, "algorithm_unknown")
    changed_md5 = partial(_changed, ARUBA, really_sealed(digest="md5"), b"Si trasmette ")
    yield never_verified("signature: MD5, body changed", changed_md5, "algorithm_unknown", "content_changed")
    odd = partial(transport, LETTER, postmark=really_sealed(manner=Manner(content_type="signed_data")))
    yield never_verified("signature: attribute with another content type", odd)
    stranger = provider(POSTE.domain, None)
    both = partial(transport, LETTER, postmark=Postmark(manner=Manner(further_signers=(stranger,))))
    yield never_verified("signature: a second, foreign signer", both)
    first = Postmark(signer=stranger, manner=Manner(further_signers=(really_sealed().signer,)))
    yield never_verified("signature: a first, foreign signer", partial(transport, LETTER, postmark=first))


def _with_signature_part(written: bytes) -> bytes:
    return with_signature_part(transport(LETTER), written)


def _signed_with(signature: bytes) -> bytes:
    return transport(LETTER, postmark=Postmark(signature=signature))


def _without_signature_part() -> bytes:
    return forgeries.without_signature_part(transport(LETTER))


ALTERED: tuple[Case, ...] = (*_bytes_changed(), *_seals_moved(), *_orders_forged(), *_unreadable_seals())
