# SPDX-License-Identifier: EUPL-1.2
"""What an envelope shows against what its provider certified, and who a sender could be taken for."""

import dataclasses
import datetime as dt
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pecwatch.mail.envelope import open_envelope
from pecwatch.model.message import Correspondents, RawMessage
from tests.generators.pec import (
    CERTIFIED_AT,
    PROVIDERS,
    Letter,
    Postmark,
    Provider,
    anomaly,
    encoded_header,
    ordinary,
    receipt,
    transport,
)
from tests.mail.opened import WE, opened

SUBJECT = "subject_differs_from_daticert"
SENDER = "sender_differs_from_daticert"
MESSAGE_ID = "message_id_differs_from_daticert"
LONG = "Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025"
LONGER = f"{LONG} - Ufficio Recupero Crediti Locativi/Decadenze - elenco allegato per i Servizi Sociali del Comune"
PROVIDER_ADDRESS = "posta-certificata@pec.gestore-arancio.example"


def warnings(raw: bytes, correspondents: Correspondents = WE) -> tuple[str, ...]:
    return opened(raw, correspondents).message.warnings


def face(letter: Letter, *headers: tuple[str, str], subject: str | None = None, sender: str | None = None) -> bytes:
    """A PEC whose envelope shows other fields than its provider wrote, or whose daticert says something else."""
    return transport(letter, postmark=Postmark(headers=headers, certified_subject=subject, certified_sender=sender))


SUBJECTS = (
    "Perché l’ufficio è chiuso: 100 € & «altro»",
    "R: I: Elenco",
    "Posta certificata: Elenco",
    "Fornitore: elenco dei lavori",
    "Elenco 1: lavori; Elenco 2: sfratti",
    "[ENTE|UFF|REGISTRO UFFICIALE|236913|24-10-2025] Elenco",
    "<urgente> Elenco & altro",
    "  Elenco   con    spazi ",
    LONGER,
    "…",
    "",
)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
@pytest.mark.parametrize("subject", SUBJECTS, ids=range(len(SUBJECTS)))
def test_genuine_messages_give_no_warning(provider: Provider, subject: str) -> None:
    """Whatever a sender writes in a subject, its provider certifies the same."""
    letter = Letter(subject=subject, sender="Decadenze@PEC.aler.example", sender_name="ALER, Ufficio «Casa»")
    letter = dataclasses.replace(letter, recipients=('"Servizi Sociali" <ServiziSociali@pec.comune.example>',))
    assert warnings(transport(letter, provider=provider)) == ()


WRITTEN = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=90)


@given(subject=WRITTEN, prefix=st.sampled_from(("", "R: ", "[lista] ", "I: POSTA CERTIFICATA: ")))
@settings(max_examples=60, deadline=None)
def test_no_subject_differs_from_itself(subject: str, prefix: str) -> None:
    """No way of writing makes a genuine subject look changed, nor do prefixes that lists and answers put before it."""
    shown = f"{prefix}POSTA CERTIFICATA: {subject}"
    raw = transport(
        Letter(subject=subject), postmark=Postmark(sealed=False, headers=(("Subject", encoded_header(shown)),))
    )
    assert SUBJECT not in warnings(raw)


@given(subject=st.from_regex(r"[a-z]{5,30}", fullmatch=True), added=st.from_regex(r"[a-z]{3,12}", fullmatch=True))
@settings(max_examples=40, deadline=None)
def test_words_put_into_a_subject_are_told(subject: str, added: str) -> None:
    """Whatever somebody adds to the shown subject, at its beginning or end, is a difference."""
    for shown in (f"{subject} {added}", f"{added} {subject}"):
        raw = face(Letter(subject=subject), ("Subject", f"POSTA CERTIFICATA: {shown}"))
        assert SUBJECT in warnings(raw)


