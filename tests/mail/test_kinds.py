# SPDX-License-Identifier: EUPL-1.2
"""What sort of message lies in the box: envelopes, receipts, REM, reports of mail servers, answering machines."""

import dataclasses

import pytest

from pecwatch.model.listing import State
from pecwatch.model.message import Correspondents, Kind, RawMessage, Trust
from pecwatch.reading.own_steps import read
from pecwatch.rules import load_rules, shipped_rules
from tests.generators.pec import (
    ARUBA,
    Letter,
    Postmark,
    anomaly,
    attached,
    daticert,
    entity,
    multipart,
    ordinary,
    receipt,
    seal,
    text_part,
    transport,
    wrapped_by_list,
)
from tests.mail.opened import names, opened, problem_codes

ROWS = "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE il 06/11/2025\n"
LISTED = Letter(subject="Comunicazione programmazione interventi NOVEMBRE 2025", text=ROWS)
RULES = load_rules(shipped_rules())


def state_of(raw: bytes) -> State:
    recognised = Correspondents(senders=(LISTED.sender,))
    return read(RawMessage(source="messaggio.eml", content=raw), RULES, recognised).state


def marked(name: str, value: str) -> bytes:
    """A transport envelope with another mark in the place of X-Trasporto."""
    return transport(LISTED).replace(b"X-Trasporto: posta-certificata", f"{name}: {value}".encode())


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        pytest.param("X-TRASPORTO", "posta-certificata", Kind.PEC, id="name in capitals"),
        pytest.param("x-trasporto", "POSTA-CERTIFICATA", Kind.PEC, id="value in capitals"),
        pytest.param("X-Trasporto", "  posta-certificata \t", Kind.PEC, id="blanks"),
        pytest.param("X-Trasporto", "posta-certificata (gestore)", Kind.PEC, id="comment"),
        pytest.param("X-Trasporto", '"posta-certificata";', Kind.PEC, id="quotes"),
        pytest.param("X-Trasporto", "=?utf-8?Q?posta-certificata?=", Kind.PEC, id="encoded word"),
        pytest.param("X-Trasporto", "\r\n posta-certificata", Kind.PEC, id="folded"),
        pytest.param("X-Trasporto ", "posta-certificata", Kind.PEC, id="blank before the colon"),
        pytest.param("X-Trasporto", "Errore", Kind.ANOMALY, id="anomaly"),
        pytest.param("X-Trasporto", "nuovo-tipo", Kind.ORDINARY, id="unknown"),
        pytest.param("X-Trasporto", "", Kind.ORDINARY, id="empty"),
        pytest.param("X-Ricevuta", "Accettazione", Kind.RECEIPT, id="receipt"),
        pytest.param("X-Ricevuta", "mai-vista", Kind.RECEIPT, id="unknown receipt"),
        pytest.param("X-Riferimento-Message-ID", "<x@g.example>", Kind.ORDINARY, id="reference alone"),
    ],
)
def test_marks_of_an_envelope(name: str, value: str, kind: Kind) -> None:
    """Names and values of the marks, however they are written."""
    assert opened(marked(name, value)).message.kind is kind


def test_marks_are_kept_as_written() -> None:
    """Values nobody foresaw reach the person who looks."""
    unknown = opened(marked("X-Trasporto", "Nuovo-Tipo")).message
    assert (unknown.transport, unknown.receipt, unknown.receipt_type) == ("Nuovo-Tipo", None, None)
    assert "unknown_envelope" in unknown.warnings
    fields = (("X-Ricevuta", "Mai-Vista"), ("X-Tiporicevuta", "Lunghissima"))
    strange = opened(receipt(LISTED, "accettazione", postmark=Postmark(headers=fields))).message
    assert (strange.receipt, strange.receipt_type, strange.transport) == ("Mai-Vista", "Lunghissima", None)


def test_receipt_type_asked_for() -> None:
    """A transport envelope repeats what type of receipt its sender asked for: it is no receipt for that."""
    message = opened(transport(LISTED, postmark=Postmark(headers=(("X-TipoRicevuta", "breve"),)))).message
    assert (message.kind, message.receipt_type) == (Kind.PEC, "breve")


RECEIPTS = (
    "accettazione",
    "non-accettazione",
    "presa-in-carico",
    "avvenuta-consegna",
    "errore-consegna",
    "preavviso-errore-consegna",
    "rilevazione-virus",
    "mai-vista",
)


