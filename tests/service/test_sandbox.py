# SPDX-License-Identifier: EUPL-1.2
"""The sandbox: whatever content does to its reader, the parent gets a reading and loses nothing else."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pecwatch.model.listing import Reading, State
from pecwatch.model.message import Correspondents, RawMessage
from pecwatch.model.problem import Severity
from pecwatch.reading.own_steps import read
from pecwatch.rules import Rules, load_rules, shipped_rules
from pecwatch.service.confinement import Level
from pecwatch.service.reader_child import Limits
from pecwatch.service.sandbox import Sandbox
from tests.servers.waiting import wait_for
from tests.service.bombed import descendants
from tests.service.hostile_steps import HostileSteps

STRICT = Limits(cpu_s=1, wall_s=3, message_s=60, memory_bytes=512 << 20, answer_bytes=4 << 20, errand_bytes=2 << 20)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(shipped_rules())


@pytest.fixture(scope="module")
def sandbox(rules: Rules) -> Iterator[Sandbox]:
    """A sandbox whose readers do what the message says, within limits that a test can wait for."""
    sandbox = Sandbox(rules, Correspondents(), limits=STRICT, make_steps=HostileSteps)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PECWATCH_SMTP__PASSWORD", "segreto")
        sandbox.__enter__()
    yield sandbox
    sandbox.__exit__(None, None, None)


def read_words(sandbox: Sandbox, words: str, source: str = "message") -> Reading:
    return sandbox.read(RawMessage(source=source, content=words.encode()))


@pytest.mark.fault("reader-killed")
@pytest.mark.parametrize(
    ("word", "code"),
    [
        pytest.param("memory", "memory_limit", id="allocates without end"),
        pytest.param("cpu", "time_limit", id="computes without end"),
        pytest.param("cpu-in-c", "time_limit", id="computes without end outside the interpreter"),
        pytest.param("sleep", "time_limit", id="waits without end"),
        pytest.param("crash", "damaged", id="crashes"),
        pytest.param("raise", "damaged", id="raises"),
        pytest.param("recurse", "damaged", id="recurses without end"),
        pytest.param("die", "damaged", id="ends without a word"),
        pytest.param("too-much", "size_limit", id="answers too much"),
        pytest.param("garbage", "damaged", id="answers with garbage"),
        pytest.param("stall", "time_limit", id="stops in the middle of an answer"),
        pytest.param("announce", "damaged", id="announces an answer without end"),
        pytest.param("ask-without-end", "time_limit", id="asks for programs without end"),
        pytest.param("ask-at-length", "damaged", id="asks for a program with 1 GB"),
        pytest.param("ask-for-much", "size_limit", id="asks for a program with more than any page has"),
    ],
)
def test_a_part_that_breaks_its_reader_is_a_problem_and_the_others_are_read(
    sandbox: Sandbox, capfd: pytest.CaptureFixture[str], word: str, code: str
) -> None:
    """One poisoned attachment must not hide the list beside it; no value reaches log or stderr."""
    reading = read_words(sandbox, f"fine {word} fine")
    assert reading.message.subject == "fine|fine"
    (problem,) = reading.problems
    assert (problem.code, problem.severity, problem.part) == (code, Severity.LOST, word)
    assert problem.text.startswith("Non leggibile in automatico")
    out, err = capfd.readouterr()
    assert "ZUCCHEROLI" not in out + err


def test_nothing_but_the_two_programs_is_run(sandbox: Sandbox) -> None:
    """What a hostile reader asks for is one of two records, or refused; no word of it reaches a command line."""
    assert read_words(sandbox, "ask-for-garbage fine").message.subject == "refused|fine"


def test_lists_are_read_without_programs(sandbox: Sandbox) -> None:
    """They come after the message's time is over; a reader that asks for a program there wants only more of it."""
    reading = read_words(sandbox, "fine", source="ask-in-lists")
    assert [problem.code for problem in reading.problems] == ["time_limit"]


def test_answers_are_looked_for_inside_where_asked(rules: Rules) -> None:
    """A text that breaks whoever looks for an answer in it costs the answer, and no list."""
    with Sandbox(rules, Correspondents(), limits=STRICT, make_steps=HostileSteps, replies=True) as sandbox:
        reading = read_words(sandbox, "fine")
        broken = read_words(sandbox, "fine", source="crash-in-reply")
    assert reading.reply is not None and reading.reply.own_text == "PRENDO IN CARICO"
    assert (broken.reply, broken.message.subject, broken.problems) == (None, "fine", ())


@pytest.mark.parametrize("word", ["crash", "sleep", "raise"])
def test_an_envelope_that_cannot_be_opened_is_unreadable(sandbox: Sandbox, word: str) -> None:
    """A message is never dropped: a person is told to open it."""
    reading = read_words(sandbox, f"open:{word}", source="box.mbox#7")
    assert (reading.source, reading.state) == ("box.mbox#7", State.UNREADABLE)
    assert [problem.severity for problem in reading.problems] == [Severity.LOST]


def test_lists_that_cannot_be_read_are_unreadable_and_keep_what_is_known(sandbox: Sandbox) -> None:
    """The problems of the parts are told even when the last step fails."""
    reading = read_words(sandbox, "fine crash", source="crash-in-lists")
    assert reading.state is State.UNREADABLE
    assert [(problem.code, problem.part) for problem in reading.problems] == [("damaged", "crash"), ("damaged", None)]