@pytest.mark.parametrize(
    ("shown", "certified", "differs"),
    [
        pytest.param(f"POSTA CERTIFICATA: {LONG}", f"{LONG} - ANNULLATO", False, id="shown cut short"),
        pytest.param(f"POSTA CERTIFICATA: {LONG} - ANNULLATO", LONG, True, id="words added"),
        pytest.param("POSTA CERTIFICATA: Elenco - ANNULLATO", "Elenco", True, id="words added to a short one"),
        pytest.param(f"POSTA CERTIFICATA: {LONGER} e altri", LONGER[:-5], False, id="certified only in part"),
        pytest.param(f"POSTA CERTIFICATA: {LONG}", f"{LONG[:40]}...", False, id="certified with an ellipsis"),
        pytest.param("POSTA CERTIFICATA: [ANNULLATO] Elenco", "Elenco", True, id="tag behind the provider's words"),
        pytest.param("[lista] [SPAM] POSTA CERTIFICATA: Elenco", "Elenco", False, id="tags of a list"),
        pytest.param("R: POSTA CERTIFICATA: I: Elenco", "Elenco", False, id="answered and forwarded"),
        pytest.param("Posta Certificata:Elenco", "Elenco", False, id="other case, no blank"),
        pytest.param("POSTA CERTIFICATA: Perche' no", "Perché no", False, id="apostrophe for accent"),
        pytest.param("POSTA CERTIFICATA: Perch? no", "Perché no", False, id="letter lost"),
        pytest.param("POSTA CERTIFICATA: Perché no", "Perch&eacute; no", False, id="entity"),
        pytest.param("POSTA CERTIFICATA: A & B", "A &amp; B", False, id="escaped twice"),
        pytest.param("POSTA CERTIFICATA: Perché no", "=?utf-8?Q?Perch=C3=A9_no?=", False, id="encoded word"),
        pytest.param("POSTA CERTIFICATA: Elenco\r\n  di novembre", "Elenco di\n novembre", False, id="folded apart"),
        pytest.param("POSTA CERTIFICATA:", "Elenco", False, id="nothing shown"),
        pytest.param("POSTA CERTIFICATA: Elenco", "(nessun oggetto)", True, id="none was certified"),
        pytest.param("POSTA CERTIFICATA: Elenco", "", True, id="shown where there was none"),
    ],
)
def test_shown_subject(shown: str, certified: str, *, differs: bool) -> None:
    """What mail programs, lists and providers do to a subject is no difference; words that were put in are one."""
    inside = "" if certified in ("", "(nessun oggetto)") else certified
    letter = Letter(subject="Elenco" if "=?" in certified else inside)
    found = warnings(face(dataclasses.replace(letter, subject=""), ("Subject", shown), subject=certified))
    assert (SUBJECT in found) is (differs and certified != "")


def test_subject_shown_where_none_was_written() -> None:
    """Without `oggetto` in the daticert the subject under the seal is the one that counts."""
    raw = face(Letter(subject="Elenco"), ("Subject", "POSTA CERTIFICATA: Altro"), subject="")
    assert SUBJECT in warnings(raw)
    assert SUBJECT not in warnings(face(Letter(subject="Elenco"), subject=""))


@pytest.mark.parametrize(
    ("shown", "differs"),
    [
        pytest.param(f'"Per conto di: DECADENZE@pec.aler.example" <{PROVIDER_ADDRESS}>', False, id="capitals"),
        pytest.param(f"Per conto di: decadenze@pec.aler.example <{PROVIDER_ADDRESS}>", False, id="no quotes"),
        pytest.param(f'"On behalf of: decadenze@pec.aler.example" <{PROVIDER_ADDRESS}>', False, id="in English"),
        pytest.param(f"=?utf-8?Q?Per_conto_di:_decadenze=40pec.aler.example?= <{PROVIDER_ADDRESS}>", False, id="word"),
        pytest.param(f'"Per conto di: ALER" <{PROVIDER_ADDRESS}>', False, id="a name"),
        pytest.param(f'"{PROVIDER_ADDRESS}" <{PROVIDER_ADDRESS}>', False, id="the provider twice"),
        pytest.param(PROVIDER_ADDRESS, False, id="the provider alone"),
        pytest.param(f"{PROVIDER_ADDRESS} (Per conto di: decadenze@pec.aler.example)", False, id="comment"),
        pytest.param('"decadenze@pec.aler.example via Lista" <lista@liste.example>', False, id="list in its place"),
        pytest.param("lista@liste.example", True, id="another address"),
        pytest.param(f'"Per conto di: altri@pec.example" <{PROVIDER_ADDRESS}>', True, id="another sender"),
        pytest.param(
            f'"Per conto di: decadenze@pec.aler.example, altri@pec.example" <{PROVIDER_ADDRESS}>', True, id="two"
        ),
    ],
)
def test_shown_sender(shown: str, *, differs: bool) -> None:
    """Every address shown as the sender must be the certified one; the provider's own shows nobody."""
    assert (SENDER in warnings(face(Letter(), ("From", shown)))) is differs


