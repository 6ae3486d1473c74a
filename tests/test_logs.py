# SPDX-License-Identifier: EUPL-1.2
"""Logs hold ids and counts; what others log or raise is told by kind and place only."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from pecwatch.logs import place_of, set_up_logs, way_to

NAME = "ZUCCHEROLI MIRELLA"


@pytest.fixture(autouse=True)
def logs(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    set_up_logs(0, as_json=True)
    yield
    structlog.reset_defaults()
    logging.getLogger().handlers[:], level = before
    logging.getLogger().setLevel(level)


def failure() -> Exception:
    try:
        raise ValueError(NAME)
    except ValueError as error:
        return error


@pytest.mark.fault("names-in-logs")
def test_a_library_that_warns_is_named_and_not_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    """Parsers and servers put what they were given into their messages."""
    logging.getLogger("some.library").warning("cannot read %s", NAME)
    logging.getLogger("some.library").info("fine: %s", NAME)
    (line,) = capsys.readouterr().err.splitlines()
    assert NAME not in line
    assert json.loads(line)["library"] == "some.library"


@pytest.mark.parametrize("name", ["pdfminer.psparser", "imapclient.imaplib", "mailparser"])
def test_libraries_that_log_what_they_read_are_silent(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Not even that they warned is of use."""
    logging.getLogger(name).error(NAME)
    assert capsys.readouterr().err == ""


@pytest.mark.fault("names-in-logs")
def test_an_exception_is_logged_by_kind_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    """`exc_info` is what one writes out of habit; the text of the exception stays out all the same."""
    structlog.get_logger().error("failed", exc_info=failure())
    line = json.loads(capsys.readouterr().err)
    assert line["error"].startswith("ValueError at test_logs.py:")
    assert NAME not in str(line)


def test_places_tell_where_and_not_what() -> None:
    """For the last line of a command that failed, and for -v."""
    assert NAME not in place_of(failure()) + way_to(failure())
    assert "test_logs.py:" in way_to(failure())
    assert place_of(ValueError(NAME)) == "ValueError"


@pytest.mark.parametrize(
    ("verbosity", "events"), [(0, ["c"]), (1, ["b", "c"]), (2, ["a", "b", "c"]), (9, ["a", "b", "c"])]
)
def test_more_is_logged_when_asked(capsys: pytest.CaptureFixture[str], verbosity: int, events: list[str]) -> None:
    """Warnings always, what happens with -v, details with -vv."""
    set_up_logs(verbosity, as_json=True)
    log = structlog.get_logger()
    log.debug("a")
    log.info("b")
    log.warning("c")
    assert [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()] == events


IN_THE_JOURNAL = """
import structlog
from pecwatch.logs import set_up_logs
set_up_logs(2, as_json=True)
for level in ("debug", "info", "warning", "error"):
    getattr(structlog.get_logger(), level)("something", message_id=12)
"""


@pytest.mark.parametrize(
    ("is_journal", "priorities"),
    [
        pytest.param(True, ["<7>", "<6>", "<4>", "<3>"], id="the journal"),
        pytest.param(False, ["", "", "", ""], id="sent elsewhere"),
    ],
)
def test_the_journal_is_told_how_grave_a_line_is(tmp_path: Path, is_journal: bool, priorities: list[str]) -> None:
    """One JSON object a line behind the priority, with its ids; in a file the object alone."""
    file = tmp_path / "stderr"
    with file.open("w") as stderr:
        found = os.fstat(stderr.fileno())
        stream = f"{found.st_dev}:{found.st_ino if is_journal else found.st_ino + 1}"
        environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "JOURNAL_STREAM": stream}
        subprocess.run((sys.executable, "-c", IN_THE_JOURNAL), env=environment, stderr=stderr, check=True, timeout=60)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [line.partition("{")[0] for line in lines] == priorities
    assert [json.loads("{" + line.partition("{")[2])["message_id"] for line in lines] == [12] * 4
