# SPDX-License-Identifier: EUPL-1.2
"""X.509 certificates (RFC 5280): whose they are, when they hold, what they allow, and whether a signature is theirs."""

import datetime as dt
from functools import lru_cache
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

E = TypeVar("E", bound=x509.ExtensionType)

HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - every real PEC examined has it: it counts, with a warning
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
"""Hashes that are taken; MD5 and whatever else is missing here proves nothing."""

SCHEMES = frozenset(("rsassa_pkcs1v15", "rsassa_pss", "ecdsa"))
"""Kinds of signatures that are taken."""

_LARGEST_KEY, _LARGEST_EXPONENT = 8192, 2**32
"""Bits, and number, of RSA keys that are used: beyond, one signature can cost seconds and nobody needs it."""

_FOR_MAIL = {ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}


@lru_cache(maxsize=64)
def load(der: bytes) -> x509.Certificate | None:
    """A certificate from its DER; None when it cannot be decoded."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        key = certificate.public_key()
        # The library decodes each field when it is asked for, and raises then.
        _ = certificate.extensions, certificate.subject, certificate.issuer
        _ = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except Exception:  # noqa: BLE001 - doubled extensions, odd versions and names each have an exception of their own
        return None
    if isinstance(key, rsa.RSAPublicKey) and (
        key.key_size > _LARGEST_KEY or key.public_numbers().e > _LARGEST_EXPONENT
    ):
        return None
    return certificate


@lru_cache(maxsize=256)
def is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the issuer's key signed the certificate; names are for the caller to compare."""
    algorithm = signature_hash(certificate)
    if algorithm is None:
        return False
    scheme = certificate.signature_algorithm_parameters
    rsa_scheme = scheme if isinstance(scheme, padding.PSS) else padding.PKCS1v15()
    return is_made_by(issuer, certificate.signature, certificate.tbs_certificate_bytes, algorithm, rsa_scheme)


def signature_hash(certificate: x509.Certificate) -> hashes.HashAlgorithm | None:
    """The hash under the issuer's signature, if it is one that is taken."""
    try:
        algorithm = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return None
    return None if algorithm is None else HASHES.get(algorithm.name)


def is_made_by(
    signer: x509.Certificate,
    value: bytes,
    content: bytes,
    algorithm: hashes.HashAlgorithm,
    rsa_scheme: padding.AsymmetricPadding,
) -> bool:
    """Whether a signature over some content is of the signer's key."""
    key = signer.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, content, rsa_scheme, algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, content, ec.ECDSA(algorithm))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


@lru_cache(maxsize=64)
def issuer_and_number(der: bytes) -> tuple[bytes, int] | None:
    """By what a signature names a certificate: its issuer in DER and its number; None when it cannot be decoded."""
    certificate = load(der)
    return None if certificate is None else (certificate.issuer.public_bytes(), certificate.serial_number)


def is_within_validity(certificate: x509.Certificate, moment: dt.datetime) -> bool:
    """Whether a moment lies in the certificate's validity, ends included."""
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def same_name(one: x509.Name, other: x509.Name) -> bool:
    """Whether two names are equal but for case, blanks and the kind of string (RFC 5280, 7.1)."""
    return one == other or canonical(one) == canonical(other)


def canonical(name: x509.Name) -> tuple[tuple[tuple[str, str], ...], ...]:
    """A name by which equal ones are equal."""
    return tuple(
        tuple(sorted((part.oid.dotted_string, " ".join(str(part.value).casefold().split())) for part in group))
        for group in name.rdns
    )


def common_name(name: x509.Name) -> str:
    """What a person calls the holder."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME) or name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def mail_addresses(certificate: x509.Certificate) -> tuple[str, ...]:
    """The mail addresses among its alternative names."""
    alternative = extension(certificate, x509.SubjectAlternativeName)
    return tuple(alternative.get_values_for_type(x509.RFC822Name)) if alternative is not None else ()


def is_for_mail(certificate: x509.Certificate) -> bool:
    """Whether its uses, where it states any, include signing mail."""
    uses, key_use = extension(certificate, x509.ExtendedKeyUsage), extension(certificate, x509.KeyUsage)
    signs = key_use is None or key_use.digital_signature or key_use.content_commitment
    return signs and (uses is None or any(use in _FOR_MAIL for use in uses))


def is_understood(certificate: x509.Certificate) -> bool:
    """Whether nothing in it is critical and unknown to us (RFC 5280, 4.2)."""
    return not any(one.critical and isinstance(one.value, x509.UnrecognizedExtension) for one in certificate.extensions)


def key_identifier(certificate: x509.Certificate) -> bytes:
    """SHA-1 of its key (RFC 5280, 4.2.1.2), computed: what a certificate states of itself can be anything."""
    return x509.SubjectKeyIdentifier.from_public_key(certificate.public_key()).digest


def extension(certificate: x509.Certificate, kind: type[E]) -> E | None:
    """One extension, or None when the certificate has none of that kind."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
