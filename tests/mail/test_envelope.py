# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import hashlib
from collections.abc import Callable

import pytest

from pecwatch.mail.envelope import open_envelope
from pecwatch.model.message import Correspondents, Kind, RawMessage, Trust, Zone
from tests.generators.pec import (
    PROVIDERS,
    File,
    Letter,
    Postmark,
    Provider,
    anomaly,
    attached,
    entity,
    multipart,
    ordinary,
    receipt,
    text_part,
    transport,
    wrapped_by_list,
)
from tests.mail.opened import WE, names, opened, problem_codes

PDF = b"%PDF-1.4\n\x00\xff elenco\n"
LETTER = Letter(
    subject="Comunicazione perché è utile sapere che cosa si fa nel mese di NOVEMBRE 2025",
    text="Si trasmette l'elenco.\n",
    html="<p>Si trasmette l'elenco.</p>",
    attachments=(File(name="elenco novità.pdf", content=PDF),),
)
ROME = dt.timezone(dt.timedelta(hours=2))


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
def test_transport_envelope_of_every_provider(provider: Provider) -> None:
    """Whatever the order, disposition and encoding of its parts, the same message comes out."""
    envelope = opened(transport(LETTER, provider=provider))
    message = envelope.message
    assert (message.kind, message.trust, message.trust_reason) == (Kind.PEC, Trust.VERIFIED, None)
    assert message.sender == "decadenze@pec.aler.example"
    assert message.sender_recognised
    assert message.subject == LETTER.subject
    assert message.message_id == f"<{message.identifier}>"
    assert message.certified_at == dt.datetime(2025, 10, 24, 9, 12, 31, tzinfo=ROME)
    assert message.sent_at == dt.datetime(2025, 10, 24, 9, 11, 58, tzinfo=ROME)
    assert message.recipients == ("servizisociali@pec.comune.example",)
    assert message.warnings == ()
    assert envelope.problems == ()
    assert [(part.name, part.type, part.zone, part.is_body) for part in envelope.parts] == [
        ("body", "text/plain", Zone.INNER, True),
        ("body", "text/html", Zone.INNER, True),
        ("elenco novità.pdf", "application/pdf", Zone.INNER, False),
    ]
    assert envelope.parts[2].content == PDF


def test_attachments_are_those_of_the_inner_message() -> None:
    """Neither daticert.xml nor postacert.eml nor smime.p7s is something the sender attached."""
    (attachment,) = opened(transport(LETTER)).message.attachments
    assert (attachment.name, attachment.type) == ("elenco novità.pdf", "application/pdf")
    assert (attachment.size, attachment.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())


def test_anomaly_envelope_holds_an_ordinary_mail() -> None:
    """An ordinary mail that reached the box: read like any other, certified by nobody."""
    envelope = opened(anomaly(Letter(sender="ufficio@aler.example", text="Elenco.\n")))
    message = envelope.message
    assert (message.kind, message.trust, message.trust_reason) == (Kind.ANOMALY, Trust.ABSENT, "anomaly_envelope")
    assert (message.sender, message.sender_recognised) == ("ufficio@aler.example", True)
    assert (message.identifier, message.certified_at) == (None, None)
    assert names(envelope) == ["body"]
    assert envelope.problems == ()


RECEIPTS = (
    ("accettazione", "completa"),
    ("non-accettazione", "completa"),
    ("presa-in-carico", "completa"),
    ("avvenuta-consegna", "completa"),
    ("avvenuta-consegna", "breve"),
    ("avvenuta-consegna", "sintetica"),
    ("errore-consegna", "completa"),
    ("preavviso-errore-consegna", "completa"),
    ("rilevazione-virus", "completa"),
    ("ricevuta-mai-vista", "completa"),
)


@pytest.mark.parametrize(("kind", "receipt_type"), RECEIPTS, ids="-".join)
def test_receipts_show_their_kind_and_no_content(kind: str, receipt_type: str) -> None:
    """A message of ours inside a receipt is not a list, and a receipt nobody foresaw is still a receipt."""
    letter = Letter(sender="servizisociali@pec.comune.example", recipients=("decadenze@pec.aler.example",))
    envelope = opened(receipt(letter, kind, receipt_type=receipt_type))
    message = envelope.message
    assert (message.kind, message.receipt) == (Kind.RECEIPT, kind)
    assert (message.trust, message.trust_reason) == (Trust.VERIFIED, None)
    assert message.sender == "posta-certificata@pec.gestore-arancio.example"
    assert (envelope.parts, message.attachments, envelope.problems) == ((), (), ())
    assert message.automatic
    assert message.warnings == ()


