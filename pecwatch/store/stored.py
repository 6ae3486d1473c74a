# SPDX-License-Identifier: EUPL-1.2
"""Records as the text of a column, and what every retried thing has in common."""

import datetime as dt
from typing import TypeVar

from pydantic import ValidationError
from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Mapped

from pecwatch.model.record import from_json, to_json
from pecwatch.store.trouble import StoreDamaged

T = TypeVar("T")


def to_text(value: object) -> str:
    """A record as JSON text."""
    return to_json(value).decode()


def from_text(cls: type[T], text: str, where: str) -> T:
    """A record from JSON text.

    Args:
        where: Table and number of the row, for the message.

    Raises:
        StoreDamaged: The text is not such a record; what it holds is not repeated.
    """
    try:
        return from_json(cls, text)
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False)}))
    raise StoreDamaged(f"{where} does not hold a {cls.__name__} (at {fields}): restore the newest backup, report it")


def number(row_id: int | None) -> int:
    """The number of a row that has been stored."""
    if row_id is None:
        raise StoreDamaged("a row without number was used before it was stored: this is a defect, report it")
    return row_id


def is_due(next_try_at: Mapped[dt.datetime], now: dt.datetime, longest_wait: dt.timedelta) -> ColumnElement[bool]:
    """Whether it is time for another try.

    A next try further away than any wait was written by a clock that has since been set back:
    it is due, or a jump of a day would silence pecwatch for a day.
    """
    return or_(next_try_at <= now, next_try_at > now + longest_wait)
