# SPDX-License-Identifier: EUPL-1.2
"""From a signer's certificate up to a trusted anchor (RFC 5280, 6), judged at a moment in the past.

There is no revocation check: lists of revoked certificates live on the network, and nothing leaves this machine.
"""

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from cryptography import x509

from pecwatch.model.record import record
from pecwatch.seals.anchors import Anchor, Anchors
from pecwatch.seals.certificates import (
    extension,
    is_for_mail,
    is_issued_by,
    is_understood,
    is_within_validity,
    key_identifier,
    load,
    same_name,
    signature_hash,
)
from pecwatch.seals.constraints import allows, limits_mail

LONGEST = 6
"""Certificates between signer and anchor, both included; the PEC has three."""
LARGEST_BAG = 20
"""Certificates that are looked at; honest ones come with three."""
MOST_TRIED = 100
"""Steps up that are tried: certificates that sign each other in every way must not cost minutes."""


class Flaw(StrEnum):
    """What is wrong with a chain."""

    SELF_SIGNED = "self_signed"
    ISSUER_IMPOSTOR = "issuer_impostor"
    CONSTRAINT_VIOLATED = "constraint_violated"
    OUTSIDE_VALIDITY = "outside_validity"
    ISSUER_UNKNOWN = "issuer_unknown"
    CHAIN_INCOMPLETE = "chain_incomplete"
    ALGORITHM_UNKNOWN = "algorithm_unknown"
    ISSUER_OUTSIDE_VALIDITY = "issuer_outside_validity"
    ISSUER_NOT_A_PROVIDER = "issuer_not_a_provider"
    PIN_NOT_MET = "pin_not_met"


@record
class Chain:
    """The way up from a signer, and what is wrong with it."""

    certificates: tuple[x509.Certificate, ...]
    """The signer's first; up to the anchor when one was reached."""
    anchor: Anchor | None
    flaws: tuple[Flaw, ...]


def judge_chain(signer: bytes, bag: tuple[bytes, ...], anchors: Anchors, moment: dt.datetime | None) -> Chain | None:
    """Find the way up with the fewest flaws; None when the signer's certificate cannot be decoded.

    Args:
        bag: Certificates that came along, in any order.
        moment: When the signature was made; None judges no validity.
    """
    leaf = load(signer)
    if leaf is None:
        return None
    ways = _judged_ways(leaf, bag[:LARGEST_BAG], anchors)
    own = () if _holds(leaf, moment) else (Flaw.OUTSIDE_VALIDITY,)
    best = min((_at(way, moment) for way in ways), key=lambda chain: len(chain.flaws))
    return Chain(certificates=best.certificates, anchor=best.anchor, flaws=(*best.flaws, *own))


@lru_cache(maxsize=64)
def _judged_ways(leaf: x509.Certificate, bag: tuple[bytes, ...], anchors: Anchors) -> tuple[Chain, ...]:
    """Every way up with what is wrong with it at any moment; without a way, the signer alone and why there is none.

    A provider seals thousands of messages with one certificate, so a process that opens many remembers this.
    """
    trusted = [(anchor, one) for anchor in anchors.authorities if (one := load(anchor.certificate)) is not None]
    others = [one for one in map(load, dict.fromkeys(bag)) if one is not None and one != leaf]
    steps = iter(range(MOST_TRIED))
    ways = tuple(_judged(way, anchor) for way, anchor in _ways((leaf,), others, trusted, steps))
    return ways or (Chain(certificates=(leaf,), anchor=None, flaws=_without_anchor(leaf, others, trusted)),)


def _at(chain: Chain, moment: dt.datetime | None) -> Chain:
    """A chain with what is wrong with it at one moment."""
    if all(_holds(one, moment) for one in chain.certificates[1:]):
        return chain
    return Chain(
        certificates=chain.certificates,
        anchor=chain.anchor,
        flaws=(*chain.flaws, Flaw.ISSUER_OUTSIDE_VALIDITY),
    )


