# SPDX-License-Identifier: EUPL-1.2
"""Answering machines, by the fields that say so or by the subject that is left of them."""

from dataclasses import replace

import pytest

from pecwatch.model.listing import State
from pecwatch.model.message import Correspondents, RawMessage
from pecwatch.reading.own_steps import read
from pecwatch.rules import load_rules, shipped_rules
from tests.generators.pec import Letter, entity, multipart, ordinary, text_part, transport
from tests.mail.opened import opened, problem_codes

ROWS = "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE il 06/11/2025\n"
RULES = load_rules(shipped_rules())


def state_of(raw: bytes) -> State:
    recognised = Correspondents(senders=("decadenze@pec.aler.example",))
    return read(RawMessage(source="messaggio.eml", content=raw), RULES, recognised).state


@pytest.mark.parametrize(
    ("fields", "is_automatic"),
    [
        pytest.param((("Auto-Submitted", "auto-replied (vacation)"),), True, id="RFC 3834"),
        pytest.param((("Auto-Submitted", "auto-generated; x=y"),), True, id="with a parameter"),
        pytest.param((("Auto-Submitted", "No (a person)"),), False, id="said to be a person"),
        pytest.param((("X-Autoreply", "yes"),), True, id="X-Autoreply"),
        pytest.param((("X-Autoreply", "no"),), False, id="X-Autoreply says no"),
        pytest.param((("X-Auto-Response-Suppress", "All"),), False, id="Outlook asks for no answers"),
        pytest.param((("Precedence", "auto_reply"),), True, id="precedence"),
        pytest.param((("Precedence", "bulk"),), False, id="bulk is no answer"),
        pytest.param((("Return-Path", "<>"),), False, id="no return path, as relays leave it"),
        pytest.param((("Return-Path", "<>"), ("From", "postmaster@mx.example")), True, id="no return path, postmaster"),
        pytest.param((("From", "postmaster@comune.example"),), False, id="who looks after the server"),
        pytest.param((("From", '"Postmaster" <mario@comune.example>'),), False, id="postmaster for a name"),
        pytest.param((("From", "MAILER-DAEMON"),), True, id="bare daemon"),
        pytest.param((("From", "Mail Delivery System <Mailer-Daemon@mx.example>"),), True, id="daemon"),
        pytest.param((("From", "MAILER-DAEMON (Mail Delivery System)"),), True, id="daemon without a domain"),
        pytest.param((("From", "anti-mailer-daemon-x@mx.example"),), False, id="daemon in a word"),
        pytest.param((("From", "MDaemon@mx.example"),), True, id="MDaemon"),
        pytest.param((("From", "post_master@mx.example"),), True, id="James"),
        pytest.param((("Return-Path", "<a@b.example>"),), False, id="return path"),
        pytest.param((), False, id="nothing"),
    ],
)
def test_automatic_by_its_fields(fields: tuple[tuple[str, str], ...], *, is_automatic: bool) -> None:
    """Machines say that they are machines; asking others not to answer is no sign of one."""
    raw = ordinary(Letter(headers=tuple(field for field in fields if field[0] != "From")))
    written = dict(fields).get("From", "decadenze@pec.aler.example")
    raw = raw.replace(b"From: decadenze@pec.aler.example", f"From: {written}".encode())
    assert opened(raw).message.automatic is is_automatic
    assert opened(transport(Letter(), original=raw)).message.automatic is is_automatic


@pytest.mark.parametrize(
    ("subject", "is_automatic"),
    [
        ("Risposta automatica: Elenco", True),
        ("Automatic reply: Elenco", True),
        ("Fuori sede: Elenco", True),
        ("Fuori ufficio", True),
        ("Out of Office: Elenco", True),
        ("Letto: Elenco", True),
        ("Non recapitabile: Elenco", True),
        ("Undeliverable: Elenco", True),
        ("Delivery Status Notification (Failure)", True),
        ("Mail could not be delivered", True),
        ("Delivery Failure", True),
        ("Failure notification", True),
        ("Mail Delivery Warning", True),
        ("Mail System Error - Returned Mail", True),
        ("RE: Your message: non remis (destinataire inconnu)", True),
        ("AUTO: Testimoni, Mario is out of the office. (returning 05/01/2026)", True),
        ("AUTO: Mario Testimoni è fuori ufficio (ritorno 05/01/2026)", True),
        ("Auto: rimozione dei veicoli, elenco", False),
        ("Mancata consegna delle chiavi: elenco", False),
        ("Avviso di mancata consegna", False),
        ("Mancato recapito di raccomandate: elenco", False),
        ("Non recapitabile la diffida a Via Po 3", False),
        ("R: Risposta automatica: Elenco", False),
        ("Alloggi fuori sede: elenco", False),
        ("Lettori e libri: elenco", False),
        ("Autorizzazione: elenco", False),
        ("Elenco", False),
    ],
)
def test_automatic_by_its_subject(subject: str, *, is_automatic: bool) -> None:
    """Headers get lost on the way; what Italian offices' programs put before a subject stays."""
    assert opened(ordinary(Letter(subject=subject))).message.automatic is is_automatic


