# SPDX-License-Identifier: EUPL-1.2
"""Detached CMS signatures (RFC 5652) in every manner that is found in mail, and in some that only a forger writes."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Literal

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from tests.generators.keys import Identity

DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "md5": hashes.MD5(),
    "sha1": hashes.SHA1(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
UNKNOWN_ALGORITHM = "1.3.6.1.4.1.99999.1"
"""Belongs to nobody."""


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a signature is written down."""

    scheme: Literal["sha_rsa", "rsa", "pss", "unknown"] = "sha_rsa"
    """For RSA keys: named with its digest, named without it as OpenSSL does, or RSA-PSS; or an algorithm of nobody."""
    has_attributes: bool = True
    """Without signed attributes the signature is directly over the content."""
    has_time: bool = True
    by_key_identifier: bool = False
    """The signer is named by the identifier of its key rather than by issuer and serial number."""
    has_signer_certificate: bool = True
    is_reversed: bool = False
    """The certificates stand in the opposite order: the signer's last."""
    extra: tuple[Identity, ...] = ()
    """Certificates of others, carried along."""
    further_signers: tuple[Identity, ...] = ()
    content_type: str = "data"
    """Value of the signed attribute of that name."""
    is_indefinite: bool = False
    """BER with indefinite lengths, as Java providers write it, rather than DER."""


PLAIN = Manner()


@dataclass(frozen=True)
class _Signing:
    """One act of signing."""

    content: bytes
    signed_at: dt.datetime
    digest: str
    manner: Manner = field(default=PLAIN)


def detached_signature(
    content: bytes,
    signer: Identity,
    *,
    signed_at: dt.datetime,
    digest: str = "sha256",
    chain: tuple[Identity, ...] = (),
    manner: Manner = PLAIN,
) -> bytes:
    """A CMS SignedData over the bytes, without the bytes: what stands in smime.p7s (DER unless the manner says BER)."""
    act = _Signing(content, signed_at, digest, manner)
    carried = (*((signer,) if manner.has_signer_certificate else ()), *chain, *manner.extra)
    certificates = [_asn1(one) for one in (reversed(carried) if manner.is_reversed else carried)]
    signed_data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": digest})],
            "encap_content_info": {"content_type": "data"},
            "certificates": certificates,
            "signer_infos": [_signer_info(one, act) for one in (signer, *manner.further_signers)],
        }
    )
    der = bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed_data}).dump())
    return indefinite(der) if manner.is_indefinite else der


def _asn1(identity: Identity) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(identity.der)


def _signer_info(signer: Identity, act: _Signing) -> cms.SignerInfo:
    attributes = _attributes(act) if act.manner.has_attributes else None
    signature = _signature(act.content if attributes is None else attributes.dump(), signer, act)
    fields = {
        "version": "v3" if act.manner.by_key_identifier else "v1",
        "sid": _signer_identifier(signer, act.manner),
        "digest_algorithm": algos.DigestAlgorithm({"algorithm": act.digest}),
        "signature_algorithm": _signature_algorithm(signer, act),
        "signature": core.OctetString(signature),
    }
    return cms.SignerInfo(fields if attributes is None else {**fields, "signed_attrs": attributes})


def _attributes(act: _Signing) -> cms.CMSAttributes:
    time = {"type": "signing_time", "values": [cms.Time({"utc_time": act.signed_at.astimezone(dt.UTC)})]}
    attributes = [
        {"type": "content_type", "values": [act.manner.content_type]},
        *([time] if act.manner.has_time else []),
        {"type": "message_digest", "values": [hashlib.new(act.digest, act.content).digest()]},
    ]
    return cms.CMSAttributes(attributes)


def _signer_identifier(signer: Identity, manner: Manner) -> cms.SignerIdentifier:
    certificate = _asn1(signer)
    if manner.by_key_identifier:
        return cms.SignerIdentifier({"subject_key_identifier": core.OctetString(certificate.key_identifier)})
    named = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    return cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(named)})


