# SPDX-License-Identifier: EUPL-1.2
"""Programs run for the readers: they give what they make, in time, and nothing of them is left or let out."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pecwatch.documents.programs import Failure
from pecwatch.model.message import Correspondents
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.service import programs
from pecwatch.service.program_child import ProgramLimits
from pecwatch.service.programs import ConfinedPrograms
from pecwatch.service.reader_process import start_fork_server
from pecwatch.service.sandbox import Sandbox
from tests.generators.scans import text_picture
from tests.generators.word import docx
from tests.service.stalling import serve_half_an_answer
from tests.service.unconfined import serve_unconfined

LIMITS = ProgramLimits()


@pytest.fixture(scope="module", autouse=True)
def fork_server() -> None:
    start_fork_server()


@pytest.fixture
def temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files that must be empty in the end."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(programs, "MEMORY", tmp_path / "none")
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


def test_letters_of_a_picture_are_recognised(temporary_files: Path) -> None:
    """The whole point, with every confinement that the kernel grants."""
    product = ConfinedPrograms(required=True).recognise(text_picture("ZUCCHEROLI MIRELLA"), 11)
    assert product.failure is None
    assert b"ZUCCHEROLI" in product.content


@pytest.mark.parametrize("confined", [True, False], ids=["in a space of its own", "where the kernel grants none"])
def test_what_a_program_has_in_hand_lies_on_no_disk(
    monkeypatch: pytest.MonkeyPatch, stand_in: Callable[[str], None], confined: bool
) -> None:
    """Removed there it could still be found; LibreOffice reads and writes files, and leaves more in its profile."""
    if confined and not _has_spaces():
        pytest.skip("this kernel gives processes no space of their own")
    if not confined:
        monkeypatch.setattr(programs, "serve_program", serve_unconfined)
    stand_in('#!/bin/sh\nstat --file-system --format %T . "$HOME" "$TMPDIR"\n')
    assert ConfinedPrograms().recognise(b"picture", 11).content.split() == [b"tmpfs"] * 3


@pytest.fixture(scope="module")
def old_word_document(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A DOC, made by the real program."""
    folder = tmp_path_factory.mktemp("doc")
    (folder / "elenco.docx").write_bytes(docx(["ZUCCHEROLI MIRELLA"]))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ("soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(folder), "elenco.docx")
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=100)
    return (folder / "elenco.doc").read_bytes()


def test_an_old_word_document_becomes_a_new_one(old_word_document: bytes, temporary_files: Path) -> None:
    """LibreOffice needs a home and a socket; it gets both in a folder of its own."""
    product = ConfinedPrograms(required=True).convert(old_word_document)
    assert product.failure is None
    assert product.content.startswith(b"PK")


@pytest.mark.parametrize(
    ("content", "limits", "failure"),
    [
        pytest.param(b"no picture", LIMITS, Failure.FAILED, id="not a picture"),
        pytest.param(b"", LIMITS, Failure.FAILED, id="nothing"),
        pytest.param(
            text_picture("ZUCCHEROLI"), replace(LIMITS, recognition_bytes=8 << 20), Failure.FAILED, id="memory"
        ),
        pytest.param(
            text_picture("ZUCCHEROLI"), replace(LIMITS, recognition_s=0), Failure.TIME_LIMIT, id="no time at all"
        ),
    ],
)
def test_a_program_that_fails_is_an_answer(
    temporary_files: Path, content: bytes, limits: ProgramLimits, failure: Failure
) -> None:
    """The reader is told, and tells a person."""
    assert ConfinedPrograms(limits=limits).recognise(content, 11).failure is failure


@pytest.mark.parametrize("in_memory", [True, False], ids=["in memory", "on the disk"])
def test_what_a_killed_service_left_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: bool
) -> None:
    """A folder in use is young, a folder of somebody else has another name."""
    monkeypatch.setattr(programs if in_memory else tempfile, "MEMORY" if in_memory else "tempdir", tmp_path)
    hours_ago = time.time() - 2 * 3600
    for name in ("pecwatch-program-old", "pecwatch-program-young", "other-old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.png").write_bytes(b"picture")
    for name in ("pecwatch-program-old", "other-old"):
        os.utime(tmp_path / name, (hours_ago, hours_ago))
    with Sandbox(load_rules(shipped_rules()), Correspondents()):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other-old", "pecwatch-program-young"]


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts a script in the place of tesseract; not in /tmp, where programs see their own folder alone."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        program = Path(folder) / "tesseract"

        def put(script: str) -> None:
            program.write_text(script)
            program.chmod(0o755)

        monkeypatch.setattr(programs, "tesseract", lambda: str(program))
        yield put