@pytest.mark.parametrize("kind", RECEIPTS)
@pytest.mark.parametrize("receipt_type", ["completa", "breve", "sintetica"])
def test_receipts_are_never_lists(kind: str, receipt_type: str) -> None:
    """A list of ours inside a receipt is not one that arrived."""
    raw = receipt(LISTED, kind, receipt_type=receipt_type)
    assert state_of(raw) is State.NOT_PERTINENT
    message = opened(raw).message
    assert (message.kind, message.receipt, message.automatic) == (Kind.RECEIPT, kind, True)
    assert message.sender == "posta-certificata@pec.gestore-arancio.example"


def test_receipt_for_a_virus() -> None:
    """A message refused for a virus: the error is the daticert's, and more header fields tell of it."""
    fields = (("X-VerificaSicurezza", "errore"), ("X-Mittente", "servizisociali@pec.comune.example"))
    told = daticert(LISTED, "non-accettazione", ARUBA, Postmark()).replace(b'errore="nessuno"', b'errore="virus"')
    message = opened(receipt(LISTED, "non-accettazione", postmark=Postmark(daticert=told, headers=fields))).message
    assert (message.kind, message.receipt) == (Kind.RECEIPT, "non-accettazione")
    assert message.certified is not None
    assert message.certified.error == "virus"
    assert message.certified.recipients == ("servizisociali@pec.comune.example",)


@pytest.mark.parametrize("value", ["posta-certificata", "errore", "mai-vista"])
def test_receipt_goes_before_transport(value: str) -> None:
    """X-Ricevuta decides, whatever X-Trasporto says beside it."""
    raw = transport(LISTED, postmark=Postmark(headers=(("X-Ricevuta", "accettazione"), ("X-Trasporto", value))))
    assert opened(raw).message.kind is Kind.RECEIPT


def section(kind: str) -> tuple[str, str]:
    return ("REM-Section-Type", f"rem_message/{kind}")


def introduction(text: str = "Trusted electronic delivery.\n") -> bytes:
    return entity([section("introduction"), ("Content-Type", "text/plain")], text.encode())


def evidence(event: str = "SubmissionAcceptance", *, marked: bool = True, name: str | None = None) -> bytes:
    xml = (
        '<ers:ERDSEvidence xmlns:ers="http://uri.etsi.org/19522/v1#">'
        f"<ers:EventId>http://uri.etsi.org/19522/Event/{event}</ers:EventId></ers:ERDSEvidence>"
    )
    fields = [section("evidence")] if marked else []
    shown = f"; name={name}" if name else ""
    return entity([*fields, ("Content-Type", f"application/xml{shown}")], xml.encode())


def original(letter: Letter = LISTED, *, marked: bool = True) -> bytes:
    fields = [section("original")] if marked else []
    return entity([*fields, ("Content-Type", "message/rfc822; name=AttachedMimeMessage")], ordinary(letter))


def rem(*parts: bytes, fields: tuple[tuple[str, str], ...] = (), subject: str = LISTED.subject) -> bytes:
    """A message of a REM provider, sealed like all of them."""
    headers = [("From", "rem-service@gestore.example"), ("To", "servizisociali@pec.comune.example")]
    headers += [("Subject", subject), *fields, ("MIME-Version", "1.0")]
    return seal(headers, multipart([], "mixed", list(parts)), ARUBA, Postmark())


MARK = (("REM-MessageType", "dispatch"),)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(rem(introduction(), original(), evidence()), id="sections"),
        pytest.param(rem(evidence(), original(), introduction()), id="another order"),
        pytest.param(rem(introduction(), original(marked=False), evidence(marked=False), fields=MARK), id="fields"),
        pytest.param(wrapped_by_list(rem(introduction(), original(), evidence(), fields=MARK), " \n"), id="wrapped"),
    ],
)
def test_rem_dispatch(raw: bytes) -> None:
    """The original is read, the provider's words and evidence are not, and nothing of it looks foreign."""
    envelope = opened(raw)
    message = envelope.message
    assert (message.kind, message.receipt, message.trust) == (Kind.REM, None, Trust.UNVERIFIABLE)
    assert (message.sender, message.subject) == (LISTED.sender, LISTED.subject)
    assert (names(envelope), problem_codes(envelope)) == (["body"], [])
    assert state_of(raw) is State.LIST


