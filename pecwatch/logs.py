# SPDX-License-Identifier: EUPL-1.2
"""Logs to stderr that hold ids and counts, never a value of a message or the text of an exception.

Servers, parsers and databases put what they were given into their messages, so of anything that was
not written here only the kind and the place are logged.
"""

import logging
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

PACKAGE = Path(__file__).parent

COMPLAINT = "complaint"

LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)

PRIORITIES = {"debug": 7, "info": 6, "warning": 4, "error": 3, "critical": 2}
"""How the journal orders them (sd-daemon(3)): `journalctl -p warning` then shows what to look at."""

SILENCED = ("pdfminer", "pdfplumber", "imapclient", "imaplib", "mailparser")
"""They log what they read."""


def set_up_logs(verbosity: int, *, as_json: bool) -> None:
    """Decide what is logged, and in which form.

    Args:
        verbosity: 0 warnings, 1 also what happens, 2 also details.
    """
    level = LEVELS[min(verbosity, len(LEVELS) - 1)]
    writer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else _ForPeople()
    if _is_journal():
        writer = _WithPriority(writer)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _exception_as_place,
            writer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Others()], level=logging.WARNING, force=True)
    for name in SILENCED:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _is_journal() -> bool:
    """Whether stderr is the journal, as systemd says by device and inode: it may have been sent elsewhere since."""
    try:
        stderr = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{stderr.st_dev}:{stderr.st_ino}"


def complain(text: str) -> None:
    """Say on stderr what went wrong: for people one line, without anything around it."""
    structlog.get_logger().error(COMPLAINT, text=text)


class _ForPeople:
    """Writes complaints as they are, and everything else with its time and level."""

    def __init__(self) -> None:
        self._writer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> str:
        if event.get("event") == COMPLAINT:
            return f"pecwatch: {event['text']}"
        return self._writer(logger, name, event)


class _WithPriority:
    """Writes the priority before the line; the journal takes it off again."""

    def __init__(self, writer: Callable[[WrappedLogger, str, EventDict], Any]) -> None:
        self._writer = writer

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> str:
        priority = PRIORITIES.get(str(event.get("level")), 6)
        return f"<{priority}>{self._writer(logger, name, event)}"


def place_of(error: BaseException) -> str:
    """Kind and place of an exception, such as `KeyError at lists/table.py:41`, without its text.

    The place is the last one inside pecwatch, where whoever mends it begins to read.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    if not frames:
        return type(error).__name__
    frame = ours[-1] if ours else frames[-1]
    return f"{type(error).__name__} at {_short(frame.filename)}:{frame.lineno}"


def way_to(error: BaseException) -> str:
    """The call stack of an exception, one place per line, without values and without its text."""
    return "\n".join(
        f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    )


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(PACKAGE)) if path.is_relative_to(PACKAGE) else path.name


def _exception_as_place(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Replace an exception that is being logged by its kind and place."""
    info = event.pop("exc_info", None)
    error = info if isinstance(info, BaseException) else sys.exc_info()[1] if info else None
    if error is not None:
        event["error"] = place_of(error)
    return event


class _Others(logging.Handler):
    """What libraries log: that they did, and where, but not what."""

    def emit(self, record: logging.LogRecord) -> None:
        log: FilteringBoundLogger = structlog.get_logger()
        log.warning("library_warning", library=record.name, at=f"{Path(record.pathname).name}:{record.lineno}")
