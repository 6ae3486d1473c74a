# SPDX-License-Identifier: EUPL-1.2
"""Where a message comes from and how far that can be believed, in the words of the office; no address."""

from collections.abc import Iterable

from pecwatch.alerts.page import Banner, Tone
from pecwatch.alerts.shown import capital, moment
from pecwatch.alerts.words import ODD, REASON, TRUST, UNCONFIRMED, WARNING
from pecwatch.model.message import Kind, Message, Trust
from pecwatch.model.news import Bar

GRAVE = frozenset(
    {
        *(Bar.REPLAYED, Bar.LONG_AGO, Bar.FOR_OTHERS),
        *("lookalike_sender", "sender_differs_from_daticert", "subject_differs_from_daticert"),
    }
)
"""Warnings that whoever acts on a row should know of; the coordinator reads them all."""

HARMLESS = frozenset({"weak_digest", "nested_pec", "wrapped"})
"""What nearly every genuine PEC has, or many have: told only where a list is in doubt."""

SEALED = (Kind.PEC, Kind.RECEIPT, Kind.REM)


def provenance(message: Message) -> str:
    """When it was sent, how far its seal can be believed, whether its sender is known."""
    at = message.certified_at or message.sent_at
    sent = "" if at is None else f"Messaggio di {moment(at)}. "
    seal = TRUST[message.trust] if message.kind in SEALED else f"{_not_pec(message)}, senza sigillo PEC"
    return f"{sent}Provenienza: {seal}; {_sender(message)}."


def cautions(message: Message) -> tuple[str, ...]:
    """One line for whoever acts on a row, when something about the message must be known; usually none."""
    grave = [code for code in message.warnings if code in GRAVE]
    return (f"Attenzione: {'; '.join(map(_warning, grave))}.",) if grave else ()


def remarks(message: Message, *, in_doubt: bool = False) -> tuple[str, ...]:
    """Everything that is odd about a message, one sentence each.

    Args:
        in_doubt: Whether the reader must judge the message, and so hears of harmless things too.
    """
    codes = [code for code in message.warnings if in_doubt or code not in HARMLESS]
    return tuple(_sentence(text) for text in (*_about_seal(message), *map(_warning, codes)))


def unconfirmed_banner(confirmed: bool) -> tuple[Banner, ...]:
    """The mark of a list of doubtful origin, for whoever gets its rows."""
    if confirmed:
        return ()
    text = "finché la coordinatrice non accerta da dove viene l’elenco, lo tratti come vero."
    return (Banner(tone=Tone.WARNING, label=capital(UNCONFIRMED), text=text),)


def _about_seal(message: Message) -> Iterable[str]:
    """Why a seal is not verified; nothing of a message that bears none and claims none."""
    if message.trust is Trust.VERIFIED or message.trust_reason is None:
        return ()
    return (REASON.get(message.trust_reason, ODD),)


def _sender(message: Message) -> str:
    if message.relayed:
        return "inoltrato da un altro ufficio, con dentro una PEC di un mittente riconosciuto"
    return "mittente riconosciuto" if message.sender_recognised else "mittente non riconosciuto"


def _warning(code: str) -> str:
    return WARNING.get(code, ODD)


def _not_pec(message: Message) -> str:
    return {
        Kind.ORDINARY: "posta ordinaria",
        Kind.ANOMALY: "posta ordinaria giunta nella casella PEC",
        Kind.DOCUMENT: "documento consegnato a mano",
    }.get(message.kind, "messaggio")


def _sentence(text: str) -> str:
    return f"{capital(text)}."
