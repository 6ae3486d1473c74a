# SPDX-License-Identifier: EUPL-1.2
"""What does not fit on a screen: the rows after the first cards, in a table."""

from collections.abc import Sequence

from pecwatch.alerts.cards import status_in_words, time_left
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.page import Link, Section, Table
from pecwatch.alerts.shown import JOINED, clock_time, count, full_name, tiny_day
from pecwatch.model.position import Position
from pecwatch.model.record import record

CARDS = 3
"""Rows shown at length in one mail: as much as a screen holds."""

LINKS = 3
"""Prepared replies of a row in a table; the others stand at the end of the mail."""


@record
class Line:
    """One row of the table."""

    reference: str
    whom: str
    when: str
    replies: tuple[Link, ...] = ()


def rest_section(lines: Sequence[Line]) -> tuple[Section, ...]:
    """The rows that got no card, if any."""
    if not lines:
        return ()
    heading = "L’altra riga" if len(lines) == 1 else f"Le altre {len(lines)} righe"
    table = Table(
        caption=f"{count(len(lines), 'riga', 'righe')}, le più urgenti prima",
        columns=("Riferimento", "Chi e dove", "Quando e stato"),
        rows=tuple((each.reference, each.whom, each.when) for each in lines),
        replies=tuple(each.replies[:LINKS] for each in lines) if any(each.replies for each in lines) else (),
    )
    return (Section(heading=heading, table=table),)


def whom_in_short(position: Position, folders: str) -> str:
    """Name, address and folders; only for who may read them."""
    row = position.row
    parts = (full_name(row), row.address.as_written or "indirizzo non indicato", folders)
    return ", ".join(part for part in parts if part)


def when_in_short(position: Position, marks: Sequence[str], circumstances: Circumstances) -> str:
    """Day, hour, time left, status and what is new."""
    parts = (_day(position), time_left(position, circumstances), status_in_words(position), *marks)
    return "; ".join(part for part in parts if part)


def _day(position: Position) -> str:
    day = position.execution_on
    if day is None:
        return "giorno non indicato"
    hour = position.row.time if position.row.postponed_to is None else None
    return tiny_day(day) + ("" if hour is None else f", ore{JOINED}{clock_time(hour)}")
