# SPDX-License-Identifier: EUPL-1.2
"""Signed files: what is inside comes out, whatever encoding it came in and whatever became of the signature."""

import base64
import datetime as dt
import hashlib
from collections.abc import Callable

import pytest

from pecwatch.documents import settle_detached
from pecwatch.documents.reading import read_document
from pecwatch.model.document import Document
from pecwatch.model.message import Attachment, Part, Zone
from tests.documents.opened import attached, body, codes, lines
from tests.documents.printed import pdf, text
from tests.generators.signed_files import (
    PAST,
    SIGNED_AT,
    STAMPED_AT,
    detached,
    open_ended,
    pem,
    person,
    signature_value,
    signed,
    smime,
    stamped,
    token,
)
from tests.generators.signing import Manner

LIST = b"1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE\r\n2) BONETTALI IVANO - Largo dei Pioppi 3\r\n"
READ = ["1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE", "2) BONETTALI IVANO - Largo dei Pioppi 3"]

BIT_BY_BIT = {
    "DER": lambda der: der,
    "BER": open_ended,
    "BER, pieces eight levels deep": lambda der: open_ended(der, levels=8, chunk=1),
    "BER, strings of known length inside": lambda der: open_ended(der, levels=1, chunk=40),
    "base64 in lines": base64.encodebytes,
    "base64 in one line": base64.b64encode,
    "base64 without its padding": lambda der: base64.b64encode(der).rstrip(b"="),
    "base64 of BER": lambda der: base64.encodebytes(open_ended(der)),
    "base64 twice": lambda der: base64.encodebytes(base64.encodebytes(der)),
    "base64 after a byte order mark": lambda der: b"\xef\xbb\xbf" + base64.b64encode(der),
    "base64 after empty lines": lambda der: b"\r\n\r\n  " + base64.encodebytes(der).replace(b"\n", b"\r\n"),
    "PEM": pem,
    "PEM of CMS": lambda der: pem(der, "CMS"),
    "PEM with remarks around": lambda der: b"subject=/C=IT/O=Prova\nissuer=/C=IT\n\n" + pem(der) + b"\nfine\n",
    "PEM with a broken mark": lambda der: pem(der).replace(b"-----BEGIN PKCS7-----", b"---- BEGIN PKCS7 --"),
    "PEM without its end": lambda der: pem(der).partition(b"-----END")[0],
    "PEM in base64": lambda der: base64.encodebytes(pem(der)),
    "mail headers above": smime,
    "DER after a byte order mark": lambda der: b"\xef\xbb\xbf" + der,
    "DER after empty lines": lambda der: b"\r\n\n" + der,
    "DER and something behind": lambda der: der + b"\x00\x00\x00\r\n--confine--\r\n",
    "BER and something behind": lambda der: open_ended(der) + b"\x1a\x00 resto",
}


@pytest.mark.parametrize("encode", BIT_BY_BIT.values(), ids=BIT_BY_BIT.keys())
def test_every_encoding_of_a_signed_file(encode: Callable[[bytes], bytes]) -> None:
    """Portals, protocol systems and mail programs wrap signed files in many ways; none hides the list."""
    outer, inner = read_document(attached(encode(signed(LIST)), name="elenco.txt.p7m"))
    assert (outer.format, codes(outer), outer.pages) == ("p7m", [], ())
    assert (inner.format, codes(inner), lines(inner)) == ("text", [], READ)
    [signature] = outer.signatures
    assert [signer.fits for signer in signature.signers] == [True]
    assert signature.content_sha256 == hashlib.sha256(LIST).hexdigest()


def test_the_file_inside_bears_the_name_that_stands_on_the_message() -> None:
    """Nobody finds a file by a name that is printed nowhere; and what is inside is told by its bytes."""
    part = Part(name="elenco.pdf.p7m", type="application/pkcs7-mime", content=signed(LIST), zone=Zone.NESTED)
    assert [(one.part, one.format, one.zone) for one in read_document(part)] == [
        ("elenco.pdf.p7m", "p7m", Zone.NESTED),
        ("elenco.pdf.p7m", "text", Zone.NESTED),
    ]


NESTED = {
    "signed twice": (["p7m", "p7m", "text"], lambda: signed(signed(LIST))),
    "signed four times, in turns": (
        ["p7m", "p7m", "p7m", "p7m", "text"],
        lambda: signed(base64.b64encode(signed(open_ended(signed(pem(signed(LIST))))))),
    ),
    "signed, then stamped": (["tsd", "p7m", "text"], lambda: stamped(signed(LIST), token(signed(LIST)))),
    "stamped, then signed": (["p7m", "tsd", "text"], lambda: signed(stamped(LIST, token(LIST)))),
}


