# SPDX-License-Identifier: EUPL-1.2
"""What a layout hands on: rows still in the list's own words, and what every line was taken for."""

import datetime as dt
from enum import StrEnum

from pecwatch.italian.dates import WrittenDate, WrittenMonth
from pecwatch.lists.status_heading import StatusHeading
from pecwatch.model.listing import Where
from pecwatch.model.record import record


class Taken(StrEnum):
    """What a line was taken for."""

    ROW = "row"
    CONTINUATION = "continuation"
    HEADING = "heading"
    """A title, or a day, building or municipality that heads rows."""
    COLUMN_HEADER = "column_header"
    TOTAL = "total"
    OPENING = "opening"
    """Letterhead, addressee, salutation, introduction."""
    CLOSING = "closing"
    """Salutation, signature, and what follows."""
    PROSE = "prose"
    FURNITURE = "furniture"
    """Page numbers, rules, running heads and feet, separators."""
    QUOTED_HEADER = "quoted_header"
    NOTE = "note"
    """What somebody wrote above a list that they forward."""
    LEFTOVER = "leftover"


@record
class Item:
    """One line of text, or one row of a table."""

    where: Where
    text: str
    """The line as printed; of a table row its cells joined by tabs."""
    cells: tuple[str, ...] | None = None
    table: int = 0
    """Which table of the document a row belongs to."""
    remark: bool = False
    """Somebody wrote it beside the text: it is shown to a person, whatever it says."""


@record
class Explained:
    """One item, and the rule that says what it is."""

    item: Item
    taken: Taken
    rule: str


@record
class Draft:
    """One row as a layout read it."""

    where: Where
    text: str
    printed_number: str | None = None
    name: str
    """The whole name as printed, when surname and given name share a cell."""
    surname: str = ""
    given_name: str = ""
    """When they have columns of their own."""
    co_tenants: str = ""
    address: str = ""
    civic: str = ""
    exponent: str = ""
    staircase: str = ""
    floor: str = ""
    flat: str = ""
    inside: str = ""
    """Staircase, floor and flat as one cell says them."""
    municipality: str = ""
    ditto: bool = False
    """«idem»: the address of the row above, `address` holding only what differs."""
    date: WrittenDate | None = None
    month: WrittenMonth | None = None
    """The month named above it."""
    time: dt.time | None = None
    wording: str = ""
    contradictory: bool = False
    """Columns of the row say different statuses."""
    new_date: WrittenDate | None = None
    group: StatusHeading | None = None
    """The heading that says the status of the rows below it, where the row says none."""
    birth: str = ""
    fiscal_code: str = ""
    extra: tuple[str, ...] = ()
    unsure_address: bool = False
    """Taken for the address by its place alone."""


@record
class Total:
    """A sum that the list states."""

    value: int
    sub: bool
    rows_before: int
    """How many rows of the part stood above it."""


@record
class Untold:
    """A sentence that announces an execution to somebody and gave no row."""

    items: tuple[Item, ...]
    """The lines it stands on."""
    day: WrittenDate


@record
class PartReading:
    """What one stretch of a document (a whole part, or one quoted message in it) holds."""

    part: str
    format: str
    is_body: bool
    drafts: tuple[Draft, ...]
    explained: tuple[Explained, ...]
    totals: tuple[Total, ...] = ()
    titles: tuple[str, ...] = ()
    """Lines that name the list or its month."""
    inferred: bool = False
    """Columns were told by what their cells look like."""
    untold: tuple[Untold, ...] = ()
    quoted: bool = False
    """It stands below the header of a forwarded message."""
    scanned: bool = False
    """It was recognised from pictures, at least in part."""
