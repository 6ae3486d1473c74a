# SPDX-License-Identifier: EUPL-1.2
"""Values as a reader of Italian expects them; text from outside made safe to show."""

import datetime as dt
import re
import unicodedata

from pecwatch.alerts.words import MONTHS, WEEKDAYS
from pecwatch.italian.rome import ROME
from pecwatch.model.listing import ListRow

INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode categories of characters that a reader cannot see, or that change how others are shown."""


ABBREVIATED = {"ved": "ved."}
"""Words before another surname that are written with a dot."""

JOINED = "\u00a0"
"""A blank at which no line breaks."""


def clean(text: str) -> str:
    """The text on one line, each invisible or direction-changing character shown as ⟨U+202E⟩."""
    folded = re.sub(r"[\t\n\r ]+", " ", text)
    return folded if folded.isprintable() else "".join(map(_visible, folded))


def _visible(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩" if unicodedata.category(character) in INVISIBLE else character


def long_day(day: dt.date) -> str:
    """`giovedì 6 novembre 2025`."""
    return f"{WEEKDAYS[day.weekday()]} {short_day(day)} {day.year}"


def short_day(day: dt.date) -> str:
    """`6 novembre`, `1º dicembre`."""
    number = "1º" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]}"


def from_day(day: dt.date) -> str:
    """`dal 6 novembre`, `dall’8 novembre`: since when."""
    return f"{'dall’' if day.day in (8, 11) else 'dal '}{short_day(day)}"


def of_day(day: dt.date) -> str:
    """`del 6 novembre`, `dell’8 novembre`."""
    return f"{'dell’' if day.day in (8, 11) else 'del '}{short_day(day)}"


def up_to_day(day: dt.date) -> str:
    """`al 17 novembre 2025`, `all’8 novembre 2025`: up to which day something is known."""
    return f"{'all’' if day.day in (8, 11) else 'al '}{short_day(day)} {day.year}"


def tiny_day(day: dt.date) -> str:
    """`gio 6 nov`: for tables."""
    return f"{WEEKDAYS[day.weekday()][:3]}{JOINED}{day.day}{JOINED}{MONTHS[day.month - 1][:3]}"


def clock_time(time: dt.time) -> str:
    """`9:30`."""
    return f"{time.hour}:{time.minute:02d}"


def moment(at: dt.datetime) -> str:
    """`venerdì 24 ottobre 2025, ore 9:12`, on the office's clock."""
    local = at.astimezone(ROME)
    return f"{long_day(local.date())}, ore {clock_time(local.time())}"


def month_name(month: str | None) -> str:
    """`novembre 2025` for `2025-11`; what is not a month is not shown, since subjects hold it."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month or "")
    return "mese non indicato" if found is None else f"{MONTHS[int(found[2]) - 1]} {found[1]}"


def count(number: int, one: str, many: str) -> str:
    """`1 posizione`, `3 posizioni`."""
    return f"{number} {one if number == 1 else many}"


def working_days(number: int) -> str:
    """`1 giorno lavorativo`, `9 giorni lavorativi`."""
    return count(number, "giorno lavorativo", "giorni lavorativi")


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def full_name(row: ListRow) -> str:
    """The name as the list prints it, with heirs and other surnames."""
    others = "".join(f" {ABBREVIATED.get(other.kind, other.kind)} {other.surname}" for other in row.other_surnames)
    name = f"{row.surname} {row.given_name}".strip() or row.name_as_written or "nominativo non leggibile"
    return f"{'eredi di ' if row.heirs else ''}{name}{others}"


def initials(row: ListRow) -> str:
    """`Z. M.`: what a reader may see who must recognise the row without learning whose it is."""
    letters = [word[0].upper() for word in (row.surname, row.given_name) if word and word[0].isalpha()]
    return JOINED.join(f"{letter}." for letter in letters) or "–"


def references(names: tuple[str, ...], shown: int = 1) -> str:
    """`PW-2025-11-001…`: the first ones, and a sign that there are more."""
    return ", ".join(names[:shown]) + ("…" if len(names) > shown else "")