@pytest.mark.parametrize(
    ("raw", "event"),
    [
        pytest.param(rem(introduction(), evidence()), "SubmissionAcceptance", id="told by itself"),
        pytest.param(
            rem(introduction(ROWS), evidence("X", name="RelayRejection.xml")), "RelayRejection", id="told by its name"
        ),
        pytest.param(
            rem(introduction(), evidence("ContentConsignmentFailure", marked=False), fields=MARK),
            "ContentConsignmentFailure",
            id="without a section",
        ),
        pytest.param(rem(introduction(), evidence("1")), "evidence", id="nobody's event"),
    ],
)
def test_rem_evidence_is_a_receipt(raw: bytes, event: str) -> None:
    """Evidence without the message is the word of a provider: never a list, not even under a list's subject."""
    envelope = opened(raw)
    message = envelope.message
    assert (message.kind, message.receipt, message.automatic) == (Kind.REM, event, True)
    assert (message.sender, names(envelope), problem_codes(envelope)) == ("rem-service@gestore.example", [], [])
    assert state_of(raw) is State.NOT_PERTINENT


def test_rem_notice_that_something_waits_elsewhere() -> None:
    """Neither a message nor evidence: what was announced is missing, and a person must fetch it."""
    envelope = opened(rem(introduction("Il messaggio si trova qui: https://gestore.example/1\n")))
    assert (envelope.message.kind, problem_codes(envelope)) == (Kind.REM, ["missing_attachment"])


def test_rem_fields_of_a_sender() -> None:
    """A mail program asks for a REM service in the fields of a message: nothing is missing in it."""
    letter = dataclasses.replace(LISTED, headers=(("REM-ExpirationDate", "2025-12-01"),))
    envelope = opened(ordinary(letter))
    assert (envelope.message.kind, names(envelope), problem_codes(envelope)) == (Kind.REM, ["body"], [])


def test_pec_goes_before_rem() -> None:
    """Providers that serve both write both: what is sealed as PEC is one."""
    raw = transport(LISTED, postmark=Postmark(headers=(("REM-MessageType", "dispatch"),)))
    assert opened(raw).message.kind is Kind.PEC


def report(kind: str, returned: bytes, *, before: tuple[tuple[str, str], ...] = ()) -> bytes:
    parts = [
        text_part("Il messaggio non è stato recapitato.\n", "plain"),
        entity([("Content-Type", f"message/{kind}")], b"Reporting-MTA: dns; mx.example\r\n\r\nAction: failed\r\n"),
        entity([("Content-Type", "message/rfc822")], returned),
    ]
    fields = [("From", "MAILER-DAEMON@mx.example"), ("To", "servizisociali@pec.comune.example")]
    return multipart(
        [*fields, ("Subject", "Undelivered Mail Returned to Sender"), *before], f"report; report-type={kind}", parts
    )


@pytest.mark.parametrize("kind", ["delivery-status", "disposition-notification"])
@pytest.mark.parametrize(
    "carry", [bytes, lambda raw: anomaly(Letter(), original=raw)], ids=["as it is", "in an anomaly"]
)
def test_reports_of_mail_servers(kind: str, carry) -> None:
    """What a report gives back is ours: a list in it did not arrive."""
    raw = carry(report(kind, ordinary(LISTED)))
    message = opened(raw).message
    assert (message.report, message.automatic) == (kind, True)
    assert [nested.subject for nested in message.nested] == [LISTED.subject]
    assert state_of(raw) is State.NOT_PERTINENT


def test_a_certified_letter_in_the_shape_of_a_report_is_read() -> None:
    """Servers put no report into a transport envelope; who writes a list in that shape must not hide it."""
    parts = [text_part(ROWS, "plain"), entity([("Content-Type", "message/delivery-status")], b"Action: failed\r\n")]
    fields = [("From", LISTED.sender), ("To", "servizisociali@pec.comune.example"), ("Subject", LISTED.subject)]
    raw = transport(LISTED, original=multipart(fields, "report; report-type=delivery-status", parts))
    assert opened(raw).message.report == "delivery-status"
    assert state_of(raw) is State.LIST


def test_report_that_somebody_forwards() -> None:
    """A person who forwards a report is no machine, and a list beside it is one."""
    letter = dataclasses.replace(LISTED, attachments=(attached(report("delivery-status", ordinary(Letter()))),))
    message = opened(ordinary(letter)).message
    assert (message.report, message.automatic) == (None, False)
    assert state_of(ordinary(letter)) is State.LIST


def test_list_sent_by_a_machine_is_read() -> None:
    """The housing company's program may send by itself: only reports give back what is ours."""
    letter = dataclasses.replace(LISTED, headers=(("Auto-Submitted", "auto-generated"),))
    assert opened(transport(letter)).message.automatic
    assert state_of(transport(letter)) is State.LIST
