# SPDX-License-Identifier: EUPL-1.2
"""Which part of an envelope the provider's seal covers, and what stands around it.

A seal says nothing about what stands beside the sealed part, nor about the fields of the envelope: whoever
passes a message on can add to it. So only a multipart/signed of exactly two parts (RFC 1847) is beyond doubt.
"""

import re
from collections.abc import Iterator

from pecwatch.mail.detectors.anatomy import is_signature
from pecwatch.mail.detectors.wrapping import Place
from pecwatch.mail.mime import Entity, content, read_entity
from pecwatch.mail.sealed import SealedContent, sealed_content
from pecwatch.model.record import record
from pecwatch.seals.cms import read_signed_data

_OPAQUE_TYPES = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_DECISIVE = ("From", "X-Trasporto", "X-Ricevuta")
"""Fields of an envelope that a message program could read in two ways when they stand there twice."""
_BOUNDARIES = re.compile(r"boundary\*?(?:0\*?)?\s*=", re.I)
_USUAL_PREAMBLE = re.compile(
    rb"\s*(?:this is an? (?:cryptographically signed|digitally signed|s/mime signed|multi-?part)"
    rb" message(?: in mime format)?\.?)?\s*",
    re.I,
)
"""The one line for programs that know no MIME, which many senders write before the first part."""


@record
class Sealing:
    """An envelope taken apart at its seal."""

    inside: Entity
    """What the seal covers; without a seal the envelope itself."""
    beside: tuple[Entity, ...] = ()
    """What stands around it, but for the seal."""
    sealed: SealedContent | None = None
    """None when there is no seal."""
    doubts: tuple[str, ...] = ()
    """Why what is shown may be more than what was sealed: codes of `sealed.UNVERIFIABLE`."""


def sealing_of(place: Place) -> Sealing:
    """Find the seal of an envelope and the bytes under it."""
    envelope = place.envelope
    if envelope.type in _OPAQUE_TYPES:
        return _opaque(place)
    if envelope.type != "multipart/signed" or not envelope.children:
        return Sealing(inside=envelope, beside=place.beside)
    inside, *others = envelope.children
    seals = [other for other in others if is_signature(other)]
    beside = (*(leaf for other in others if other not in seals for leaf in other.leaves()), *place.beside)
    if not seals:
        return Sealing(inside=inside, beside=beside)
    raw = inside.raw
    sealed = sealed_content(raw, content(seals[0]))
    return Sealing(
        inside=inside if sealed.content == raw else read_entity(sealed.content),
        beside=beside,
        sealed=sealed,
        doubts=tuple(dict.fromkeys(_doubts(place, beside))),
    )


def _opaque(place: Place) -> Sealing:
    """The content inside the signature itself."""
    seal = content(place.envelope)
    signed = read_signed_data(seal)
    if signed is None or signed.content is None:
        undecoded = SealedContent(content=place.envelope.raw, signed=None, is_intact=False)
        return Sealing(inside=place.envelope, beside=place.beside, sealed=undecoded)
    sealed = sealed_content(signed.content, seal)
    doubts = tuple(dict.fromkeys(_doubts(place, place.beside)))
    return Sealing(inside=read_entity(sealed.content), beside=place.beside, sealed=sealed, doubts=doubts)


def _doubts(place: Place, beside: tuple[Entity, ...]) -> Iterator[str]:
    envelope = place.envelope
    types = envelope.headers.all("Content-Type")
    if len(types) > 1 or len(_BOUNDARIES.findall(" ".join(types))) > 1:
        yield "headers_ambiguous"
    if envelope.is_repaired or not (place.headers.is_whole and envelope.headers.is_whole):
        yield "headers_ambiguous"
    if any(len(place.headers.all(name)) > 1 for name in _DECISIVE):
        yield "headers_ambiguous"
    if len(envelope.children) > 2 or any(leaf.body.strip() for leaf in beside):
        yield "beside_the_seal"
    around = (envelope,) if place.wrapping is None else (envelope, place.wrapping)
    if any(one.epilogue.strip() or not _USUAL_PREAMBLE.fullmatch(one.preamble) for one in around):
        yield "beside_the_seal"
