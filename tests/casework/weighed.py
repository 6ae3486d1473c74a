# SPDX-License-Identifier: EUPL-1.2
"""Messages that reach the office one after the other, weighed and written down, for the tests of casework."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from pecwatch.casework.decide import decide
from pecwatch.casework.lists import received_list
from pecwatch.casework.news import what_is_new
from pecwatch.model.listing import ListRow, Nature
from pecwatch.model.message import Kind, Message, Trust
from pecwatch.model.news import Changes, Known, News, Report
from pecwatch.model.position import Way
from tests.casework.people import (
    FALCHETTI,
    NOVEMBER,
    OCTOBER,
    OFFICE,
    THREE,
    message,
    report,
)

NOTHING = Known()
HOUR = dt.timedelta(hours=1)
TRUSTED = message(Trust.VERIFIED, certified_at=NOVEMBER, identifier="opec2")
ORDINARY = message(Trust.ABSENT, kind=Kind.ORDINARY, certified_at=None, sent_at=NOVEMBER)
FALCHETTI_AT_TEN = replace(FALCHETTI, time=dt.time(10))


def arrives(
    listed: Report,
    known: Known = NOTHING,
    *,
    number: int = 1,
    way: Way = Way.PEC,
    now: dt.datetime = OCTOBER,
    is_newest: bool = True,
) -> tuple[News, Changes, Known]:
    """A message is weighed and written down."""
    news = what_is_new(listed, message_id=number, way=way, arrived_at=now, known=known, now=now, is_newest=is_newest)
    numbers = {month: len(known.positions) + 1 for month in ("2025-11", "2025-12")}
    changes = decide(news, listed, message_id=number, office=OFFICE, known=known, now=now, next_number=numbers)
    new = received_list(listed, message_id=number, way=way, arrived_at=now)
    positions = {each.reference: each for each in (*known.positions, *changes.positions)}
    lists = (*known.lists, *(() if new is None else (new,)))
    return news, changes, replace(known, lists=lists, positions=tuple(positions.values()))


def october(*rows: ListRow) -> Known:
    """The office after the list of October."""
    return arrives(report(rows or THREE, msg=message(identifier="opec1")))[2]


def asks(known: Known) -> dict[str, tuple[object, ...]]:
    """How each position asks for help: what its clock and its priority depend on, and whom it means."""
    return {
        each.reference: (each.row.status, each.execution_on, each.row.time, each.priority, each.row.surname,
                         each.row.address, each.outcome, each.state)
        for each in known.positions
    }  # fmt: skip


def says(*rows: ListRow, nature: Nature = Nature.REMINDER, **more: object) -> Callable[[Message], Report]:
    return lambda msg: report(rows, msg=msg, nature=nature, **more)  # type: ignore[arg-type]  # free-form test values
