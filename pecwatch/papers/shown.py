# SPDX-License-Identifier: EUPL-1.2
"""Days, hours, durations, months and sentences as a paper writes them; what mails write alike: `alerts.shown`."""

import datetime as dt

from pecwatch.alerts.shown import JOINED, capital, month_name
from pecwatch.italian.rome import ROME


def day(value: dt.date | None, without: str = "non indicato") -> str:
    """`27/11/2025`."""
    return without if value is None else f"{value:%d/%m/%Y}"


def minute(value: dt.datetime | None, without: str = "–") -> str:
    """`24/10/2025 9:12`, on the office's clock."""
    if value is None:
        return without
    local = value.astimezone(ROME)
    return f"{local:%d/%m/%Y}{JOINED}{local.hour}:{local:%M}"


def second(value: dt.datetime | None, without: str = "non noto") -> str:
    """`24/10/2025 9:12:31`, on the office's clock."""
    return without if value is None else f"{minute(value)}:{value:%S}"


def about_in_words(name: str) -> str:
    """What a question is about: a reference, a month, or a message by its ledger number."""
    if name.isdigit():
        return f"messaggio n. {name}"
    month = month_name(name)
    return name if month == month_name(None) else month


def working_time(minutes: int) -> str:
    """`14 ore e 5 minuti`."""
    hours, rest = divmod(minutes, 60)
    parts = (
        f"{hours} {'ora' if hours == 1 else 'ore'}" if hours else "",
        f"{rest} {'minuto' if rest == 1 else 'minuti'}" if rest or not hours else "",
    )
    return " e ".join(filter(None, parts))


def sentence(text: str) -> str:
    """With a capital at its beginning and a dot at its end."""
    return f"{capital(text)}{'' if text.endswith(('.', '?', '!')) else '.'}"
