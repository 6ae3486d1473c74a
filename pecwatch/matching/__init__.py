# SPDX-License-Identifier: EUPL-1.2
"""Whom of the registry a row of a list may mean: evidence in bits, probabilities, bands, reasons in Italian."""

from pecwatch.matching.index import RegistryIndex, build_index
from pecwatch.matching.rows import match_rows

__all__ = ["RegistryIndex", "build_index", "match_rows"]
