# SPDX-License-Identifier: EUPL-1.2
"""The process of a program on a kernel that closes nothing."""

from multiprocessing.connection import Connection

from pecwatch.service import program_child
from pecwatch.service.confinement import ProgramPlace
from pecwatch.service.errands import Errand
from pecwatch.service.program_child import ProgramLimits


def serve_unconfined(  # noqa: PLR0917 - arguments of a process
    connection: Connection,
    errand: Errand,
    folder: str,
    program: str,
    patience_s: int,
    limits: ProgramLimits,
    required: bool,
) -> None:
    """As `serve_program`, with every refusal of the kernel."""
    program_child.confine_program = lambda _: ProgramPlace(folder=folder, is_closed=False)  # type: ignore[attr-defined]
    program_child.serve_program(connection, errand, folder, program, patience_s, limits, required)
