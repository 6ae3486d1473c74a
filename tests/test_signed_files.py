# SPDX-License-Identifier: EUPL-1.2
"""Signed files in whole messages, from the bytes of a PEC to the rows of its list."""

import base64
from collections.abc import Callable

import pytest

from pecwatch.model.listing import Reading, State
from pecwatch.model.message import Correspondents, RawMessage
from pecwatch.model.record import from_json, to_json
from pecwatch.reading.own_steps import read
from pecwatch.rules import load_rules, shipped_rules
from tests.documents.printed import pdf, text
from tests.generators.letters import File, Letter, ordinary
from tests.generators.pec import transport
from tests.generators.signed_files import PAST, detached, open_ended, pem, person, signed, stamped, token

RULES = load_rules(shipped_rules())
SENDER = "decadenze@pec.aler.example"
SUBJECT = "Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025"
LIST = pdf(
    text(
        "ELENCO INTERVENTI - NOVEMBRE 2025",
        "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE il 06/11/2025",
        "2) BONETTALI IVANO - Largo dei Pioppi 3 - RINVIATO AL 14/01/2026",
    )
)


def received(*files: File) -> Reading:
    letter = Letter(sender=SENDER, subject=SUBJECT, text="Si trasmette l'elenco in allegato.\n", attachments=files)
    raw = RawMessage(source="pec.eml", content=transport(letter))
    return read(raw, RULES, Correspondents(senders=(SENDER,)))


def file(content: bytes, name: str = "elenco.pdf.p7m", kind: str = "application/pkcs7-mime") -> File:
    return File(name=name, type=kind, content=content)


def rows(reading: Reading) -> list[tuple[str, str, str]]:
    listing = reading.listing
    return [] if listing is None else [(row.surname, row.status.value, row.where.part) for row in listing.rows]


def told(reading: Reading) -> list[tuple[str, str]]:
    return [
        (problem.code, problem.severity.value)
        for problem in reading.problems
        if problem.code != "sender_not_recognised"
    ]


FORMS = {
    "DER": signed,
    "BER": lambda content: open_ended(signed(content), chunk=1000),
    "base64": lambda content: base64.encodebytes(signed(content)),
    "PEM": lambda content: pem(signed(content)),
    "signed twice": lambda content: signed(signed(content), person("BONETTALI", "IVANO", "IT:BNTVNI75C10X999U")),
    "stamped": lambda content: stamped(signed(content), token(signed(content))),
}
TYPES = (
    "application/pkcs7-mime",
    "application/x-pkcs7-mime",
    "application/octet-stream",
    "application/pkcs7-signature",
)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_a_list_in_a_signed_pdf(form: Callable[[bytes], bytes], kind: str) -> None:
    """Every row, under the name of the attachment, with nothing left to doubt."""
    reading = received(file(form(LIST), kind=kind))
    assert rows(reading) == [
        ("ZUCCHEROLI", "execute", "elenco.pdf.p7m"),
        ("BONETTALI", "postponed", "elenco.pdf.p7m"),
    ]
    assert reading.listing is not None and reading.listing.complete
    assert not [problem for problem in told(reading) if problem[1] != "note"]
    assert "ZUCCHEROLI MIRELLA" in [signer.name for one in reading.signatures for signer in one.signers]


def test_the_signers_travel_with_the_reading() -> None:
    """The child that reads answers in JSON, and the dossier needs what it found."""
    reading = received(file(stamped(signed(LIST), token(signed(LIST)))))
    again = from_json(Reading, to_json(reading))
    assert again == reading
    [stamped_file, signed_file] = again.signatures
    assert [len(stamped_file.timestamps), len(signed_file.signers)] == [1, 1]
    assert signed_file.signers[0].fiscal_code == "ZCCMLL80A41X999B"


def test_an_expired_signer_does_not_keep_a_list_from_being_complete() -> None:
    """Expired signers are normal."""
    reading = received(file(signed(LIST, person(validity=PAST))))
    assert (reading.state, len(rows(reading)), told(reading)) == (State.LIST, 2, [("signer_expired", "note")])
    assert reading.listing is not None and reading.listing.complete


def test_a_signature_without_its_list() -> None:
    """The office is told at once that the list is not there."""
    reading = received(file(detached(LIST)))
    assert (reading.state, told(reading)) == (State.UNREADABLE, [("detached_signature", "lost")])


def test_list_and_signature_as_two_attachments() -> None:
    """Nothing is missing."""
    reading = received(file(LIST, "elenco.pdf", "application/pdf"), file(detached(LIST)))
    assert (reading.state, len(rows(reading)), told(reading)) == (State.LIST, 2, [("detached_signature", "note")])
    assert reading.listing is not None and reading.listing.complete


def test_the_signature_of_a_person_on_a_mail_is_silent() -> None:
    """It signs the mail, and holds no list."""
    reading = received(
        file(LIST, "elenco.pdf", "application/pdf"), file(detached(b"x"), "smime.p7s", "application/pkcs7-signature")
    )
    assert (reading.state, told(reading)) == (State.LIST, [])


def test_an_attachment_changed_after_signing() -> None:
    """Its rows count, and the doubt is shown with them."""
    p7m = signed(LIST)
    at = p7m.index(b"%PDF")
    reading = received(file(p7m[: at + 5] + b"9" + p7m[at + 6 :]))
    assert (len(rows(reading)), told(reading)) == (2, [("signature_wrong", "doubt")])


def test_a_signed_file_cut_off_on_its_way() -> None:
    """The list is not complete, whatever could be read of it."""
    reading = received(file(signed(LIST)[:-300]))
    assert told(reading)[0] == ("damaged", "lost")
    assert reading.needs_person


def test_a_mail_inside_a_signed_file() -> None:
    """Some systems sign the whole mail: its own attachments are read."""
    mail = ordinary(
        Letter(subject="Elenco", text="In allegato.\n", attachments=(file(LIST, "elenco.pdf", "application/pdf"),))
    )
    assert len(rows(received(file(signed(mail), "messaggio.p7m")))) == 2


def test_a_bare_signed_file() -> None:
    """As `pecwatch parse elenco.pdf.p7m` reads it."""
    reading = read(RawMessage(source="elenco.pdf.p7m", content=signed(LIST)), RULES, Correspondents())
    assert [name for name, _, _ in rows(reading)] == ["ZUCCHEROLI", "BONETTALI"]


@pytest.mark.parametrize("wraps", [1, 2])
def test_an_attachment_signed_with_its_mail_headers(wraps: int) -> None:
    """What is signed begins with Content-Type: the file below it is read."""
    content = b'Content-Type: application/pdf; name="elenco.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    content += base64.encodebytes(LIST)
    for _ in range(wraps):
        content = signed(content)
    assert len(rows(received(file(content, "messaggio.p7m")))) == 2


def test_mail_inside_a_stamped_file() -> None:
    """A mail that was stamped as a file is opened like one that is attached."""
    row = b"1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE\r\n"
    content = stamped(b"Content-Type: text/plain\r\n\r\n" + row, token(b"x"))
    assert len(rows(received(file(content, "messaggio.tsd", "application/octet-stream")))) == 1
