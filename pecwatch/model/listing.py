# SPDX-License-Identifier: EUPL-1.2
"""A list of planned executions, kept exactly as the housing company wrote it."""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import Field, PlainSerializer

from pecwatch.model.message import Message
from pecwatch.model.problem import Problem, Severity
from pecwatch.model.record import record
from pecwatch.model.reply import Reply
from pecwatch.model.signature import FileSignature

ClockTime = Annotated[dt.time, PlainSerializer(lambda time: f"{time:%H:%M}", return_type=str)]


class State(StrEnum):
    """What a message is for the office."""

    LIST = "list"
    EMPTY_LIST = "empty_list"
    """The housing company declares that nothing is planned."""
    UNREADABLE = "unreadable"
    """It is or may be a list, and no row could be read."""
    LETTER = "letter"
    """An earlier phase of one household's case."""
    NOT_PERTINENT = "not_pertinent"


class Nature(StrEnum):
    """What a list says of itself, judged from its own message alone."""

    ANNOUNCEMENT = "announcement"
    REMINDER = "reminder"
    INTEGRATION = "integration"
    CORRECTION = "correction"
    REPLACEMENT = "replacement"
    EMPTY = "empty"


class Status(StrEnum):
    """What the housing company means to do with one household."""

    EXECUTE = "execute"
    NOT_EXECUTED = "not_executed"
    POSTPONED = "postponed"
    SUSPENDED = "suspended"
    TO_CONFIRM = "to_confirm"
    RELEASED = "released"
    EXECUTED = "executed"
    UNKNOWN = "unknown"


@record
class Where:
    """What a person looks for on paper."""

    part: str
    page: int
    line: int


@record
class Address:
    """An address taken apart; what is not written is None, never guessed."""

    as_written: str
    street: str | None = None
    """Upper case, the street type in full (`VIALE DEI GELSI`), the rest as printed."""
    civic: str | None = None
    """Bare number, `36/38` for a range, None for SNC."""
    exponent: str | None = None
    staircase: str | None = None
    floor: str | None = None
    flat: str | None = None
    municipality: str | None = None


@record
class PersonName:
    """Surname and given names of one person, as printed, spaces folded."""

    surname: str
    given_name: str


@record
class OtherSurname:
    """A surname borne through marriage or widowhood."""

    kind: str
    """As in `ved`, `in`, `coniugata`."""
    surname: str


@record
class ListRow:
    """One row of a list."""

    row: int
    """From 1, in the order of the message."""
    printed_number: str | None = None
    surname: str
    given_name: str
    other_surnames: tuple[OtherSurname, ...] = ()
    heirs: bool = False
    co_tenants: tuple[PersonName, ...] = ()
    name_as_written: str = ""
    other_readings: tuple[PersonName, ...] = ()
    """Further ways to split an ambiguous name; matching tries them all."""
    address: Address
    date: dt.date | None = None
    """Execution day the list gives for the row."""
    time: ClockTime | None = None
    status: Status
    postponed_to: dt.date | None = None
    wording: str
    """The sentence about the execution: breaks and hyphens joined, spaces folded, otherwise untouched."""
    birth_date: dt.date | None = None
    fiscal_code: str | None = None
    corrects: int | str | None = None
    """In a correction: the number or name of the row it corrects, as written."""
    extra: tuple[str, ...] = ()
    """Texts of columns that no rule knows."""
    text: str = ""
    """What the row was read from, for whoever checks it."""
    where: Where


@record
class Leftover:
    """A line that was neither a row nor furniture."""

    where: Where
    text: str


@record
class LineAccount:
    """What one line of a document was taken for: how a person sees which rule read it, or which one is missing."""

    where: Where
    text: str
    """As printed; the cells of a table row parted by tabs."""
    taken: str
    """row, continuation, heading, column_header, total, opening, closing, prose, furniture, quoted_header, note or
    leftover."""
    rule: str
    """File, table and phrase (`recognition.furniture.closings: «SALUTI»`), or `program.` and a name for what no file
    of rules decides; of a row also its columns, those with a `?` told by their cells alone."""


@record
class Listing:
    """One list."""

    type: str
    nature: Nature
    month: str | None
    """`2025-11`."""
    declared_rows: int | None
    complete: bool
    """Every line of every part is accounted for and nothing speaks of a missing row."""
    rows: tuple[ListRow, ...]
    leftovers: tuple[Leftover, ...] = ()


@record
class Letter:
    """A letter of an earlier phase, such as a notice of decadenza."""

    type: str
    date: dt.date | None
    persons: tuple[PersonName, ...]


@record
class Reading:
    """Everything pecwatch could read in one message or document."""

    source: str
    message: Message
    state: State
    listing: Annotated[Listing | None, Field(alias="list")] = None
    other_lists: tuple[Listing, ...] = ()
    letter: Letter | None = None
    problems: tuple[Problem, ...] = ()
    signatures: tuple[FileSignature, ...] = ()
    """Who signed the files of the message, and when: for the dossier."""
    account: Annotated[
        tuple[LineAccount, ...] | None, Field(alias="explain", exclude_if=lambda account: account is None)
    ] = None
    """Every line that was read, once; None unless asked for."""
    reply: Annotated[Reply | None, Field(exclude_if=lambda reply: reply is None)] = None
    """What may be an answer to a mail of ours; None unless asked for, and where nothing is. Never kept."""

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to open the message: a list unread or read in part, or something lost in it."""
        lists = (*self.other_lists, *(() if self.listing is None else (self.listing,)))
        return (
            self.state is State.UNREADABLE
            or any(not listing.complete for listing in lists)
            or any(problem.severity is Severity.LOST for problem in self.problems)
        )
