# SPDX-License-Identifier: EUPL-1.2
"""Whom a signer's certificate names, and whether a signature fits a content; nobody's identity is verified here."""

import datetime as dt
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from pecwatch.model.record import record
from pecwatch.seals.authenticity import is_authentic
from pecwatch.seals.certificates import HASHES, common_name, load
from pecwatch.seals.cms import Signature

_SCHEMES: dict[str, type] = {
    "rsassa_pkcs1v15": rsa.RSAPublicKey,
    "rsassa_pss": rsa.RSAPublicKey,
    "ecdsa": ec.EllipticCurvePublicKey,
}
"""The kind of key that each kind of signature is made with."""


@record
class Holder:
    """Whom a certificate names."""

    name: str
    """Surname and given name where the certificate has them apart, as qualified ones do."""
    numbers: tuple[str, ...]
    """Texts in which issuers write the number of a person, as `TINIT-…` (ETSI EN 319 412-1, 5.1.3) or `IT:…`."""
    organisation: str | None
    issuer: str
    valid_from: dt.datetime
    valid_to: dt.datetime


def holder_of(certificate: bytes | None) -> Holder | None:
    """Whom a certificate (DER) names; None when it is missing or cannot be decoded."""
    loaded = None if certificate is None else load(certificate)
    if loaded is None:
        return None
    subject = loaded.subject
    surname, given = _values(subject, NameOID.SURNAME), _values(subject, NameOID.GIVEN_NAME)
    return Holder(
        name=f"{surname[0]} {given[0]}" if surname and given else common_name(subject),
        numbers=_values(subject, NameOID.SERIAL_NUMBER, NameOID.DN_QUALIFIER, NameOID.COMMON_NAME),
        organisation=next(iter(_values(subject, NameOID.ORGANIZATION_NAME)), None),
        issuer=common_name(loaded.issuer),
        valid_from=loaded.not_valid_before_utc,
        valid_to=loaded.not_valid_after_utc,
    )


def fits_content(signature: Signature, content: bytes) -> bool | None:
    """Whether a signature was made over a content with the key of its certificate; None when that cannot be told."""
    if signature.attributes is not None and signature.digest in HASHES:
        digest = hashlib.new(signature.digest, content, usedforsecurity=False).digest()
        if digest not in signature.message_digests:
            return False
    certificate = None if signature.certificate is None else load(signature.certificate)
    kind = _SCHEMES.get(signature.scheme)
    if certificate is None or kind is None or not {signature.hash, signature.digest} <= HASHES.keys():
        return None
    return is_authentic(signature, certificate, content) if isinstance(certificate.public_key(), kind) else None


def _values(name: x509.Name, *kinds: x509.ObjectIdentifier) -> tuple[str, ...]:
    return tuple(str(one.value).strip() for kind in kinds for one in name.get_attributes_for_oid(kind))