def test_a_list_whose_subject_speaks_like_a_mail_server() -> None:
    """Words alone never make a machine, and never silence a list; with a sender that is one they tell."""
    letter = Letter(subject="Mancata consegna delle chiavi: elenco interventi NOVEMBRE 2025", text=ROWS)
    for raw in (ordinary(letter), transport(letter), ordinary(replace(letter, headers=(("Return-Path", "<x@y.z>"),)))):
        message = opened(raw).message
        assert (message.automatic, message.report) == (False, None)
        assert state_of(raw) is State.LIST
    assert opened(ordinary(replace(letter, headers=(("Return-Path", "<>"),)))).message.automatic


def old_report(sender: str, kind: str, *more: bytes, fields: tuple[tuple[str, str], ...] = ()) -> bytes:
    parts = [
        text_part(ROWS, "plain"),
        entity([("Content-Type", f"message/{kind}")], b"Reporting-MTA: dns; mx.example\r\n\r\nAction: failed\r\n"),
        entity([("Content-Type", "message/rfc822")], ordinary(Letter())),
        *more,
    ]
    return multipart([("From", sender), ("Subject", "Elenco interventi"), *fields], "mixed", parts)


@pytest.mark.parametrize("kind", ["delivery-status", "disposition-notification", "feedback-report"])
def test_reports_under_another_type(kind: str) -> None:
    """Old mail servers send reports as `multipart/mixed`: the part tells, and a sender that is a machine."""
    for raw in (old_report("MAILER-DAEMON", kind), old_report("a@b.example", kind, fields=(("Return-Path", "<>"),))):
        assert opened(raw).message.report == kind
        assert state_of(raw) is State.NOT_PERTINENT


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(old_report("decadenze@pec.aler.example", "delivery-status"), id="forwarded in its parts"),
        pytest.param(
            old_report("MAILER-DAEMON", "delivery-status", entity([("Content-Type", "application/pdf")], b"%PDF-1.4")),
            id="with a file",
        ),
    ],
)
def test_a_report_in_a_list_is_none(raw: bytes) -> None:
    """The housing company may send a list again that did not arrive, with the report of it."""
    assert opened(raw).message.report is None
    assert state_of(raw) is not State.NOT_PERTINENT


def test_complaints_are_reports() -> None:
    """RFC 5965 has its own kind."""
    raw = old_report("a@b.example", "feedback-report").replace(b"multipart/mixed", b"multipart/report")
    assert opened(raw).message.report == "feedback-report"


@pytest.mark.parametrize(
    "returned",
    [
        b"From: a@b.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",
        b"From: a@b.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nEgregio sig",
        transport(Letter())[:900],
    ],
    ids=["only the header", "cut", "a PEC cut"],
)
def test_what_a_report_gives_back_may_be_cut(returned: bytes) -> None:
    """Mail servers return the beginning of a message: nothing is missing that would be ours to ask for."""
    parts = [
        text_part("Il messaggio non è stato recapitato.\n", "plain"),
        entity([("Content-Type", "message/delivery-status")], b"Action: failed\r\n"),
        entity([("Content-Type", "message/rfc822")], returned),
    ]
    fields = [("From", "MAILER-DAEMON@mx.example"), ("Subject", "Failure notice")]
    report = multipart(fields, "report; report-type=delivery-status", parts)
    assert problem_codes(opened(report)) == []
    assert problem_codes(opened(multipart([("From", "a@b.example")], "mixed", parts))) != []
