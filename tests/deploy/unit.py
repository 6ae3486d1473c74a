# SPDX-License-Identifier: EUPL-1.2
"""A unit file as it is written: keys that may be repeated, in order."""

import subprocess
from functools import cache
from pathlib import Path

Unit = dict[str, list[str]]


def settings(unit: Path) -> Unit:
    """Every setting of a unit, whatever its section."""
    found: Unit = {}
    for line in unit.read_text(encoding="utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith(("#", ";")):
            found.setdefault(key, []).append(value)
    return found


@cache
def calls_of(group: str) -> frozenset[str]:
    """The system calls of a group such as `@system-service`, as this machine's systemd knows them."""
    shown = subprocess.run(
        ("systemd-analyze", "syscall-filter", group), capture_output=True, text=True, check=True, timeout=30
    ).stdout
    words = [line.strip() for line in shown.splitlines() if line.startswith("    ") and "#" not in line]
    return frozenset().union(*(calls_of(word) if word.startswith("@") else {word} for word in words))


def allowed_calls(unit: Unit) -> frozenset[str]:
    """What `SystemCallFilter=` leaves: lines that allow, less lines that begin with `~`."""
    allowed: frozenset[str] = frozenset()
    for line in unit["SystemCallFilter"]:
        named = frozenset().union(
            *(calls_of(word) if word.startswith("@") else {word} for word in line.removeprefix("~").split())
        )
        allowed = allowed - named if line.startswith("~") else allowed | named
    return allowed
