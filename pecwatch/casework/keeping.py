# SPDX-License-Identifier: EUPL-1.2
"""How long each class of a person's data is kept: by the times of the office, as far as it can be said today."""

import calendar
import datetime as dt
from collections.abc import Collection

from pecwatch.italian.rome import day_in_rome
from pecwatch.model.match import Band
from pecwatch.model.position import Position
from pecwatch.model.retention import Retention
from pecwatch.model.rights import Keeping, KeepingRule

IMPORTS_KEPT = 2
"""Of the registry."""


def keeping_of(own: Collection[Position], in_registry: bool, today: dt.date, times: Retention) -> tuple[Keeping, ...]:
    """The classes in which the person's data stand, with the last day of each where one can be named."""
    found = [_kept("raw_messages", KeepingRule.RAW, times.raw_months)]
    for each in own:
        if each.match.band is Band.NONE:
            begun, rule, months = each.execution_on, KeepingRule.UNMATCHED, times.unmatched_months
        else:
            closed = each.closed_at
            begun = None if closed is None else day_in_rome(closed)
            rule, months = KeepingRule.CLOSED, times.closed_months
        until = None if begun is None else max(_later(begun, months), today)
        found.append(_kept(each.reference, rule, months, until))
    found.append(_kept("rejected_candidates", KeepingRule.REJECTED, times.rejected_days))
    if in_registry:
        found.append(_kept("registry", KeepingRule.REGISTRY, IMPORTS_KEPT))
    return tuple(found)


def _kept(what: str, kind: KeepingRule, length: int, until: dt.date | None = None) -> Keeping:
    return Keeping(what=what, kind=kind, length=length, rule=kind.value.format(length), until=until)


def _later(day: dt.date, months: int) -> dt.date:
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
