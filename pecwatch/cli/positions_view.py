# SPDX-License-Identifier: EUPL-1.2
"""Positions on a terminal, for whoever may see names."""

import datetime as dt
import json
import sys
from collections.abc import Sequence

from pecwatch.casework.clock import WorkingCalendar, working_days_left
from pecwatch.casework.ownership import acting_for
from pecwatch.cli.terminal import console, table
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.office import Office
from pecwatch.model.position import Event, Position
from pecwatch.model.record import record, to_json
from pecwatch.service.desk import Desk


@record
class ThisMoment:
    """What a position looks like depends on the day."""

    office: Office
    today: dt.date
    calendar: WorkingCalendar

    def days_left(self, position: Position) -> int | None:
        """Working days to its day: 0 today, negative for a day gone by; None without a day or when it is closed."""
        day = position.execution_on
        if day is None or not position.is_open:
            return None
        if day >= self.today:
            return working_days_left(self.today, day, self.calendar)
        return -max(working_days_left(day, self.today, self.calendar), 1)


def at_this_moment(desk: Desk) -> ThisMoment:
    """The office today."""
    place = desk.config.service.holidays
    calendar = WorkingCalendar(country=place.country, subdivision=place.subdivision)
    return ThisMoment(office=desk.office, today=day_in_rome(desk.clock()), calendar=calendar)


def print_position(position: Position, moment: ThisMoment) -> None:
    """The whole record and what follows from it, as one object on one line of stdout."""
    whole = json.loads(to_json(position))
    day = position.execution_on
    beside = {
        "execution_on": None if day is None else day.isoformat(),
        "is_open": position.is_open,
        "acting": acting_for(position, moment.office, moment.today).code,
        "days_left": moment.days_left(position),
    }
    sys.stdout.buffer.write(json.dumps(whole | beside, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    sys.stdout.buffer.flush()


def show_list(positions: Sequence[Position], moment: ThisMoment) -> None:
    """One line for each."""
    headings = ("reference", "day", "days left", "status", "state", "owner", "name", "address", "band", "")
    rows = (
        (
            position.reference,
            position.execution_on or "no day",
            moment.days_left(position),
            position.row.status,
            position.state if position.outcome is None else f"{position.state}, {position.outcome}",
            _owner(position, moment),
            _name(position),
            position.row.address.as_written,
            position.match.band,
            _marks(position),
        )
        for position in positions
    )
    console().print(table(f"{len(positions)} positions", headings, rows))


def show_one(position: Position, events: Sequence[Event], moment: ThisMoment) -> None:
    """Everything about one."""
    row = position.row
    facts = (
        ("name", _name(position)),
        ("address", row.address.as_written),
        ("day", f"{position.execution_on or 'not stated'}{'' if row.time is None else f' {row.time:%H:%M}'}"),
        ("status", row.status),
        ("wording", row.wording),
        ("state", position.state),
        ("outcome", position.outcome),
        ("the lists say", None if position.listed is None else position.listed.status),
        ("owner", f"{_owner(position, moment)} ({position.owner_reason})"),
        ("also told", ", ".join(position.also_told)),
        ("priority", f"{position.priority} {_marks(position)}"),
        ("band", position.match.band),
        ("seen before", "; ".join(f"{each.month} ({each.reference}): {each.status}" for each in position.seen_before)),
    )
    view = console()
    view.print(table(position.reference, ("", ""), facts))
    candidates = (
        (
            each.folder,
            each.operator,
            f"{each.probability:.0%}",
            "rejected" if each.folder in position.rejected_folders else "",
            "; ".join(evidence.text for evidence in each.evidence),
        )
        for each in position.match.candidates
    )
    view.print(table("candidates", ("folder", "operator", "probability", "", "reasons"), candidates))
    story = (
        (f"{event.at:%Y-%m-%d %H:%M}", event.kind, event.who, event.by, event.message_id, event.detail, event.reason)
        for event in events
    )
    view.print(table("story (UTC)", ("at", "what", "who", "by", "message", "detail", "reason"), story))


def _owner(position: Position, moment: ThisMoment) -> str:
    acting = acting_for(position, moment.office, moment.today).code
    return position.owner if acting == position.owner else f"{position.owner} (today {acting})"


def _name(position: Position) -> str:
    return f"{position.row.surname} {position.row.given_name}".strip()


def _marks(position: Position) -> str:
    marks = (
        ("muted", position.muted),
        ("not confirmed", not position.confirmed),
        ("missing from the last reminder", position.absent_from is not None),
    )
    return ", ".join(text for text, holds in marks if holds)
