# SPDX-License-Identifier: EUPL-1.2
"""Envelopes that lists and relays put one level down, and those that a person sends on."""

import base64

import pytest

from pecwatch.model.message import Kind, Zone
from tests.generators.pec import (
    LEGALMAIL,
    Letter,
    Postmark,
    anomaly,
    attached,
    crlf,
    entity,
    multipart,
    receipt,
    text_part,
    transport,
    wrapped_by_list,
)
from tests.mail.opened import LETTER, PDF, names, opened, problem_codes, shows_the_letter

LIST_FIELDS = [
    ("From", "lista@liste.comune.example"),
    ("To", "tutti@liste.comune.example"),
    ("Subject", "[lista] POSTA CERTIFICATA: Elenco"),
    ("Message-ID", "<lista.1@liste.comune.example>"),
    ("MIME-Version", "1.0"),
]
LIST_ID = ("List-Id", "<lista.liste.comune.example>")
RAW = transport(LETTER)
CARRIED = entity([("Content-Type", "message/rfc822")], RAW)
FOOTER = text_part("_______\nLista di posta certificata dell'ufficio\n", "plain")


def pushed_down(raw: bytes, sender: str | None = None) -> bytes:
    """A list that keeps the fields of an envelope and puts its content beside a footer, as Mailman does."""
    head, _, body = raw.partition(b"\r\n\r\n")
    kept, _, content_type = head.decode().replace("\r\n ", " ").partition("\r\nContent-Type:")
    fields = [(name, value) for name, value in (line.split(": ", 1) for line in kept.split("\r\n"))]
    fields = [(name, sender if sender and name == "From" else value) for name, value in fields]
    inside = f"Content-Type:{content_type}\r\n\r\n".encode() + body
    return multipart([*fields, LIST_ID], "mixed", [inside, FOOTER], "This is an S/MIME signed message")


@pytest.mark.fault("content-seal-wrapped")
@pytest.mark.parametrize(
    ("raw", "beside"),
    [
        pytest.param(entity([*LIST_FIELDS, LIST_ID, ("Content-Type", "message/rfc822")], RAW), 0, id="whole content"),
        pytest.param(multipart([*LIST_FIELDS, LIST_ID], "mixed", [CARRIED]), 0, id="only part"),
        pytest.param(multipart([*LIST_FIELDS, LIST_ID], "mixed", [CARRIED, FOOTER]), 1, id="with a footer"),
        pytest.param(multipart([*LIST_FIELDS, LIST_ID], "mixed", [FOOTER, CARRIED, FOOTER]), 2, id="between texts"),
        pytest.param(
            multipart(
                [*LIST_FIELDS, LIST_ID],
                "mixed",
                [
                    entity(
                        [("Content-Type", "message/rfc822"), ("Content-Transfer-Encoding", "base64")],
                        crlf(base64.encodebytes(RAW)),
                    ),
                    FOOTER,
                ],
            ),
            1,
            id="in base64",
        ),
        pytest.param(multipart(LIST_FIELDS, "mixed", [CARRIED]), 0, id="relay without fields of a list"),
        pytest.param(
            multipart([*LIST_FIELDS, ("X-MS-Journal-Report", "")], "mixed", [FOOTER, CARRIED]), 1, id="journal"
        ),
        pytest.param(wrapped_by_list(RAW), 1, id="its fields in the part"),
        pytest.param(pushed_down(RAW), 1, id="its fields outside"),
        pytest.param(
            pushed_down(RAW, '"decadenze@pec.aler.example via Lista" <lista@liste.comune.example>'),
            1,
            id="its sender changed",
        ),
    ],
)
def test_wrapped_envelopes(raw: bytes, beside: int) -> None:
    """An envelope that a list or relay put one level down is that envelope; what stands beside it is shown apart."""
    envelope = opened(raw)
    message = envelope.message
    assert (message.kind, message.sender) == (Kind.PEC, "decadenze@pec.aler.example")
    assert "wrapped" in message.warnings
    assert not {"sender_differs_from_daticert", "subject_differs_from_daticert"} & {*message.warnings}
    assert shows_the_letter(envelope)
    footers = [part for part in envelope.parts if part.zone is Zone.OUTSIDE]
    assert bool(footers) is bool(beside)
    assert problem_codes(envelope) == (["outside_seal"] if beside else [])


@pytest.mark.parametrize("build", [anomaly, lambda letter: receipt(letter, "accettazione")], ids=["anomaly", "receipt"])
def test_other_envelopes_get_wrapped_too(build) -> None:
    """An anomaly or a receipt one level down is still one."""
    plain, wrapped = opened(build(LETTER)).message, opened(wrapped_by_list(build(LETTER))).message
    assert (wrapped.kind, wrapped.receipt, wrapped.sender) == (plain.kind, plain.receipt, plain.sender)
    assert "wrapped" in wrapped.warnings


def test_identity_of_a_wrapped_message_is_its_own() -> None:
    """Message-ID is the outermost: it is what the box knows the message by."""
    message = opened(multipart([*LIST_FIELDS, LIST_ID], "mixed", [CARRIED])).message
    assert message.message_id == "<lista.1@liste.comune.example>"
    assert message.identifier is not None
    assert "message_id_differs_from_daticert" not in message.warnings


@pytest.mark.parametrize("note", ["Inoltro, vedi sotto.\n", "\n"], ids=["note", "nothing"])
def test_a_person_who_forwards_is_the_sender(note: str) -> None:
    """A text beside the envelope is a colleague's: the envelope is provenance, and the colleague has sent."""
    raw = multipart(LIST_FIELDS, "mixed", [text_part(note, "plain"), CARRIED])
    envelope = opened(raw)
    message = envelope.message
    assert (message.kind, message.sender) == (Kind.ORDINARY, "lista@liste.comune.example")
    assert [(nested.kind, nested.sender) for nested in message.nested] == [(Kind.PEC, "decadenze@pec.aler.example")]
    assert names(envelope, Zone.NESTED)[-1] == "messaggio.eml/elenco.pdf"


def test_pec_in_a_pec_in_a_pec() -> None:
    """Each office that sends on is told, and what the innermost holds is there once."""
    files = LETTER.attachments
    middle = transport(Letter(text="Uno.\n", attachments=(attached(RAW), *files)), postmark=Postmark(identifier="2@g"))
    envelope = opened(transport(Letter(text="Due.\n", attachments=(attached(middle),)), provider=LEGALMAIL))
    assert len(envelope.message.nested) == 2
    assert len({nested.identifier for nested in envelope.message.nested}) == 2
    assert sum(part.content == PDF for part in envelope.parts) == 1


def test_words_of_a_notice_beside_the_seal() -> None:
    """A text beside the seal is nobody's notice, whatever words it borrows."""
    text = text_part("Messaggio di posta certificata, identificativo 1: NON SI ESEGUE\n", "plain")
    envelope = opened(multipart([*LIST_FIELDS, LIST_ID], "mixed", [CARRIED, text]))
    assert problem_codes(envelope) == ["outside_seal"]
    assert names(envelope, Zone.OUTSIDE) == ["body"]
