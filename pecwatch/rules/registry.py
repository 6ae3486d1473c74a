# SPDX-License-Identifier: EUPL-1.2
"""Which columns of a registry export mean what, from rules/registry/canonical.toml."""

from pecwatch.model.building import Parity
from pecwatch.rules.loading import rule
from pecwatch.rules.phrases import Word


@rule
class RegistryColumns:
    """Our names of columns and the headings that stand for them."""

    mandatory: tuple[str, ...]
    forbidden: tuple[str, ...]
    """Beginnings of words; a heading that holds one is dropped unread."""
    instead: dict[str, tuple[str, ...]]
    """A column that holds what several others hold apart, and these."""
    columns: dict[str, tuple[str, ...]]
    """Our name, and the vendors' headings for it, the best first."""
    operators: dict[str, tuple[str, ...]]
    """The same for a table of the office's operators."""
    streets: dict[str, tuple[str, ...]]
    """The same for an official list of streets."""
    buildings: dict[str, tuple[str, ...]]
    """The same for a table of buildings and their tutors."""
    parities: dict[Parity, tuple[Word, ...]]
    """How a table of buildings says which side of the street it means."""


@rule
class VendorMapping:
    """What one vendor's export looks like, from a mapping file."""

    columns: dict[str, str]
    """Heading in the export, and our name for it."""
    sample: str | None = None
    """An export of invented people, beside the mapping file: on it the mapping proves itself."""
    delimiter: str | None = None
    encoding: str | None = None
    date_format: str | None = None
