# SPDX-License-Identifier: EUPL-1.2
"""Posta elettronica certificata: transport envelopes, anomaly envelopes and receipts."""

from dataclasses import replace

from pecwatch.mail.daticert import looks_like_daticert
from pecwatch.mail.detectors.anatomy import MESSAGE_TYPES, Anatomy, foreign, is_signature
from pecwatch.mail.detectors.wrapping import Place, find_envelope
from pecwatch.mail.headers import Headers
from pecwatch.mail.mime import Entity, content, enclosed_message, file_name, read_entity
from pecwatch.model.message import Kind, Trust

_TRANSPORTS = {"posta-certificata": Kind.PEC, "errore": Kind.ANOMALY}
"""Values of X-Trasporto."""


def detect(message: Entity) -> Anatomy | None:
    """Tell a PEC envelope by X-Ricevuta first, then X-Trasporto.

    X-Riferimento-Message-ID stands on transport envelopes too, and means nothing by itself.
    """
    place = find_envelope(message, lambda headers: _kind(headers) is not None)
    kind = None if place is None else _kind(place.headers)
    if place is None or kind is None:
        return None
    sealed, beside, has_seal = _sealed_part(place)
    parts = tuple(sealed.leaves())
    enclosed, daticert = _enclosed(parts), _daticert(parts)
    trust, reason = _trust(kind, has_seal=has_seal)
    opened = Anatomy(
        kind=kind,
        headers=place.headers,
        receipt=place.headers.text("X-Ricevuta"),
        trust=trust,
        trust_reason=reason,
        original=None,
        daticert=None if daticert is None else content(daticert),
        was_wrapped=place.was_wrapped,
    )
    if kind is Kind.RECEIPT:
        return opened
    if enclosed is None:
        return replace(opened, original=sealed, is_original_missing=True, outside=foreign(beside))
    original = read_entity(enclosed_message(enclosed))
    return replace(opened, original=original, outside=foreign((*beside, *parts), enclosed, daticert))


def _kind(headers: Headers) -> Kind | None:
    if headers.text("X-Ricevuta") is not None:
        return Kind.RECEIPT
    return _TRANSPORTS.get((headers.text("X-Trasporto") or "").lower())


def _trust(kind: Kind, *, has_seal: bool) -> tuple[Trust, str]:
    if kind is Kind.ANOMALY:
        return Trust.ABSENT, "anomaly_envelope"
    return (Trust.UNVERIFIABLE, "seal_not_examined") if has_seal else (Trust.ABSENT, "no_seal")


def _sealed_part(place: Place) -> tuple[Entity, tuple[Entity, ...], bool]:
    """The part that the provider's seal covers, what stands beside it, and whether there is a seal."""
    envelope = place.envelope
    if envelope.type != "multipart/signed" or not envelope.children:
        return envelope, place.beside, False
    sealed, *others = envelope.children
    beside = tuple(leaf for other in others for leaf in other.leaves())
    return sealed, (*beside, *place.beside), any(is_signature(other) for other in others)


def _enclosed(parts: tuple[Entity, ...]) -> Entity | None:
    """The part that holds the original, by its name where several could."""
    named = [part for part in parts if (file_name(part) or "").lower() == "postacert.eml"]
    messages = [part for part in parts if part.type in MESSAGE_TYPES]
    best = [part for part in messages if any(part is one for one in named)]
    return next(iter(best or messages or named), None)


def _daticert(parts: tuple[Entity, ...]) -> Entity | None:
    """The part that holds the certified facts, by name and content, by content, at last by name alone."""
    named = [part for part in parts if (file_name(part) or "").lower() == "daticert.xml"]
    candidates = [part for part in parts if part.type not in MESSAGE_TYPES and part.type != "text/html"]
    telling = [part for part in candidates if looks_like_daticert(content(part))]
    best = [part for part in telling if any(part is one for one in named)]
    return next(iter(best or telling or named), None)
