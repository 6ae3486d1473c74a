# SPDX-License-Identifier: EUPL-1.2
"""What real envelopes do against the rules, each seen in some mailbox or somebody's bug tracker."""

import dataclasses

import pytest

from pecwatch.model.message import Kind, Trust
from tests.generators.pec import (
    LEGALMAIL,
    POSTE,
    File,
    Letter,
    Postmark,
    attached,
    crlf,
    daticert,
    entity,
    multipart,
    ordinary,
    text_part,
    transport,
)
from tests.mail.opened import names, opened, problem_codes

LETTER = Letter(subject="Elenco", text="Si trasmette.\n", attachments=(File(name="elenco.pdf", content=b"%PDF-1.4\n"),))
PROPER_DATICERT = daticert(LETTER, "posta-certificata", POSTE, Postmark(identifier="uno@gestore.example"))


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_original_in_a_transfer_encoding(encoding: str) -> None:
    """RFC 2046 forbids to encode message/rfc822; the library returns such a part undecoded, silently."""
    provider = dataclasses.replace(POSTE, original_encoding=encoding)
    envelope = opened(transport(LETTER, provider=provider))
    assert envelope.message.subject == "Elenco"
    assert envelope.parts[1].content == b"%PDF-1.4\n"


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_original_that_only_claims_an_encoding(encoding: str) -> None:
    """Some declare an encoding and write the message as it is."""
    raw = transport(LETTER)
    before = b'name="postacert.eml"\r\nContent-Transfer-Encoding: 7bit'
    assert before in raw
    envelope = opened(raw.replace(before, before.replace(b"7bit", encoding.encode())))
    assert names(envelope) == ["body", "elenco.pdf"]
    assert envelope.parts[1].content == b"%PDF-1.4\n"


def test_original_as_a_mere_file() -> None:
    """A gateway re-saved postacert.eml as application/octet-stream: its name still tells it."""
    envelope = opened(transport(LETTER).replace(b"message/rfc822; name=", b"application/octet-stream; name="))
    assert (envelope.message.kind, envelope.message.subject) == (Kind.PEC, "Elenco")
    assert names(envelope) == ["body", "elenco.pdf"]


def test_envelope_without_original() -> None:
    """Nothing is silently empty: what is there is read and a person is told."""
    raw = transport(LETTER)
    start = raw.index(b"--", raw.index(b'daticert.xml"\r\n\r\n'))
    boundary = raw[start : raw.index(b"\r\n", start)]
    end = raw.index(boundary + b"--")
    envelope = opened(raw[:start] + raw[end:])
    assert envelope.message.kind is Kind.PEC
    assert problem_codes(envelope) == ["missing_attachment"]
    assert names(envelope)[0] == "body"


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        pytest.param(b"", "daticert_missing", id="missing"),
        pytest.param(b"<postacert><intestazione>", "daticert_malformed", id="cut off"),
        pytest.param(b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + PROPER_DATICERT, "daticert_malformed", id="document type"),
    ],
)
def test_unreadable_daticert_is_not_used(content: bytes, warning: str) -> None:
    """The message is read all the same, with the sender printed inside and no certified time."""
    message = opened(transport(LETTER, postmark=Postmark(daticert=content))).message
    assert warning in message.warnings
    assert (message.sender, message.identifier, message.certified_at) == ("decadenze@pec.aler.example", None, None)
    assert message.trust is Trust.VERIFIED


def test_daticert_found_by_content() -> None:
    """Its name is lost, its root element is not."""
    raw = transport(LETTER, postmark=Postmark(daticert=PROPER_DATICERT)).replace(b"daticert.xml", b"datI_c.bin")
    assert opened(raw).message.identifier == "uno@gestore.example"


def test_daticert_of_the_outermost_envelope() -> None:
    """The inner message may attach another daticert.xml: it says nothing of this envelope."""
    other = daticert(LETTER, "posta-certificata", POSTE, Postmark(identifier="altro@gestore.example"))
    files = (File(name="daticert.xml", type="application/xml", content=other),)
    envelope = opened(transport(Letter(attachments=files), postmark=Postmark(identifier="mio@gestore.example")))
    assert envelope.message.identifier == "mio@gestore.example"
    assert names(envelope) == ["body"]
    assert [attachment.name for attachment in envelope.message.attachments] == ["daticert.xml"]


