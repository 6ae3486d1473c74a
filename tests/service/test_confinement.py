# SPDX-License-Identifier: EUPL-1.2
"""Each means of the kernel by itself: hosts grant one and refuse another."""

import os
import subprocess
import sys

import pytest

from pecwatch.service.confinement import Confinement, Level
from pecwatch.service.seccomp import (
    REFUSED,
    REFUSED_UNLESS_ZERO,
    REFUSED_WITH_ANY_BIT,
    REFUSED_WITHOUT_BIT,
    UNKNOWN_CALLS,
)

ALONE = """
import os, socket
from pecwatch.service.{module} import {function}
print("granted" if {function}() else "refused")
def attempt(word, act):
    try:
        act()
    except OSError:
        return
    print(word)
attempt("write", lambda: os.open(os.devnull, os.O_WRONLY))
attempt("connect", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))
attempt("read", lambda: os.open(__import__("sys").executable, os.O_RDONLY))
attempt("program", lambda: os.execv("/bin/echo", ["echo", "program"]))
"""


@pytest.mark.fault("content-sandbox")
@pytest.mark.parametrize(
    ("module", "function", "left"),
    [
        pytest.param("landlock", "give_up_writing", ["connect", "read"], id="Landlock"),
        pytest.param("seccomp", "filter_system_calls", ["read"], id="seccomp"),
    ],
)
def test_each_means_closes_what_it_can(module: str, function: str, left: list[str]) -> None:
    """A host that refuses one of them is still protected by the other."""
    program = f"from pecwatch.service.kernel import LIBC; LIBC.prctl(38, 1, 0, 0, 0)\n{ALONE}"
    done = subprocess.run(
        (sys.executable, "-c", program.format(module=module, function=function)),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    answer, *got_through = done.stdout.split()
    if answer == "refused":
        pytest.skip(f"this kernel does not grant {module}")
    assert got_through == left


@pytest.mark.fault("content-sandbox")
@pytest.mark.parametrize("open_way", ["network_closed", "writing_closed", "programs_closed"])
def test_one_open_way_is_not_full(open_way: str) -> None:
    """«full» is never said of a sandbox from which something gets out."""
    closed = {"network_closed": True, "writing_closed": True, "programs_closed": True}
    granted = {"namespaces": True, "landlock": True, "seccomp": True}
    assert Confinement(**granted, **closed).level is Level.FULL
    assert Confinement(**granted, **{**closed, open_way: False}).level is Level.PARTIAL


@pytest.mark.parametrize("column", [0, 1], ids=["x86_64", "aarch64"])
def test_no_system_call_is_listed_twice(column: int) -> None:
    """A number written twice means that another one is missing."""
    judged = (*REFUSED_WITH_ANY_BIT.values(), *REFUSED_WITHOUT_BIT.values(), *REFUSED_UNLESS_ZERO.values())
    columns = (*REFUSED.values(), *UNKNOWN_CALLS.values(), *(entry[0] for entry in judged))
    numbers = [pair[column] for pair in columns if pair[column] is not None]
    assert len(numbers) == len(set(numbers))
