# SPDX-License-Identifier: EUPL-1.2
"""A transport envelope that reached the office, as needed to tell a second delivery from a replay."""

import datetime as dt

from pecwatch.model.listing import Reading
from pecwatch.model.record import record


@record
class SeenEnvelope:
    """One PEC of the ledger."""

    message_id: int
    arrived_at: dt.datetime
    """When it reached the box, aware."""
    places: frozenset[tuple[str, str]]
    """Mailbox and folder of each place where it was found; none for a file handed over."""
    reading: Reading
