# SPDX-License-Identifier: EUPL-1.2
"""Column types that mean the same on SQLite and PostgreSQL."""

import datetime as dt

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from pecwatch.errors import PecwatchError


class UtcMoment(TypeDecorator[dt.datetime]):
    """A moment with its time zone: kept in UTC, given back in UTC, refused without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Turn any aware moment into UTC.

        Raises:
            PecwatchError: The moment has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise PecwatchError("a moment without time zone cannot be stored: this is a defect in pecwatch, report it")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Put the zone back that SQLite does not keep."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class OutsideText(TypeDecorator[str]):
    r"""Text that came from outside: what a database refuses (NUL, lone surrogates) is kept as `\x00`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Spell out the few characters that cannot be stored."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text with NUL and lone surrogates spelled out, so that every database takes it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")
