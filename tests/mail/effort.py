# SPDX-License-Identifier: EUPL-1.2
"""What opening a message costs, counted rather than timed: the same on every machine."""

import sys
import tracemalloc
from dataclasses import dataclass

from pecwatch.model.message import Envelope
from tests.mail.opened import opened


@dataclass(frozen=True)
class Effort:
    """One message opened."""

    envelope: Envelope
    calls: int
    """Functions called, those written in C included."""
    memory: int
    """Bytes at the highest moment, beyond the message itself."""


def effort_of(raw: bytes) -> Effort:
    """Open a message twice: once to count its calls, once to weigh its memory."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        envelope = opened(raw)
    finally:
        sys.setprofile(before)
    tracemalloc.start()
    try:
        opened(raw)
        memory = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return Effort(envelope, calls, memory)
