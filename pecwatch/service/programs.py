# SPDX-License-Identifier: EUPL-1.2
"""Runs tesseract and LibreOffice for the readers, each time in a confined process with a folder of its own.

The process has no network, may write nothing but that folder, and has limits of its own; what it reads and
writes goes through a pipe. It is ended with everything it started, and the folder is removed: one in memory, where the
machine has room for it, since a disk may keep what was removed from it.
"""

import contextlib
import os
import shutil
import signal
import tempfile
import threading
import time
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import structlog

from pecwatch.documents.programs import Failure, Product
from pecwatch.service.errands import Errand
from pecwatch.service.program_child import MADE, ProgramLimits, serve_program
from pecwatch.service.reader_process import CONTEXT, nameless_main

log = structlog.get_logger()

LANGUAGE = "ita"

FOLDERS = "pecwatch-program-"
"""How the names of the folders begin that programs work in."""

MEMORY = Path("/dev/shm")  # noqa: S108 - each run has a folder of its own there, mode 0700
ROOM = 512 * 1024 * 1024
"""Bytes that must be free there: in containers there is often less, and a conversion would fail."""

GRACE_S = 5
"""How much longer than its program a child may take to start, to answer and to end."""

LEFT_AFTER_S = 3600
"""No program runs so long: a folder of this age was left by a service that was killed, and may hold personal data."""


class ConfinedPrograms:
    """The programs of this machine.

    Args:
        required: Run nothing where the kernel closes neither network nor writing.
    """

    def __init__(self, *, required: bool = False, limits: ProgramLimits | None = None) -> None:
        self._required = required
        self._limits = limits or ProgramLimits()

    def recognise(self, picture: bytes, segmentation: int) -> Product:
        """The words of a picture as tesseract's TSV."""
        if tesseract() is None:
            return Product(failure=Failure.MISSING)
        return self._run(Errand(content=picture, segmentation=segmentation), self._limits.recognition_s)

    def convert(self, document: bytes) -> Product:
        """An old Word document as a DOCX file."""
        if libreoffice() is None:
            return Product(failure=Failure.MISSING)
        return self._run(Errand(content=document), self._limits.conversion_s)

    def _run(self, errand: Errand, patience_s: int) -> Product:
        folder = Path(tempfile.mkdtemp(prefix=FOLDERS, dir=in_memory()))
        try:
            product = self._in_child(errand, folder, patience_s)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        if product.failure is not None:
            log.warning("program_failed", segmentation=errand.segmentation, failure=product.failure.value)
        return product

    def _in_child(self, errand: Errand, folder: Path, patience_s: int) -> Product:
        pipe, other_end = CONTEXT.Pipe()
        process = CONTEXT.Process(
            target=serve_program,
            args=(other_end, errand, str(folder), str(_program(errand)), patience_s, self._limits, self._required),
            daemon=True,
        )
        try:
            with other_end, nameless_main():
                process.start()
            return _answer(pipe, process, patience_s, self._limits.answer_bytes + 1)
        except (OSError, EOFError, ValueError):
            return Product(failure=Failure.FAILED)
        finally:
            pipe.close()
            if process.pid is not None:
                _end_group(process.pid)
                process.kill()
                process.join()
            process.close()


def remove_left_folders() -> None:
    """Remove what programs of a service that was killed have left."""
    for folder in (found for place in (MEMORY, Path(tempfile.gettempdir())) for found in place.glob(f"{FOLDERS}*")):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat(follow_symlinks=False).st_mtime > LEFT_AFTER_S:
                shutil.rmtree(folder)


def in_memory() -> Path | None:
    """Where files are in memory alone; None where the machine has no such place, or too little room there."""
    try:
        has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM
    except OSError:
        return None
    return MEMORY if has_room else None


def _end_group(leader: int) -> None:
    """End what a child started, also where it died before it could do so itself."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _answer(pipe: Connection, process: BaseProcess, patience_s: float, most_bytes: int) -> Product:
    """What the child made; its own watch ends the program a little earlier.

    A child that stalls in the middle of its answer would hold us for ever: the alarm ends it, and with it the answer.
    """
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        if process.pid is not None:
            _end_group(process.pid)
        process.kill()

    alarm = threading.Timer(patience_s + GRACE_S, expire)
    alarm.daemon = True
    alarm.start()
    try:
        said = pipe.recv_bytes(most_bytes)
    except (OSError, EOFError):
        if expired.is_set():
            return Product(failure=Failure.TIME_LIMIT)
        raise
    finally:
        alarm.cancel()
        alarm.join()
    if expired.is_set():
        return Product(failure=Failure.TIME_LIMIT)
    if said[:1] == MADE:
        return Product(content=said[1:])
    return Product(failure=Failure(said[1:].decode()))


def _program(errand: Errand) -> str | None:
    return tesseract() if errand.segmentation is not None else libreoffice()


@cache
def tesseract() -> str | None:
    """Where tesseract with its Italian data is, or None."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    folders = (Path(program).parent.parent / "share", Path("/usr/share"), Path("/usr/local/share"))
    found = any(next(folder.glob(f"tess*/**/{LANGUAGE}.traineddata"), None) for folder in folders)
    return program if found else None


@cache
def libreoffice() -> str | None:
    """Where LibreOffice is, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")
