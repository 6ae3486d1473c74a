# SPDX-License-Identifier: EUPL-1.2
"""What the seal of an opened envelope is worth, for the moment that is certified inside it."""

from pecwatch.mail.daticert import Daticert
from pecwatch.mail.detectors.anatomy import Anatomy, is_body
from pecwatch.mail.headers import as_text
from pecwatch.mail.letterhead import bracketed_address, moment
from pecwatch.mail.mime import charset, content, read_entity
from pecwatch.mail.sealed import DISGUISED, PROVIDER, Verdict, weigh
from pecwatch.model.message import Kind
from pecwatch.seals.anchors import Anchors

_TRANSPORT = "posta-certificata"
"""What the daticert of a transport envelope calls itself."""


def verdict_of(anatomy: Anatomy, daticert: Daticert | None, anchors: Anchors, *, disguised: bool) -> Verdict:
    """How far the seal can be believed, at the moment that is certified inside it.

    Args:
        disguised: As `is_disguised` found.
    """
    if anatomy.sealed is None:
        return Verdict(trust=anatomy.trust, reason=anatomy.trust_reason, is_weak=False, seal=None)
    return weigh(
        anatomy.sealed,
        certified_at=None if daticert is None else daticert.certified_at,
        dated=moment(anatomy.headers.text("Date")),
        sender=_sealer(anatomy),
        doubts=(*anatomy.doubts, *((DISGUISED,) if disguised else ())),
        anchors=anchors,
    )


def _sealer(anatomy: Anatomy) -> str | None:
    """The provider's address in the envelope's From; None where a mailing list wrote its own there."""
    address = bracketed_address(anatomy.headers.raw("From"))
    is_from_list = anatomy.was_wrapped and anatomy.headers.raw("List-Id") is not None
    return None if is_from_list and not (address or "").lower().startswith(PROVIDER) else address


def is_disguised(anatomy: Anatomy, daticert: Daticert | None) -> bool:
    """Whether an envelope of one kind was sealed and has the fields of another, which no seal covers.

    Anyone can have a provider seal an anomaly with any sender in it, which proves nothing about that sender; and
    a list under the fields of a receipt would not be read.
    """
    if anatomy.sealed is None or anatomy.kind not in (Kind.PEC, Kind.RECEIPT):
        return False
    if daticert is not None and daticert.kind is not None:
        return (daticert.kind == _TRANSPORT) is not (anatomy.kind is Kind.PEC)
    if daticert is not None:
        return False
    notices = (leaf for leaf in read_entity(anatomy.sealed.content).leaves() if is_body(leaf))
    return any(_is_about_an_anomaly(as_text(content(notice), charset(notice))) for notice in notices)


def _is_about_an_anomaly(notice: str) -> bool:
    """Whether a provider's notice has the words that the rules lay down for anomalies (DM 2 November 2005, annex)."""
    words = " ".join(notice.lower().split())
    return any(each in words for each in ("anomalia nel messaggio", "non sono stati certificati"))
