# SPDX-License-Identifier: EUPL-1.2
"""Old mail read again brings back nobody who was erased."""

from pecwatch.casework.erasing import without_erased
from pecwatch.model.listing import Reading
from pecwatch.service.desk import Desk
from pecwatch.store import rights


def read_again(desk: Desk, message_id: int, reading: Reading) -> Reading:
    """The reading of a message without the lines of it that were erased."""
    with desk.database.reading() as session:
        keys = rights.erased_lines(session, message_id)
    return without_erased(reading, keys, desk.secret) if keys else reading
