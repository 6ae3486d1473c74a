# SPDX-License-Identifier: EUPL-1.2
"""What runs in the process that is confined to one run of one program."""

import os
import resource
import signal
import subprocess
from multiprocessing.connection import Connection
from pathlib import Path

from pecwatch.documents.programs import Failure
from pecwatch.model.record import record
from pecwatch.service.belongings import let_go_of_everything
from pecwatch.service.confinement import confine_program
from pecwatch.service.errands import Errand
from pecwatch.service.kernel import LIBC

MEBIBYTE = 1024 * 1024
PR_SET_PDEATHSIG = 1

MADE, NOTHING_MADE = b"+", b"-"
"""First byte of what the process says; what the program made, or the name of a failure, follows."""


@record
class ProgramLimits:
    """What one run may cost."""

    recognition_s: int = 20
    """On the wall and of CPU, for one picture."""
    conversion_s: int = 60
    """On the wall and of CPU, for one document: LibreOffice alone takes seconds to start."""
    recognition_bytes: int = 1024 * MEBIBYTE
    conversion_bytes: int = 4096 * MEBIBYTE
    """Address space: LibreOffice maps much that it never touches."""
    file_bytes: int = 100 * MEBIBYTE
    answer_bytes: int = 64 * MEBIBYTE


def serve_program(  # noqa: PLR0917 - arguments of a process
    connection: Connection,
    errand: Errand,
    folder: str,
    program: str,
    patience_s: int,
    limits: ProgramLimits,
    required: bool,
) -> None:
    """Give up every right but to write into the folder, run the program, say what it made, end."""
    let_go_of_everything(connection.fileno())
    _limit(errand, patience_s, limits)
    place = confine_program(folder)
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if required and not place.is_closed:
        connection.send_bytes(NOTHING_MADE + Failure.FAILED.encode())
        return
    try:
        made = _run(errand, place.folder, program, patience_s)
        answer = MADE + made if 0 < len(made) < limits.answer_bytes else NOTHING_MADE + Failure.FAILED.encode()
    except subprocess.TimeoutExpired:
        answer = NOTHING_MADE + Failure.TIME_LIMIT.encode()
    except (OSError, MemoryError, subprocess.SubprocessError):
        answer = NOTHING_MADE + Failure.FAILED.encode()
    connection.send_bytes(answer)
    # Whatever the program left running has this group and must not outlive it.
    os.killpg(0, signal.SIGKILL)


def _limit(errand: Errand, patience_s: int, limits: ProgramLimits) -> None:
    memory = limits.recognition_bytes if errand.segmentation is not None else limits.conversion_bytes
    for which, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, patience_s + 1),
    ):
        resource.setrlimit(which, (most, most))


def _run(errand: Errand, folder: str, program: str, patience_s: int) -> bytes:
    if errand.segmentation is not None:
        options = ("stdin", "stdout", "-l", "ita", "--psm", str(int(errand.segmentation)), "--dpi", "300", "tsv")
        return _started((program, *options), folder, patience_s, errand.content)
    (Path(folder) / "in.doc").write_bytes(errand.content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    conversion = ("--headless", "--norestore", profile, "--convert-to", "docx", "--outdir", folder, f"{folder}/in.doc")
    _started((program, *conversion), folder, patience_s, b"")
    return (Path(folder) / "in.docx").read_bytes()


def _started(command: tuple[str, ...], folder: str, patience_s: int, content: bytes) -> bytes:
    environment = {
        "HOME": folder,
        "TMPDIR": folder,
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        # One thread: several readers work beside each other.
        "OMP_THREAD_LIMIT": "1",
    }
    run = subprocess.run(  # noqa: S603 - a fixed program, fixed options, no shell
        command, input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd=folder,
        timeout=patience_s, check=True,
    )  # fmt: skip
    return run.stdout
