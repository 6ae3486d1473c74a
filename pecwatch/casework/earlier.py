# SPDX-License-Identifier: EUPL-1.2
"""Households that stood in the list of an earlier month, whether or not the registry knows them.

It only tells: no row is owned, delayed or left out for it.
"""

from collections import defaultdict
from collections.abc import Sequence

from pecwatch.casework.identity import pair_rows
from pecwatch.model.listing import ListRow
from pecwatch.model.position import Position, SeenBefore

SHOWN = 3
"""The newest sightings of a household; older ones are in the story of those."""


def seen_before(rows: Sequence[ListRow], positions: Sequence[Position]) -> tuple[tuple[SeenBefore, ...], ...]:
    """Where each row's household was seen, the newest first.

    Args:
        positions: Those of earlier months, and closed ones of the same.
    """
    by_month: defaultdict[str, list[Position]] = defaultdict(list)
    for position in positions:
        by_month[position.month].append(position)
    found: list[list[SeenBefore]] = [[] for _ in rows]
    for month in sorted(by_month, reverse=True):
        # Month by month, since within one list a household is one row, and over many it is many.
        for index, other in pair_rows(rows, [each.as_lists_name_it for each in by_month[month]]).items():
            found[index].append(_seen(by_month[month][other]))
    return tuple(tuple(each[:SHOWN]) for each in found)


def _seen(position: Position) -> SeenBefore:
    row = position.row
    return SeenBefore(
        reference=position.reference, month=position.month, status=row.status, postponed_to=row.postponed_to
    )
