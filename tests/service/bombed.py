# SPDX-License-Identifier: EUPL-1.2
"""A message with a bomb between two good lists, and what reading it may cost the process that asks for it."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from pecwatch.model.listing import Reading
from pecwatch.model.message import Correspondents, RawMessage
from pecwatch.model.problem import Problem, Severity
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.service.sandbox import Sandbox
from tests.servers.waiting import wait_for

Bombs = Mapping[str, tuple[Callable[[], bytes], set[str]]]
"""By the name of the attachment: what makes it, and the codes by which it is told; none where it is whole."""

SECONDS = 110
"""Reading a bomb, and four tries at the lists beside it, each with less of it."""
TIME = {"time_limit"}
MEBIBYTES = 150
PATIENCE_S = 10

TEXT = """Si trasmette l'elenco degli interventi del mese di novembre 2025.

1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE il 06/11/2025
2) FALCHETTI ROSA - Viale dei Gelsi 22/A - SI ESEGUE il 07/11/2025

Cordiali saluti
"""
TABLE = """COGNOME E NOME;INDIRIZZO;ESITO
BONETTALI IVANO;Largo dei Pioppi 3 int. 12;SI ESEGUE
MERLINARI ADA;Via dei Tigli 9;NON SI ESEGUE
"""
PEOPLE = frozenset({"ZUCCHEROLI", "FALCHETTI", "BONETTALI", "MERLINARI"})


def bombed(*attachments: tuple[str, bytes]) -> RawMessage:
    """A list in the text, the attachments, and another list as the last of them."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "decadenze@pec.aler.example", "servizisociali@pec.comune.example"
    mail["Subject"], mail["Date"] = "Elenco interventi NOVEMBRE 2025", "Fri, 24 Oct 2025 09:11:58 +0200"
    mail.set_content(TEXT)
    for name, content in attachments:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    mail.add_attachment(TABLE.encode(), maintype="text", subtype="csv", filename="buono.csv")
    return RawMessage(source="bomba.eml", content=mail.as_bytes())


def people(reading: Reading) -> frozenset[str]:
    """Whom the good lists name, as far as they were read."""
    assert reading.listing is not None
    return frozenset(row.surname or "" for row in reading.listing.rows) & PEOPLE


def lost(reading: Reading) -> list[Problem]:
    """What was told as lost."""
    return [problem for problem in reading.problems if problem.severity is Severity.LOST]


def one_by_one(bombs: Bombs, *, slow: frozenset[str] = frozenset()) -> Any:
    """A test for each; those that take a good part of a step's time are not for every day."""
    return pytest.mark.parametrize(
        ("name", "make", "codes"),
        [
            pytest.param(name, make, codes | TIME, id=name, marks=[pytest.mark.long])
            if name in slow
            else pytest.param(name, make, codes, id=name)
            for name, (make, codes) in bombs.items()
        ],
    )


def goes_off_alone(sandbox: Sandbox, name: str, make: Callable[[], bytes], codes: set[str]) -> Reading:
    """Check that a bomb is told, that the lists beside it are read, and that whoever asked takes no harm."""
    message = bombed((name, make()))
    with nothing_left_behind():
        reading = sandbox.read(message)
    assert people(reading) == PEOPLE
    told = {problem.code for problem in lost(reading)}
    is_over = bool(codes & TIME & told)  # where a slow machine may need more than a step has, that is an answer too
    assert is_over or told == codes - TIME
    # Of a message in messages the envelope tells without a part.
    assert {part.split("/")[0] for problem in lost(reading) if (part := problem.part)} <= {name}
    assert reading.listing is not None
    assert not (told and reading.listing.complete)
    return reading


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Check that what is done costs little time and memory here, and leaves no process and no file."""
    processes, files, memory = descendants(os.getpid()), _temporary_files(), _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak is measured from here
    began = time.monotonic()
    yield
    assert time.monotonic() - began < SECONDS
    assert _memory("VmHWM") - memory < MEBIBYTES
    # A killed grandchild is buried by the fork server.
    wait_for(lambda: descendants(os.getpid()) <= processes, PATIENCE_S)
    # Others who test beside have theirs in the same place, and take them away in time.
    left = _temporary_files() - files
    wait_for(lambda: not any(path.exists() for path in left), PATIENCE_S)


def descendants(ancestor: int) -> set[int]:
    """Children, their children and so on."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdecimal()}
    found, around = set[int](), {ancestor}
    while around:
        around = {process for process, parent in parents.items() if parent in around}
        found |= around
    return found


def _parent(process: Path) -> int | None:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def _temporary_files() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("pecwatch-program-*"))


def _memory(what: str) -> int:
    """Mebibytes of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1]) // 1024


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Where what is made to hurt goes off."""
    with Sandbox(load_rules(shipped_rules()), Correspondents()) as sandbox:
        yield sandbox
