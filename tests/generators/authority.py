# SPDX-License-Identifier: EUPL-1.2
"""A certification authority for test messages: root, intermediate for providers, one leaf per provider.

Keys are derived from names, so the same input gives the same bytes in every process. Whoever reads this
file can sign: its root belongs in tests and samples, never in a real folder of trust anchors.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
DIGESTS: dict[str, hashes.HashAlgorithm] = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256()}

Validity = tuple[dt.datetime, dt.datetime]
ROOT_VALIDITY = (dt.datetime(2011, 9, 22, tzinfo=dt.UTC), dt.datetime(2045, 9, 22, tzinfo=dt.UTC))
ISSUER_VALIDITY = (dt.datetime(2014, 1, 1, tzinfo=dt.UTC), dt.datetime(2044, 1, 1, tzinfo=dt.UTC))
LEAF_VALIDITY = (dt.datetime(2014, 6, 1, tzinfo=dt.UTC), dt.datetime(2034, 6, 1, tzinfo=dt.UTC))


@dataclass(frozen=True)
class Identity:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def derived_key(name: str) -> ec.EllipticCurvePrivateKey:
    """The P-256 key that belongs to a name."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()) % (P256_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "IT"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Prova"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: Identity | None,
    validity: Validity,
    extensions: list[tuple[x509.ExtensionType, bool]],
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
    return Identity(builder.sign(issuer_key, hashes.SHA256(), ecdsa_deterministic=True), key)


@lru_cache
def root(common_name: str = "Prova Authentication Root CA", key_name: str = "") -> Identity:
    """The trust anchor. Another `key_name` gives an impostor of the same name."""
    return _certificate(
        _name(common_name),
        derived_key(key_name or common_name),
        None,
        ROOT_VALIDITY,
        [(x509.BasicConstraints(ca=True, path_length=None), True)],
    )


@lru_cache
def provider_issuer(domains: frozenset[str], anchor: Identity | None = None) -> Identity:
    """The authority of the providers, bound to their mail domains as AgID CA1 is; no domains, no bound."""
    constraints = x509.NameConstraints([x509.RFC822Name(domain) for domain in sorted(domains)] or None, None)
    return _certificate(
        _name("Prova PEC CA1"),
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
    return _certificate(
        _name(f"Gestore {domain}"),
        derived_key(f"provider {domain}"),
        issuer,
        validity,
        [
            (x509.BasicConstraints(ca=False, path_length=None), True),
            (x509.SubjectAlternativeName([x509.RFC822Name(address or f"posta-certificata@{domain}")]), False),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False),
        ],
    )


def detached_signature(
    content: bytes,
    signer: Identity,
    *,
    signed_at: dt.datetime,
    digest: str = "sha256",
    chain: tuple[Identity, ...] = (),
) -> bytes:
    """A CMS SignedData over the bytes, without the bytes: what stands in smime.p7s (DER)."""
    digest_algorithm = algos.DigestAlgorithm({"algorithm": digest})
    certificate = asn1_x509.Certificate.load(signer.der)
    signed = cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "signing_time", "values": [cms.Time({"utc_time": signed_at.astimezone(dt.UTC)})]},
            {"type": "message_digest", "values": [hashlib.new(digest, content).digest()]},
        ]
    )
    algorithm = ec.ECDSA(DIGESTS[digest], deterministic_signing=True)
    signer_info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": digest_algorithm,
            "signed_attrs": signed,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": f"{digest}_ecdsa"}),
            "signature": core.OctetString(signer.key.sign(signed.dump(), algorithm)),
        }
    )
    signed_data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest_algorithm],
            "encap_content_info": {"content_type": "data"},
            "certificates": [asn1_x509.Certificate.load(identity.der) for identity in (signer, *chain)],
            "signer_infos": [signer_info],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed_data}).dump())
