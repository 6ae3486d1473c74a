# SPDX-License-Identifier: EUPL-1.2
"""A table with headings, read row by row: what every source of a registry comes down to."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from pecwatch.model.record import record

TITLE_ROWS = 20
"""How far down a header is looked for."""


class Row(NamedTuple):
    """One row that holds anything; a tuple, since a registry has a million of them."""

    number: int
    """Of its last line in the file, of its row in the sheet, or of the answer to a query; from 1."""
    cells: Sequence[str]
    """As they stand; a blank one may hold blanks."""


Score = Callable[[Sequence[str]], int]
"""How many columns a row names."""


@record
class Table:
    """Headings, and the rows below them as they are read."""

    headings: Row
    rows: Iterator[Row]


def below_header(rows: Iterable[Row], score: Score) -> tuple[int, Table] | None:
    """The table that begins with the row of most column names, after any title rows; None where no row names two."""
    ahead = iter(rows)
    first = list(islice(ahead, TITLE_ROWS))
    scores = [score(row.cells) for row in first]
    best = max(scores, default=0)
    if best < 2:
        return None
    place = scores.index(best)
    return best, Table(headings=first[place], rows=chain(first[place + 1 :], ahead))
