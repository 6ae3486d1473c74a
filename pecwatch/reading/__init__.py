# SPDX-License-Identifier: EUPL-1.2
"""From the bytes of one message to everything that could be read in it; joins mail, documents and lists."""

from pecwatch.reading.own_steps import OwnSteps
from pecwatch.reading.steps import Gathered, Opened, PartLabel, StepFailed, Steps
from pecwatch.reading.walking import is_unopened, read, read_header, read_in_steps, with_header

__all__ = [
    "Gathered",
    "Opened",
    "OwnSteps",
    "PartLabel",
    "StepFailed",
    "Steps",
    "is_unopened",
    "read",
    "read_header",
    "read_in_steps",
    "with_header",
]
