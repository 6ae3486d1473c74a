# SPDX-License-Identifier: EUPL-1.2
"""What the kinds of messages are called, and what they are, for a reader who never saw a PEC."""

from pecwatch.model.message import Kind

KINDS: dict[Kind, tuple[str, str]] = {
    Kind.PEC: (
        "PEC transport envelope (busta di trasporto)",
        "The sender's certified provider (gestore) put the original message into this envelope, wrote beside it what "
        "it certifies (daticert.xml), and sealed both.",
    ),
    Kind.ANOMALY: (
        "anomaly envelope (busta di anomalia)",
        "A mail that is no PEC reached a PEC box, and the box's provider wrapped it. Nobody certifies who sent it, "
        "when, or what it says.",
    ),
    Kind.RECEIPT: (
        "receipt (ricevuta)",
        "A certified provider reports what became of a PEC that this office sent.",
    ),
    Kind.REM: (
        "registered electronic mail (REM)",
        "The European successor of the PEC. pecwatch reads it, and does not examine its seals yet.",
    ),
    Kind.ORDINARY: (
        "ordinary mail (posta ordinaria)",
        "No provider certifies it: sender, date and text are what somebody wrote.",
    ),
    Kind.DOCUMENT: ("document", "A file given by itself, not a message: it has no sender and no date."),
}
"""Name and explanation of each kind."""

RECEIPTS: dict[str, tuple[str, str]] = {
    "accettazione": (
        "acceptance receipt (ricevuta di accettazione)",
        "Our provider accepted the PEC. This does not say that it was delivered.",
    ),
    "non-accettazione": (
        "notice of refusal (avviso di non accettazione)",
        "Our provider refused the PEC, for instance for a wrong address or a virus: it never left. Mend it and send "
        "it again.",
    ),
    "presa-in-carico": (
        "receipt of taking charge (ricevuta di presa in carico)",
        "The recipient's provider took the PEC over from ours. Providers send this to each other.",
    ),
    "avvenuta-consegna": (
        "delivery receipt (ricevuta di avvenuta consegna)",
        "The PEC lies in the recipient's box. This is the proof of delivery, whether or not it was read.",
    ),
    "errore-consegna": (
        "notice of failed delivery (avviso di mancata consegna)",
        "The PEC could not be delivered: the recipient does not have it.",
    ),
    "preavviso-errore-consegna": (
        "warning of failed delivery (preavviso di mancata consegna)",
        "The PEC has not been delivered within the time allowed; the provider may still try for some hours.",
    ),
    "rilevazione-virus": (
        "notice of a virus (avviso di rilevazione virus)",
        "A provider found a virus in the PEC and held it back: the recipient does not have it.",
    ),
}
"""Name and explanation of each value of X-Ricevuta."""

RECEIPT_TYPES: dict[str, str] = {
    "completa": "with our whole message inside (completa)",
    "breve": "with our message inside, its files shortened to fingerprints (breve)",
    "sintetica": "without our message (sintetica)",
}
"""What a delivery receipt holds, by its X-TipoRicevuta."""

ERRORS: dict[str, str] = {
    "no-dest": "the recipient's address does not exist",
    "no-dominio": "the recipient's domain does not exist",
    "virus": "a virus was found",
    "altro": "another failure, explained in the provider's notice",
}
"""What a daticert gives as the error of a failure."""


def kind_name(kind: Kind, receipt: str | None = None) -> str:
    """What a message is called.

    Args:
        receipt: X-Ricevuta, or the event that REM evidence is about.
    """
    if receipt is None:
        return KINDS[kind][0]
    if kind is Kind.REM:
        return f"evidence of registered electronic mail (REM): {receipt}"
    known = RECEIPTS.get(receipt.strip().lower())
    return f"receipt (ricevuta) of a kind unknown here: {receipt}" if known is None else known[0]


def kind_explained(kind: Kind, receipt: str | None = None) -> str:
    """What such a message is."""
    known = RECEIPTS.get((receipt or "").strip().lower()) if kind is Kind.RECEIPT else None
    return KINDS[kind][1] if known is None else known[1]