Trusted = list[tuple[Anchor, x509.Certificate]]


def _ways(
    below: tuple[x509.Certificate, ...], others: list[x509.Certificate], trusted: Trusted, steps: Iterator[int]
) -> Iterator[tuple[tuple[x509.Certificate, ...], Anchor]]:
    """Every way up to an anchor, the nearest anchors first."""
    last = below[-1]
    if len(below) >= LONGEST:
        return
    for anchor, certificate in trusted:
        if _vouches(certificate, last):
            yield (*below, certificate), anchor
    for certificate in others:
        if certificate not in below and next(steps, None) is not None and _vouches(certificate, last):
            yield from _ways((*below, certificate), others, trusted, steps)


def _vouches(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    return same_name(issuer.subject, certificate.issuer) and is_issued_by(certificate, issuer)


def _judged(way: tuple[x509.Certificate, ...], anchor: Anchor) -> Chain:
    leaf, *authorities = way
    between = authorities[:-1]
    found = (
        (Flaw.CONSTRAINT_VIOLATED, not _respects_constraints(way)),
        (Flaw.ALGORITHM_UNKNOWN, not all(is_understood(one) for one in way[:-1])),
        (Flaw.ISSUER_NOT_A_PROVIDER, (bool(between) and not limits_mail(between[0])) or not is_for_mail(leaf)),
        (Flaw.PIN_NOT_MET, not _passes(anchor.pins, authorities)),
    )
    return Chain(certificates=way, anchor=anchor, flaws=tuple(flaw for flaw, is_so in found if is_so))


def _holds(certificate: x509.Certificate, moment: dt.datetime | None) -> bool:
    return moment is None or is_within_validity(certificate, moment)


def _respects_constraints(way: tuple[x509.Certificate, ...]) -> bool:
    """Whether each authority below the anchor is one, none has too many below it, and all names are allowed."""
    for depth, authority in enumerate(way[1:], 1):
        if authority is not way[-1] and not _is_authority(authority):
            return False
        basic = extension(authority, x509.BasicConstraints)
        if basic is not None and basic.path_length is not None and depth - 1 > basic.path_length:
            return False
        if not all(allows(authority, certificate) for certificate in way[:depth]):
            return False
    return True


def _is_authority(certificate: x509.Certificate) -> bool:
    basic, key_use = extension(certificate, x509.BasicConstraints), extension(certificate, x509.KeyUsage)
    return basic is not None and basic.ca and (key_use is None or key_use.key_cert_sign)


def _passes(pins: tuple[bytes, ...], authorities: list[x509.Certificate]) -> bool:
    return not pins or any(key_identifier(one) in pins for one in authorities)


def _without_anchor(leaf: x509.Certificate, others: list[x509.Certificate], trusted: Trusted) -> tuple[Flaw, ...]:
    """Why no anchor is reached. Who bears a trusted name and has another key is an impostor."""
    if same_name(leaf.subject, leaf.issuer) and is_issued_by(leaf, leaf):
        return (Flaw.SELF_SIGNED,)
    known = [certificate for _, certificate in trusted]
    steps = iter(range(MOST_TRIED))
    known += [one for one in others if any(_ways((one,), others, trusted, steps))]
    climbed = [leaf]
    for certificate in climbed:
        if any(same_name(one.subject, certificate.issuer) for one in known):
            return (Flaw.ISSUER_IMPOSTOR if signature_hash(certificate) is not None else Flaw.ALGORITHM_UNKNOWN,)
        climbed += [
            one for one in others if one not in climbed and next(steps, None) is not None and _vouches(one, certificate)
        ]
    has_root = any(same_name(one.subject, one.issuer) for one in climbed[1:])
    return (Flaw.ISSUER_UNKNOWN if has_root or not trusted else Flaw.CHAIN_INCOMPLETE,)
