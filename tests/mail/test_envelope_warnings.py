# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

import pytest

from pecwatch.model.message import Correspondents
from tests.generators.pec import CERTIFIED_AT, Letter, Postmark, anomaly, ordinary, transport
from tests.mail.opened import opened

LATE = (CERTIFIED_AT + dt.timedelta(hours=25)).strftime("%a, %d %b %Y %H:%M:%S %z")
SOON = (CERTIFIED_AT + dt.timedelta(hours=23)).strftime("%a, %d %b %Y %H:%M:%S %z")
SENDER = '"Per conto di: {}" <posta-certificata@pec.gestore-arancio.example>'


@pytest.mark.parametrize(
    ("field", "value", "warnings"),
    [
        pytest.param("Subject", "POSTA CERTIFICATA: Altro", ("subject_differs_from_daticert",), id="other subject"),
        pytest.param("Subject", "[lista] POSTA CERTIFICATA: I: R: POSTA CERTIFICATA: Elenco", (), id="prefixes stack"),
        pytest.param("Subject", "Elenco", (), id="prefix gone"),
        pytest.param("From", SENDER.format("altri@pec.example"), ("sender_differs_from_daticert",), id="other sender"),
        pytest.param("From", SENDER.format("DECADENZE@pec.aler.example"), (), id="sender in capitals"),
        pytest.param("From", "altri@pec.example", ("sender_differs_from_daticert",), id="provider's address replaced"),
        pytest.param("From", "posta-certificata@pec.gestore-arancio.example", (), id="no display name"),
        pytest.param("Date", LATE, ("date_differs_from_daticert",), id="25 hours"),
        pytest.param("Date", SOON, (), id="23 hours"),
        pytest.param("Date", "non so", (), id="no date"),
        pytest.param("Message-ID", "<altro@x.example>", ("message_id_differs_from_daticert",), id="other id"),
    ],
)
def test_unsigned_face_against_the_certified_facts(field: str, value: str, warnings: tuple[str, ...]) -> None:
    """From, Subject, Date and Message-ID of an envelope can be rewritten without breaking its seal."""
    raw = transport(Letter(subject="Elenco"), postmark=Postmark(headers=((field, value),)))
    assert opened(raw).message.warnings == warnings


def test_identifier_without_its_domain() -> None:
    """Some providers leave the domain out of `identificativo`."""
    postmark = Postmark(identifier="opec1.2", headers=(("Message-ID", "<opec1.2@pec.gestore-arancio.example>"),))
    assert opened(transport(Letter(), postmark=postmark)).message.warnings == ()


def test_subject_in_another_charset_is_no_difference() -> None:
    """Envelopes get re-saved in other charsets."""
    postmark = Postmark(headers=(("Subject", "POSTA CERTIFICATA: PerchÃ© cosÃ¬"),))
    assert opened(transport(Letter(subject="Perché così"), postmark=postmark)).message.warnings == ()


@pytest.mark.parametrize("build", [transport, anomaly, ordinary], ids=lambda build: build.__name__)
def test_message_for_somebody_else(build) -> None:
    """A list addressed to another office is read, and the difference shown; without our addresses nobody can say."""
    raw = build(Letter(recipients=("altri@pec.comune.example",)))
    assert "not_addressed_to_us" in opened(raw).message.warnings
    assert "not_addressed_to_us" not in opened(raw, Correspondents()).message.warnings


@pytest.mark.fault("content-lookalike-sender")
@pytest.mark.parametrize(
    ("sender", "is_lookalike"),
    [
        pytest.param("decadenze@pec.aler.example", False, id="the real one"),
        pytest.param("chiunque@aler.example", False, id="known domain"),
        pytest.param("decadenza@pec.aler.example", True, id="one letter of the address"),
        pytest.param("decadenze@pec.a1er.example", True, id="digit for a letter"),
        pytest.param("decadenze@pec.\u0430ler.example", True, id="Cyrillic letter"),
        pytest.param("decadenze@pec.aler.example.net", True, id="known domain inside"),
        pytest.param("decadenze@pec.aller.exampel", False, id="three edits"),
        pytest.param("ufficio@altro.aler.example", False, id="true subdomain"),
        pytest.param("mario@comune-lontano.example", False, id="stranger"),
    ],
)
def test_lookalike_senders(sender: str, *, is_lookalike: bool) -> None:
    """A near miss of a known address is said to be one."""
    warnings = opened(transport(Letter(sender=sender))).message.warnings
    assert ("lookalike_sender" in warnings) is is_lookalike


@pytest.mark.parametrize("build", [anomaly, ordinary], ids=lambda build: build.__name__)
@pytest.mark.parametrize(
    "field",
    [
        ("Delivered-To", "ServiziSociali@pec.comune.example"),
        ("X-Original-To", "<servizisociali@pec.comune.example>"),
        ("Cc", "Servizi Sociali <servizisociali@pec.comune.example>"),
    ],
    ids=lambda field: field[0],
)
def test_message_for_us_in_blind_copy(build, field: tuple[str, str]) -> None:
    """Where nothing is certified, the envelope says whom a message was brought to."""
    raw = build(Letter(recipients=("undisclosed-recipients:;",)))
    assert (
        "not_addressed_to_us"
        in opened(raw.replace(b"servizisociali@pec.comune.example", b"x@y.example")).message.warnings
    )
    raw = f"{field[0]}: {field[1]}\r\n".encode() + raw
    assert "not_addressed_to_us" not in opened(raw).message.warnings


def test_unsealed_fields_do_not_address_a_certified_message() -> None:
    """Whoever sends on what was certified for others can write any field around it."""
    raw = transport(Letter(recipients=("altri@pec.comune.example",)))
    for sent_on in (raw, raw.replace(b"<postacert", b"<altro")):
        delivered = b"Delivered-To: servizisociali@pec.comune.example\r\n" + sent_on
        assert "not_addressed_to_us" in opened(delivered).message.warnings


@pytest.mark.parametrize(
    ("sender", "known", "is_lookalike"),
    [
        pytest.param("a@altra.example", "@aler.example", False, id="another short name"),
        pytest.param("a@aller.example", "@aler.example", True, id="one letter of a short name"),
        pytest.param("a@aler.exemple", "@aler.example", True, id="last label"),
        pytest.param("a@case-popolari.example", "@casa-popolari.example", True, id="one of a long name"),
        pytest.param("a@cesa-popolare.example", "@casa-popolari.example", True, id="two of a long name"),
        pytest.param("urp@pec.aler.example", "ufp@pec.aler.example", True, id="one letter of a short address"),
        pytest.param("info@pec.aler.example", "urp@pec.aler.example", False, id="another office"),
        pytest.param("uap@pec.aler.example", "urb@pec.aler.example", False, id="another short office"),
        pytest.param("decedenza@pec.aler.example", "decadenze@pec.aler.example", True, id="two of a long address"),
    ],
)
def test_short_names_differ_by_little(sender: str, known: str, *, is_lookalike: bool) -> None:
    """Of few letters two are many, and the last label, which all share, counts for nothing."""
    warnings = opened(ordinary(Letter(sender=sender)), Correspondents(senders=(known,))).message.warnings
    assert ("lookalike_sender" in warnings) is is_lookalike