def test_receipt_goes_before_transport() -> None:
    """X-Ricevuta decides, also where X-Trasporto stands beside it."""
    raw = transport(LETTER, postmark=Postmark(headers=(("X-Ricevuta", "accettazione"),)))
    assert opened(raw).message.kind is Kind.RECEIPT


def test_ordinary_mail_is_its_own_envelope() -> None:
    """No seal, no daticert: From, Subject and Date are all there is."""
    envelope = opened(ordinary(LETTER))
    message = envelope.message
    assert (message.kind, message.trust, message.trust_reason) == (Kind.ORDINARY, Trust.ABSENT, "ordinary_mail")
    assert (message.sender, message.message_id) == ("decadenze@pec.aler.example", "<lettera.1@pec.aler.example>")
    assert message.sender_recognised
    assert names(envelope) == ["body", "body", "elenco novità.pdf"]


def test_reference_header_alone_makes_no_envelope() -> None:
    """X-Riferimento-Message-ID means nothing by itself."""
    raw = ordinary(Letter(headers=(("X-Riferimento-Message-ID", "<x@pec.example>"),)))
    assert opened(raw).message.kind is Kind.ORDINARY


def test_unknown_kind_of_transport_is_said_and_read() -> None:
    """An envelope nobody foresaw is ordinary mail with a warning; what it holds is still read."""
    envelope = opened(transport(LETTER, postmark=Postmark(headers=(("X-Trasporto", "nuovo-tipo"),))))
    assert envelope.message.kind is Kind.ORDINARY
    assert "unknown_envelope" in envelope.message.warnings
    assert "postacert.eml/elenco novità.pdf" in names(envelope, Zone.NESTED)


@pytest.mark.parametrize("name", ["x-trasporto", "X-TRASPORTO", "X-trasporto"])
def test_header_names_in_any_case(name: str) -> None:
    """Providers write header names in any case."""
    raw = transport(LETTER).replace(b"X-Trasporto: posta", name.encode() + b": posta")
    assert opened(raw).message.kind is Kind.PEC


@pytest.mark.fault("content-spoofed-pec")
def test_pec_headers_without_a_seal_prove_nothing() -> None:
    """Anyone can write the headers: still read, but the sender is not recognised and the daticert not believed."""
    postmark = Postmark(sealed=False, certified_sender="altri@pec.aler.example")
    envelope = opened(transport(LETTER, postmark=postmark))
    message = envelope.message
    assert (message.kind, message.trust, message.trust_reason) == (Kind.PEC, Trust.ABSENT, "no_seal")
    assert (message.sender, message.sender_recognised) == ("decadenze@pec.aler.example", False)
    assert names(envelope) == ["body", "body", "elenco novità.pdf"]
    assert envelope.problems == ()


def test_certified_sender_goes_before_the_printed_one() -> None:
    """The sender of a sealed PEC is daticert's `mittente`, and a difference is shown."""
    postmark = Postmark(certified_sender="vero@comune-lontano.example")
    message = opened(transport(LETTER, postmark=postmark)).message
    assert (message.sender, message.sender_recognised) == ("vero@comune-lontano.example", False)
    assert message.warnings == ("sender_differs_from_daticert",)


def test_rem_original_is_read() -> None:
    """The European successor marks its parts; the seal is not examined yet."""
    original = ordinary(LETTER)
    section = ("REM-Section-Type", "rem_message/original")
    notice = ("REM-Section-Type", "rem_message/introduction")
    parts = [
        entity([notice, ("Content-Type", "text/plain")], b"Electronic delivery.\r\n"),
        entity([section, ("Content-Type", "message/rfc822")], original),
    ]
    raw = multipart([("From", "rem@gestore.example"), ("Subject", "REM"), ("MIME-Version", "1.0")], "mixed", parts)
    envelope = opened(raw)
    message = envelope.message
    assert (message.kind, message.trust, message.trust_reason) == (
        Kind.REM,
        Trust.UNVERIFIABLE,
        "rem_seal_not_examined",
    )
    assert (message.sender, message.subject) == ("decadenze@pec.aler.example", LETTER.subject)
    assert names(envelope) == ["body", "body", "elenco novità.pdf"]
    assert envelope.problems == ()