@pytest.mark.parametrize(
    "certified",
    ["DECADENZE@PEC.ALER.EXAMPLE", " decadenze@pec.aler.example\n", "ALER <decadenze@pec.aler.example>"],
    ids=["capitals", "blanks", "with a name"],
)
def test_certified_sender_in_other_spellings(certified: str) -> None:
    """`mittente` is an address however it is written, and the sender is taken from it."""
    message = opened(face(Letter(), sender=certified)).message
    assert message.warnings == ()
    assert (message.sender or "").lower() == "decadenze@pec.aler.example"
    assert message.sender_recognised


@pytest.mark.parametrize(
    ("identifier", "message_id", "differs"),
    [
        pytest.param("<opec1.2@pec.example>", "<opec1.2@pec.example>", False, id="brackets in the daticert"),
        pytest.param("opec1.2", "<opec1.2@pec.example>", False, id="no domain in the daticert"),
        pytest.param("opec1.2@pec.example", "<opec1.2>", False, id="no domain outside"),
        pytest.param("OPEC1.2@pec.example", "<opec1.2@PEC.example>", False, id="case"),
        pytest.param("opec1.\n 2@pec.example", "<opec1.2@pec.example>", False, id="folded inside"),
        pytest.param("E45.posta-certificata@g.example", "<E45.posta-certificata@g.example>", False, id="Poste"),
        pytest.param("opec1.2@pec.example", "<opec1.3@pec.example>", True, id="another"),
        pytest.param("opec1.2@pec.example", "<opec1.2@altro.example>", True, id="another domain"),
    ],
)
def test_identifier(identifier: str, message_id: str, *, differs: bool) -> None:
    """Providers write the identifier with and without brackets and domain."""
    raw = transport(Letter(), postmark=Postmark(identifier=identifier, headers=(("Message-ID", message_id),)))
    assert (MESSAGE_ID in warnings(raw)) is differs


def test_receipts_are_not_checked_against_themselves() -> None:
    """The daticert of a receipt is about the message of ours: another identifier, subject and sender are its nature."""
    letter = Letter(sender="servizisociali@pec.comune.example", recipients=("decadenze@pec.aler.example",))
    raw = receipt(letter, "accettazione", postmark=Postmark(headers=(("Message-ID", "<altro@g.example>"),)))
    assert warnings(raw) == ()


TO_US = "servizisociali@pec.comune.example"


@pytest.mark.fault("content-replayed")
@pytest.mark.parametrize(
    ("recipients", "copies", "is_ours"),
    [
        pytest.param(("altri@pec.example", TO_US), (), True, id="one of several"),
        pytest.param(("altri@pec.example",), (TO_US,), True, id="copy"),
        pytest.param((f"Servizi Sociali <{TO_US.upper()}>",), (), True, id="name and capitals"),
        pytest.param(("protocollo@pec.comune.example",), (), False, id="another box of ours"),
        pytest.param((f"x{TO_US}",), (), False, id="longer address"),
    ],
)
@pytest.mark.parametrize("build", [transport, anomaly, ordinary], ids=lambda build: build.__name__)
def test_recipients(build, recipients: tuple[str, ...], copies: tuple[str, ...], *, is_ours: bool) -> None:
    """A list that was addressed to another box is read, and the difference told."""
    raw = build(Letter(recipients=recipients, copies=copies))
    assert ("not_addressed_to_us" not in warnings(raw)) is is_ours


def test_certified_recipients_count() -> None:
    """The To of the envelope can be rewritten; `destinatari` cannot."""
    assert "not_addressed_to_us" in warnings(face(Letter(recipients=("altri@pec.example",)), ("To", TO_US)))


def received(days: float) -> str:
    moment = CERTIFIED_AT + dt.timedelta(days=days)
    return f"from a.example by b.example with ESMTP id 1; {moment:%a, %d %b %Y %H:%M:%S %z} (CEST)"