def _signature_algorithm(signer: Identity, act: _Signing) -> algos.SignedDigestAlgorithm:
    if act.manner.scheme == "unknown":
        return algos.SignedDigestAlgorithm({"algorithm": UNKNOWN_ALGORITHM})
    if not isinstance(signer.key, rsa.RSAPrivateKey):
        return algos.SignedDigestAlgorithm({"algorithm": f"{act.digest}_ecdsa"})
    if act.manner.scheme == "rsa":
        return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"})
    if act.manner.scheme == "sha_rsa":
        return algos.SignedDigestAlgorithm({"algorithm": f"{act.digest}_rsa"})
    used = {"algorithm": act.digest}
    parameters = {
        "hash_algorithm": used,
        "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": used},
        "salt_length": DIGESTS[act.digest].digest_size,
    }
    return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": algos.RSASSAPSSParams(parameters)})


def _signature(data: bytes, signer: Identity, act: _Signing) -> bytes:
    used = DIGESTS[act.digest]
    if not isinstance(signer.key, rsa.RSAPrivateKey):
        return signer.key.sign(data, ec.ECDSA(used, deterministic_signing=True))
    if act.manner.scheme == "pss":
        return _pss(data, signer.key, act.digest)
    return signer.key.sign(data, padding.PKCS1v15(), used)


def _pss(data: bytes, key: rsa.RSAPrivateKey, digest: str) -> bytes:
    """EMSA-PSS (RFC 8017 section 9.1.1) with a salt that follows from the data: libraries draw it by lot."""
    size = DIGESTS[digest].digest_size
    hashed = hashlib.new(digest, data).digest()
    salt = hashlib.shake_128(hashed).digest(size)
    proof = hashlib.new(digest, bytes(8) + hashed + salt).digest()
    length = key.key_size // 8
    block = (b"\x01" + salt).rjust(length - size - 1, b"\x00")
    masked = bytearray(one ^ other for one, other in zip(block, _mask(proof, len(block), digest), strict=True))
    masked[0] &= 0x7F
    numbers = key.private_numbers()
    message = int.from_bytes(bytes(masked) + proof + b"\xbc")
    return pow(message, numbers.d, numbers.public_numbers.n).to_bytes(length)


def _mask(seed: bytes, length: int, digest: str) -> bytes:
    size = DIGESTS[digest].digest_size
    blocks = (hashlib.new(digest, seed + count.to_bytes(4)).digest() for count in range(-(-length // size)))
    return b"".join(blocks)[:length]


def indefinite(der: bytes) -> bytes:
    """The same structure with indefinite lengths around everything that is not signed itself."""
    content_type, explicit = _members(der)
    (signed_data,) = _members(explicit)
    version, digests, encapsulated, certificates, signers = _members(signed_data)
    inner = (version, digests, _open_ended(encapsulated), _open_ended(certificates), signers)
    body = b"\x30\x80" + b"".join(inner) + b"\x00\x00"
    return b"\x30\x80" + content_type + b"\xa0\x80" + body + b"\x00\x00" + b"\x00\x00"


def _open_ended(element: bytes) -> bytes:
    return element[:1] + b"\x80" + b"".join(_members(element)) + b"\x00\x00"


def _members(element: bytes) -> list[bytes]:
    """The elements inside a constructed DER element."""
    start = _header_size(element)
    found: list[bytes] = []
    while start < len(element):
        rest = element[start:]
        end = _header_size(rest) + _length(rest)
        found.append(rest[:end])
        start += end
    return found


def _header_size(element: bytes) -> int:
    return 2 + (element[1] & 0x7F if element[1] & 0x80 else 0)


def _length(element: bytes) -> int:
    count = element[1]
    return count if count < 0x80 else int.from_bytes(element[2 : 2 + (count & 0x7F)])
