# SPDX-License-Identifier: EUPL-1.2
"""Runs pecwatch as people do: through `main`, with a folder, an environment and streams of its own.

A process for each call would only load the same libraries again, which takes longer than most commands. That the
program is one that can be started is tried in `test_main.py`, and with every command of the README in `test_readme.py`.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from subprocess import CompletedProcess

import structlog

from pecwatch.cli.main import main

ROOT = Path(__file__).parent.parent.parent


def run(*arguments: str, cwd: Path, **variables: str) -> CompletedProcess[str]:
    """Run one command in a folder, with nothing of our own environment but the path."""
    out, err = _pipe(), _pipe()
    with ExitStack() as aside:
        for held in (_environment(PATH=os.environ["PATH"], **variables), _umask(), logs_put_back(), chdir(cwd)):
            aside.enter_context(held)
        aside.enter_context(redirect_stdout(out))
        aside.enter_context(redirect_stderr(err))
        code = main(arguments)
    return CompletedProcess(arguments, code, stdout=_told(out), stderr=_told(err))


def run_program(*arguments: str, cwd: Path, before: tuple[str, ...] = (), **variables: str) -> CompletedProcess[str]:
    """The same as a process of its own.

    Args:
        before: Words of a program that runs it, as strace.
    """
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": paths, **variables}
    command = (*before, sys.executable, "-m", "pecwatch", *arguments)
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=100, check=False)


def complaint(done: CompletedProcess[str], code: int = 2) -> str:
    """What a command that refused had to say: one line for each thing, no traceback, nothing on stdout."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr
    assert all(line.startswith("pecwatch: ") for line in done.stderr.splitlines()), done.stderr
    return done.stderr


def _pipe() -> TextIOWrapper:
    return TextIOWrapper(BytesIO(), encoding="utf-8")


def _told(pipe: TextIOWrapper) -> str:
    pipe.flush()
    written = pipe.buffer
    assert isinstance(written, BytesIO)
    return written.getvalue().decode()


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _umask() -> Iterator[None]:
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def logs_put_back() -> Iterator[None]:
    """A command says where logs go: the streams of a command that has ended take no more."""
    handlers, level, ways = logging.root.handlers[:], logging.root.level, structlog.get_config()
    try:
        yield
    finally:
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)
        structlog.configure(**ways)