@pytest.mark.parametrize(("formats", "make"), NESTED.values(), ids=NESTED.keys())
def test_signed_files_inside_signed_files(formats: list[str], make: Callable[[], bytes]) -> None:
    """A second signature is put around the first: `elenco.pdf.p7m.p7m`."""
    found = read_document(attached(make(), name="elenco.pdf.p7m.p7m"))
    assert [one.format for one in found] == formats
    assert (lines(found[-1]), [codes(one) for one in found]) == (READ, [[]] * len(formats))


def test_signed_more_often_than_anybody_does() -> None:
    """Nine layers end as a problem that a person sees."""
    content = LIST
    for _ in range(9):
        content = signed(content)
    found = read_document(attached(content))
    assert (len(found), codes(found[-1])) == (9, [("depth_limit", "lost")])


def test_who_signed_and_when() -> None:
    """The dossier names the signers as their certificates do."""
    other = person("BONETTALI", "IVANO", "IT:BNTVNI75C10X999U", "NON PRESENTE")
    [signature] = read_document(attached(signed(LIST, person(), other), name="elenco.p7m"))[0].signatures
    second, first = sorted(signature.signers, key=lambda signer: signer.name or "")
    assert (first.name, first.fiscal_code, first.organisation) == (
        "ZUCCHEROLI MIRELLA",
        "ZCCMLL80A41X999B",
        "ALER Prova",
    )
    assert (first.issuer, first.signed_at, first.fits) == ("Prova Qualified CA", SIGNED_AT, True)
    assert (second.name, second.fiscal_code, second.organisation) == ("BONETTALI IVANO", "BNTVNI75C10X999U", None)
    assert (signature.part, signature.is_detached, signature.timestamps) == ("elenco.p7m", False, ())


def test_a_time_stamp_on_the_signature() -> None:
    """The time that an authority put on the signature is kept beside the signer's own."""
    plain = signed(LIST)
    found = read_document(attached(signed(LIST, stamps=(token(signature_value(plain)),))))
    [stamp] = found[0].signatures[0].timestamps
    assert (stamp.at, stamp.authority, stamp.fits) == (STAMPED_AT, "Marche Prova", True)
    assert lines(found[1]) == READ


OLD = person(validity=PAST)
WHEN = {
    "expired when it was signed": (lambda: signed(LIST, OLD), [("signer_expired", "note")]),
    "expired since": (lambda: signed(LIST, OLD, signed_at=dt.datetime(2016, 5, 1, tzinfo=dt.UTC)), []),
    "expired, and nobody says when it was signed": (
        lambda: signed(LIST, OLD, manner=Manner(has_time=False)),
        [("signer_expired", "note")],
    ),
    "signed before it was valid": (
        lambda: signed(LIST, OLD, signed_at=dt.datetime(2012, 5, 1, tzinfo=dt.UTC)),
        [("signer_expired", "note")],
    ),
}


@pytest.mark.parametrize(("make", "expected"), WHEN.values(), ids=WHEN.keys())
def test_signers_whose_certificate_expired(make: Callable[[], bytes], expected: list[tuple[str, str]]) -> None:
    """Expired signers are normal: worth a note, and never a reason not to read."""
    outer, inner = read_document(attached(make()))
    assert (codes(outer), codes(inner), lines(inner)) == (expected, [], READ)


def test_signatures_that_cannot_be_judged_raise_no_doubt() -> None:
    """Only what verifiably does not fit is told."""
    without = read_document(attached(signed(LIST, manner=Manner(has_signer_certificate=False))))
    bare = read_document(attached(signed(LIST, manner=Manner(has_attributes=False))))
    assert [one.fits for found in (without, bare) for one in found[0].signatures[0].signers] == [None, True]
    assert [codes(found[0]) for found in (without, bare)] == [[], []]
    assert [lines(found[1]) for found in (without, bare)] == [READ, READ]


def test_content_changed_after_signing() -> None:
    """It is read all the same, and a person is told to look."""
    changed = signed(LIST).replace(b"SI ESEGUE", b"NO ESEGUE"[:9])
    outer, inner = read_document(attached(changed, name="elenco.p7m"))
    assert codes(outer) == [("signature_wrong", "doubt")]
    assert outer.problems[0].text.startswith("elenco.p7m: la firma digitale non corrisponde al contenuto")
    assert lines(inner)[0].endswith("NO ESEGUE")
    assert outer.signatures[0].signers[0].fits is False


def test_signature_changed_after_signing() -> None:
    """The same when the content is untouched and the signature is not."""
    p7m = signed(LIST)
    value = signature_value(p7m)
    changed = p7m.replace(value, value[:-1] + bytes((value[-1] ^ 1,)))
    outer, inner = read_document(attached(changed))
    assert (codes(outer), lines(inner)) == ([("signature_wrong", "doubt")], READ)


def test_signatures_beyond_decoding() -> None:
    """Where the signatures are no ASN.1 any more, the content is still read."""
    p7m = signed(LIST)
    at = p7m.index(b"\x31", p7m.index(person().der) + len(person().der))
    outer, inner = read_document(attached(p7m[: at + 6] + b"\xff" * (len(p7m) - at - 6)))
    assert (codes(outer), lines(inner)) == ([("signature_unreadable", "note")], READ)


