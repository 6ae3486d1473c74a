# SPDX-License-Identifier: EUPL-1.2
"""The rules of the office as data: one file under rules/ and one record here for each."""

from pathlib import Path

from pecwatch.model.record import record

SHIPPED = Path(__file__).parent.parent / "shipped" / "rules"
"""Where an installed wheel keeps them; a checkout keeps them at its top level."""


def shipped_rules() -> Path:
    """The folder of rules that came with this program."""
    return SHIPPED if SHIPPED.is_dir() else Path(__file__).parent.parent.parent / "rules"


@record
class Rules:
    """Everything the office may change without a programmer."""

    folder: Path


def load_rules(folder: Path) -> Rules:
    """Read every rules file of a folder.

    Raises:
        UsageError: A file is missing or wrong; the text names file, key and remedy.
    """
    return Rules(folder=folder)
