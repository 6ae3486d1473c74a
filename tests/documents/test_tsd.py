# SPDX-License-Identifier: EUPL-1.2
"""Time-stamped files: what is inside is read, and when an authority saw it is kept."""

import base64
import hashlib
from collections.abc import Callable

import pytest
from asn1crypto import cms, tsp

from pecwatch.documents.reading import read_document
from tests.documents.opened import attached, codes, lines
from tests.generators.signed_files import STAMPED_AT, open_ended, pem, signed, stamped, token

LIST = b"1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE\n"
READ = [LIST.decode().strip()]

ENCODINGS = {
    "DER": lambda der: der,
    "BER": open_ended,
    "base64": base64.encodebytes,
    "PEM": lambda der: pem(der, "TIMESTAMPED DATA"),
    "something behind": lambda der: der + b"\r\n",
}


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_every_encoding_of_a_stamped_file(encode: Callable[[bytes], bytes]) -> None:
    """The list comes out, and the day of the stamp with it."""
    outer, inner = read_document(attached(encode(stamped(LIST, token(LIST))), name="elenco.txt.tsd"))
    assert (outer.format, codes(outer)) == ("tsd", [])
    assert (inner.part, inner.format, lines(inner)) == ("elenco.txt.tsd", "text", READ)
    [stamp] = outer.signatures[0].timestamps
    assert (stamp.at, stamp.authority, stamp.fits) == (STAMPED_AT, "Marche Prova", True)
    assert outer.signatures[0].content_sha256 == hashlib.sha256(LIST).hexdigest()


def test_stamped_and_signed() -> None:
    """The usual `.p7m.tsd`: both stamp and signer are kept."""
    p7m = signed(LIST)
    found = read_document(attached(stamped(p7m, token(p7m), name="elenco.p7m"), name="elenco.p7m.tsd"))
    assert [one.format for one in found] == ["tsd", "p7m", "text"]
    assert [len(one.signatures) for one in found] == [1, 1, 0]
    assert found[1].signatures[0].signers[0].name == "ZUCCHEROLI MIRELLA"
    assert lines(found[2]) == READ


@pytest.mark.parametrize(
    ("content", "expected", "fits"),
    [
        pytest.param(stamped(LIST, token(b"altro")), [("timestamp_wrong", "doubt")], False, id="put on something else"),
        pytest.param(
            stamped(LIST, token(b"nome" + LIST), name="x", covers_name=True), [], None, id="over the name too"
        ),
        pytest.param(stamped(LIST, token(LIST), token(b"prima marca")), [], True, id="renewed"),
    ],
)
def test_stamps_and_what_they_are_over(content: bytes, expected: list[tuple[str, str]], fits: bool | None) -> None:
    """Only the first stamp is over the content, and only one that verifiably is not raises a doubt."""
    outer, inner = read_document(attached(content))
    assert (codes(outer), lines(inner), outer.signatures[0].timestamps[0].fits) == (expected, READ, fits)


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_cut_off(kept: float) -> None:
    """What arrived is read, and the office learns that it is not all."""
    whole = stamped(LIST * 100, token(LIST * 100))
    found = read_document(attached(whole[: int(len(whole) * kept)]))
    assert (codes(found[0]), lines(found[1])[:20]) == ([("damaged", "lost")], READ * 20)


def test_without_the_file() -> None:
    """A stamp that came without its file, under the name of the file."""
    [only] = read_document(attached(stamped(None, token(LIST)), name="elenco.pdf.tsd"))
    assert (only.format, codes(only)) == ("tsd", [("detached_signature", "lost")])
    assert only.signatures[0].timestamps[0].at == STAMPED_AT


def test_a_broken_token_costs_its_time_only() -> None:
    """The content does not depend on the stamp."""
    outer, inner = read_document(attached(stamped(LIST, b"\x30\x03\x02\x01\x07")))
    assert (codes(outer), outer.signatures[0].timestamps, lines(inner)) == ([], (), READ)


def answer(content: bytes) -> bytes:
    """What an authority answers (RFC 3161, 2.4.2): saved as `.tsr`."""
    response = tsp.TimeStampResp({"status": {"status": "granted"}})
    response["time_stamp_token"] = cms.ContentInfo.load(token(content))
    return bytes(response.dump())


@pytest.mark.parametrize(
    "encode", [token, answer, lambda content: pem(answer(content))], ids=["token", "answer", "PEM"]
)
def test_a_time_stamp_beside_its_file(encode: Callable[[bytes], bytes]) -> None:
    """It is furniture: silent, and its time is kept."""
    [only] = read_document(attached(encode(LIST), name="elenco.pdf.tsr"))
    assert (only.format, only.problems, only.pages) == ("timestamp", (), ())
    [signature] = only.signatures
    assert (signature.timestamps[0].at, signature.is_detached) == (STAMPED_AT, True)
    assert signature.content_sha256 == hashlib.sha256(LIST).hexdigest()
