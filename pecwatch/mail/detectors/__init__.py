# SPDX-License-Identifier: EUPL-1.2
"""Kinds of envelopes: one file for each, tried in the order of `DETECTORS`."""

from pecwatch.mail.detectors import ordinary, pec, rem
from pecwatch.mail.detectors.anatomy import Anatomy, Detector
from pecwatch.mail.mime import Entity

DETECTORS: tuple[Detector, ...] = (pec.detect, rem.detect)
"""The first that knows the message decides; what none knows is ordinary mail."""


def anatomy_of(message: Entity) -> Anatomy:
    """Lay a message open."""
    found = (anatomy for detector in DETECTORS if (anatomy := detector(message)) is not None)
    return next(found, None) or ordinary.detect(message)
