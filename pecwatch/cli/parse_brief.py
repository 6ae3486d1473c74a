# SPDX-License-Identifier: EUPL-1.2
"""The whole of a reading in three sentences: what came, whether to believe it, and what it is for the office."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from pecwatch.cli.kind_words import kind_name
from pecwatch.cli.page import counted, moment, month_name, paragraph
from pecwatch.cli.seal_words import IN_SHORT
from pecwatch.model.listing import Listing, Reading, State
from pecwatch.model.message import Kind, Message

FOR_THE_OFFICE: dict[State, str] = {
    State.UNREADABLE: "It is or may be a list, and nothing of it could be read",
    State.LETTER: "It is a letter about one household, not a list",
    State.NOT_PERTINENT: "It is not for the office",
    State.EMPTY_LIST: "The housing company declares that no executions are planned",
}


def brief(reading: Reading) -> Iterator[RenderableType]:
    """The blocks that say it in short."""
    yield paragraph(f"{_what_came(reading.message)}. {_what_it_is(reading)}.")
    if reading.needs_person:
        yield Text("A person must open it: see the problems at the end.", style="bold")


def _what_came(message: Message) -> str:
    name = kind_name(message.kind, message.receipt)
    if message.kind is Kind.DOCUMENT:
        return f"{name[0].upper()}{name[1:]}"
    sender = "" if message.sender is None else f" from {message.sender}"
    when = "" if message.certified_at is None else f", certified at {moment(message.certified_at)}"
    return f"{name[0].upper()}{name[1:]}{sender}{when}; {IN_SHORT[message.trust]}"


def _what_it_is(reading: Reading) -> str:
    if reading.listing is None or reading.state is not State.LIST:
        return FOR_THE_OFFICE.get(reading.state, "It holds a list that could not be kept")
    return (
        f"It holds a list{_of_month(reading.listing)}: {counted(len(reading.listing.rows), 'row')}{_how_far(reading)}"
    )


def _of_month(listing: Listing) -> str:
    return "" if listing.month is None else f" for {month_name(listing.month)}"


def _how_far(reading: Reading) -> str:
    others = len(reading.other_lists)
    further = f", and {counted(others, 'other list')}" if others else ""
    is_complete = reading.listing is not None and reading.listing.complete
    return f"{further}, {'read in full' if is_complete else 'NOT all of it read'}"
