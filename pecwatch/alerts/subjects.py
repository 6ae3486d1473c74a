# SPDX-License-Identifier: EUPL-1.2
"""Subjects: kind, month, counts, urgency, references; never a name, a street or a code of a person.

A subject is read on a locked telephone and in the logs of every relay.
"""

from collections.abc import Sequence

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.shown import count, month_name, references, short_day, working_days
from pecwatch.alerts.told import Told
from pecwatch.alerts.words import KIND
from pecwatch.model.news import News, NewsKind
from pecwatch.model.position import Position, Priority

PREFIX = "[pecwatch]"

Asked = tuple[str, str]
"""What the new rows ask of the reader, for one and for many."""

TO_TAKE: Asked = ("posizione da prendere in carico", "posizioni da prendere in carico")
TO_FIND: Asked = ("posizione da verificare", "posizioni da verificare")
OPENED: Asked = ("posizione aperta", "posizioni aperte")


def subject(text: str, *, urgent: bool = False) -> str:
    """Any subject of pecwatch."""
    return f"{PREFIX} URGENTE – {text}" if urgent else f"{PREFIX} {text}"


def month_title(month: str | None) -> str:
    """`Novembre 2025`."""
    name = month_name(month)
    return name[0].upper() + name[1:]


def rows_subject(news: News, told: Sequence[Told], asked: Asked, circumstances: Circumstances) -> str:
    """Subject of a mail about rows.

    Args:
        told: What the reader is told, most urgent first.
        asked: What is asked of the reader.
    """
    month = month_title(news.month)
    head = month if news.kind is NewsKind.FIRST_LIST else f"{month}, {KIND.get(news.kind, 'elenco')}"
    names = references(tuple(each.position.reference for each in told))
    what = f"{head}: {contents(told, asked)}{first_day([each.position for each in told], circumstances)} ({names})"
    return subject(what, urgent=any(presses(each.position, circumstances) for each in told))


def contents(told: Sequence[Told], asked: Asked) -> str:
    """`2 posizioni da prendere in carico, 1 cambiata, 3 senza variazioni`."""
    ended = sum(each.is_ended for each in told)
    new = sum(each.is_new and not each.is_ended for each in told)
    changed = sum(each.is_changed and not each.is_ended for each in told)
    same = len(told) - new - changed - ended
    parts = [count(new, *asked)] if new else []
    first = ("posizione cambiata", "posizioni cambiate") if not new else ("cambiata", "cambiate")
    parts += [count(changed, *first)] if changed else []
    if same:
        parts.append(f"{same} senza variazioni" if parts else "nessuna variazione")
    if ended:
        parts.append(count(ended, "posizione chiusa dall’elenco", "posizioni chiuse dall’elenco"))
    return ", ".join(parts)


def first_day(positions: Sequence[Position], circumstances: Circumstances) -> str:
    """` – primo giorno 6 novembre, tra 9 giorni lavorativi`, of what is urgent and still to come."""
    pending = [position for position in positions if position.is_open and position.priority is Priority.URGENT]
    days = [position.execution_on for position in pending if position.execution_on is not None]
    coming = [day for day in days if day >= circumstances.today]
    if not coming:
        return " – senza giorno indicato" if pending and not days else ""
    first = min(coming)
    left = circumstances.working_days_left(first)
    coming_in = f"tra {working_days(left)}" if left else "prima del prossimo giorno lavorativo"
    return f" – primo giorno {short_day(first)}, {'OGGI' if first == circumstances.today else coming_in}"


def presses(position: Position, circumstances: Circumstances) -> bool:
    """Whether a position makes a subject say URGENTE."""
    return position.is_open and position.priority is Priority.URGENT and circumstances.is_near(position)
