# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of faults, as it is written in catalogue.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CATALOGUE = Path(__file__).parent / "catalogue.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way in which the world is not as it should be."""

    name: str
    wanted: str
    """What happens, and what must become of it."""


@cache
def catalogue() -> tuple[Fault, ...]:
    """Every fault, in the order of the file."""
    return tuple(Fault(**entry) for entry in tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["fault"])
