# SPDX-License-Identifier: EUPL-1.2
"""A reading and what the registry says of each of its rows."""

from pecwatch.matching import RegistryIndex, match_rows
from pecwatch.model.listing import Reading
from pecwatch.model.news import Report
from pecwatch.rules import Rules


def examine(reading: Reading, index: RegistryIndex, rules: Rules) -> Report:
    """Match every row of a reading; a message without a list has no matches."""
    rows = reading.listing.rows if reading.listing is not None else ()
    ids = tuple(f"{reading.source}#{row.row}" for row in rows)
    return Report(reading=reading, matches=match_rows(rows, index, rules, ids))
