# SPDX-License-Identifier: EUPL-1.2
"""Messages as they lie in a PEC box, as bytes: envelopes, receipts, anomalies, ordinary mail, with real seals.

Everything follows from the arguments, so the same call gives the same bytes.

    letter = Letter(sender="decadenze@pec.aler.example", subject="Elenco", text="1) …", attachments=(File(...),))
    raw = transport(letter, provider=LEGALMAIL)
"""

import datetime as dt
from email.utils import format_datetime
from xml.sax.saxutils import escape

from tests.generators.authority import detached_signature
from tests.generators.authority import provider as provider_identity
from tests.generators.letters import (
    ROME,
    SENT_AT,
    File,
    Letter,
    attached,
    crlf,
    encoded_header,
    entity,
    multipart,
    ordinary,
    text_part,
    transfer,
)
from tests.generators.providers import (
    ARUBA,
    CERTIFIED_AT,
    ISSUER,
    LEGALMAIL,
    NAMIRIAL,
    POSTE,
    PROPER,
    PROVIDERS,
    Postmark,
    Provider,
    daticert,
    identifier_of,
)

__all__ = [
    "ARUBA",
    "CERTIFIED_AT",
    "LEGALMAIL",
    "NAMIRIAL",
    "POSTE",
    "PROVIDERS",
    "ROME",
    "SENT_AT",
    "File",
    "Letter",
    "Postmark",
    "Provider",
    "anomaly",
    "attached",
    "crlf",
    "daticert",
    "entity",
    "identifier_of",
    "multipart",
    "ordinary",
    "receipt",
    "seal",
    "text_part",
    "transfer",
    "transport",
    "wrapped_by_list",
]


RECEIPT_SUBJECTS = {
    "accettazione": "ACCETTAZIONE",
    "non-accettazione": "AVVISO DI NON ACCETTAZIONE",
    "presa-in-carico": "PRESA IN CARICO",
    "avvenuta-consegna": "CONSEGNA",
    "errore-consegna": "AVVISO DI MANCATA CONSEGNA",
    "preavviso-errore-consegna": "AVVISO DI MANCATA CONSEGNA PER SUP. TEMPO MASSIMO",
    "rilevazione-virus": "PROBLEMA DI SICUREZZA",
}
"""Subject prefix for each value of X-Ricevuta."""


