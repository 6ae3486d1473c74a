# SPDX-License-Identifier: EUPL-1.2
"""Copies of the shipped rules with mistakes in them."""

import shutil
from pathlib import Path

from pecwatch.rules import shipped_rules


def copied(into: Path) -> Path:
    """A folder of rules that a test may change."""
    return Path(shutil.copytree(shipped_rules(), into / "regole"))


def changed(folder: Path, file: str, old: str, new: str) -> None:
    """Write something else in the first place where a file says so."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds {old!r}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
