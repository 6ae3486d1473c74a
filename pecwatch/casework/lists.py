# SPDX-License-Identifier: EUPL-1.2
"""A received list among the lists the office already knows."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from pecwatch.casework.identity import pair_rows
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.listing import Listing, ListRow, Nature
from pecwatch.model.message import Message, Trust
from pecwatch.model.news import Report
from pecwatch.model.position import ReceivedList, Way
from pecwatch.model.record import record

TWIN_WITHIN = dt.timedelta(hours=72)
"""Sending times of one list received twice lie at most this far apart; later it is a reminder."""

ALIKE = 2 / 3
"""Share of the longer list's rows that both lists must hold to be one list; a copy may lose a row in reading."""

SAME_SUBJECT = 1 / 2
"""Share of the shorter list's rows that makes the later one a reminder of the earlier."""


def sending_time(message: Message, arrived_at: dt.datetime) -> dt.datetime:
    """When a message was sent: certified time, otherwise its Date header, otherwise its arrival.

    Nothing is sent after it has arrived: a time that no seal proves may be a forged one in the future, which would
    make every genuine list look old.
    """
    stated = message.certified_at or message.sent_at or arrived_at
    return stated if message.trust is Trust.VERIFIED else min(stated, arrived_at)


def effective_month(listing: Listing, arrived_at: dt.datetime) -> str:
    """The month a list is about: its own, else that of most of its days, else that of its arrival."""
    if listing.month is not None:
        return listing.month
    months = Counter(f"{day:%Y-%m}" for row in listing.rows if (day := row.date or row.postponed_to) is not None)
    return months.most_common(1)[0][0] if months else f"{day_in_rome(arrived_at):%Y-%m}"


def received_list(report: Report, *, message_id: int, way: Way, arrived_at: dt.datetime) -> ReceivedList | None:
    """What is remembered of a list for the next one; None when the message held none."""
    message, listing = report.reading.message, report.reading.listing
    if listing is None:
        return None
    return ReceivedList(
        message_id=message_id,
        way=way,
        identifier=message.identifier,
        sent_at=sending_time(message, arrived_at),
        month=effective_month(listing, arrived_at),
        nature=listing.nature,
        rows=listing.rows,
    )


@record
class Overlap:
    """How a new list and a known one cover each other."""

    known: ReceivedList
    pairs: Mapping[int, int]
    """Index of the known row for each new row that continues one."""
    new_rows: int

    @property
    def is_alike(self) -> bool:
        """Whether both hold the same rows, but for a row lost on the way."""
        return len(self.pairs) >= ALIKE * max(self.new_rows, len(self.known.rows))

    @property
    def is_related(self) -> bool:
        """Whether one speaks of what the other spoke of."""
        return bool(self.pairs) and len(self.pairs) >= SAME_SUBJECT * min(self.new_rows, len(self.known.rows))


def overlap(rows: tuple[ListRow, ...], known: ReceivedList) -> Overlap:
    """Compare the rows of a new list with those of a known one."""
    return Overlap(known=known, pairs=pair_rows(rows, known.rows), new_rows=len(rows))


def twin_of(new: ReceivedList, overlaps: tuple[Overlap, ...]) -> Overlap | None:
    """The list of which the new one is a second copy.

    The same PEC `identificativo` makes a copy; so does the same content by a way by which that
    sending has not come yet. A second arrival by the same way is a reminder, never a copy.
    """
    near = [each for each in overlaps if abs(new.sent_at - each.known.sent_at) <= TWIN_WITHIN]
    for each in near:
        if new.identifier is not None and each.known.identifier == new.identifier:
            return each
    alike = [each for each in near if each.is_alike and _says_the_same(new, each.known)]
    for sending in reversed(_sendings(alike)):
        if new.way not in {copy.known.way for copy in sending}:
            return sending[0]
    return None


def _says_the_same(new: ReceivedList, known: ReceivedList) -> bool:
    """A list that newly calls itself a reminder or a correction is not a copy of one that did not.

    Two declared empty lists are one only when they speak of the same month.
    """
    return new.nature is known.nature and (bool(new.rows) or new.month == known.month)


def _sendings(copies: list[Overlap]) -> list[list[Overlap]]:
    """Known copies grouped by sending: each way occurs once in each, oldest first."""
    groups: list[list[Overlap]] = []
    for copy in sorted(copies, key=lambda each: each.known.sent_at):
        home = next((group for group in groups if _belongs(copy, group)), None)
        if home is None:
            groups.append([copy])
        else:
            home.append(copy)
    return groups


def _belongs(copy: Overlap, sending: list[Overlap]) -> bool:
    soon = copy.known.sent_at - sending[0].known.sent_at <= TWIN_WITHIN
    return soon and copy.known.way not in {other.known.way for other in sending}


def earlier_list(new: ReceivedList, overlaps: tuple[Overlap, ...]) -> Overlap | None:
    """The newest list of which the new one speaks again: a reminder or a correction of it."""
    related = [each for each in overlaps if each.is_related]
    if related:
        return max(related, key=lambda each: each.known.sent_at)
    same_month = [each for each in overlaps if each.known.month == new.month]
    if new.nature in (Nature.INTEGRATION, Nature.CORRECTION, Nature.REPLACEMENT) and same_month:
        return max(same_month, key=lambda each: each.known.sent_at)
    return None