@pytest.mark.parametrize(
    ("field", "subject"),
    [
        pytest.param(b"Subject: =?iso-8859-1?Q?Perch=E9?=", "Perché", id="latin-1 word"),
        pytest.param(b"Subject: =?utf-8?B?UGVyY2g=?=\r\n =?utf-8?B?w6k=?=", "Perché", id="split word"),
        pytest.param(b"Subject: =?utf-8?B?UGVyY2jD?=\r\n =?utf-8?B?qQ==?=", "Perché", id="split inside a letter"),
        pytest.param("Subject: Perché".encode(), "Perché", id="raw utf-8"),
        pytest.param("Subject: Perché".encode("cp1252"), "Perché", id="raw cp1252"),
        pytest.param(b"Subject: =?ignoto?Q?Perch=C3=A9?=", "Perché", id="unknown charset"),
        pytest.param(b"Subject: =?utf-8?B?%%%?= x", "=?utf-8?B?%%%?= x", id="broken word"),
        pytest.param(b"Subject: I: R: [lista] Elenco", "I: R: [lista] Elenco", id="prefixes stay"),
        pytest.param(b"SUBJECT : Elenco", "Elenco", id="blank before the colon"),
        pytest.param(b"Subject: a\r\n\tb", "a b", id="folded with a tab"),
    ],
)
def test_subjects_are_decoded_and_otherwise_untouched(field: bytes, subject: str) -> None:
    """Whatever wrote it, a person reads the subject."""
    assert opened(field + b"\r\nFrom: a@b.example\r\n\r\nx\r\n").message.subject == subject


@pytest.mark.parametrize("charset", ["iso-8859-15", "cp1252", "utf-8"])
def test_bodies_keep_their_bytes(charset: str) -> None:
    """A body in 8bit comes out byte for byte, with its declared charset as a hint."""
    text = "Perché l’ufficio è chiuso: 100 €\n" if charset != "iso-8859-15" else "Perché 100 €\n"
    envelope = opened(ordinary(Letter(text=text, charset=charset, text_encoding="8bit")))
    (body,) = envelope.parts
    assert body.content.decode(charset) == text.replace("\n", "\r\n")
    assert body.charset == charset


def test_text_part_of_one_byte() -> None:
    """An almost empty text beside the file hides nothing."""
    raw = multipart(
        [("From", "a@b.example"), ("MIME-Version", "1.0")],
        "mixed",
        [
            entity([("Content-Type", "text/plain")], b" "),
            entity([("Content-Type", 'application/pdf; name="e.pdf"')], b"%PDF"),
        ],
    )
    assert names(opened(raw)) == ["body", "e.pdf"]


def test_illegal_addresses_are_read_as_far_as_they_go() -> None:
    """An illegal To is no reason to lose who wrote and to whom."""
    raw = b"From: Ufficio Casa a@b.example\r\nTo: c@d.example; <e@f.example\r\nSubject: x\r\n\r\nx\r\n"
    message = opened(raw).message
    assert message.sender == "a@b.example"
    assert set(message.recipients) == {"c@d.example", "e@f.example"}
    assert "headers_abnormal" in message.warnings


def test_line_ends_of_a_resaved_message() -> None:
    """Programs re-save messages with bare line feeds."""
    raw = transport(LETTER, provider=LEGALMAIL).replace(b"\r\n", b"\n")
    assert crlf(raw) == transport(LETTER, provider=LEGALMAIL)
    assert names(opened(raw)) == ["body", "elenco.pdf"]
    assert names(opened(ordinary(Letter()).replace(b"\r\n", b"\r"))) == ["body"]


@pytest.mark.parametrize("lead", [b"\r\n", b"\xef\xbb\xbf", b"From MAILER Fri Oct 24 09:12:31 2025\r\n"], ids=repr)
def test_emptiness_before_the_header(lead: bytes) -> None:
    """An editor's mark, an empty line or an mbox line before the header changes nothing."""
    assert opened(lead + transport(LETTER)).message.kind is Kind.PEC


def test_junk_line_in_the_header() -> None:
    """A line that is no field does not hide the fields that tell how to read the rest."""
    envelope = opened(transport(LETTER).replace(b"MIME-Version", b"riga senza senso\r\nMIME-Version", 1))
    assert envelope.message.kind is Kind.PEC
    assert "headers_abnormal" in envelope.message.warnings
    assert names(envelope) == ["body", "elenco.pdf"]


