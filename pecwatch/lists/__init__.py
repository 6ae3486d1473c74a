# SPDX-License-Identifier: EUPL-1.2
"""Lists of planned executions read out of documents, with every line accounted for."""

from pecwatch.lists.reading import read_lists

__all__ = ["read_lists"]
