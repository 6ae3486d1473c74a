# SPDX-License-Identifier: EUPL-1.2
"""By which way a list came: two copies of one list come by different ways."""

import re

from pecwatch.model.listing import Reading
from pecwatch.model.message import Kind
from pecwatch.model.position import Way

FORWARD_PREFIX = re.compile(r"^\s*(i|fw|fwd|inoltro|inoltra|tr)\s*:", re.IGNORECASE)
"""What mail programs put before the subject of a message that is passed on."""


def way_of(reading: Reading) -> Way:
    """The way of the message itself; passed on by somebody counts as a way of its own."""
    message = reading.message
    if message.kind is Kind.DOCUMENT:
        return Way.DOCUMENT
    passed_on = bool(message.nested) or FORWARD_PREFIX.match(message.subject or "") is not None
    noted = any(problem.code == "note_to_verify" for problem in reading.problems)
    if passed_on or noted:
        return Way.FORWARD
    return Way.PEC if message.kind in (Kind.PEC, Kind.REM) else Way.ORDINARY