def test_forwarded_pec_is_nested_provenance() -> None:
    """A PEC attached to a PEC is told as nested, and its content is read under its own name."""
    inner = transport(LETTER, postmark=Postmark(identifier="dentro.1@pec.gestore-arancio.example"))
    colleague = Letter(sender="protocollo@pec.altrocomune.example", text="Inoltro.\n", attachments=(attached(inner),))
    envelope = opened(transport(colleague, postmark=Postmark(identifier="fuori.1@pec.gestore-arancio.example")))
    message = envelope.message
    assert (message.sender, message.sender_recognised) == ("protocollo@pec.altrocomune.example", True)
    assert (message.relayed, message.trust, message.nested[0].trust) == (True, Trust.VERIFIED, Trust.VERIFIED)
    assert message.identifier == "fuori.1@pec.gestore-arancio.example"
    (nested,) = message.nested
    assert (nested.kind, nested.sender, nested.subject) == (Kind.PEC, "decadenze@pec.aler.example", LETTER.subject)
    assert nested.identifier == "dentro.1@pec.gestore-arancio.example"
    assert "nested_pec" in message.warnings
    assert message.attachments == ()
    assert names(envelope) == ["body"]
    assert names(envelope, Zone.NESTED) == [
        "messaggio inoltrato.eml/body",
        "messaggio inoltrato.eml/body",
        "messaggio inoltrato.eml/elenco novità.pdf",
    ]


def test_pec_sent_on_as_it_was_inside_an_anomaly() -> None:
    """A box that redirects a PEC makes it the whole content of an anomaly envelope: its list is still found."""
    envelope = opened(anomaly(Letter(), original=transport(LETTER)))
    assert [nested.kind for nested in envelope.message.nested] == [Kind.PEC]
    assert names(envelope, Zone.NESTED)[-1] == "messaggio.eml/elenco novità.pdf"
    assert envelope.message.trust is Trust.ABSENT


def test_same_document_twice_is_one() -> None:
    """A forward that also attaches the file it forwards holds one document."""
    forward = Letter(text="Inoltro.\n", attachments=(*LETTER.attachments, attached(ordinary(LETTER))))
    envelope = opened(ordinary(forward))
    assert [part.name for part in envelope.parts if part.content == PDF] == ["elenco novità.pdf"]


def test_receipt_attached_to_a_message_gives_no_content() -> None:
    """What we sent, coming back inside a receipt that somebody forwards, is not a list."""
    proof = receipt(LETTER, "avvenuta-consegna")
    envelope = opened(ordinary(Letter(text="Ecco la ricevuta.\n", attachments=(attached(proof, "ricevuta.eml"),))))
    assert [nested.kind for nested in envelope.message.nested] == [Kind.RECEIPT]
    assert [part.name for part in envelope.parts] == ["body"]


def test_message_attached_as_a_mere_file() -> None:
    """Outlook and others attach saved messages as application/octet-stream."""
    saved = File(name="elenco.eml", type="application/octet-stream", content=ordinary(LETTER))
    envelope = opened(ordinary(Letter(attachments=(saved,))))
    assert [nested.subject for nested in envelope.message.nested] == [LETTER.subject]
    assert "elenco.eml/elenco novità.pdf" in names(envelope, Zone.NESTED)


def relay_around(envelope: bytes) -> bytes:
    carried = entity([("Content-Type", "message/rfc822")], envelope)
    return multipart([("From", "relay@x.example"), ("Subject", "Fwd"), ("MIME-Version", "1.0")], "mixed", [carried])


def footer_below(envelope: bytes) -> bytes:
    head, _, body = envelope.partition(b"\r\n\r\n")
    kept, _, content_type = head.partition(b"\r\nContent-Type:")
    fields = [tuple(line.split(": ", 1)) for line in kept.decode().replace("\r\n ", " ").split("\r\n")]
    sealed = b"Content-Type:" + content_type + b"\r\n\r\n" + body
    return multipart([(name, value) for name, value in fields], "mixed", [sealed, text_part("Lista\n", "plain")])


@pytest.mark.parametrize(
    ("wrap", "trust"),
    [
        (wrapped_by_list, Trust.UNVERIFIABLE),
        (relay_around, Trust.VERIFIED),
        (footer_below, Trust.UNVERIFIABLE),
    ],
    ids=("by a list", "by a relay", "footer below"),
)
def test_envelope_wrapped_one_level_down(wrap: Callable[[bytes], bytes], trust: Trust) -> None:
    """Lists and relays put a bare multipart around an envelope: it is opened as that envelope.

    With a footer beside it, what a reader sees is more than what was sealed.
    """
    envelope = opened(wrap(transport(LETTER)))
    message = envelope.message
    assert (message.kind, message.trust) == (Kind.PEC, trust)
    assert message.sender == "decadenze@pec.aler.example"
    assert "wrapped" in message.warnings
    assert names(envelope) == ["body", "body", "elenco novità.pdf"]


def test_list_footer_stays_outside() -> None:
    """What stands beside the sealed original is shown to a person and not read into the list."""
    envelope = opened(wrapped_by_list(transport(LETTER), footer="1) NOME INVENTATO - Via Nuova 1 - SI ESEGUE\n"))
    assert names(envelope, Zone.OUTSIDE) == ["body"]
    assert problem_codes(envelope) == ["outside_seal"]
    assert opened(wrapped_by_list(transport(LETTER), footer=" \n")).problems == ()


