# SPDX-License-Identifier: EUPL-1.2
"""Messages whose content stands inside a signature, and content that is announced and not here."""

import datetime as dt
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7

from pecwatch.model.message import Kind, RawMessage, Trust, Zone
from pecwatch.reading.own_steps import read
from pecwatch.rules import load_rules, shipped_rules
from tests.generators.authority import named
from tests.generators.keys import PrivateKey, derived_key, derived_rsa_key
from tests.generators.letters import entity, multipart, text_part, transfer
from tests.generators.outlook import OutlookFile, OutlookMail, msg
from tests.generators.pec import File, Letter, ordinary, transport
from tests.mail.opened import ANCHORS, WE, names, opened, problem_codes

PDF = b"%PDF-1.4\n\x00\xff elenco\n"
LETTER = Letter(subject="Elenco", text="Testo\n", attachments=(File(name="elenco novità.pdf", content=PDF),))
KEY = derived_key("una persona")
SUBJECT = named("Una Persona")


def certificate_of(key: PrivateKey) -> x509.Certificate:
    """Of a person, whom nobody here need know."""
    return (
        x509.CertificateBuilder(subject_name=SUBJECT, issuer_name=SUBJECT, public_key=key.public_key(), serial_number=7)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
        .sign(key, hashes.SHA256())
    )


CERTIFICATE = certificate_of(KEY)


def entity_of(message: bytes) -> bytes:
    """The MIME entity of a message: its content without the fields of mail."""
    header, _, body = message.partition(b"\r\n\r\n")
    fields = header.replace(b"\r\n ", b" ").split(b"\r\n")
    return b"\r\n".join(one for one in fields if one.lower().startswith(b"content-")) + b"\r\n\r\n" + body