def _replaced(headers: list[tuple[str, str]], wanted: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    names = {name.lower() for name, _ in wanted}
    return [header for header in headers if header[0].lower() not in names] + list(wanted)


def seal(headers: list[tuple[str, str]], content: bytes, provider: Provider, postmark: Postmark) -> bytes:
    """Content under envelope headers, in multipart/signed with the provider's detached signature."""
    headers = _replaced(headers, postmark.headers)
    if not postmark.sealed:
        return entity(headers, b"").removesuffix(b"\r\n") + content
    signature = _signature(content, provider, postmark) if postmark.signature is None else postmark.signature
    written = transfer(signature, "base64")
    signature_headers = [
        ("Content-Type", f'{provider.protocol}; name="smime.p7s"'),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Disposition", 'attachment; filename="smime.p7s"'),
    ]
    parts = [
        content,
        entity(signature_headers, written if postmark.signature_lines else written.replace(b"\r\n", b"") + b"\r\n"),
    ]
    kind = f'signed; protocol="{provider.protocol}";\r\n micalg="{postmark.digest}"'
    return multipart(headers, kind, parts, provider.preamble)


def _signature(content: bytes, provider: Provider, postmark: Postmark) -> bytes:
    return detached_signature(
        content,
        postmark.signer or provider_identity(provider.domain, ISSUER),
        signed_at=postmark.certified_at,
        digest=postmark.digest,
        chain=postmark.chain,
        manner=postmark.manner,
    )


def _notice(text: str, provider: Provider) -> bytes:
    plain = text_part(text, "plain")
    if not provider.notice_in_html:
        return plain
    html = f"<html><head><title>Messaggio di posta certificata</title></head><body><p>{escape(text)}</p></body></html>"
    return multipart([], "alternative", [plain, text_part(html, "html")])


def _content(notice: str, dati: bytes, original: bytes | None, provider: Provider) -> bytes:
    """The signed part: notice, daticert and original in the provider's own order."""
    encoding, original_encoding = provider.daticert_encoding, provider.original_encoding
    pieces = {"notice": _notice(notice, provider)}
    if dati:
        pieces["daticert"] = entity(
            [
                ("Content-Type", 'application/xml; name="daticert.xml"'),
                ("Content-Transfer-Encoding", encoding),
                ("Content-Disposition", f'{provider.daticert_disposition}; filename="daticert.xml"'),
            ],
            transfer(dati, encoding),
        )
    if original is not None:
        pieces["original"] = entity(
            [
                ("Content-Type", 'message/rfc822; name="postacert.eml"'),
                ("Content-Transfer-Encoding", original_encoding),
                ("Content-Disposition", f'{provider.original_disposition}; filename="postacert.eml"'),
            ],
            transfer(original, original_encoding),
        )
    return multipart([], "mixed", [pieces[name] for name in provider.order if name in pieces])


def _envelope_headers(
    letter: Letter, *, sender: str, recipients: tuple[str, ...], subject: str, identifier: str, at: dt.datetime
) -> list[tuple[str, str]]:
    return [
        ("From", sender),
        ("To", ",\r\n ".join(recipients)),
        ("Subject", encoded_header(subject)),
        ("Date", format_datetime(at)),
        ("Message-ID", f"<{identifier}>"),
        ("X-Riferimento-Message-ID", letter.message_id),
        ("MIME-Version", "1.0"),
    ]


def transport(
    letter: Letter, *, provider: Provider = ARUBA, postmark: Postmark = PROPER, original: bytes | None = None
) -> bytes:
    """A busta di trasporto: what a recipient of the letter finds in the box.

    Args:
        original: The bytes to put inside, when they shall not be those of `ordinary(letter)`.
    """
    kind = "posta-certificata"
    at = postmark.certified_at
    notice = (
        f"Messaggio di posta certificata\n\nIl giorno {at:%d/%m/%Y} alle ore {at:%H:%M:%S} ({at:%z}) il messaggio\n"
        f'"{letter.subject}" è stato inviato da "{letter.sender}"\nindirizzato a:\n{chr(10).join(letter.recipients)}\n'
        "Il messaggio originale è incluso in allegato.\n"
        f"Identificativo messaggio: {identifier_of(letter, kind, provider, postmark)}\n"
    )
    dati = daticert(letter, kind, provider, postmark) if postmark.daticert is None else postmark.daticert
    content = _content(notice, dati, ordinary(letter) if original is None else original, provider)
    headers = _envelope_headers(
        letter,
        sender=f'"Per conto di: {letter.sender}" <posta-certificata@{provider.domain}>',
        recipients=(*letter.recipients, *letter.copies),
        subject=f"POSTA CERTIFICATA: {letter.subject}",
        identifier=identifier_of(letter, kind, provider, postmark),
        at=at,
    )
    return seal([*headers, ("X-Trasporto", kind)], content, provider, postmark)


def anomaly(
    letter: Letter, *, provider: Provider = ARUBA, postmark: Postmark = PROPER, original: bytes | None = None
) -> bytes:
    """A busta di anomalia: an ordinary mail that reached the box; it has no daticert."""
    notice = (
        "Anomalia nel messaggio\n\n"
        f'Il giorno {postmark.certified_at:%d/%m/%Y} è stato ricevuto il messaggio "{letter.subject}"\n'
        f'proveniente da "{letter.sender}".\nTali dati non sono stati certificati per il seguente errore:\n'
        "il messaggio proviene da un indirizzo di posta ordinaria.\n"
    )
    content = _content(notice, b"", ordinary(letter) if original is None else original, provider)
    headers = _envelope_headers(
        letter,
        sender=f'"Per conto di: {letter.sender}" <posta-certificata@{provider.domain}>',
        recipients=letter.recipients,
        subject=f"ANOMALIA MESSAGGIO: {letter.subject}",
        identifier=identifier_of(letter, "errore", provider, postmark),
        at=postmark.certified_at,
    )
    return seal([*headers, ("X-Trasporto", "errore")], content, provider, postmark)


def receipt(
    letter: Letter,
    kind: str,
    *,
    provider: Provider = ARUBA,
    postmark: Postmark = PROPER,
    receipt_type: str = "completa",
) -> bytes:
    """A receipt for a letter of ours; «avvenuta-consegna» of type completa or breve holds the letter again."""
    notice = (
        f"Ricevuta: {kind}\n\nIl giorno {postmark.certified_at:%d/%m/%Y} alle ore {postmark.certified_at:%H:%M:%S}\n"
        f'il messaggio "{letter.subject}" proveniente da "{letter.sender}": {kind}.\n'
    )
    delivered = kind == "avvenuta-consegna"
    dati = daticert(letter, kind, provider, postmark, receipt_type) if postmark.daticert is None else postmark.daticert
    original = ordinary(letter) if delivered and receipt_type != "sintetica" else None
    headers = _envelope_headers(
        letter,
        sender=f"posta-certificata@{provider.domain}",
        recipients=(letter.sender,),
        subject=f"{RECEIPT_SUBJECTS.get(kind, kind.upper())}: {letter.subject}",
        identifier=identifier_of(letter, kind, provider, postmark),
        at=postmark.certified_at,
    )
    headers += [("X-Ricevuta", kind)] + ([("X-TipoRicevuta", receipt_type)] if delivered else [])
    return seal(headers, _content(notice, dati, original, provider), provider, postmark)


def wrapped_by_list(envelope: bytes, footer: str = "_______\nLista di distribuzione dell'ufficio\n") -> bytes:
    """An envelope that a mailing list put one level down in a bare multipart."""
    headers = [
        ("From", "lista@liste.comune.example"),
        ("To", "tutti@liste.comune.example"),
        ("Subject", "[lista] inoltro"),
        ("Date", format_datetime(CERTIFIED_AT)),
        ("Message-ID", "<lista.1@liste.comune.example>"),
        ("List-Id", "<lista.liste.comune.example>"),
        ("MIME-Version", "1.0"),
    ]
    return multipart(headers, "mixed", [envelope, text_part(footer, "plain")])