@pytest.mark.fault("content-seal-wrapped")
def test_extra_part_beside_the_seal() -> None:
    """A third part of the multipart/signed is nobody's: shown, not believed."""
    raw = transport(LETTER)
    boundary = raw.split(b'boundary="', 1)[1].split(b'"', 1)[0]
    extra = b"--" + boundary + b"\r\nContent-Type: text/plain\r\n\r\nNON SI ESEGUE\r\n"
    closing = b"--" + boundary + b"--"
    envelope = opened(raw.replace(closing, extra + closing))
    assert [part.content for part in envelope.parts if part.zone is Zone.OUTSIDE] == [b"NON SI ESEGUE"]
    assert problem_codes(envelope) == ["outside_seal"]


def test_bare_document() -> None:
    """Bytes that are no message are one part, named like the file."""
    envelope = opened(PDF, source="cartella/elenco.pdf")
    message = envelope.message
    assert (message.kind, message.trust, message.trust_reason) == (Kind.DOCUMENT, Trust.ABSENT, "document")
    (part,) = envelope.parts
    assert (part.name, part.type, part.content, part.is_body) == ("elenco.pdf", "application/pdf", PDF, False)


def test_what_a_server_gave_is_a_message() -> None:
    """A message with a ruined header is read as text, not taken for a file."""
    received = dt.datetime(2025, 10, 24, tzinfo=dt.UTC)
    raw = RawMessage(source="pec/INBOX/7", content=b"1) ELENCO\r\n", received_at=received)
    envelope = open_envelope(raw, WE)
    assert (envelope.message.kind, names(envelope)) == (Kind.ORDINARY, ["body"])


def test_protocol_from_signature_file_then_stamp() -> None:
    """Segnatura.xml goes before a number in the subject; it describes the message and is no document."""
    segnatura = (
        b"<Segnatura><Intestazione><Identificatore><NumeroRegistrazione>0098765</NumeroRegistrazione>"
        b"<DataRegistrazione>2025-10-24</DataRegistrazione></Identificatore></Intestazione></Segnatura>"
    )
    files = (File(name="Segnatura.xml", type="text/xml", content=segnatura),)
    stamped = Letter(subject="Prot. 0003809 del 14/01/2026 - Elenco", attachments=files)
    envelope = opened(transport(stamped))
    assert (envelope.message.protocol.number, envelope.message.protocol.date) == ("0098765", dt.date(2025, 10, 24))
    assert names(envelope) == ["body"]
    plain = opened(transport(Letter(subject=stamped.subject))).message.protocol
    assert (plain.number, plain.date) == ("0003809", dt.date(2026, 1, 14))


def test_unsealed_sender_of_ordinary_mail_by_domain() -> None:
    """A whole domain in the list covers its addresses and no subdomain."""
    for sender, recognised in (("a@aler.example", True), ("A@ALER.Example", True), ("a@x.aler.example", False)):
        assert opened(ordinary(Letter(sender=sender))).message.sender_recognised is recognised


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        pytest.param((), False, id="person"),
        pytest.param((("Auto-Submitted", "no"),), False, id="declared person"),
        pytest.param((("Auto-Submitted", "auto-replied; owner=x"),), True, id="auto-replied"),
        pytest.param((("X-Autoreply", "yes"),), True, id="autoreply"),
        pytest.param((("Precedence", "auto_reply"),), True, id="precedence"),
        pytest.param((("Precedence", "bulk"),), False, id="mailing list"),
        pytest.param((("Return-Path", "<>"),), False, id="no return path alone"),
        pytest.param((("X-Failed-Recipients", "a@b.example"),), True, id="bounce"),
    ],
)
def test_machines_are_told_from_people(headers: tuple[tuple[str, str], ...], *, automatic: bool) -> None:
    """An out-of-office reply is no answer of a person."""
    assert opened(ordinary(Letter(headers=headers))).message.automatic is automatic


def test_answers_name_what_they_answer() -> None:
    """In-Reply-To and References, each Message-ID once."""
    headers = (("In-Reply-To", "<a@x.example>"), ("References", "<b@x.example>\r\n <a@x.example>"))
    assert opened(ordinary(Letter(headers=headers))).message.in_reply_to == ("<a@x.example>", "<b@x.example>")


def test_nothing_is_known_without_configuration() -> None:
    """Without senders and addresses nobody is recognised and nobody is said to be somebody else."""
    message = opened(transport(LETTER), Correspondents()).message
    assert (message.sender_recognised, message.warnings) == (False, ())
