# SPDX-License-Identifier: EUPL-1.2
"""Posta elettronica certificata: transport envelopes, anomaly envelopes and receipts."""

import re
from dataclasses import replace

from pecwatch.mail.daticert import looks_like_daticert
from pecwatch.mail.detectors.anatomy import MESSAGE_TYPES, Anatomy, foreign, is_body, unsealed
from pecwatch.mail.detectors.sealing import sealing_of
from pecwatch.mail.detectors.wrapping import find_envelope
from pecwatch.mail.headers import Headers, is_message
from pecwatch.mail.mime import Entity, content, file_name
from pecwatch.model.message import Kind, Trust

_TRANSPORTS = {"posta-certificata": Kind.PEC, "errore": Kind.ANOMALY}
"""Values of X-Trasporto."""
_COMMENT = re.compile(r"\([^()]*\)")


def detect(message: Entity) -> Anatomy | None:
    """Tell a PEC envelope by X-Ricevuta first, then X-Trasporto.

    X-Riferimento-Message-ID stands on transport envelopes too, and means nothing by itself.
    """
    place = find_envelope(message, lambda headers: _kind(headers) is not None)
    kind = None if place is None else _kind(place.headers)
    if place is None or kind is None:
        return None
    sealing = sealing_of(place)
    sealed, beside = sealing.inside, sealing.beside
    parts = tuple(sealed.leaves())
    enclosed, daticert = _enclosed(parts), _daticert(parts)
    opened = Anatomy(
        kind=kind,
        headers=place.headers,
        receipt=place.headers.text("X-Ricevuta"),
        trust=Trust.ABSENT,
        trust_reason="anomaly_envelope" if kind is Kind.ANOMALY else "no_seal",
        sealed=None if kind is Kind.ANOMALY else sealing.sealed,
        doubts=sealing.doubts,
        original=None,
        daticert=None if daticert is None else content(daticert),
        pieces=parts,
        enclosed=enclosed,
        was_wrapped=place.wrapping is not None,
    )
    if kind is Kind.RECEIPT:
        return opened
    if enclosed is None:
        return replace(opened, original=sealed, is_original_missing=True, outside=unsealed(beside))
    original = enclosed.message
    # What is sealed beside the original is the provider's, whatever its words.
    others = tuple(part for part in foreign(parts, enclosed, daticert) if sealing.sealed is None or not is_body(part))
    return replace(opened, original=original, outside=(*unsealed(beside), *others))


def _kind(headers: Headers) -> Kind | None:
    if headers.text("X-Ricevuta") is not None:
        return Kind.RECEIPT
    return _TRANSPORTS.get(_keyword(headers.text("X-Trasporto") or ""))


def _keyword(value: str) -> str:
    """A value as the rules spell it, without comments, quotes and odd case."""
    return _COMMENT.sub(" ", value).strip(" \t\"';.").lower()


def _enclosed(parts: tuple[Entity, ...]) -> Entity | None:
    """The part that holds the original, by its name where several could, at last by what it holds."""
    named = [part for part in parts if (file_name(part) or "").lower() == "postacert.eml"]
    messages = [part for part in parts if part.type in MESSAGE_TYPES]
    best = [part for part in messages if any(part is one for one in named)]
    known = next(iter(best or messages or named), None)
    return known if known is not None else next((part for part in parts if _is_disguised(part)), None)


def _is_disguised(part: Entity) -> bool:
    """Whether a mere file is a whole message, as gateways make of a message/rfc822 that they save again."""
    return not is_body(part) and is_message(content(part))


def _daticert(parts: tuple[Entity, ...]) -> Entity | None:
    """The part that holds the certified facts, by name and content, by content, at last by name alone."""
    named = [part for part in parts if (file_name(part) or "").lower() == "daticert.xml"]
    candidates = [part for part in parts if part.type not in MESSAGE_TYPES and part.type != "text/html"]
    telling = [part for part in candidates if looks_like_daticert(content(part))]
    best = [part for part in telling if any(part is one for one in named)]
    return next(iter(best or telling or named), None)
