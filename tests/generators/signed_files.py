# SPDX-License-Identifier: EUPL-1.2
"""Signed and time-stamped files as offices send them, in every encoding they are found in."""

import base64
import datetime as dt
import hashlib
from functools import lru_cache

from asn1crypto import cms, core, tsp
from asn1crypto.parser import emit
from cryptography import x509
from cryptography.x509.oid import NameOID

from tests.generators.authority import Validity, certificate, derived_key, root
from tests.generators.keys import Identity
from tests.generators.signing import PLAIN, Manner, detached_signature

TIMESTAMPED_DATA = "1.2.840.113549.1.9.16.1.31"
SIGNED_AT = dt.datetime(2025, 10, 24, 8, 0, 5, tzinfo=dt.UTC)
STAMPED_AT = dt.datetime(2025, 10, 24, 8, 1, 7, tzinfo=dt.UTC)
VALIDITY = (dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2044, 1, 1, tzinfo=dt.UTC))
PAST = (dt.datetime(2015, 1, 1, tzinfo=dt.UTC), dt.datetime(2018, 1, 1, tzinfo=dt.UTC))


@lru_cache
def person(
    surname: str = "ZUCCHEROLI",
    given: str = "MIRELLA",
    number: str = "TINIT-ZCCMLL80A41X999B",
    organisation: str = "ALER Prova",
    validity: Validity = VALIDITY,
) -> Identity:
    """Somebody with a qualified certificate, as Italian issuers write it."""
    values = {
        NameOID.COUNTRY_NAME: "IT",
        NameOID.ORGANIZATION_NAME: organisation,
        NameOID.SURNAME: surname,
        NameOID.GIVEN_NAME: given,
        NameOID.SERIAL_NUMBER: number,
        NameOID.COMMON_NAME: f"{given} {surname}",
    }
    subject = x509.Name([x509.NameAttribute(kind, value) for kind, value in values.items()])
    return certificate(subject, derived_key(f"{surname} {given}"), root("Prova Qualified CA"), validity, ())


def signed(
    content: bytes,
    *signers: Identity,
    signed_at: dt.datetime = SIGNED_AT,
    manner: Manner = PLAIN,
    stamps: tuple[bytes, ...] = (),
    content_type: str = "data",
) -> bytes:
    """A `.p7m` in DER: the content and the signatures of one or more people, perhaps with time-stamps on the first."""
    people = signers or (person(),)
    info = cms.ContentInfo.load(detached(content, *people, signed_at=signed_at, manner=manner))
    info["content"]["version"] = "v3"
    info["content"]["encap_content_info"] = cms.EncapsulatedContentInfo(
        {"content_type": content_type, "content": core.ParsableOctetString(content)}
    )
    if stamps:
        tokens = [cms.ContentInfo.load(token) for token in stamps]
        info["content"]["signer_infos"][0]["unsigned_attrs"] = [
            {"type": "signature_time_stamp_token", "values": tokens}
        ]
    return bytes(info.dump(force=True))


def detached(
    content: bytes,
    *signers: Identity,
    signed_at: dt.datetime = SIGNED_AT,
    manner: Manner = PLAIN,
    digest: str = "sha256",
) -> bytes:
    """A signature without the file it signs (DER)."""
    first, *others = signers or (person(),)
    with_others = Manner(
        scheme=manner.scheme,
        has_attributes=manner.has_attributes,
        has_time=manner.has_time,
        by_key_identifier=manner.by_key_identifier,
        has_signer_certificate=manner.has_signer_certificate,
        extra=(*others, *manner.extra),
        further_signers=tuple(others),
        content_type=manner.content_type,
    )
    return detached_signature(content, first, signed_at=signed_at, digest=digest, manner=with_others)


def signature_value(p7m: bytes) -> bytes:
    """The first signature itself: what a time-stamp is put on."""
    return bytes(cms.ContentInfo.load(p7m)["content"]["signer_infos"][0]["signature"].native)


def token(stamped: bytes, at: dt.datetime = STAMPED_AT) -> bytes:
    """A time-stamp token over some bytes (RFC 3161)."""
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": hashlib.sha256(stamped).digest()}
    info = tsp.TSTInfo(
        {"version": "v1", "policy": "1.2.3.4", "message_imprint": imprint, "serial_number": 7, "gen_time": at}
    )
    authority = person("Marche", "Prova", "-", "Autorità di prova")
    return signed(info.dump(), authority, manner=Manner(content_type="tst_info"), content_type="tst_info")


def stamped(content: bytes | None, *tokens: bytes, name: str | None = None, covers_name: bool = False) -> bytes:
    """A `.tsd` (RFC 5544): a file and the time-stamps on it."""
    described = core.Boolean(covers_name).dump() + core.UTF8String(name).dump() if name is not None else b""
    fields = (
        core.Integer(1).dump(),
        _sequence(described) if described else b"",
        core.OctetString(content).dump() if content is not None else b"",
        emit(2, 1, 0, b"".join(_sequence(one) for one in tokens)),
    )
    return _sequence(core.ObjectIdentifier(TIMESTAMPED_DATA).dump() + emit(2, 1, 0, _sequence(b"".join(fields))))


def _sequence(contents: bytes) -> bytes:
    return bytes(emit(0, 1, 16, contents))


def open_ended(der: bytes, levels: int = 3, chunk: int = 7) -> bytes:
    """The same in BER as streaming programs write it: no length known beforehand, the content in pieces.

    Args:
        levels: How many strings of pieces lie inside one another.
    """
    tag, header, length = der[0], *_size(der)
    inside = der[header : header + length]
    if tag == 0x04 and length:
        return _in_pieces(inside, levels, chunk)
    if not tag & 0x20:
        return der
    members = b"".join(open_ended(one, levels, chunk) if _may_change(one) else one for one in _members(inside))
    return bytes((tag, 0x80)) + members + b"\x00\x00"


def _may_change(element: bytes) -> bool:
    """Certificates and what is inside signatures stay as they are: programs copy them."""
    header, _ = _size(element)
    return not (element[0] == 0x30 and element[header : header + 1] == b"\x30") and element[0] not in (0x31, 0x02)


def _in_pieces(content: bytes, levels: int, chunk: int) -> bytes:
    pieces = [core.OctetString(content[at : at + chunk]).dump() for at in range(0, len(content), chunk)]
    joined = b"".join(pieces)
    for _ in range(levels):
        joined = b"\x24\x80" + joined + b"\x00\x00"
    return joined


def _members(content: bytes) -> list[bytes]:
    found = []
    while content:
        end = sum(_size(content))
        found.append(content[:end])
        content = content[end:]
    return found


def _size(element: bytes) -> tuple[int, int]:
    """Lengths of header and contents."""
    if element[1] < 0x80:
        return 2, element[1]
    header = 2 + (element[1] & 0x7F)
    return header, int.from_bytes(element[2:header])


def pem(der: bytes, label: str = "PKCS7") -> bytes:
    return f"-----BEGIN {label}-----\n".encode() + base64.encodebytes(der) + f"-----END {label}-----\n".encode()


def smime(der: bytes) -> bytes:
    """The file of a program that writes signed files as mail (openssl with -outform SMIME)."""
    return (
        b'MIME-Version: 1.0\r\nContent-Disposition: attachment; filename="smime.p7m"\r\n'
        b'Content-Type: application/x-pkcs7-mime; smime-type=signed-data;\r\n name="smime.p7m"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(der).replace(b"\n", b"\r\n")
    )
