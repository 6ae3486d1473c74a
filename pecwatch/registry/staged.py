# SPDX-License-Identifier: EUPL-1.2
"""A registry export that was read and not yet accepted."""

import datetime as dt
from enum import StrEnum

from pecwatch.model.person import RegistryPerson
from pecwatch.model.record import record


class Oddity(StrEnum):
    """What is wrong with a cell or a row; the names appear on the command line."""

    BLANK = "blank"
    UNREADABLE = "unreadable"
    """The cell holds something that is not what its column holds."""
    CONTRADICTION = "contradiction"
    """Two cells of the row cannot both be right."""
    DUPLICATE = "duplicate"
    SHIFTED = "shifted"


@record
class RowWarning:
    """Something odd in one cell; it holds the place, never the value."""

    row: int
    """Line of the file, from 1."""
    column: str
    """Our name of the column."""
    oddity: Oddity
    text: str
    """English, for the command line."""


@record
class StagedRegistry:
    """What an export holds."""

    source: str
    people: tuple[RegistryPerson, ...]
    warnings: tuple[RowWarning, ...]
    unreadable: tuple[RowWarning, ...]
    """Rows that name nobody: not among the people."""
    forbidden_columns: tuple[str, ...]
    """Headings that were dropped unread because they speak of what is not needed."""
    unknown_columns: tuple[str, ...]
    """Headings that nothing maps, dropped too."""
    remarks: tuple[str, ...] = ()
    """English: what else a person should know of the source, such as sheets that were not read."""
    dated_on: dt.date
    """Newest `aggiornato_al`, otherwise the file's own date."""
    sha256: str
    """Of the file, or of the answer to a query."""
