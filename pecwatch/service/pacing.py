# SPDX-License-Identifier: EUPL-1.2
"""How long each part of a round may go on beginning new work, so that every round ends and the next goes on.

After nine days of absence, or at a first start, thousands of messages wait. One round that took them all would be
the same to the watchdog as one that hangs.
"""

import threading
import time

COLLECTING_S = WEIGHING_S = SENDING_S = PURGING_S = 120
"""After so long nothing new is begun; what is begun is finished: a message, 15 minutes at most, or a final dot, 10."""


class Pace:
    """Says that it is time to stop: because the service stops, or because this part of the round has had its time."""

    def __init__(self, stopping: threading.Event, seconds: float) -> None:
        self._stopping = stopping
        self._ends_at = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether the time is up, whatever else."""
        return time.monotonic() >= self._ends_at

    def is_set(self) -> bool:
        """Whether nothing new may be begun."""
        return self._stopping.is_set() or self.is_over
