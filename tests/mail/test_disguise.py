# SPDX-License-Identifier: EUPL-1.2
"""Envelopes of one kind sent on with the fields of another, which no seal covers."""

import pytest

from pecwatch.model.message import Kind, Trust
from pecwatch.model.problem import Severity
from tests.generators.pec import PROVIDERS, Letter, Postmark, Provider, anomaly, receipt, transport
from tests.mail.opened import opened

LETTER = Letter(sender="decadenze@pec.aler.example", text="Annulla e sostituisce: NON SI ESEGUE")
PROVIDER_IDS = [provider.name for provider in PROVIDERS]


@pytest.mark.parametrize("provider", PROVIDERS, ids=PROVIDER_IDS)
def test_an_anomaly_is_never_a_sealed_letter(provider: Provider) -> None:
    """A provider seals an anomaly around any sender somebody typed: that is no word of the sender."""
    raw = anomaly(LETTER, provider=provider).replace(b"X-Trasporto: errore", b"X-Trasporto: posta-certificata")
    message = opened(raw).message
    assert (message.kind, message.trust, message.trust_reason) == (Kind.PEC, Trust.INVALID, "another_kind_sealed")


@pytest.mark.parametrize("kind", ["accettazione", "avvenuta-consegna", "errore-consegna"])
def test_a_receipt_is_never_a_sealed_letter(kind: str) -> None:
    """A receipt holds the message it is about, and anyone can have one written."""
    raw = receipt(LETTER, kind).replace(f"X-Ricevuta: {kind}".encode(), b"X-Trasporto: posta-certificata")
    message = opened(raw).message
    assert (message.kind, message.trust, message.trust_reason) == (Kind.PEC, Trust.INVALID, "another_kind_sealed")


def test_a_letter_about_anomalies_is_a_letter() -> None:
    """The word stands in the letter, not in the provider's notice."""
    letter = Letter(subject="Anomalia nel messaggio", text="Anomalia nel messaggio di ieri")
    assert opened(transport(letter)).message.trust is Trust.VERIFIED


@pytest.mark.parametrize("kind", ["accettazione", "avvenuta-consegna"])
def test_a_letter_under_the_fields_of_a_receipt_is_shown_to_a_person(kind: str) -> None:
    """Receipts hold no list, so whoever wants a list unread would call it one."""
    raw = transport(LETTER).replace(b"X-Trasporto: posta-certificata", f"X-Ricevuta: {kind}".encode())
    envelope = opened(raw)
    assert (envelope.message.kind, envelope.message.trust) == (Kind.RECEIPT, Trust.INVALID)
    assert [(problem.code, problem.severity) for problem in envelope.problems] == [
        ("another_kind_sealed", Severity.LOST)
    ]
    assert opened(receipt(LETTER, kind)).problems == ()


def test_a_list_that_writes_its_own_from_makes_no_forgery() -> None:
    """Mailing lists put their address into From, which is under no seal: that leaves the sealer open, and no more."""
    raw = transport(Letter()).replace(b"posta-certificata@pec.gestore-arancio.example>", b"lista@liste.example>", 1)
    head, _, body = raw.partition(b"Content-Type: multipart/signed")
    sealed = b"Content-Type: multipart/signed" + body
    wrapped = (
        head
        + b"List-Id: <lista.liste.example>\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
        + sealed
        + b"\r\n--x--\r\n"
    )
    message = opened(wrapped).message
    assert (message.trust, message.trust_reason) == (Trust.UNVERIFIABLE, "headers_ambiguous")
    assert opened(raw).message.trust is Trust.INVALID


def test_a_field_that_other_programs_may_not_see_leaves_the_seal_open() -> None:
    """Past a line that is no field some programs see no header any more, others the next field."""
    raw = transport(Letter()).replace(b"X-Trasporto", b"nessun campo\r\nX-Trasporto", 1)
    message = opened(raw).message
    assert (message.trust, message.trust_reason) == (Trust.UNVERIFIABLE, "headers_ambiguous")


PLANTED = (
    '<postacert tipo="posta-certificata"><intestazione><mittente>decadenze@pec.aler.example</mittente></intestazione>'
    '<dati><identificativo>x@y.example</identificativo><data zona="+0100"><giorno>24/10/2025</giorno>'
    "<ora>09:12:31</ora></data></dati></postacert>"
)


@pytest.mark.parametrize("provider", PROVIDERS, ids=PROVIDER_IDS)
def test_a_daticert_in_a_subject_is_none(provider: Provider) -> None:
    """A notice quotes the subject, so anybody can have a provider seal one: the facts stand in a part of their own."""
    letter = Letter(sender="chiunque@posta.example", subject=PLANTED, text="NON SI ESEGUE")
    raw = anomaly(letter, provider=provider).replace(b"X-Trasporto: errore", b"X-Trasporto: posta-certificata")
    message = opened(raw).message
    assert (message.trust, message.trust_reason) == (Trust.INVALID, "another_kind_sealed")
    assert (message.sender, message.sender_recognised, message.certified) == ("chiunque@posta.example", False, None)


def test_an_anomaly_under_the_fields_of_a_receipt_is_shown_to_a_person() -> None:
    """A relay could keep an ordinary list from being read that way."""
    envelope = opened(anomaly(LETTER).replace(b"X-Trasporto: errore", b"X-Ricevuta: accettazione"))
    assert envelope.message.trust_reason == "another_kind_sealed"
    assert [problem.code for problem in envelope.problems] == ["another_kind_sealed"]


def test_without_certified_facts_a_person_is_asked() -> None:
    """The seal may hold: the sender is then what the sealed mail itself says, and nobody certified it."""
    message = opened(transport(LETTER, postmark=Postmark(daticert=b""))).message
    assert (message.trust, message.sender_recognised, message.is_in_doubt) == (Trust.VERIFIED, True, True)
    assert not opened(transport(LETTER)).message.is_in_doubt
