# SPDX-License-Identifier: EUPL-1.2
"""The rows that a message makes somebody hear of, each with what is new about it."""

import datetime as dt

from pecwatch.model.news import Changes, Difference, News, NewsKind, RowChange, RowNews
from pecwatch.model.position import Position, Priority
from pecwatch.model.record import record


@record
class Told:
    """One row somebody hears of."""

    position: Position
    """As it stands after the message."""
    news: RowNews

    @property
    def is_new(self) -> bool:
        """Whether its owner hears of it for the first time."""
        before = self.news.position
        return before is None or before.owner != self.position.owner or (before.muted and not self.position.muted)

    @property
    def is_changed(self) -> bool:
        """Whether something differs from what its owner was told."""
        return not self.is_new and self.news.change is RowChange.CHANGED

    @property
    def is_ended(self) -> bool:
        """Whether this message closed it: executed or released already, and its people may need help all the same."""
        before = self.news.position
        return not self.position.is_open and (before is None or before.is_open)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What differs from what the office knew."""
        return self.news.differences


def as_known(position: Position) -> Told:
    """A position of which no list says anything new."""
    news = RowNews(row=position.row, match=position.match, change=RowChange.SAME, position=position)
    return Told(position=position, news=news)


def told_rows(news: News, changes: Changes, today: dt.date) -> tuple[Told, ...]:
    """The rows to tell of, most urgent first.

    The positions of the changes stand in the order of the rows. A second copy tells only of what
    differs; muted positions are never told of, and closed ones only by the list that closes them.
    """
    rows = [Told(position=position, news=row) for position, row in zip(changes.positions, news.told, strict=False)]
    live = [told for told in rows if not told.position.muted and (told.position.is_open or told.is_ended)]
    if news.kind is NewsKind.TWIN:
        live = [told for told in live if told.news.change is not RowChange.SAME]
    return tuple(sorted(live, key=lambda told: urgency(told.position, today)))


def urgency(position: Position, today: dt.date) -> tuple[int, dt.date, str]:
    """Sorts positions: urgent ones without a day (it may be any), by day, gone by; then the happy, then the closed."""
    day = position.execution_on
    if not position.is_open:
        group = 4
    elif position.priority is Priority.LOW:
        group = 3
    elif day is None:
        group = 0
    else:
        group = 1 if day >= today else 2
    return group, day or dt.date.max, position.reference
