# SPDX-License-Identifier: EUPL-1.2
"""Messages with what is true of them: genuine ones of four providers, receipts, anomalies, plain mail, forgeries."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pecwatch.model.message import Kind
from tests.generators import forgeries, habits
from tests.generators.authority import provider, provider_issuer, root
from tests.generators.chains import (
    DOMAINS,
    PROVIDERS_ONLY,
    Chain,
    address_of,
    anchor,
    authority,
    below,
    leaf,
    real,
    valid,
)
from tests.generators.letters import ROME, File, Letter, ordinary, text_part
from tests.generators.pec import RECEIPT_SUBJECTS, anomaly, receipt, transport
from tests.generators.providers import PROVIDERS, Postmark, Provider
from tests.generators.signing import Manner

WORDS = "elenco NOVEMBRE perché è «urgente» trasmissione: R: n. 12/2025 ’ città € Übersicht 例 programmazione".split()
SENDERS = ("decadenze@pec.aler.example", "Ufficio.Case@aler.example", "protocollo@pec.comune-lontano.example")
SEALS = (
    ("sha1", Manner()),
    ("sha1", Manner(scheme="rsa", is_indefinite=True)),
    ("sha256", Manner(scheme="pss")),
    ("sha256", Manner(by_key_identifier=True, is_reversed=True)),
    ("sha512", Manner(extra=(root(),))),
)
ON_THE_WAY = (
    habits.reversed_fields, habits.lower_case_names, habits.upper_case_names, habits.with_trace, habits.crowded,
    habits.blank_lines_around, habits.padded_boundaries, habits.without_last_line_end,
)  # fmt: skip
AT_LAST = (habits.mailbox_line, habits.byte_order_mark, habits.lf_only)
Forgery = Callable[[bytes, Letter, Provider, random.Random], bytes]


@dataclass(frozen=True, kw_only=True)
class Truth:
    """A message, and what must be said of it."""

    name: str
    raw: bytes
    kind: Kind
    sender: str | None = None
    """None where nothing is sure."""
    subject: str | None = None
    is_sealed: bool = False
    is_forged: bool = False


def truths(count: int, seed: int) -> Iterator[Truth]:
    """That many messages: of twenty, eight are genuine PEC, three receipts, one an anomaly, one plain, seven forged."""
    chance = random.Random(seed)
    for number in range(count):
        letter, by, place = _letter(chance, number), chance.choice(PROVIDERS), number % 20
        if place < 8:
            yield _genuine(letter, by, chance)
        elif place < 11:
            yield _receipt(letter, by, chance)
        elif place == 11:
            raw = anomaly(letter, provider=by)
            yield Truth(name="anomaly", raw=raw, kind=Kind.ANOMALY, sender=letter.sender, subject=letter.subject)
        elif place == 12:
            raw = ordinary(letter)
            yield Truth(name="ordinary", raw=raw, kind=Kind.ORDINARY, sender=letter.sender, subject=letter.subject)
        else:
            yield _forged(letter, by, chance)


def _letter(chance: random.Random, number: int) -> Letter:
    minutes = dt.timedelta(minutes=chance.randrange(10 * 365 * 24 * 60))
    name = chance.choice(("elenco.pdf", "novità.pdf", "elenco 1.pdf.p7m", "lista.xlsx"))
    files = (File(name=name, content=b"%PDF-1.4\n" + chance.randbytes(chance.randrange(4000))),)
    return Letter(
        sender=chance.choice(SENDERS),
        subject=" ".join(chance.choices(WORDS, k=chance.randrange(1, 14))),
        text="\n".join(" ".join(chance.choices(WORDS, k=9)) for _ in range(chance.randrange(1, 30))) + "\n",
        html=chance.choice((None, "<p>Elenco</p>")),
        attachments=files if chance.random() < 0.8 else (),
        sent_at=dt.datetime(2015, 1, 1, tzinfo=ROME) + minutes,
        message_id=f"<prova.{number}@pec.ente.example>",
    )


def _postmark(letter: Letter, by: Provider, chance: random.Random) -> Postmark:
    at = letter.sent_at + dt.timedelta(seconds=33)
    if chance.random() < 0.3:
        return Postmark(certified_at=at)
    digest, manner = chance.choice(SEALS)
    chain = real(by.domain)
    return Postmark(certified_at=at, signer=chain.signer, chain=chain.above, digest=digest, manner=manner)


def _genuine(letter: Letter, by: Provider, chance: random.Random) -> Truth:
    raw = transport(letter, provider=by, postmark=_postmark(letter, by, chance))
    raw = _travelled(raw, by, chance)
    return Truth(name="pec", raw=raw, kind=Kind.PEC, sender=letter.sender, subject=letter.subject, is_sealed=True)


def _receipt(letter: Letter, by: Provider, chance: random.Random) -> Truth:
    kind, receipt_type = chance.choice(tuple(RECEIPT_SUBJECTS)), chance.choice(("completa", "breve", "sintetica"))
    mark = _postmark(letter, by, chance)
    raw = receipt(letter, kind, provider=by, postmark=mark, receipt_type=receipt_type)
    raw = _travelled(raw, by, chance)
    return Truth(name="receipt", raw=raw, kind=Kind.RECEIPT, sender=address_of(by.domain), is_sealed=True)


def _travelled(raw: bytes, by: Provider, chance: random.Random) -> bytes:
    """After what software and servers do outside the seal."""
    raw = habits.as_delivered(raw, by) if chance.random() < 0.5 else raw
    for habit in chance.sample(ON_THE_WAY, chance.randrange(3)):
        raw = habit(raw)
    return chance.choice(AT_LAST)(raw) if chance.random() < 0.3 else raw


def _forged(letter: Letter, by: Provider, chance: random.Random) -> Truth:
    name = chance.choice(tuple(FORGERIES))
    genuine = transport(letter, provider=by, postmark=_postmark(letter, by, chance))
    return Truth(name=name, raw=FORGERIES[name](genuine, letter, by, chance), kind=Kind.PEC, is_forged=True)


def _one_bit(genuine: bytes, _letter: Letter, _by: Provider, chance: random.Random) -> bytes:
    sealed = forgeries.sealed_bytes(genuine)
    places = [place for place, byte in enumerate(sealed) if byte not in b"\r\n"]
    place = genuine.index(sealed) + chance.choice(places)
    return genuine[:place] + bytes([genuine[place] ^ 0x40]) + genuine[place + 1 :]


def _of(make: Callable[..., bytes], *arguments: object, **options: object) -> Forgery:
    return lambda genuine, _letter, _by, _chance: make(genuine, *arguments, **options)


def _by(chain: Callable[[Provider], Chain]) -> Forgery:
    return lambda _genuine, letter, by, _chance: forgeries.sealed_by(
        chain(by), letter, by, Postmark(certified_at=letter.sent_at)
    )


def _moved(genuine: bytes, letter: Letter, by: Provider, _chance: random.Random) -> bytes:
    evil = replace(letter, text="Il presente elenco annulla e sostituisce il precedente.\n")
    return transport(evil, provider=by, postmark=Postmark(signature=forgeries.signature_of(genuine)))


def _foreign(by: Provider) -> Chain:
    top = root("Radice del Falsario")
    issuer = provider_issuer(frozenset(DOMAINS), top)
    return Chain(provider(by.domain, issuer), (issuer, top))


def _commercial(by: Provider) -> Chain:
    issuer = authority(anchor(), None, name="Prova Client CA")
    return Chain(leaf(issuer, address_of(by.domain)), (issuer,))


def _out_of_time(by: Provider) -> Chain:
    return real(by.domain, valid(dt.date(2026, 1, 1), dt.date(2027, 1, 1)))


FORGERIES: dict[str, Forgery] = {
    "one bit changed": _one_bit,
    "seal moved to another letter": _moved,
    "text in the preamble": _of(forgeries.text_before),
    "text in the epilogue": _of(forgeries.text_after),
    **{
        f"part added at {n}": _of(forgeries.part_added, text_part(forgeries.EVIL_ROW, "plain"), place=n)
        for n in range(3)
    },
    "list before": _of(forgeries.list_beside),
    "list after": _of(forgeries.list_beside, first=False),
    "list beside the envelope": _of(forgeries.list_beside, is_pec_outside=False),
    "carried under forged marks": _of(forgeries.message_inside),
    "two Content-Type": _of(forgeries.two_content_types, first=True),
    "the same Content-Type twice": _of(forgeries.content_type_twice, first=False),
    "two boundaries": _of(forgeries.two_boundaries),
    "two From": _of(forgeries.added, "From", "altri@pec.falsario.example"),
    "other From": _of(forgeries.rewritten, "From", "altri@pec.falsario.example"),
    "garbage for a signature": _of(forgeries.with_signature_part, b"/////w=="),
    "signature left out": _of(forgeries.without_signature_part),
    "seal taken off": _of(forgeries.unsealed),
    "self-signed": _by(lambda by: Chain(provider(by.domain, None), ())),
    "self-made authorities": _by(forgeries.self_made_authorities),
    "foreign root": _by(_foreign),
    "commercial certificate": _by(_commercial),
    "leaf out of time": _by(_out_of_time),
    "leaf of another domain": _by(lambda _: below(PROVIDERS_ONLY, "posta-certificata@pec.falsario.example")),
}
"""By name; each takes the genuine envelope, its letter, its provider and the dice."""
