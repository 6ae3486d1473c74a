# SPDX-License-Identifier: EUPL-1.2
"""Four certified providers, each with its own way of writing envelopes, and what they certify."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.generators.authority import Identity, provider_issuer
from tests.generators.letters import ROME, Letter
from tests.generators.signing import PLAIN, Manner

CERTIFIED_AT = dt.datetime(2025, 10, 24, 9, 12, 31, tzinfo=ROME)


@dataclass(frozen=True, kw_only=True)
class Provider:
    """How one certified provider writes its envelopes."""

    name: str
    domain: str
    prefix: str
    """First letters of its identifiers."""
    order: tuple[str, ...] = ("notice", "daticert", "original")
    daticert_encoding: str = "base64"
    daticert_disposition: str = "inline"
    original_disposition: str = "inline"
    original_encoding: str = "7bit"
    """`base64` and `quoted-printable` exist, although RFC 2046 forbids them."""
    notice_in_html: bool = True
    protocol: str = "application/x-pkcs7-signature"
    preamble: str = ""


ARUBA = Provider(name="ARUBA PEC S.p.A.", domain="pec.gestore-arancio.example", prefix="opec2941")
LEGALMAIL = Provider(
    name="InfoCert S.p.A.",
    domain="cert.gestore-legale.example",
    prefix="8A3F",
    order=("notice", "original", "daticert"),
    daticert_encoding="quoted-printable",
    daticert_disposition="attachment",
    original_disposition="attachment",
    notice_in_html=False,
    protocol="application/pkcs7-signature",
    preamble="This is a cryptographically signed message in MIME format.",
)
NAMIRIAL = Provider(
    name="Namirial S.p.A.",
    domain="sicurezza.gestore-adriatico.example",
    prefix="FCB1",
    order=("notice", "original", "daticert"),
    original_disposition="attachment",
    original_encoding="8bit",
)
POSTE = Provider(
    name="Poste Italiane S.p.A.",
    domain="gestore-giallo.example",
    prefix="1F2E3D4C",
    daticert_disposition="attachment",
    original_disposition="attachment",
    notice_in_html=False,
    preamble="This is an S/MIME signed message",
)
PROVIDERS = (ARUBA, LEGALMAIL, NAMIRIAL, POSTE)
ISSUER = provider_issuer(frozenset(one.domain for one in PROVIDERS))


@dataclass(frozen=True, kw_only=True)
class Postmark:
    """What the provider certifies."""

    identifier: str = ""
    """Without angle brackets; empty for one made from the letter and the kind of envelope."""
    certified_at: dt.datetime = CERTIFIED_AT
    certified_sender: str | None = None
    """`mittente`, when it shall differ from the letter's sender."""
    certified_subject: str | None = None
    daticert: bytes | None = None
    """Bytes to put in the place of a proper daticert.xml; empty for an envelope without one."""
    digest: str = "sha256"
    signer: Identity | None = None
    chain: tuple[Identity, ...] = field(default=(ISSUER,))
    manner: Manner = PLAIN
    signature: bytes | None = None
    """Bytes to put in the place of a proper signature."""
    signature_lines: bool = True
    """Whether the signature's base64 is broken into lines."""
    sealed: bool = True
    headers: tuple[tuple[str, str], ...] = ()
    """Headers of the envelope that replace the proper ones of the same name, or are added."""


PROPER = Postmark()


def identifier_of(letter: Letter, kind: str, provider: Provider, postmark: Postmark) -> str:
    """The `identificativo` of an envelope."""
    running = hashlib.sha256(f"{letter.message_id}{kind}".encode()).hexdigest()[:8]
    return postmark.identifier or f"{provider.prefix}.{postmark.certified_at:%Y%m%d%H%M%S}.{running}@{provider.domain}"


def daticert(
    letter: Letter, kind: str, provider: Provider, postmark: Postmark, receipt_type: str = "completa"
) -> bytes:
    """daticert.xml as the technical rules of the PEC (DM 2 November 2005) lay it down."""
    recipients = "".join(
        f'    <destinatari tipo="certificato">{escape(address)}</destinatari>\n'
        for address in (*letter.recipients, *letter.copies)
    )
    delivered = f"    <consegna>{escape(letter.recipients[0])}</consegna>\n" if kind == "avvenuta-consegna" else ""
    receipt = f'    <ricevuta tipo="{receipt_type}" />\n' if kind in ("posta-certificata", "avvenuta-consegna") else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<postacert tipo="{kind}" errore="nessuno">\n  <intestazione>\n'
        f"    <mittente>{escape(postmark.certified_sender or letter.sender)}</mittente>\n{recipients}"
        f"    <risposte>{escape(letter.sender)}</risposte>\n"
        f"    <oggetto>{escape(letter.subject if postmark.certified_subject is None else postmark.certified_subject)}"
        "</oggetto>\n  </intestazione>\n  <dati>\n"
        f"    <gestore-emittente>{escape(provider.name)}</gestore-emittente>\n"
        f'    <data zona="{postmark.certified_at:%z}">\n'
        f"      <giorno>{postmark.certified_at:%d/%m/%Y}</giorno>\n      <ora>{postmark.certified_at:%H:%M:%S}</ora>\n"
        "    </data>\n"
        f"    <identificativo>{escape(identifier_of(letter, kind, provider, postmark))}</identificativo>\n"
        f"    <msgid>{escape(letter.message_id)}</msgid>\n{receipt}{delivered}"
        "  </dati>\n</postacert>\n"
    ).encode()
