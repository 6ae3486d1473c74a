# SPDX-License-Identifier: EUPL-1.2
"""What opening a message costs, counted rather than timed: the same on every machine."""

import tracemalloc
from cProfile import Profile
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
    counter = Profile(builtins=True)
    counter.enable()
    try:
        envelope = opened(raw)
    finally:
        counter.disable()
    calls = sum(entry.callcount for entry in counter.getstats())
    tracemalloc.start()
    try:
        opened(raw)
        memory = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return Effort(envelope, calls, memory)
