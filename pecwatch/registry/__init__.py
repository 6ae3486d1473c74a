# SPDX-License-Identifier: EUPL-1.2
"""The registry of the social services: read from an export, weighed against the one in force."""

from pecwatch.registry.acceptance import Acceptance, InForce, judge
from pecwatch.registry.comparison import Comparison, Difference
from pecwatch.registry.mapping import RegistryMapping, load_mapping
from pecwatch.registry.source_query import Query
from pecwatch.registry.sources import Source, read_registry, source_of
from pecwatch.registry.staged import RowWarning, StagedRegistry

__all__ = [
    "Acceptance",
    "Comparison",
    "Difference",
    "InForce",
    "Query",
    "RegistryMapping",
    "RowWarning",
    "Source",
    "StagedRegistry",
    "judge",
    "load_mapping",
    "read_registry",
    "source_of",
]
