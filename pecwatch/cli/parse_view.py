# SPDX-License-Identifier: EUPL-1.2
"""A reading for a person at a terminal."""

from collections.abc import Iterator

from rich.table import Table

from pecwatch.cli.terminal import cell, console, table
from pecwatch.model.listing import Listing, ListRow, PersonName, Reading
from pecwatch.model.message import Message


def show(reading: Reading) -> None:
    """Print what is known of a message, the lists in it, and what a person should look at."""
    out = console()
    out.print(cell(f"━━ {reading.source}: {reading.state.value.replace('_', ' ').upper()}"), style="bold")
    for name, value in _facts(reading.message):
        out.print(cell(f"   {name:<13}{value}"))
    if reading.message.attachments:
        rows = ((part.name, part.type, f"{part.size:,} bytes") for part in reading.message.attachments)
        out.print(table("attached", ("file", "type", "size"), rows))
    for listing in (reading.listing, *reading.other_lists):
        if listing is not None:
            out.print(_rows(listing))
            if listing.leftovers:
                out.print(_leftovers(listing))
    if reading.letter is not None:
        persons = ", ".join(f"{person.surname} {person.given_name}" for person in reading.letter.persons)
        out.print(cell(f"   letter: {reading.letter.type} of {reading.letter.date or 'no date'}: {persons}"))
    if reading.problems:
        problems = ((found.severity.value, found.code, found.part, found.text) for found in reading.problems)
        out.print(table("problems", ("severity", "code", "part", "what to do"), problems))
    out.print()


def _facts(message: Message) -> Iterator[tuple[str, str]]:
    """What is worth a line, in the order in which one asks."""
    receipt = f" ({message.receipt})" if message.receipt else ""
    recognised = "recognised" if message.sender_recognised else "not recognised"
    yield "kind", f"{message.kind.value}{receipt}"
    yield "trust", f"{message.trust.value}{f' ({message.trust_reason})' if message.trust_reason else ''}"
    if message.sender is not None:
        yield "sender", f"{message.sender} ({recognised})"
    if message.subject is not None:
        yield "subject", message.subject
    if message.certified_at is not None:
        yield "certified at", f"{message.certified_at:%d/%m/%Y %H:%M:%S %z}"
    if message.sent_at is not None:
        yield "sent at", f"{message.sent_at:%d/%m/%Y %H:%M:%S %z}"
    if message.protocol is not None:
        yield "protocol", f"{message.protocol.number} of {message.protocol.date or 'no date'}"
    for nested in message.nested:
        yield "holds", f"{nested.kind.value}, {nested.trust.value}, from {nested.sender}: {nested.subject}"
    if message.warnings:
        yield "warnings", ", ".join(message.warnings)


def _rows(listing: Listing) -> Table:
    declared = "" if listing.declared_rows is None else f" of {listing.declared_rows} declared"
    complete = "complete" if listing.complete else "NOT COMPLETE"
    title = f"{listing.nature.value} for {listing.month or 'no month'}: {len(listing.rows)} rows{declared}, {complete}"
    headings = ("row", "tenant", "address", "day", "status", "wording", "where")
    return table(title, headings, map(_cells, listing.rows))


def _cells(row: ListRow) -> tuple[object, ...]:
    tenants = (PersonName(surname=row.surname, given_name=row.given_name), *row.co_tenants)
    day = f"{row.date:%d/%m/%Y}" if row.date else "no day"
    time = f" {row.time:%H:%M}" if row.time else ""
    postponed = f" → {row.postponed_to:%d/%m/%Y}" if row.postponed_to else ""
    return (
        row.row,
        " + ".join(f"{tenant.surname} {tenant.given_name}" for tenant in tenants),
        row.address.as_written,
        f"{day}{time}{postponed}",
        row.status.value,
        row.wording,
        f"{row.where.part}, p. {row.where.page}, l. {row.where.line}",
    )


def _leftovers(listing: Listing) -> Table:
    places = (
        (f"{left.where.part}, p. {left.where.page}, l. {left.where.line}", left.text) for left in listing.leftovers
    )
    return table("not understood", ("where", "text"), places)
