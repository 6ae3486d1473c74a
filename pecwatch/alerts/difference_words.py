# SPDX-License-Identifier: EUPL-1.2
"""What one list says of a row otherwise than the one before, in words."""

import datetime as dt
from collections.abc import Iterable

from pecwatch.alerts.shown import short_day
from pecwatch.alerts.words import FIELD, OMITTED, STATUS
from pecwatch.model.listing import Status
from pecwatch.model.news import Difference


def differences_in_words(differences: Iterable[Difference]) -> tuple[str, ...]:
    """`giorno: prima «27 novembre 2025», ora «20 novembre 2025»`, with «da confermare» where it has no effect yet."""
    return tuple(_in_words(each) for each in differences)


def _in_words(difference: Difference) -> str:
    match difference.field:
        case "annulled":
            return _annulled(difference)
        case "missing":
            return "non più presente nel sollecito: chiedere conferma ad ALER; la riga resta aperta"
        case _:
            return _before_and_now(difference)


def _before_and_now(difference: Difference) -> str:
    field = difference.field
    held = "" if difference.applied else " – DA CONFERMARE: per ora vale il primo"
    before, after = _value(field, difference.before), _value(field, difference.after)
    return f"{FIELD.get(field, field)}: prima «{before}», ora «{after}»{held}"


def _annulled(difference: Difference) -> str:
    if difference.applied:
        return "annullata: l’elenco che sostituisce il precedente non la nomina più"
    return "non è nell’elenco che sostituisce il precedente – DA CONFERMARE: per ora resta com’è"


def difference_fields(differences: Iterable[Difference]) -> tuple[str, ...]:
    """The same for a reader of initials: names and addresses are said to differ, not how."""
    open_fields = ("date", "time", "status", "postponed_to", "annulled", "missing")
    return tuple(
        differences_in_words([each])[0]
        if each.field in open_fields
        else f"{FIELD.get(each.field, each.field)}: scritto diversamente{'' if each.applied else ' – DA CONFERMARE'}"
        for each in differences
    )


def _value(field: str, value: str | None) -> str:
    if value is None:
        return "non indicato"
    if field == "status":
        return STATUS[Status(value)]
    return OMITTED if field in ("fiscal_code", "birth_date") else _italian_day(value)


def _italian_day(value: str) -> str:
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        return value
    return f"{short_day(day)} {day.year}"
