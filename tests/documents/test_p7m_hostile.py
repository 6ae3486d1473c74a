# SPDX-License-Identifier: EUPL-1.2
"""Signed files made to hurt, or damaged anyhow: reading ends soon, and nothing is lost in silence."""

import hashlib
import time

import pytest
from asn1crypto.parser import emit
from hypothesis import given, settings
from hypothesis import strategies as st

from pecwatch.documents.reading import read_document
from tests.documents.opened import attached, codes, lines
from tests.generators.signed_files import open_ended, pem, signed, stamped, token

LIST = b"1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE\r\n2) BONETTALI IVANO - Largo dei Pioppi 3\r\n"
READ = ["1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE", "2) BONETTALI IVANO - Largo dei Pioppi 3"]

HOSTILE = {
    "sequences without end": b"\x30\x80" * 500_000,
    "signed data without end": signed(LIST)[:15].replace(signed(LIST)[1:4], b"\x80") + b"\x30\x80" * 300_000,
    "strings without end": open_ended(signed(LIST * 30), levels=1).partition(b"\x24\x80")[0] + b"\x24\x80" * 3_000_000,
    "a million empty pieces": open_ended(signed(LIST), levels=1).partition(b"\x04\x07")[0] + b"\x04\x00" * 3_000_000,
    "lengths of many octets": b"\x30\x88" + b"\xff" * 8 + signed(LIST)[4:],
    "headers without end": b"a: b\n " + b" " * 100_000 + b"\n\tx" * 100_000,
    "base64 of base64 of base64 …": b"VFVsSlVn" * 200_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_files_made_to_hurt(content: bytes) -> None:
    """Neither minutes nor a crash: a result, within seconds."""
    started = time.process_time()
    assert read_document(attached(content, name="elenco.p7m"))
    assert time.process_time() - started < 10


def test_deep_nesting_around_the_signatures() -> None:
    """The content is read though the signatures would overflow the stack of a recursive reader."""
    p7m = open_ended(signed(LIST))
    at = p7m.index(b"\xa0\x80\x30\x82")
    outer, inner = read_document(attached(p7m[:at] + b"\xa0\x80" * 5_000 + b"\x00\x00" * 5_000 + p7m[at:]))
    assert codes(outer)[0][0] in ("signature_unreadable", "damaged")
    assert lines(inner) == READ


def with_field(field: bytes) -> bytes:
    """A signed file with something else in the place of its certificates."""
    members = [
        b"\x02\x01\x01",
        b"\x31\x00",
        emit(0, 1, 16, bytes.fromhex("06092a864886f70d010701") + emit(2, 1, 0, CONTENT)),
    ]
    data = emit(0, 1, 16, b"".join([*members, field, b"\x31\x00"]))
    return bytes(emit(0, 1, 16, bytes.fromhex("06092a864886f70d010702") + emit(2, 1, 0, data)))


CONTENT = emit(0, 0, 4, LIST)


@pytest.mark.parametrize("size", [1_900_000, 20_000_000])
def test_endless_certificates(size: int) -> None:
    """They cost the signers' names, neither minutes nor the content."""
    started = time.process_time()
    found = read_document(attached(with_field(emit(2, 1, 0, b"\x30\x00" * (size // 2)))))
    assert time.process_time() - started < 15
    assert lines(found[1]) == READ


@settings(max_examples=40, deadline=None)
@given(content=st.binary(min_size=1, max_size=300), levels=st.integers(1, 5), chunk=st.integers(1, 50))
def test_what_was_put_in_comes_out(content: bytes, levels: int, chunk: int) -> None:
    """Any bytes, in pieces of any size and depth."""
    ber = open_ended(signed(content), levels, chunk)
    [signature] = read_document(attached(ber))[0].signatures
    assert signature.content_sha256 == hashlib.sha256(content).hexdigest()
    assert signature.signers[0].fits is True


BASES = (signed(LIST), open_ended(signed(LIST)), pem(signed(LIST)), stamped(LIST, token(LIST)))


@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_no_change_of_bytes_passes_unseen_or_raises(data: st.DataObject) -> None:
    """Whatever is done to a signed file, reading ends; and a changed content is never said to fit."""
    base = data.draw(st.sampled_from(BASES))
    content = bytearray(base)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(base) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(base)))
    found = read_document(attached(bytes(content[cut // 4 :] if cut % 3 == 0 else content), name="elenco.p7m"))
    original = hashlib.sha256(LIST).hexdigest()
    for signature in (one for document in found for one in document.signatures):
        if signature.content_sha256 != original:
            assert not any(signer.fits for signer in signature.signers)


@pytest.mark.parametrize("base", BASES, ids=["DER", "BER", "PEM", "TSD"])
def test_one_changed_byte_is_never_silent(base: bytes) -> None:
    """Either the list is read as it was, or a person is told to look."""
    for place in range(0, len(base), 3):
        content = base[:place] + bytes((base[place] ^ 1,)) + base[place + 1 :]
        found = read_document(attached(content, name="elenco.p7m"))
        is_read = any(lines(one) == READ for one in found)
        assert is_read or {"lost", "doubt"} & {severity for one in found for _, severity in codes(one)}, place