def test_missing_blank_line_loses_no_text() -> None:
    """Without a blank line the text begins where the fields end."""
    envelope = opened(b"From: a@b.example\r\nSubject: x\r\n1) VIA NUOVA 1 - SI ESEGUE\r\n\r\n2) VIA VECCHIA 2\r\n")
    assert envelope.parts[0].content == b"1) VIA NUOVA 1 - SI ESEGUE\r\n\r\n2) VIA VECCHIA 2\r\n"


def test_two_content_types_are_abnormal() -> None:
    """Readers that differ on which one counts show different messages."""
    raw = transport(LETTER).replace(
        b"Content-Type: multipart/signed", b"Content-Type: text/plain\r\nContent-Type: x/y", 1
    )
    assert "headers_abnormal" in opened(raw).message.warnings


@pytest.mark.parametrize("share", [0.35, 0.6, 0.75])
def test_cut_off_message_is_said_to_be_damaged(share: float) -> None:
    """A message that ends too early may lack rows: a person is told, whatever could be read."""
    big = Letter(text="1) riga\n" * 400, attachments=(File(name="e.pdf", content=b"%PDF" * 2000),))
    raw = transport(big)
    envelope = opened(raw[: int(len(raw) * share)])
    assert "damaged" in problem_codes(envelope)


def test_a_message_cut_off_in_its_seal_is_damaged_too() -> None:
    """The content came whole, and still nobody can say that no part followed."""
    raw = transport(LETTER)
    envelope = opened(raw[: raw.index(b"smime.p7s")])
    assert (problem_codes(envelope), envelope.message.trust) == (["damaged"], Trust.UNVERIFIABLE)


def test_person_signed_message_is_ordinary() -> None:
    """A person's own signature is no seal of a provider, and is no document to read."""
    head, _, body = ordinary(LETTER).partition(b"MIME-Version: 1.0\r\n")
    signature = entity([("Content-Type", 'application/pkcs7-signature; name="smime.p7s"')], b"x")
    fields = [("From", "decadenze@pec.aler.example"), ("MIME-Version", "1.0")]
    envelope = opened(multipart(fields, 'signed; protocol="application/pkcs7-signature"', [body, signature]))
    assert head
    assert (envelope.message.kind, envelope.message.trust_reason) == (Kind.ORDINARY, "ordinary_mail")
    assert names(envelope) == ["body", "elenco.pdf"]


@pytest.mark.fault("content-mime-depth")
def test_deep_multiparts_stop_at_a_limit() -> None:
    """Thousands of levels overflow other parsers; here a person is told and the rest is kept."""
    raw = text_part("Ciao\n", "plain")
    for _ in range(60):
        raw = multipart([], "mixed", [raw])
    envelope = opened(b"From: a@b.example\r\nMIME-Version: 1.0\r\n" + raw)
    assert "depth_limit" in problem_codes(envelope)


@pytest.mark.fault("content-mime-depth")
def test_deep_messages_stop_at_a_limit() -> None:
    """Messages inside messages: eight levels are opened, the ninth is kept whole."""
    raw = ordinary(Letter(text="In fondo\n"))
    for level in range(12):
        raw = ordinary(Letter(text=f"Livello {level}\n", attachments=(attached(raw, "m.eml"),)))
    envelope = opened(raw)
    assert len(envelope.message.nested) == 8
    assert problem_codes(envelope) == ["depth_limit"]
    assert b"In fondo" in envelope.parts[-1].content


@pytest.mark.fault("content-mime-depth")
def test_too_many_parts_stop_at_a_limit() -> None:
    """More parts than any letter has."""
    raw = multipart([("From", "a@b.example"), ("MIME-Version", "1.0")], "mixed", [b"\r\nx"] * 3000)
    envelope = opened(raw)
    assert problem_codes(envelope) == ["depth_limit"]


@pytest.mark.fault("content-headers")
def test_huge_headers_are_cut() -> None:
    """One field of more than 64 kB, and a header of more than 1 MB."""
    for bomb in (b"Subject: " + b"x" * 200_000, b"X-A: " + b"\r\n ".join([b"y" * 900] * 100), b"X: y\r\n" * 300_000):
        message = opened(b"From: a@b.example\r\nDate: x\r\n" + bomb + b"\r\n\r\nbody\r\n").message
        assert message.sender == "a@b.example"
        assert "headers_abnormal" in message.warnings
