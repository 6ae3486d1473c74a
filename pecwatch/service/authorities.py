# SPDX-License-Identifier: EUPL-1.2
"""How the trust anchors stand: an authority that runs out makes every later seal unverifiable, silently."""

import datetime as dt
from collections.abc import Iterator

from pecwatch.seals.anchors import Anchors
from pecwatch.seals.certificates import load

ENDS_SOON = dt.timedelta(days=90)


def anchor_warnings(anchors: Anchors, now: dt.datetime) -> tuple[str, ...]:
    """What a person should do about the anchors: English, one line each, file names only.

    Args:
        now: Aware.
    """
    if not anchors.authorities:
        return ("no trust anchor: no seal can be verified and no list lowers an alarm; see [lists] trust_anchors",)
    return tuple(_ageing(anchors, now))


def _ageing(anchors: Anchors, now: dt.datetime) -> Iterator[str]:
    for anchor in anchors.authorities:
        certificate = load(anchor.certificate)
        if certificate is None:
            yield f"trust anchor {anchor.file}: its certificate cannot be used; copy it again from its source"
            continue
        ends_at = certificate.not_valid_after_utc
        if ends_at - now > ENDS_SOON:
            continue
        told = f"expired on {ends_at:%Y-%m-%d}" if ends_at <= now else f"ends on {ends_at:%Y-%m-%d}"
        yield f"trust anchor {anchor.file}: {told}; put its successor beside it, and keep it for older messages"
