# SPDX-License-Identifier: EUPL-1.2
"""A certification authority for test messages: root, intermediate for providers, one leaf per provider.

Keys are derived from names, so the same input gives the same bytes in every process. Whoever reads this
file can sign: its root belongs in tests and samples, never in a real folder of trust anchors.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.generators.keys import Identity, PrivateKey, derived_key
from tests.generators.signing import detached_signature

__all__ = [
    "LEAF_VALIDITY",
    "Extensions",
    "Identity",
    "Validity",
    "certificate",
    "derived_key",
    "detached_signature",
    "named",
    "provider",
    "provider_issuer",
    "root",
]

Validity = tuple[dt.datetime, dt.datetime]
Extensions = Sequence[tuple[x509.ExtensionType, bool]]
"""Each with whether it is critical."""

ROOT_VALIDITY = (dt.datetime(2011, 9, 22, tzinfo=dt.UTC), dt.datetime(2045, 9, 22, tzinfo=dt.UTC))
ISSUER_VALIDITY = (dt.datetime(2014, 1, 1, tzinfo=dt.UTC), dt.datetime(2044, 1, 1, tzinfo=dt.UTC))
LEAF_VALIDITY = (dt.datetime(2014, 6, 1, tzinfo=dt.UTC), dt.datetime(2034, 6, 1, tzinfo=dt.UTC))


def named(common_name: str, email: str | None = None) -> x509.Name:
    """A distinguished name; some older certificates carry the address in it."""
    attributes = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "IT"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Prova"),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
    ]
    return x509.Name(attributes + ([x509.NameAttribute(NameOID.EMAIL_ADDRESS, email)] if email else []))


def certificate(
    subject: x509.Name, key: PrivateKey, issuer: Identity | None, validity: Validity, extensions: Extensions
) -> Identity:
    """A certificate with a serial number that follows from its content; no issuer means self-signed."""
    issuer_name = subject if issuer is None else issuer.certificate.subject
    issuer_key = key if issuer is None else issuer.key
    seed = f"{subject.rfc4514_string()}|{issuer_name.rfc4514_string()}|{validity}".encode()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(hashlib.sha256(seed).digest()[:15]) + 1)
        .not_valid_before(validity[0])
        .not_valid_after(validity[1])
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    if isinstance(issuer_key, rsa.RSAPrivateKey):
        return Identity(builder.sign(issuer_key, hashes.SHA256()), key)
    return Identity(builder.sign(issuer_key, hashes.SHA256(), ecdsa_deterministic=True), key)


@lru_cache
def root(common_name: str = "Prova Authentication Root CA", key_name: str = "") -> Identity:
    """The trust anchor. Another `key_name` gives an impostor of the same name."""
    return certificate(
        named(common_name),
        derived_key(key_name or common_name),
        None,
        ROOT_VALIDITY,
        [(x509.BasicConstraints(ca=True, path_length=None), True)],
    )


@lru_cache
def provider_issuer(domains: frozenset[str], anchor: Identity | None = None) -> Identity:
    """The authority of the providers, bound to their mail domains as AgID CA1 is; no domains, no bound."""
    constraints = x509.NameConstraints([x509.RFC822Name(domain) for domain in sorted(domains)] or None, None)
    return certificate(
        named("Prova PEC CA1"),
        derived_key("Prova PEC CA1"),
        anchor or root(),
        ISSUER_VALIDITY,
        [(x509.BasicConstraints(ca=True, path_length=0), True)] + ([(constraints, True)] if domains else []),
    )


@lru_cache
def provider(
    domain: str, issuer: Identity | None, validity: Validity = LEAF_VALIDITY, address: str | None = None
) -> Identity:
    """The certificate with which a provider seals; no issuer means self-signed."""
    return certificate(
        named(f"Gestore {domain}"),
        derived_key(f"provider {domain}"),
        issuer,
        validity,
        [
            (x509.BasicConstraints(ca=False, path_length=None), True),
            (x509.SubjectAlternativeName([x509.RFC822Name(address or f"posta-certificata@{domain}")]), False),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False),
        ],
    )
