# SPDX-License-Identifier: EUPL-1.2
"""Where a registry comes from; a new kind of source is one more file and one more word in `SOURCES`."""

from pathlib import Path
from typing import Protocol

from pecwatch.registry import source_csv
from pecwatch.registry.mapping import RegistryMapping
from pecwatch.registry.staged import StagedRegistry
from pecwatch.rules.addresses import AddressWords


class Source(Protocol):
    """A module that reads one kind of export."""

    SUFFIXES: tuple[str, ...]
    """Endings of file names it reads, lower case."""

    def read(self, path: Path, mapping: RegistryMapping, words: AddressWords) -> StagedRegistry:
        """Read an export; UsageError when nothing can be made of it."""


SOURCES: tuple[Source, ...] = (source_csv,)


def read_registry(path: Path, mapping: RegistryMapping, words: AddressWords) -> StagedRegistry:
    """Read a registry export without accepting it yet; a file of unknown ending is tried as CSV.

    Raises:
        UsageError: Empty, no text, no header, a mandatory column missing, or nobody in it; the text names
            file, column and remedy. The registry in force is not touched.
    """
    source = next((source for source in SOURCES if path.suffix.lower() in source.SUFFIXES), source_csv)
    return source.read(path, mapping, words)
