# SPDX-License-Identifier: EUPL-1.2
"""Fields of the envelope, which no seal covers, against what the seal covers; senders that only look right."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from email.utils import format_datetime
from functools import partial

from pecwatch.model.message import Kind
from tests.generators.forgeries import added, rewritten
from tests.generators.pec import transport
from tests.generators.providers import ARUBA, CERTIFIED_AT, POSTE, PROVIDERS, Postmark
from tests.mail.cases.beside import STRANGER, made
from tests.mail.cases.case import (
    LETTER,
    OUR_ADDRESS,
    SENDER,
    Case,
    absent,
    invalid,
    never_verified,
    verified,
)

PROVIDER_ADDRESS = f"posta-certificata@{ARUBA.domain}"


def _rewritten() -> Iterator[Case]:
    """The seal holds, the sender and the subject are those under it, and the difference is told."""
    late = format_datetime(CERTIFIED_AT + dt.timedelta(days=20))
    soon = format_datetime(CERTIFIED_AT + dt.timedelta(hours=23))
    faces = (
        ("Subject", "POSTA CERTIFICATA: Annulla e sostituisce", ("subject_differs_from_daticert",)),
        ("From", f'"Per conto di: {STRANGER}" <{PROVIDER_ADDRESS}>', ("sender_differs_from_daticert",)),
        ("From", f'"Per conto di: {SENDER}" <{PROVIDER_ADDRESS.upper()}>', ()),
        ("From", PROVIDER_ADDRESS, ()),
        ("Date", late, ("date_differs_from_daticert",)),
        ("Date", soon, ()),
        ("Message-ID", "<altro.1@x.example>", ("message_id_differs_from_daticert",)),
        ("To", "altri@pec.comune.example", ()),
        ("Reply-To", STRANGER, ()),
    )
    for number, (name, value, warnings) in enumerate(faces):
        yield verified(f"rewritten {name} ({number})", made(rewritten, name, value), warnings=warnings)
    for number, value in enumerate(
        (
            STRANGER,
            SENDER,
            f"posta-certificata@{POSTE.domain}",
            f'"{PROVIDER_ADDRESS}" <{STRANGER}>',
            f'"Per conto di: {SENDER}" <posta-certificata@pec.gestore-aranc1o.example>',
            f'"Per conto di: {SENDER}" <posta-certificata@x{ARUBA.domain}>',
        )
    ):
        raw = made(rewritten, "From", value)
        yield invalid(f"From of another ({number})", raw, "sender_not_in_certificate")
    yield never_verified("From without an address", made(rewritten, "From", "nessuno"))
    yield never_verified("From with two addresses", made(rewritten, "From", f"{PROVIDER_ADDRESS}, {STRANGER}"))
    yield never_verified(
        "From with two addresses, the other first", made(rewritten, "From", f"{STRANGER}, {PROVIDER_ADDRESS}")
    )


def _marks() -> Iterator[Case]:
    """The kind follows the marks of the envelope, and nothing else."""
    yield invalid(
        "X-Ricevuta on a transport envelope",
        made(added, "X-Ricevuta", "accettazione"),
        "another_kind_sealed",
        kind=Kind.RECEIPT,
        receipt="accettazione",
        sender=PROVIDER_ADDRESS,
        is_recognised=False,
        free=frozenset({"subject", "parts", "outside"}),
    )
    as_anomaly = made(rewritten, "X-Trasporto", "errore")
    yield absent(
        "anomaly marks on a transport envelope", as_anomaly, "anomaly_envelope", kind=Kind.ANOMALY, is_recognised=True
    )
    for value in ("POSTA-CERTIFICATA", " posta-certificata  "):
        yield verified(f"X-Trasporto: {value}", made(rewritten, "X-Trasporto", value))
    yield absent(
        "unknown kind of transport",
        made(rewritten, "X-Trasporto", "nuovo-tipo"),
        "ordinary_mail",
        kind=Kind.ORDINARY,
        warned=frozenset({"unknown_envelope"}),
        free=frozenset({"sender", "subject", "parts", "outside"}),
    )


def _replayed() -> Iterator[Case]:
    to_others = partial(transport, replace(LETTER, recipients=("altri@pec.comune-lontano.example",)))
    yield verified("somebody else's PEC", to_others, warnings=("not_addressed_to_us",))
    readdressed = partial(_readdressed, "altri@pec.comune-lontano.example")
    yield verified("somebody else's PEC, readdressed", readdressed, warnings=("not_addressed_to_us",))
    copied = replace(LETTER, recipients=("altri@pec.comune-lontano.example",), copies=(OUR_ADDRESS.upper(),))
    yield verified("to us in copy, in capitals", partial(transport, copied))


def _readdressed(recipient: str) -> bytes:
    return rewritten(transport(replace(LETTER, recipients=(recipient,))), "To", OUR_ADDRESS)


def _senders() -> Iterator[Case]:
    """A seal proves who sent; it does not make a stranger the housing company."""
    lookalikes = (
        "decadenze@pec.alcr.example", "decadenze@pec.aIler.example", "decadenze@pec.a1er.example",
        "decadenze@pec.aler-example.example", "decadenza@pec.aler.example", "decadenze@pec.aler.example.net",
        "decadenze@pec.xn--ler-5cd.example",
    )  # fmt: skip
    for address in lookalikes:
        letter = replace(LETTER, sender=address)
        raw = partial(transport, letter, provider=PROVIDERS[len(address) % 4])
        yield verified(
            f"look-alike: {address}",
            raw,
            sender=address,
            is_recognised=False,
            warnings=("lookalike_sender",),
        )
    for address, is_recognised in (
        ("Decadenze@PEC.aler.example", True),
        ("chiunque@aler.example", True),
        ("ufficio@sub.aler.example", False),
        ("ufficio@pec.comune-lontano.example", False),
    ):
        raw = partial(transport, replace(LETTER, sender=address))
        yield verified(f"sender: {address}", raw, sender=address, is_recognised=is_recognised)
    other = Postmark(certified_sender="vero@pec.comune-lontano.example")
    yield verified(
        "certified sender unlike the printed one",
        partial(transport, LETTER, postmark=other),
        sender="vero@pec.comune-lontano.example",
        is_recognised=False,
        warnings=("sender_differs_from_daticert",),
    )
    titled = Postmark(certified_subject="Un altro oggetto")
    raw = partial(transport, LETTER, postmark=titled)
    yield verified("certified subject unlike the printed one", raw, warnings=("subject_differs_from_daticert",))


FACES: tuple[Case, ...] = (*_rewritten(), *_marks(), *_replayed(), *_senders())
