# SPDX-License-Identifier: EUPL-1.2
"""The process of a program that begins its answer and never ends it."""

import os
import struct
import time
from multiprocessing.connection import Connection

from pecwatch.service.errands import Errand
from pecwatch.service.program_child import ProgramLimits


def serve_half_an_answer(  # noqa: PLR0917 - arguments of a process
    connection: Connection,
    errand: Errand,
    folder: str,
    program: str,
    patience_s: int,
    limits: ProgramLimits,
    required: bool,
) -> None:
    """Announce a thousand bytes, give three and sleep; alone in its group, as the real one is."""
    del errand, folder, program, patience_s, limits, required
    os.setpgid(0, 0)
    os.write(connection.fileno(), struct.pack("!i", 1_000) + b"\x01ab")
    time.sleep(60)
