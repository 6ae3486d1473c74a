# SPDX-License-Identifier: EUPL-1.2
"""Which known position each row of a list continues.

A list continues the positions of its own month, and open ones that were postponed into it. A list
that states no month, or calls itself a reminder or a correction, may continue any open position.
Every other row opens a position of its own.
"""

from collections.abc import Sequence

from rapidfuzz import fuzz

from pecwatch.casework.identity import SAME_NAME, pair_rows, resembles
from pecwatch.casework.urgency import ENDING
from pecwatch.italian.fold import fold
from pecwatch.model.listing import Listing, ListRow, Nature
from pecwatch.model.news import Known
from pecwatch.model.position import Outcome, Position, ReceivedList


def continued(listing: Listing, month: str, known: Known, earlier: ReceivedList | None) -> list[Position | None]:
    """The position that each row of the list continues, in the order of its rows.

    A correction may name its row by number only; a household that resembles that row in nothing is another one,
    which the list numbers for itself, and gets a position of its own: no row is swallowed by a number.
    """
    pool = _pool(listing, month, known)
    pairs = pair_rows(listing.rows, [position.as_lists_name_it for position in pool])
    found = [pool[pairs[index]] if index in pairs else None for index in range(len(listing.rows))]
    return [
        position if position is not None or row.corrects is None else _corrected(row, pool, earlier)
        for row, position in zip(listing.rows, found, strict=True)
    ]


def speaks_of_others(listing: Listing) -> bool:
    """Whether a list may be about rows of any month: it states none, or refers to an earlier list."""
    return listing.month is None or listing.nature not in (Nature.ANNOUNCEMENT, Nature.EMPTY)


def reopens(row: ListRow, position: Position) -> bool:
    """Whether a row of a later list asks again for a household whose position is closed."""
    return not position.is_open and row.status not in ENDING


def _pool(listing: Listing, month: str, known: Known) -> list[Position]:
    """Positions that the list may continue, open ones first, so that they are preferred among equals."""
    anything = speaks_of_others(listing)
    pool = [
        position
        for position in known.positions
        if position.outcome is not Outcome.NOT_THE_HOUSING_COMPANY
        and (position.month == month or (position.is_open and (anything or _postponed_into(month, position))))
    ]
    return sorted(pool, key=lambda position: (not position.is_open, position.month != month, position.reference))


def _postponed_into(month: str, position: Position) -> bool:
    day = position.row.postponed_to
    return day is not None and f"{day:%Y-%m}" == month


def _corrected(correction: ListRow, pool: Sequence[Position], earlier: ReceivedList | None) -> Position | None:
    """The position of the row that a correction names by number or by name."""
    row = _named_row(str(correction.corrects), earlier.rows if earlier is not None else ())
    if row is None:
        return None
    pairs = pair_rows([row], [position.as_lists_name_it for position in pool])
    position = pool[pairs[0]] if pairs else None
    return position if position is not None and resembles(correction, position.as_lists_name_it) else None


def _named_row(corrects: str, rows: Sequence[ListRow]) -> ListRow | None:
    wanted = fold(corrects)
    for row in rows:
        if wanted in (fold(row.printed_number or ""), fold(f"{row.surname} {row.given_name}")):
            return row
    by_order = [row for row in rows if str(row.row) == wanted]
    by_name = [row for row in rows if _resembles(wanted, row)]
    return next(iter(by_order or by_name), None)


def _resembles(wanted: str, row: ListRow) -> bool:
    return bool(fuzz.token_sort_ratio(wanted, fold(f"{row.surname} {row.given_name}")) >= SAME_NAME)
