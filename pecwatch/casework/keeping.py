# SPDX-License-Identifier: EUPL-1.2
"""How long each class of a person's data is kept, as far as it can be said today."""

import calendar
import datetime as dt
from collections.abc import Collection

from pecwatch.italian.rome import day_in_rome
from pecwatch.model.match import Band
from pecwatch.model.position import Position
from pecwatch.model.rights import Keeping

AFTER_CLOSING, UNMATCHED, RAW = 24, 6, 12
"""Months; the data protection officer of the office may decide otherwise."""

CANDIDATES_DAYS = 90


def keeping_of(own: Collection[Position], in_registry: bool, today: dt.date) -> tuple[Keeping, ...]:
    """The classes in which the person's data stand, with the last day of each where one can be named."""
    found = [Keeping(what="raw_messages", rule=f"{RAW} months after arrival", until=None)]
    for each in own:
        if each.match.band is Band.NONE:
            begun, rule, months = each.execution_on, f"{UNMATCHED} months after the day", UNMATCHED
        else:
            closed = each.closed_at
            begun = None if closed is None else day_in_rome(closed)
            rule, months = f"{AFTER_CLOSING} months after closing", AFTER_CLOSING
        until = None if begun is None else max(_later(begun, months), today)
        found.append(Keeping(what=each.reference, rule=rule, until=until))
    found.append(Keeping(what="rejected_candidates", rule=f"{CANDIDATES_DAYS} days", until=None))
    if in_registry:
        found.append(Keeping(what="registry", rule="the two newest imports", until=None))
    return tuple(found)


def _later(day: dt.date, months: int) -> dt.date:
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
