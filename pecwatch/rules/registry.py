# SPDX-License-Identifier: EUPL-1.2
"""Which columns of a registry export mean what, from rules/registry/canonical.toml."""

from pecwatch.rules.loading import rule


@rule
class RegistryColumns:
    """Our names of columns and the headings that stand for them."""

    mandatory: tuple[str, ...]
    forbidden: tuple[str, ...]
    """Beginnings of words; a heading that holds one is dropped unread."""
    columns: dict[str, tuple[str, ...]]
    """Our name, and the vendors' headings for it."""


@rule
class VendorMapping:
    """What one vendor's export looks like, from a mapping file."""

    columns: dict[str, str]
    """Heading in the export, and our name for it."""
    delimiter: str | None = None
    encoding: str | None = None
    date_format: str | None = None