def signed(content: bytes) -> bytes:
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(CERTIFICATE, KEY, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def opaque(packed: bytes, kind: str = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m") -> bytes:
    headers = [
        ("From", "decadenze@pec.aler.example"),
        ("To", "servizisociali@pec.comune.example"),
        ("Subject", "Elenco"),
        ("Content-Type", kind),
        ("Content-Transfer-Encoding", "base64"),
    ]
    return entity(headers, transfer(packed, "base64"))


@pytest.mark.parametrize(
    "kind",
    [
        "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
        "application/x-pkcs7-mime",
        "application/octet-stream; name=smime.p7m",
    ],
)
def test_content_inside_a_signature_is_the_messages_own(kind: str) -> None:
    """A person's signature hides bodies and files from mail programs that know none; here they are read."""
    envelope = opened(opaque(signed(entity_of(ordinary(LETTER))), kind))
    assert names(envelope) == ["body", "elenco novità.pdf"]
    assert envelope.parts[1].content == PDF
    assert [one.name for one in envelope.message.attachments] == ["elenco novità.pdf"]
    assert (envelope.message.kind, envelope.message.trust) == (Kind.ORDINARY, Trust.ABSENT)
    assert problem_codes(envelope) == []


def test_pec_whose_original_a_person_signed() -> None:
    """The provider's seal is weighed, the person's signature opened."""
    envelope = opened(transport(LETTER, original=opaque(signed(entity_of(ordinary(LETTER))))))
    assert (envelope.message.kind, envelope.message.trust) == (Kind.PEC, Trust.VERIFIED)
    assert names(envelope) == ["body", "elenco novità.pdf"]


def test_opaque_message_saved_by_outlook() -> None:
    """Outlook keeps it as an attachment of a message of its class."""
    packed = OutlookFile(name="smime.p7m", content=signed(entity_of(ordinary(LETTER))))
    saved = OutlookMail(message_class="IPM.Note.SMIME", text=None, files=(packed,))
    assert names(opened(msg(saved), source="vecchia.msg")) == ["body", "elenco novità.pdf"]


def test_content_signed_twice() -> None:
    """One signature around another."""
    once = signed(entity_of(ordinary(LETTER)))
    twice = signed(entity_of(opaque(once)))
    assert names(opened(opaque(twice))) == ["body", "elenco novità.pdf"]


def test_made_by_openssl(tmp_path: Path) -> None:
    """What openssl sends as a signed mail is read."""
    (tmp_path / "key").write_bytes(
        KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (tmp_path / "certificate").write_bytes(CERTIFICATE.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "content").write_bytes(entity_of(ordinary(LETTER)))
    command = (
        "openssl cms -sign -nodetach -in content -signer certificate -inkey key -out mail "
        "-from decadenze@pec.aler.example -to servizisociali@pec.comune.example -subject Elenco"
    )
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    envelope = opened((tmp_path / "mail").read_bytes())
    assert names(envelope) == ["body", "elenco novità.pdf"]
    assert envelope.message.subject == "Elenco"


def test_signed_file_stays_a_file() -> None:
    """A PDF under a signature is an attachment, also when declared as mail programs declare a signed message."""
    file = File(name="elenco.pdf.p7m", type="application/pkcs7-mime", content=signed(PDF))
    assert names(opened(ordinary(Letter(attachments=(file,))))) == ["body", "elenco.pdf.p7m"]


def test_signed_file_that_is_a_message_is_an_attached_message() -> None:
    """It has a sender and a subject of its own."""
    file = File(name="vecchia.eml.p7m", type="application/pkcs7-mime", content=signed(ordinary(LETTER)))
    envelope = opened(ordinary(Letter(attachments=(file,))))
    assert [one.subject for one in envelope.message.nested] == ["Elenco"]
    assert "elenco novità.pdf" in {name.rpartition("/")[2] for name in names(envelope, Zone.NESTED)}


def test_cut_off_signature_gives_what_it_holds_and_a_problem() -> None:
    """Half a signed message is half a message."""
    packed = signed(entity_of(ordinary(LETTER)))
    envelope = opened(opaque(packed[: len(packed) // 3]))
    assert names(envelope)[:1] == ["body"]
    assert "damaged" in problem_codes(envelope)


def test_encrypted_message_says_so() -> None:
    """Nobody here has the key; the office learns what to do."""
    recipient = certificate_of(derived_rsa_key("una persona"))
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(entity_of(ordinary(LETTER))).add_recipient(recipient)
    packed = builder.encrypt(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    raw = RawMessage(
        source="m.eml", content=opaque(packed, "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m")
    )
    (problem,) = read(raw, load_rules(shipped_rules()), WE, ANCHORS).problems
    assert problem.severity.value == "lost"
    assert "cifrato" in problem.text


HEADERS = [("From", "a@aler.example"), ("Subject", "x")]
TEXT = text_part("Testo\n", "plain")


def test_invitation_beside_a_text_is_furniture() -> None:
    """A calendar entry in multipart/alternative hides nothing and alarms nobody."""
    calendar = text_part("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "calendar")
    raw = RawMessage(source="m.eml", content=multipart(HEADERS, "alternative", [TEXT, calendar]))
    assert [one.severity.value for one in read(raw, load_rules(shipped_rules()), WE, ANCHORS).problems] == ["note"]


def test_file_of_a_macintosh_comes_without_its_resource_fork() -> None:
    """Of the two parts of AppleDouble one is the file, the other its icon."""
    fork = entity(
        [("Content-Type", "application/applefile; name=elenco.pdf")], b"\x00\x05\x16\x07\x00\x02\x00\x00icona"
    )
    data = entity([("Content-Type", "application/pdf; name=elenco.pdf")], PDF)
    envelope = opened(multipart(HEADERS, "mixed", [TEXT, multipart([], "appledouble", [fork, data])]))
    assert [part.content for part in envelope.parts if not part.is_body] == [PDF]
    assert len(envelope.message.attachments) == 1
    assert problem_codes(envelope) == []


@pytest.mark.parametrize(
    ("media_type", "body", "code"),
    [
        pytest.param(
            "message/external-body; access-type=URL; url=x",
            b"Content-Type: application/pdf; name=elenco.pdf\r\n\r\n",
            "missing_attachment",
            id="a file elsewhere",
        ),
        pytest.param(
            "message/partial; number=2; total=3; id=x",
            b"TWFuZGFudGU=\r\n",
            "missing_attachment",
            id="a piece of a message",
        ),
        pytest.param(
            "application/mac-binhex40; name=elenco.hqx",
            b"(This file must be converted with BinHex 4.0)\r\n:abc:\r\n",
            "unsupported_format",
            id="BinHex",
        ),
    ],
)
def test_what_is_announced_and_cannot_be_read_reaches_a_person(media_type: str, body: bytes, code: str) -> None:
    """Never silence about an attachment."""
    envelope = opened(multipart(HEADERS, "mixed", [TEXT, entity([("Content-Type", media_type)], body)]))
    (problem,) = envelope.problems
    assert (problem.code, problem.severity.value) == (code, "lost")


def test_first_piece_of_a_message_is_read() -> None:
    """It holds at least the beginning."""
    piece = entity([("Content-Type", "message/partial; number=1; total=2; id=x")], ordinary(Letter(text="inizio\n")))
    envelope = opened(multipart(HEADERS, "mixed", [TEXT, piece]))
    assert [part.content for part in envelope.parts if part.zone is Zone.NESTED] == [b"inizio\r\n"]
    assert problem_codes(envelope) == ["missing_attachment"]