def test_a_message_has_a_time_of_its_own_and_what_was_read_is_told(rules: Rules) -> None:
    """A hundred parts that each take their full time cannot hold up the mail behind them."""
    limits = Limits(cpu_s=1, wall_s=1, message_s=1, memory_bytes=512 << 20, answer_bytes=4 << 20)
    with Sandbox(rules, Correspondents(), limits=limits, make_steps=HostileSteps) as sandbox:
        began = time.monotonic()
        reading = read_words(sandbox, "fine " + "sleep " * 100)
    assert time.monotonic() - began < 10
    assert reading.message.subject == "fine"
    assert {problem.code for problem in reading.problems} == {"time_limit"}
    assert len(reading.problems) == 100


def test_the_answers_of_a_message_are_limited_together(rules: Rules) -> None:
    """Many large parts cannot fill the parent's memory."""
    limits = Limits(answer_bytes=8 << 20)
    with Sandbox(rules, Correspondents(), limits=limits, make_steps=HostileSteps) as sandbox:
        reading = read_words(sandbox, "too-much " * 10)
    assert {problem.code for problem in reading.problems} == {"size_limit"}
    assert sum(problem.part is not None for problem in reading.problems) >= 8


@pytest.mark.fault("content-sandbox")
def test_nothing_gets_out(sandbox: Sandbox) -> None:
    """No network, no writing, no programs, no other process: asked of the kernel, from inside, by raw calls."""
    if sandbox.confinement.level is not Level.FULL:
        pytest.skip("this kernel does not grant full isolation")
    assert read_words(sandbox, "attempts").message.subject == ""
    assert not Path("/tmp/pecwatch-was-here").exists()


def test_this_machine_grants_full_isolation(sandbox: Sandbox) -> None:
    """Where seccomp or Landlock exist at all, nothing less than full is acceptable."""
    confinement = sandbox.confinement
    granted = confinement.seccomp or (confinement.landlock and confinement.namespaces)
    assert confinement.level is (Level.FULL if granted else Level.PARTIAL)


@pytest.mark.fault("content-sandbox")
def test_a_child_has_nothing_but_its_pipe(sandbox: Sandbox) -> None:
    """No environment, no open file, no terminal, and nothing of the parent's main program is imported."""
    variables, files, own_session, main, *names = str(read_words(sandbox, "belongings").message.subject).split()
    assert (variables, own_session, main) == ("0", "True", "None")
    assert int(files) == 4, "stdin, stdout, stderr (all /dev/null) and the pipe"
    assert {name for name in names if name.startswith(("PECWATCH", "PATH", "HOME", "USER"))} == set()


@pytest.mark.fault("reader-killed")
def test_a_fork_server_that_died_is_started_again_without_environment(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is short of memory may kill it; the next message is read, and its reader knows no more than the first."""
    monkeypatch.setenv("PECWATCH_SMTP__PASSWORD", "segreto")
    (server,) = (pid for pid in descendants(os.getpid()) if b"forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(server, signal.SIGKILL)
    wait_for(lambda: "Z" in Path(f"/proc/{server}/stat").read_text().rpartition(")")[2])
    *_, names = str(read_words(sandbox, "belongings").message.subject).partition("None ")
    assert [name for name in names.split() if name.startswith(("PECWATCH", "PATH", "HOME", "USER"))] == []
    assert read_words(sandbox, "fine").message.subject == "fine"


def test_readers_may_use_threads(sandbox: Sandbox) -> None:
    """Number crunching libraries start some; only processes are refused."""
    assert read_words(sandbox, "thread").message.subject == "started"


def test_each_message_has_a_child_of_its_own(sandbox: Sandbox) -> None:
    """What one message did to its reader cannot reach the next."""
    first, second = (read_words(sandbox, "pid pid").message.subject.split("|") for _ in range(2))  # type: ignore[union-attr]  # always written
    assert first[0] == first[1]
    assert first[0] != second[0]


def test_many_messages_leave_nothing_behind(sandbox: Sandbox) -> None:
    """Neither processes nor file descriptors add up, whether messages are good or bad."""
    read_words(sandbox, "fine")
    before = (_descriptors(), _threads())
    pids = set()
    for number in range(60):
        words = "pid crash" if number % 10 == 0 else "pid fine"
        pids.add(str(read_words(sandbox, words).message.subject).partition("|")[0])
    assert (_descriptors(), _threads()) == before
    assert len(pids) == 60
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"From: a@b.example\nSubject: prova\n\nBuongiorno.\n", id="ordinary"),
        pytest.param(b"%PDF-1.4 nothing", id="broken document"),
        pytest.param(os.urandom(20_000), id="noise"),
    ],
)
def test_inside_and_outside_read_the_same(rules: Rules, content: bytes) -> None:
    """The sandbox changes where a message is read, never what is read in it."""
    raw = RawMessage(source="prova.eml", content=content)
    with Sandbox(rules, Correspondents()) as sandbox:
        assert sandbox.read(raw) == read(raw, rules, Correspondents())


ORPHANING = """
from pecwatch.model.message import Correspondents, RawMessage
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.service.sandbox import Sandbox
from tests.service.hostile_steps import HostileSteps

with Sandbox(load_rules(shipped_rules()), Correspondents(), make_steps=HostileSteps) as sandbox:
    print("reading", flush=True)
    sandbox.read(RawMessage(source="message", content=b"sleep"))
"""


def test_a_killed_service_leaves_no_reader_behind() -> None:
    """After `kill -9` neither the fork server nor a child that was at work goes on."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen((sys.executable, "-c", ORPHANING), env=environment, stdout=subprocess.PIPE) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == b"reading\n"
        wait_for(lambda: len(descendants(service.pid)) >= 3)
        found = descendants(service.pid)
        service.kill()
    assert len(found) >= 3
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in found), 15)
