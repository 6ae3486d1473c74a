# SPDX-License-Identifier: EUPL-1.2
"""From the bytes of one message to everything that could be read in it; joins mail, documents and lists.

Whoever reads in its own process imports `own_steps`, which loads every reader; all that stands here is light.
"""

from pecwatch.reading.steps import Gathered, Opened, PartLabel, StepFailed, Steps
from pecwatch.reading.walking import is_unopened, read_header, read_in_steps, with_header

__all__ = [
    "Gathered",
    "Opened",
    "PartLabel",
    "StepFailed",
    "Steps",
    "is_unopened",
    "read_header",
    "read_in_steps",
    "with_header",
]
