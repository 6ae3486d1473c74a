# SPDX-License-Identifier: EUPL-1.2
"""The files that make up the project, for the tests that look at it as a whole."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent

MADE = frozenset(
    (
        ".git",
        ".venv",
        ".hypothesis",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        "__pycache__",
        "build",
        "dist",
        "var",
    )
)
"""Folders that work leaves behind, where there is no git to ask."""


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is, or would be, committed; relative to the root."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
        found = (Path(name) for name in listed.split("\0") if name)
    else:
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if not MADE & set(path.parts))
    return tuple(sorted(path for path in found if (ROOT / path).is_file()))


@cache
def text_of(path: Path) -> str:
    """A file as text, whatever it holds."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")