def _has_spaces() -> bool:
    """Whether this kernel gives processes a space of their own, which ends as a whole."""
    ask = "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x30000000) != 0)"
    return subprocess.run((sys.executable, "-c", ask), check=False).returncode == 0


HANGING = """#!/bin/sh
setsid sleep 271 &
sleep 272 &
{then}
"""


@pytest.mark.parametrize(
    ("then", "failure"),
    [
        pytest.param("wait", Failure.TIME_LIMIT, id="hangs"),
        pytest.param("exit 1", Failure.FAILED, id="fails and leaves others behind"),
        pytest.param("exec >&-; exit 0", Failure.FAILED, id="ends and leaves others behind"),
        pytest.param("exec cat /dev/zero", Failure.FAILED, id="writes without end"),
    ],
)
def test_a_program_is_ended_with_all_it_started(stand_in: Callable[[str], None], then: str, failure: Failure) -> None:
    """Also what it started in a session of its own."""
    if not _has_spaces():
        pytest.skip("this kernel lets programs leave processes behind in sessions of their own")
    stand_in(HANGING.format(then=then))
    began = time.monotonic()
    limits = replace(LIMITS, recognition_s=3)
    confined = ConfinedPrograms(required=True, limits=limits)
    assert confined.recognise(b"picture", 11).failure is failure
    assert time.monotonic() - began < 15
    assert _wait_until_gone() == []


def _wait_until_gone() -> list[str]:
    """What still runs of the hanging programs a little later."""
    ends_at = time.monotonic() + 3
    while (found := _hanging()) and time.monotonic() < ends_at:
        time.sleep(0.05)
    return found


def _hanging() -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = path.read_bytes().split(b"\0")
            found += [path.parent.name] if words[:2] in ([b"sleep", b"271"], [b"sleep", b"272"]) else []
    return found


def test_where_nothing_can_be_closed_no_program_runs(
    monkeypatch: pytest.MonkeyPatch, stand_in: Callable[[str], None]
) -> None:
    """With `sandbox = "required"` a scan is a problem that a person sees, rather than a risk that nobody does."""
    stand_in("#!/bin/sh\necho level\n")
    monkeypatch.setattr(programs, "serve_program", serve_unconfined)
    assert ConfinedPrograms(required=False).recognise(b"picture", 11).content == b"level\n"
    assert ConfinedPrograms(required=True).recognise(b"picture", 11).failure is Failure.FAILED


def test_half_an_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, stand_in: Callable[[str], None]) -> None:
    """A child that stalls in the middle of what it says must not hold the service, and is ended."""
    stand_in("#!/bin/sh\n")
    monkeypatch.setattr(programs, "serve_program", serve_half_an_answer)
    monkeypatch.setattr(programs, "GRACE_S", 1)
    began = time.monotonic()
    confined = ConfinedPrograms(limits=replace(LIMITS, recognition_s=1))
    assert confined.recognise(b"picture", 11).failure is Failure.TIME_LIMIT
    assert time.monotonic() - began < 20


CONFINED = """
import os, socket, subprocess, sys
from pecwatch.service.confinement import confine_program
place = confine_program(sys.argv[1])
print("closed" if place.is_closed else "open")
def attempt(word, act):
    try:
        act()
    except OSError:
        return
    print(word)
attempt("own-folder", lambda: open(place.folder + "/made", "w").close())
attempt("program", lambda: subprocess.run(["/bin/true"], check=True))
attempt("other-folder", lambda: open(sys.argv[2] + "/made", "w").close())
attempt("existing-file", lambda: open(sys.argv[2] + "/there", "a").close())
attempt("internet", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).connect(("127.0.0.1", 1)))
attempt("datagram", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("127.0.0.1", 9)))
"""


def test_a_program_may_write_its_folder_and_nothing_else() -> None:
    """Tried from inside: another folder, an existing file, the network."""
    with tempfile.TemporaryDirectory() as own, tempfile.TemporaryDirectory(dir="/var/tmp") as other:
        (Path(other) / "there").write_text("before")
        done = subprocess.run(
            (sys.executable, "-c", CONFINED, own, other),
            env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    closed, *got_through = done.stdout.split()
    if closed != "closed":
        pytest.skip("this kernel does not close writing and network to programs")
    assert got_through == ["own-folder", "program"]
