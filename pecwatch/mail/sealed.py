# SPDX-License-Identifier: EUPL-1.2
"""The provider's seal on a PEC: which bytes it covers, and how far it can be believed.

It is weighed in two steps, because the moment of the message stands inside: first the bytes that the seal
covers are found, then, when they have been read, signature and certificates are judged for that moment.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator

from pecwatch.model.message import Seal, Trust
from pecwatch.model.record import record
from pecwatch.seals.anchors import Anchors
from pecwatch.seals.authenticity import is_authentic
from pecwatch.seals.certificates import HASHES, SCHEMES, common_name, load, mail_addresses, signature_hash
from pecwatch.seals.chain import Chain, Flaw, judge_chain
from pecwatch.seals.cms import Signature, SignedData, read_signed_data

DISGUISED = "another_kind_sealed"

INVALID = (
    "content_changed",
    "signature_wrong",
    Flaw.SELF_SIGNED,
    Flaw.ISSUER_IMPOSTOR,
    Flaw.CONSTRAINT_VIOLATED,
    Flaw.OUTSIDE_VALIDITY,
    "sender_not_in_certificate",
    DISGUISED,
)
"""Reasons that speak against a seal, the most telling first."""

UNVERIFIABLE = (
    "seal_undecodable",
    "algorithm_unknown",
    Flaw.ISSUER_UNKNOWN,
    Flaw.CHAIN_INCOMPLETE,
    Flaw.ISSUER_NOT_A_PROVIDER,
    Flaw.PIN_NOT_MET,
    Flaw.ISSUER_OUTSIDE_VALIDITY,
    "several_signers",
    "moment_unknown",
    "headers_ambiguous",
    "beside_the_seal",
)
"""Reasons for which a seal cannot be judged, the most telling first."""

PROVIDER = "posta-certificata@"
"""How the address of every provider begins (DM 2 November 2005, annex)."""
MOST_SIGNATURES = 2
"""Signatures in one seal that are judged; providers put one."""

_SET = b"\x31"
"""How an ASN.1 set begins."""
_ESCAPED_FROM = re.compile(rb"(?m)^>(?=>*From )")


@record
class SealedContent:
    """The bytes under a seal."""

    content: bytes
    """Those that the digest fits; as they came when it fits none."""
    signed: SignedData | None
    """None when the seal cannot be decoded."""
    is_intact: bool


@record
class Verdict:
    """How far a seal can be believed, and why."""

    trust: Trust
    reason: str | None
    is_weak: bool
    """It stands on SHA-1."""
    seal: Seal | None


def sealed_content(content: bytes, seal: bytes) -> SealedContent:
    """Find the form of some bytes that a detached seal is over.

    Files and gateways change line ends, and mbox files escape «From »; a mail is sealed as it travels. Whatever
    form fits, that form is what is read afterwards.
    """
    signed = read_signed_data(seal)
    if signed is None or not signed.signatures:
        return SealedContent(content=content, signed=None, is_intact=False)
    fitting = (form for form in _forms(content) if any(_covers(signature, form) for signature in signed.signatures))
    found = next(fitting, None)
    return SealedContent(content=content if found is None else found, signed=signed, is_intact=found is not None)


def weigh(
    sealed: SealedContent,
    *,
    certified_at: dt.datetime | None,
    dated: dt.datetime | None,
    sender: str | None,
    doubts: Iterable[str],
    anchors: Anchors,
) -> Verdict:
    """Judge a seal at the moment of its message.

    Args:
        certified_at: By the daticert, if it can be read.
        dated: By the Date field.
        sender: The address in the From of the envelope.
        doubts: What the shape of the envelope leaves open, as codes of `UNVERIFIABLE`.
    """
    if sealed.signed is None:
        return Verdict(trust=Trust.UNVERIFIABLE, reason="seal_undecodable", is_weak=False, seal=None)
    signatures = sealed.signed.signatures
    opinions = [
        _opinion(sealed, signature, certified_at or signature.signed_at or dated, sender, anchors)
        for signature in signatures[:MOST_SIGNATURES]
    ]
    too_many = ("several_signers",) if len(signatures) > MOST_SIGNATURES else ()
    reasons = {*doubts, *too_many, *(reason for opinion in opinions for reason in opinion.reasons)}
    first = next((reason for reason in (*INVALID, *UNVERIFIABLE) if reason in reasons), None)
    trust = Trust.VERIFIED if first is None else Trust.INVALID if first in INVALID else Trust.UNVERIFIABLE
    return Verdict(
        trust=trust,
        reason=None if first is None else str(first),
        is_weak=any(opinion.is_weak for opinion in opinions),
        seal=opinions[0].seal,
    )


@record
class _Opinion:
    """What one signature comes to."""

    reasons: tuple[str, ...]
    is_weak: bool
    seal: Seal


def _opinion(
    sealed: SealedContent, signature: Signature, moment: dt.datetime | None, sender: str | None, anchors: Anchors
) -> _Opinion:
    bag = sealed.signed.certificates if sealed.signed is not None else ()
    chain = None
    if signature.certificate is not None:
        chain = judge_chain(signature.certificate, bag, anchors, moment)
    reasons = (*_of_signature(sealed, signature, chain), *_of_chain(chain, moment, sender))
    return _Opinion(reasons=reasons, is_weak=_is_weak(signature, chain), seal=_seal(signature, chain, moment))


def _of_signature(sealed: SealedContent, signature: Signature, chain: Chain | None) -> Iterator[str]:
    """Whether digest and signature hold."""
    is_known = signature.scheme in SCHEMES and signature.hash in HASHES
    is_alone = sealed.signed is not None and len(sealed.signed.signatures) == 1
    is_intact = sealed.is_intact and (is_alone or _covers(signature, sealed.content))
    if not is_intact and (is_known if signature.attributes is None else _is_digest_known(signature)):
        yield "content_changed"
    if not is_known or signature.digest not in HASHES:
        yield "algorithm_unknown"
    elif chain is not None and not is_authentic(signature, chain.certificates[0], sealed.content):
        yield "signature_wrong"


def _of_chain(chain: Chain | None, moment: dt.datetime | None, sender: str | None) -> Iterator[str]:
    """Whether somebody trusted vouches for the sealer, and the sealer is who the envelope says."""
    if chain is None:
        yield Flaw.CHAIN_INCOMPLETE
        return
    yield from chain.flaws
    if moment is None:
        yield "moment_unknown"
    addresses = {address.lower() for address in mail_addresses(chain.certificates[0])}
    if sender is None:
        yield "headers_ambiguous"
    elif addresses and sender.lower() not in addresses:
        yield "sender_not_in_certificate"
    if not any(address.startswith(PROVIDER) for address in addresses):
        yield Flaw.ISSUER_NOT_A_PROVIDER


def _is_weak(signature: Signature, chain: Chain | None) -> bool:
    below_anchor = () if chain is None else chain.certificates[: -1 if chain.anchor is not None else None]
    used = {one.name for certificate in below_anchor if (one := signature_hash(certificate)) is not None}
    return "sha1" in {signature.digest, signature.hash, *used}


def _seal(signature: Signature, chain: Chain | None, moment: dt.datetime | None) -> Seal:
    leaf = None if chain is None else chain.certificates[0]
    return Seal(
        signer=None if leaf is None else next(iter(mail_addresses(leaf)), None),
        certificate=None if leaf is None else common_name(leaf.subject),
        issuer=None if leaf is None else common_name(leaf.issuer),
        anchor=None if chain is None or chain.anchor is None else common_name(chain.certificates[-1].subject),
        digest=signature.digest,
        signed_at=signature.signed_at,
        judged_at=moment,
    )


def _forms(content: bytes) -> Iterator[bytes]:
    """The bytes as they came, with the line ends of mail, and without the escapes of an mbox file."""
    yield content
    travelling = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    if travelling != content:
        yield travelling
    unescaped = _ESCAPED_FROM.sub(b"", travelling)
    if unescaped != travelling:
        yield unescaped


def _is_digest_known(signature: Signature) -> bool:
    return signature.digest in HASHES or signature.digest == "md5"


def _covers(signature: Signature, content: bytes) -> bool:
    """Whether the digest that was signed is that of the content; without attributes the signature itself tells."""
    if signature.attributes is None:
        if content.startswith(_SET):
            # The attributes of another signature, given out for content (RFC 5652 has no mark against it).
            return False
        leaf = None if signature.certificate is None else load(signature.certificate)
        return leaf is not None and is_authentic(signature, leaf, content)
    if signature.content_types != ("data",) or not _is_digest_known(signature):
        return False
    digest = hashlib.new(signature.digest, content, usedforsecurity=False).digest()
    return signature.message_digests == (digest,)
