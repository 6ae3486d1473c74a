# SPDX-License-Identifier: EUPL-1.2
"""Runs pecwatch as people do: as a program of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def run(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a folder, with nothing of our own environment but the paths."""
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": paths, **variables}
    command = (sys.executable, "-m", "pecwatch", *arguments)
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=100, check=False)


def complaint(done: subprocess.CompletedProcess[str], code: int = 2) -> str:
    """What a command that refused had to say: one line for each thing, no traceback, nothing on stdout."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr
    assert all(line.startswith("pecwatch: ") for line in done.stderr.splitlines()), done.stderr
    return done.stderr
