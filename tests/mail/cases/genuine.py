# SPDX-License-Identifier: EUPL-1.2
"""Genuine envelopes of every provider, sealed in every manner, after everything that a way to a box does to them."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from pecwatch.model.message import Kind
from tests.generators.authority import named, root
from tests.generators.chains import (
    DOMAINS,
    PROVIDERS_ONLY,
    Chain,
    anchor,
    authority,
    below,
    constraints,
    leaf,
    real,
    valid,
)
from tests.generators.habits import (
    HARMLESS,
    PREAMBLES,
    WRAPPINGS,
    Habit,
    as_delivered,
    lf_only,
    with_parameters,
    with_preamble,
)
from tests.generators.letters import Letter
from tests.generators.pec import receipt, transport
from tests.generators.providers import ARUBA, LEGALMAIL, NAMIRIAL, POSTE, PROPER, PROVIDERS, Postmark, Provider
from tests.generators.signing import Manner
from tests.mail.anchored import pin_on, trusting
from tests.mail.cases.case import LETTER, OUR_ADDRESS, SENDER, Case, verified

SEALS: tuple[tuple[str, str, Manner], ...] = (
    ("RSA, SHA-1", "sha1", Manner()),
    ("RSA named alone, SHA-1", "sha1", Manner(scheme="rsa")),
    ("RSA, SHA-1, BER", "sha1", Manner(is_indefinite=True)),
    ("RSA, SHA-256", "sha256", Manner()),
    ("RSA, SHA-512", "sha512", Manner(scheme="rsa")),
    ("RSA-PSS, SHA-256", "sha256", Manner(scheme="pss")),
)
OURS = Letter(sender=OUR_ADDRESS, recipients=(SENDER,), subject=LETTER.subject, attachments=LETTER.attachments)
RECEIPTS: tuple[tuple[str, str], ...] = (
    ("accettazione", "completa"),
    ("non-accettazione", "completa"),
    ("presa-in-carico", "completa"),
    ("avvenuta-consegna", "completa"),
    ("avvenuta-consegna", "breve"),
    ("avvenuta-consegna", "sintetica"),
    ("errore-consegna", "completa"),
    ("preavviso-errore-consegna", "completa"),
    ("rilevazione-virus", "completa"),
    ("ricevuta-mai-vista", "completa"),
)


def really_sealed(provider: Provider = ARUBA, digest: str = "sha1", manner: Manner = PROPER.manner) -> Postmark:
    """The mark of a provider whose certificates are all of RSA, as the real ones are."""
    chain = real(provider.domain)
    return Postmark(signer=chain.signer, chain=chain.above, digest=digest, manner=manner)


def sealed(chain: Chain, postmark: Postmark = PROPER, provider: Provider = ARUBA) -> Callable[[], bytes]:
    return partial(
        transport, LETTER, provider=provider, postmark=replace(postmark, signer=chain.signer, chain=chain.above)
    )


def _weak(digest: str) -> tuple[str, ...]:
    return ("weak_digest",) if digest == "sha1" else ()


def _of_every_provider() -> Iterator[Case]:
    for provider in PROVIDERS:
        yield verified(f"{provider.name}: P-256, SHA-256", partial(transport, LETTER, provider=provider))
        for name, digest, manner in SEALS:
            raw = partial(_transport, provider, digest, manner)
            yield verified(f"{provider.name}: {name}", raw, warnings=_weak(digest))
        yield verified(f"{provider.name}: as delivered", partial(_delivered, provider), warnings=("weak_digest",))
        yield verified(f"{provider.name}: LF only", partial(_treated, lf_only, provider), warnings=("weak_digest",))


def _transport(provider: Provider, digest: str, manner: Manner) -> bytes:
    return transport(LETTER, provider=provider, postmark=really_sealed(provider, digest, manner))


def _delivered(provider: Provider) -> bytes:
    return as_delivered(_transport(provider, "sha1", PROPER.manner), provider)


def _treated(habit: Habit, provider: Provider) -> bytes:
    return habit(_transport(provider, "sha1", PROPER.manner))


def _on_the_way() -> Iterator[Case]:
    for number, habit in enumerate(HARMLESS):
        raw = partial(_treated, habit, PROVIDERS[number % len(PROVIDERS)])
        yield verified(f"on the way: {habit.__name__}", raw, warnings=("weak_digest",))
    for line in PREAMBLES:
        yield verified(f"preamble: {line}", lambda line=line: with_preamble(line)(transport(LETTER)))
    for micalg in ("sha1", '"SHA-1"', "sha-256", "unknown", None):
        habit = with_parameters("application/x-pkcs7-signature", micalg)
        yield verified(f"micalg: {micalg}", lambda habit=habit: habit(transport(LETTER)))
    for habit in WRAPPINGS:
        for provider in (ARUBA, LEGALMAIL):
            raw = partial(_treated, habit, provider)
            yield verified(f"{habit.__name__}: {provider.name}", raw, warnings=("weak_digest", "wrapped"))


def _receipts() -> Iterator[Case]:
    for number, (kind, receipt_type) in enumerate(RECEIPTS):
        for provider in (PROVIDERS[number % 4], PROVIDERS[(number + 1) % 4]):
            yield verified(
                f"receipt: {kind} {receipt_type}, {provider.name}",
                partial(
                    receipt, OURS, kind, provider=provider, postmark=really_sealed(provider), receipt_type=receipt_type
                ),
                warnings=("weak_digest",),
                kind=Kind.RECEIPT,
                receipt=kind,
                sender=f"posta-certificata@{provider.domain}",
                is_recognised=False,
                parts=(),
                free=frozenset({"subject"}),
            )


def _written_otherwise() -> Iterator[Case]:
    manners: tuple[tuple[str, Manner], ...] = (
        ("no signed attributes", Manner(has_attributes=False)),
        ("no signing time", Manner(has_time=False)),
        ("signer by its key identifier", Manner(by_key_identifier=True)),
        ("certificates in the opposite order", Manner(is_reversed=True)),
        ("root in the bag", Manner(extra=(anchor(),))),
        ("strangers in the bag", Manner(extra=(root(), below(None).signer), is_reversed=True)),
        ("BER with indefinite lengths", Manner(is_indefinite=True)),
        ("signer twice in the bag", Manner(extra=(real(POSTE.domain).signer,))),
    )
    for name, manner in manners:
        yield verified(f"seal: {name}", partial(_transport, POSTE, "sha256", manner))
    in_one_line = replace(really_sealed(NAMIRIAL, "sha256"), signature_lines=False)
    yield verified("seal: base64 in one line", partial(transport, LETTER, provider=NAMIRIAL, postmark=in_one_line))


def _chains() -> Iterator[Case]:
    address = f"posta-certificata@{ARUBA.domain}"
    direct = Chain(leaf(anchor(), address), ())
    expired_since = real(ARUBA.domain, valid(dt.date(2025, 1, 1), dt.date(2026, 1, 1)))
    begun_that_day = real(ARUBA.domain, valid(dt.date(2025, 10, 24), dt.date(2027, 1, 1)))
    issuer = authority(anchor())
    expired_twin = authority(anchor(), validity=valid(dt.date(2015, 1, 1), dt.date(2016, 1, 1)))
    in_subject = leaf(issuer, address, subject=named("Gestore", address))
    names = (
        ("permitted domain", below(PROVIDERS_ONLY)),
        ("permitted subdomains", below(constraints(".gestore-arancio.example"))),
        ("permitted mailbox", below(constraints(address))),
        ("permitted in capitals", below(constraints(ARUBA.domain.upper()))),
        (
            "others excluded",
            below(constraints(*DOMAINS, excluded=("gestore-rosso.example", ".gestore-giallo.example"))),
        ),
        ("constraints not critical", below(PROVIDERS_ONLY, is_bound_critical=False)),
        ("alternative name in capitals", below(PROVIDERS_ONLY, "Posta-Certificata@PEC.Gestore-Arancio.example")),
        ("several alternative names", below(PROVIDERS_ONLY, f"posta-certificata@{POSTE.domain}", address)),
        ("address in the subject too", Chain(in_subject, (issuer,))),
        ("expired twin of the intermediate", Chain(leaf(issuer, address), (expired_twin, issuer))),
        ("leaf directly below an anchor", direct),
        ("leaf expired since", expired_since),
        ("leaf valid from that day", begun_that_day),
    )
    for name, chain in names:
        yield verified(f"chain: {name}", sealed(chain))
    chain = real()
    alone = Chain(chain.signer, ())
    (above,) = chain.above
    yield verified("chain: intermediate is an anchor", sealed(alone), anchors=lambda: trusting(above))
    yield verified("chain: intermediate and root are anchors", sealed(chain), anchors=lambda: trusting(above, anchor()))
    pin = pin_on(above)
    yield verified("chain: pin met", sealed(chain), anchors=lambda: trusting(anchor(), pins=pin))


def _moments() -> Iterator[Case]:
    """The daticert tells the time, else the seal, else the Date: certificates hold at that time."""
    chain = real(ARUBA.domain, valid(dt.date(2025, 10, 1), dt.date(2025, 11, 1)))
    missing = replace(PROPER, daticert=b"")
    yield verified("moment: by the seal", sealed(chain, missing), warnings=("daticert_missing",))
    by_date = replace(missing, manner=Manner(has_time=False))
    yield verified("moment: by the Date", sealed(chain, by_date), warnings=("daticert_missing",))
    malformed = replace(PROPER, daticert=b"<postacert><intestazione>")
    yield verified("moment: daticert cut off", sealed(chain, malformed), warnings=("daticert_malformed",))
    for year in (2014, 2017, 2021, 2024):
        at = dt.datetime(year, 10, 24, 9, 12, 31, tzinfo=PROPER.certified_at.tzinfo)
        letter = replace(LETTER, sent_at=at)
        old = replace(really_sealed(LEGALMAIL), certified_at=at)
        raw = partial(transport, letter, provider=LEGALMAIL, postmark=old)
        yield verified(f"moment: in {year}", raw, warnings=("weak_digest",))


GENUINE: tuple[Case, ...] = (
    *_of_every_provider(),
    *_on_the_way(),
    *_receipts(),
    *_written_otherwise(),
    *_chains(),
    *_moments(),
)