@pytest.mark.parametrize("encode", [lambda der: der, open_ended, base64.encodebytes], ids=["DER", "BER", "base64"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
def test_cut_off_files_are_damaged_and_read_as_far_as_they_go(encode: Callable[[bytes], bytes], kept: float) -> None:
    """A message cut off by a server: what arrived is read, and the office learns that it is not all."""
    whole = encode(signed(LIST * 40))
    found = read_document(attached(whole[: int(len(whole) * kept)], name="elenco.p7m"))
    assert codes(found[0]) == [("damaged", "lost")]
    assert lines(found[1])[:10] == READ * 5


def test_cut_off_before_the_content() -> None:
    """Nothing is there to read, and that is said."""
    [only] = read_document(attached(signed(LIST)[:40], name="elenco.pdf.p7m"))
    assert (only.format, codes(only)) == ("p7m", [("damaged", "lost")])


APART = [
    pytest.param(lambda der: der, id="DER"),
    pytest.param(open_ended, id="BER"),
    pytest.param(pem, id="PEM"),
    pytest.param(base64.encodebytes, id="base64"),
]


@pytest.mark.parametrize("name", ["elenco.pdf.p7m", "elenco.pdf.p7s"])
@pytest.mark.parametrize("encode", APART)
def test_a_signed_file_that_is_only_a_signature(encode: Callable[[bytes], bytes], name: str) -> None:
    """Somebody sent the signature and forgot the file: the office must ask for it."""
    [only] = read_document(attached(encode(detached(LIST)), name=name))
    assert (only.format, codes(only)) == ("p7m", [("detached_signature", "lost")])
    assert "contiene soltanto la firma digitale" in only.problems[0].text
    assert "chiedere ad ALER" in only.problems[0].text
    assert only.signatures[0].is_detached


@pytest.mark.parametrize("encode", APART)
@pytest.mark.parametrize("name", ["smime.p7s", "SMIME.P7S", "allegato-3.bin"])
def test_the_signature_of_a_mail_is_furniture(encode: Callable[[bytes], bytes], name: str) -> None:
    """People whose mail program signs every message must not raise an alarm with each."""
    [only] = read_document(attached(encode(detached(LIST)), name=name, kind="application/pkcs7-signature"))
    assert (only.format, only.problems, only.pages) == ("signature", (), ())


def beside(name: str, content: bytes) -> tuple[Document, Attachment]:
    [read] = read_document(attached(content, name=name))
    digest = hashlib.sha256(content).hexdigest()
    return read, Attachment(name=name, type="text/plain", size=len(content), sha256=digest)


@pytest.mark.parametrize(
    ("name", "content", "digest", "expected"),
    [
        pytest.param("elenco.txt", LIST, "sha256", ("detached_signature", "note"), id="same name, same bytes"),
        pytest.param("altro nome.txt", LIST, "sha256", ("detached_signature", "note"), id="other name, same bytes"),
        pytest.param("elenco.txt", LIST, "sha1", ("detached_signature", "note"), id="same name, digest not comparable"),
        pytest.param("elenco.txt", b"altro", "sha256", ("signature_wrong", "doubt"), id="same name, other bytes"),
        pytest.param("lettera.txt", b"altro", "sha256", ("detached_signature", "lost"), id="another file"),
    ],
)
def test_the_file_that_a_signature_signs_stands_beside_it(
    name: str, content: bytes, digest: str, expected: tuple[str, str]
) -> None:
    """Nothing is lost when file and signature came as two attachments."""
    file, attachment = beside(name, content)
    [signature] = read_document(attached(detached(LIST, digest=digest), name="elenco.txt.p7m"))
    settled = settle_detached((file, signature), (attachment,))
    assert settled[0] == file
    assert codes(settled[1]) == [expected]


def test_signed_pdf_declared_as_anything() -> None:
    """Neither name nor declared type matter."""
    found = read_document(attached(signed(pdf(text("Elenco"))), name="allegato", kind="text/html"))
    assert [one.format for one in found] == ["p7m", "pdf"]


@pytest.mark.parametrize("part", [attached, body])
@pytest.mark.parametrize("lines_above", [1, 80])
def test_text_that_quotes_a_signature_stays_text(part: Callable[[bytes], Part], lines_above: int) -> None:
    """A list is not lost because a PEM block stands under it."""
    letter = b"Gentili colleghe, questo e' l'elenco.\n" * lines_above + pem(signed(b"x"))
    assert [one.format for one in read_document(part(letter))] == ["text"]


def test_encoded_file_too_damaged_to_be_opened() -> None:
    """Letters without sense are no text of the office: the signed file is damaged, and that is said."""
    [only] = read_document(attached(b"QUJD" + base64.b64encode(signed(LIST)), name="elenco.pdf.p7m"))
    assert (only.format, codes(only)) == ("p7m", [("damaged", "lost")])
