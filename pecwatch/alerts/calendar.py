# SPDX-License-Identifier: EUPL-1.2
"""The day of a position as a calendar entry (RFC 5545 and 5546): reference and telephone, nothing else."""

import datetime as dt
from collections.abc import Iterable, Sequence

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.told import Told
from pecwatch.italian.rome import ROME
from pecwatch.model.alert import AttachedFile
from pecwatch.model.news import Decided
from pecwatch.model.office import OfficePerson
from pecwatch.model.position import Position, Priority

OCTETS = 75
"""Longest line of a calendar file; what is longer is folded."""

FILES = 10
"""Entries sent as a file each, which any program takes with a tap; more go into one file together."""

HOUR = dt.timedelta(hours=1)

BEGINNING = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
"""From when the numbers of entries count: seconds, so that each word of a mail outdoes those of all mails before."""


def calendar_files(
    positions: Sequence[Position], circumstances: Circumstances, *, dropped: Sequence[Position] = ()
) -> tuple[AttachedFile, ...]:
    """The entries of positions with a day: kept while something is to happen on it, otherwise taken out.

    Args:
        dropped: Positions that have lost their day, as they stood before: their entries are taken out.
    """
    kept = [each for each in positions if is_in_calendar(each)]
    gone = [each for each in positions if not is_in_calendar(each) and each.execution_on is not None]
    return (
        *_files(kept, "PUBLISH", "posizioni.ics", circumstances),
        *_files((*gone, *dropped), "CANCEL", "posizioni-annullate.ics", circumstances),
    )


def entries_told(own: Sequence[Told], circumstances: Circumstances) -> tuple[AttachedFile, ...]:
    """Of an owner's rows: entries of new rows and changed days; of a row that has lost its day, the old one's end."""
    kept = [told.position for told in own if (told.is_new or told.is_changed) and is_in_calendar(told.position)]
    lost = [
        told.news.position
        for told in own
        if not is_in_calendar(told.position) and told.news.position is not None and is_in_calendar(told.news.position)
    ]
    return calendar_files(kept, circumstances, dropped=lost)


def entries_decided(
    decided: Iterable[Decided], reader: OfficePerson, circumstances: Circumstances
) -> tuple[AttachedFile, ...]:
    """What somebody's words change in the calendar of one reader: rows that came to her, left her, or moved."""
    before: dict[str, Position] = {}
    after: dict[str, Position] = {}
    for each in decided:
        before.setdefault(each.before.reference, each.before)
        after[each.after.reference] = each.after

    def stands(position: Position) -> bool:
        owner = circumstances.office.acting_for(position.owner, circumstances.today)
        return is_in_calendar(position) and owner.code == reader.code

    lost = [was for name, was in before.items() if stands(was) and not stands(after[name])]
    kept = [
        now for name, now in after.items() if stands(now) and not (stands(before[name]) and _same(before[name], now))
    ]
    return calendar_files(kept, circumstances, dropped=lost)


def _same(one: Position, other: Position) -> bool:
    return _when(one.execution_on, _hour(one)) == _when(other.execution_on, _hour(other))


def is_in_calendar(position: Position) -> bool:
    """Whether something is to happen on the position's day: not once it is closed, suspended or not executed."""
    return position.is_open and position.priority is Priority.URGENT and position.execution_on is not None


def _files(
    positions: Sequence[Position], method: str, together: str, circumstances: Circumstances
) -> Iterable[AttachedFile]:
    if len(positions) > FILES:
        return (_file(together, method, positions, circumstances),)
    return tuple(_file(f"{each.reference}.ics", method, (each,), circumstances) for each in positions)


def _file(name: str, method: str, positions: Sequence[Position], circumstances: Circumstances) -> AttachedFile:
    entries = [line for each in positions for line in _entry(each, method, circumstances)]
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//pecwatch//posizioni//IT",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        *entries,
        "END:VCALENDAR",
    )
    content = "".join(f"{_folded(line)}\r\n" for line in lines).encode()
    return AttachedFile(name=name, media_type=f"text/calendar; charset=utf-8; method={method}", content=content)


def _entry(position: Position, method: str, circumstances: Circumstances) -> tuple[str, ...]:
    """One VEVENT."""
    domain = circumstances.reply_to.rpartition("@")[2]
    telephone = circumstances.coordinator.phone
    cancelled = method == "CANCEL"
    return (
        "BEGIN:VEVENT",
        f"UID:{circumstances.token_of(f'calendar:{position.reference}', '')}@{domain}",
        f"DTSTAMP:{_utc(circumstances.now)}",
        f"SEQUENCE:{int((circumstances.now - BEGINNING).total_seconds())}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        f"ORGANIZER:mailto:{circumstances.reply_to}",
        f"SUMMARY:{_escaped(f'Posizione {position.reference}')}",
        *((f"DESCRIPTION:{_escaped(f'Tel. {telephone}')}",) if telephone else ()),
        *_when(position.execution_on, _hour(position)),
        "CLASS:PRIVATE",
        "END:VEVENT",
    )


def _hour(position: Position) -> dt.time | None:
    """The hour of the day that counts; that of a day since postponed says nothing of the new one."""
    return None if position.row.postponed_to is not None else position.row.time


def _when(day: dt.date | None, hour: dt.time | None) -> tuple[str, ...]:
    """The hour in UTC, which needs no description of Italy's summer time; the whole day where no hour is known."""
    if day is None:
        return ()
    if hour is None:
        after = day + dt.timedelta(days=1)
        return (f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}", "TRANSP:TRANSPARENT")
    begins = dt.datetime.combine(day, hour, tzinfo=ROME).astimezone(dt.UTC)
    return (f"DTSTART:{_utc(begins)}", f"DTEND:{_utc(begins + HOUR)}", "TRANSP:OPAQUE")


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never cutting a letter; each further piece begins with a blank."""
    if len(line.encode()) <= OCTETS:
        return line
    pieces: list[str] = []
    piece = ""
    for letter in line:
        room = OCTETS - (1 if pieces else 0)
        if len((piece + letter).encode()) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join((*pieces, piece))
