# SPDX-License-Identifier: EUPL-1.2
"""The command line as a whole: options, exit codes, one-line errors."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pecwatch.cli.options import with_global_options_first
from pecwatch.cli.rights import NEEDED
from tests.cli.running import ROOT, complaint, run, run_program


def test_version_and_help_answer(tmp_path: Path) -> None:
    """The first two things anybody tries; help names every command."""
    assert run_program("--version", cwd=tmp_path).stdout.startswith("pecwatch ")
    help_text = run_program("--help", cwd=tmp_path)
    assert help_text.returncode == 0
    for command in ("parse", "match", "check"):
        assert command in help_text.stdout
        assert run(command, "--help", cwd=tmp_path).returncode == 0


def test_the_program_ends_with_the_code_of_its_command(tmp_path: Path) -> None:
    """What the other tests see returned is what a script sees."""
    arguments = ("parse", "nowhere.eml")
    process, here = run_program(*arguments, cwd=tmp_path), run(*arguments, cwd=tmp_path)
    assert (process.returncode, process.stdout, process.stderr) == (2, here.stdout, here.stderr)


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        pytest.param(("prase", "x"), "prase", id="misspelt command"),
        pytest.param(("parse", "--jsn", "x"), "--jsn", id="misspelt option"),
        pytest.param(("parse",), "PATHS", id="nothing to read"),
        pytest.param(("parse", "nowhere.eml"), "nowhere.eml", id="missing file"),
        pytest.param(("parse", "x" * 300), "correct the path", id="name longer than any file's"),
        pytest.param(("parse", f"./{'x' * 300}/y.eml"), "correct the path", id="folder longer than any"),
        pytest.param(("demo", "--into", "x" * 300), "correct the path", id="value longer than any file's name"),
        pytest.param((f"--config={'x' * 300}", "check"), "correct the path", id="configuration longer than any"),
        pytest.param(("--config", "nowhere.toml", "parse", "x"), "nowhere.toml", id="missing configuration"),
        pytest.param(("parse", "x", "--config", "nowhere.toml"), "nowhere.toml", id="missing configuration, said last"),
        pytest.param(("check",), "--config", id="no configuration anywhere"),
        pytest.param(("match", "--registry", "x.csv"), "--list", id="nothing to match"),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(tmp_path: Path, arguments: tuple[str, ...], names: str) -> None:
    """No traceback, no page of help: what was wrong."""
    said = complaint(run(*arguments, cwd=tmp_path))
    assert names.lower() in said.lower()
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("written", "ordered"),
    [
        pytest.param(["parse", "a", "-v"], ["-v", "parse", "a"], id="flag at the end"),
        pytest.param(["poll", "--config", "c"], ["--config", "c", "poll"], id="value at the end"),
        pytest.param(["poll", "--config=c"], ["--config=c", "poll"], id="value with equals sign"),
        pytest.param(["parse", "--", "-v"], ["parse", "--", "-v"], id="file called like a flag"),
        pytest.param(["poll", "--config"], ["--config", "poll"], id="value forgotten"),
    ],
)
def test_global_options_may_stand_anywhere(written: list[str], ordered: list[str]) -> None:
    """People write them where they think of them."""
    assert with_global_options_first(written) == ordered


def test_an_unexpected_failure_tells_kind_and_place_only(tmp_path: Path) -> None:
    """A traceback would print the values of a row: not even -v shows more than places."""
    program = """
import sys
from pecwatch.cli import main, terminal
import pecwatch.config
def fail(*_):
    raise KeyError("ZUCCHEROLI MIRELLA")
sys.modules["pecwatch.config"].load_reading_config = fail
sys.exit(main.main(["parse", "x", *sys.argv[1:]]))
"""
    for flags in ((), ("-v",)):
        done = subprocess.run(
            (sys.executable, "-c", program, *flags),
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        said = complaint(done, code=1)
        assert "KeyError at " in said
        assert "ZUCCHEROLI" not in said
        assert ("cli/parse.py" in said) or flags == ()


def test_ctrl_c_ends_quietly_with_130(tmp_path: Path) -> None:
    """Whoever stops a long run gets their prompt back, and no child stays behind."""
    fifo = tmp_path / "slow.mbox"  # its first line is waited for; in an .eml a place is sought, which a fifo refuses
    os.mkfifo(fifo)
    process = subprocess.Popen(
        (sys.executable, "-m", "pecwatch", "parse", str(fifo)),
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join((str(ROOT), *filter(None, sys.path)))},
        stderr=subprocess.PIPE,
        text=True,
    )
    with fifo.open("wb"):
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err


def test_json_logs_are_one_object_per_line(tmp_path: Path) -> None:
    """For whoever collects logs: stderr is JSON, and holds no name of a file."""
    message = tmp_path / "ZUCCHEROLI.eml"
    message.write_bytes(b"From: a@b.example\nSubject: ZUCCHEROLI\n\nCiao\n")
    done = run("--log-json", "-v", "parse", str(message), "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["message"]["subject"] == "ZUCCHEROLI"
    for line in done.stderr.splitlines():
        assert "ZUCCHEROLI" not in line
        json.loads(line)


@pytest.mark.parametrize("command", sorted(NEEDED))
def test_what_goes_wrong_is_json_too_where_logs_are(tmp_path: Path, command: str) -> None:
    """Every command, called with an option that no command has: one object a line, with the words people would read."""
    done = run("--log-json", *command.split(), "--nonesuch", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(each["event"], each["level"]) for each in told] == [("complaint", "error")]
    spoken = complaint(run(*command.split(), "--nonesuch", cwd=tmp_path))
    assert spoken == f"pecwatch: {told[0]['text']}\n"
