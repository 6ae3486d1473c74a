# SPDX-License-Identifier: EUPL-1.2
"""What does not fit on a screen: the rows after the first cards, in a table."""

import datetime as dt
from collections.abc import Sequence

from pecwatch.alerts.cards import status_in_words, time_left
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.overflow import ROWS
from pecwatch.alerts.page import Link, Section, Sheet, Table
from pecwatch.alerts.shown import JOINED, clock_time, count, full_name, tiny_day
from pecwatch.model.position import Position
from pecwatch.model.record import record

CARDS = 3
"""Rows shown at length in one mail: as much as a screen holds."""

SHOWN = CARDS + ROWS
"""Rows that stand in the mail at all; of those beyond, nothing can be tapped."""

LINKS = 3
"""Prepared replies of a row in a table; the others stand at the end of the mail."""


SHEET_COLUMNS = ("Riferimento", "Giorno", "Ora", "Quanto manca", "Stato", "Chi", "Dove", "Cartelle", "Note")


@record
class Line:
    """One row as a table shows it, fact by fact."""

    reference: str
    whom: str
    """The name, initials, or what else its reader may know it by."""
    place: str
    """Blank for who may not read it."""
    folders: str
    day: dt.date | None
    hour: dt.time | None
    left: str
    status: str
    marks: tuple[str, ...] = ()
    """What is new, or what is asked."""
    replies: tuple[Link, ...] = ()


def line(
    position: Position,
    circumstances: Circumstances,
    *,
    whom: str | None,
    folders: str = "",
    marks: Sequence[str] = (),
    replies: tuple[Link, ...] = (),
) -> Line:
    """A row for the table.

    Args:
        whom: What is shown in place of name, address and folders; None for who may read them.
    """
    row = position.row
    return Line(
        reference=position.reference,
        whom=full_name(row) if whom is None else whom,
        place="" if whom is not None else row.address.as_written or "indirizzo non indicato",
        folders=folders if whom is None else "",
        day=position.execution_on,
        hour=row.time if row.postponed_to is None else None,
        left=time_left(position, circumstances),
        status=status_in_words(position),
        marks=tuple(marks),
        replies=replies,
    )


def rest_section(lines: Sequence[Line]) -> tuple[Section, ...]:
    """The rows that got no card, if any; in the file beside a long table stand the first ones too."""
    rest = lines[CARDS:]
    if not rest:
        return ()
    heading = "L’altra riga" if len(rest) == 1 else f"Le altre {len(rest)} righe"
    table = Table(
        caption=f"{count(len(rest), 'riga', 'righe')}, le più urgenti prima",
        columns=("Riferimento", "Chi e dove", "Quando e stato"),
        rows=tuple((each.reference, _whom(each), _when(each)) for each in rest),
        replies=tuple(each.replies[:LINKS] for each in rest) if any(each.replies for each in rest) else (),
        sheet=Sheet(name="righe.csv", columns=SHEET_COLUMNS, rows=tuple(map(_cells, lines))),
    )
    return (Section(heading=heading, table=table),)


def _whom(each: Line) -> str:
    return ", ".join(part for part in (each.whom, each.place, each.folders) if part)


def _when(each: Line) -> str:
    """Day, hour, time left, status and what is new."""
    return "; ".join(part for part in (_day(each), each.left, each.status, *each.marks) if part)


def _day(each: Line) -> str:
    if each.day is None:
        return "giorno non indicato"
    return tiny_day(each.day) + ("" if each.hour is None else f", ore{JOINED}{clock_time(each.hour)}")


def _cells(each: Line) -> tuple[str, ...]:
    day = "" if each.day is None else f"{each.day:%d/%m/%Y}"
    hour = "" if each.hour is None or each.day is None else clock_time(each.hour)
    known = (each.reference, day, hour, each.left, each.status, each.whom, each.place, each.folders)
    return (*known, "; ".join(each.marks))
