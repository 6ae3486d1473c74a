# SPDX-License-Identifier: EUPL-1.2
"""CMS SignedData (RFC 5652) as it comes from outside: what was signed, by whom, with which certificates."""

import datetime as dt
from typing import Any

from asn1crypto import cms, core

from pecwatch.model.record import record
from pecwatch.seals.certificates import issuer_and_number

MOST = 50
"""Certificates, and signatures, read from one structure; honest ones hold three and one."""


@record
class Signature:
    """One signature in a SignedData."""

    certificate: bytes | None
    """DER of the certificate it names; None when that does not come along."""
    digest: str
    """Algorithm that digested the content: `sha256`, or dotted numbers when unknown."""
    scheme: str
    """`rsassa_pkcs1v15`, `rsassa_pss`, `ecdsa`, or dotted numbers when unknown."""
    hash: str
    """Hash under the signature, named like `digest`."""
    salt_length: int
    """Bytes; matters to `rsassa_pss` only."""
    value: bytes
    attributes: bytes | None
    """The signed attributes as they came, as a set; None when the content itself is signed."""
    content_types: tuple[str, ...]
    message_digests: tuple[bytes, ...]
    signed_at: dt.datetime | None
    """By the signer's own clock; aware."""


@record
class SignedData:
    """A SignedData laid open."""

    content: bytes | None
    """What was signed; None when it stands elsewhere."""
    certificates: tuple[bytes, ...]
    """DER, in the order in which they came."""
    signatures: tuple[Signature, ...]


def read_signed_data(content: bytes) -> SignedData | None:
    """Lay a CMS structure open (DER or BER); None when it is none, or cannot be decoded."""
    try:
        info = cms.ContentInfo.load(content)
        return _signed_data(info["content"]) if info["content_type"].native == "signed_data" else None
    except Exception:  # noqa: BLE001 - asn1crypto decodes as it goes, and hostile bytes make it raise anything
        return None


def in_der(attributes: bytes) -> bytes:
    """Signed attributes encoded anew: a signature is over their DER, whatever encoding they came in (RFC 5652, 5.4)."""
    try:
        return bytes(cms.CMSAttributes.load(attributes).dump(force=True))
    except Exception:  # noqa: BLE001 - see `read_signed_data`
        return attributes


def _signed_data(data: Any) -> SignedData:
    enclosed = data["encap_content_info"]["content"]
    bag = [choice.chosen for choice in _some(data["certificates"]) if choice.name == "certificate"]
    return SignedData(
        content=None if isinstance(enclosed, core.Void) else bytes(enclosed),
        certificates=tuple(certificate.dump() for certificate in bag),
        signatures=tuple(_signature(signer, bag) for signer in _some(data["signer_infos"])),
    )


def _some(items: Any) -> list[Any]:
    return [] if isinstance(items, core.Void) else [items[number] for number in range(min(len(items), MOST))]


def _signature(signer: Any, bag: list[Any]) -> Signature:
    attributes = signer["signed_attrs"]
    is_signed = not isinstance(attributes, core.Void)
    values = [(item["type"].native, value) for item in attributes for value in item["values"]] if is_signed else []
    algorithm = signer["signature_algorithm"]
    scheme, digest = _scheme(algorithm), signer["digest_algorithm"]["algorithm"].native
    moments = [value.native for kind, value in values if kind == "signing_time"]
    return Signature(
        certificate=next((one.dump() for one in bag if _is_named(one, signer["sid"])), None),
        digest=digest,
        scheme=scheme,
        hash=_hash(algorithm) or digest,
        salt_length=algorithm["parameters"]["salt_length"].native if scheme == "rsassa_pss" else 0,
        value=signer["signature"].native,
        attributes=attributes.untag().dump() if is_signed else None,
        content_types=tuple(value.native for kind, value in values if kind == "content_type"),
        message_digests=tuple(value.native for kind, value in values if kind == "message_digest"),
        signed_at=next((moment for moment in moments if isinstance(moment, dt.datetime)), None),
    )


def _is_named(certificate: Any, identifier: Any) -> bool:
    """Whether a signature names this certificate, by issuer and number or by its key identifier."""
    if identifier.name == "subject_key_identifier":
        return bool(certificate.key_identifier == identifier.native)
    named = identifier.chosen
    known, number = issuer_and_number(certificate.dump()), named["serial_number"].native
    if known is not None and known[1] != number:
        return False
    # Byte by byte first: comparing names by their meaning is slow.
    return known == (named["issuer"].dump(), number) or (
        certificate.serial_number == number and bool(certificate.issuer == named["issuer"])
    )


def _scheme(algorithm: Any) -> str:
    try:
        return str(algorithm.signature_algo)
    except ValueError:
        return str(algorithm["algorithm"].native)


def _hash(algorithm: Any) -> str | None:
    """The hash that the signature's algorithm names; a bare «RSA» names none."""
    try:
        return str(algorithm.hash_algo)
    except ValueError:
        return None
