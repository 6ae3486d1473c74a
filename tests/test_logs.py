# SPDX-License-Identifier: EUPL-1.2
"""Logs hold ids and counts; what others log or raise is told by kind and place only."""

import json
import logging
from collections.abc import Iterator

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