@pytest.mark.fault("content-replayed")
@pytest.mark.parametrize(
    ("hops", "server_days", "is_late"),
    [
        pytest.param((received(8), received(0)), None, True, id="8 days at the last hop"),
        pytest.param((received(0), received(8)), None, False, id="only the last hop counts"),
        pytest.param((received(6.9),), None, False, id="a week"),
        pytest.param((received(-9),), None, False, id="before it was certified"),
        pytest.param((), None, False, id="nobody knows"),
        pytest.param(("from a by b; ieri",), None, False, id="no date"),
        pytest.param(("from a by b",), None, False, id="no moment"),
        pytest.param((received(8),), 0, False, id="the server knows better"),
        pytest.param((received(0),), 8, True, id="8 days by the server"),
    ],
)
def test_long_way(hops: tuple[str, ...], server_days: int | None, *, is_late: bool) -> None:
    """A PEC that arrives more than a week after its certification was probably sent again by somebody."""
    raw = "".join(f"Received: {hop}\r\n" for hop in hops).encode() + transport(Letter())
    arrived = None if server_days is None else CERTIFIED_AT + dt.timedelta(days=server_days)
    envelope = open_envelope(RawMessage(source="m.eml", content=raw, received_at=arrived), WE)
    assert envelope.message.warnings == (("certified_long_ago",) if is_late else ())


@pytest.mark.fault("content-lookalike-sender")
@pytest.mark.parametrize(
    ("sender", "is_lookalike"),
    [
        pytest.param("decadenze@pec-aler.example", True, id="hyphen for a dot"),
        pytest.param("decadenze@aler.example.pec-it.example", True, id="known domain in front"),
        pytest.param("decadenze@aler-example.net", True, id="dots made hyphens"),
        pytest.param("decadenze@mia-aler.example", True, id="known domain behind a hyphen"),
        pytest.param("decadenze@pec.aler.net", True, id="another ending"),
        pytest.param("decadenze@pec.xn--ler-5cd.example", True, id="punycode"),
        pytest.param("decadenze@pec.aIer.example", True, id="capital i for l"),
        pytest.param("decadenze@pec.a1er.examp1e", True, id="two digits"),
        pytest.param("decadenze@pec.àler.example", True, id="accent"),
        pytest.param("decadenze@pecaler.example", True, id="dot gone"),
        pytest.param("DECADENZE@PEC.ALER.EXAMPLE", False, id="capitals"),
        pytest.param("protocollo@pec.comune.example", False, id="another office"),
        pytest.param("mario@pec.example", False, id="same provider"),
    ],
)
def test_lookalike_domains(sender: str, *, is_lookalike: bool) -> None:
    """Domains made to be taken for a known one."""
    assert ("lookalike_sender" in warnings(transport(Letter(sender=sender)))) is is_lookalike
    assert ("lookalike_sender" in warnings(ordinary(Letter(sender=sender)))) is is_lookalike


@pytest.mark.fault("content-lookalike-sender")
@pytest.mark.parametrize(
    ("name", "sender", "is_lookalike"),
    [
        pytest.param(
            "decadenze@pec.aler.example", "chiunque@comune-lontano.example", True, id="known address as a name"
        ),
        pytest.param(
            "Ufficio (info@aler.example)", "chiunque@comune-lontano.example", True, id="known domain in a name"
        ),
        pytest.param("ALER Decadenze", "chiunque@comune-lontano.example", False, id="a name proves nothing"),
        pytest.param("info@aler.example", "decadenze@pec.aler.example", False, id="both known"),
    ],
)
def test_known_address_shown_as_a_name(name: str, sender: str, *, is_lookalike: bool) -> None:
    """Mail programs show the name and hide the address."""
    raw = ordinary(Letter(sender=sender, sender_name=name))
    assert ("lookalike_sender" in warnings(raw)) is is_lookalike


def test_escaped_subject_is_certified_once() -> None:
    """The daticert is XML: what it escapes comes out as written."""
    subject = "Casa & Città <urgente> \"elenco\" 'uno'"
    message = opened(transport(Letter(subject=subject))).message
    assert message.warnings == ()
    assert escape(subject) != message.subject == subject
