# SPDX-License-Identifier: EUPL-1.2
"""A line without a label inside a labelled block: the rest of the value above, or something said of its own."""

import re

from pecwatch.italian.dates import find_dates
from pecwatch.italian.fold import fold
from pecwatch.italian.times import find_times
from pecwatch.lists.announcing import acts_in, execution_day, execution_time, speaks_of_one
from pecwatch.lists.layouts.labels import OWNERS, Field
from pecwatch.lists.layouts.tenants import without_addresses
from pecwatch.lists.signs import is_sentence
from pecwatch.lists.wording import find_statuses
from pecwatch.model.record import record
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_SAID = frozenset({Role.STATUS, Role.NOTES, Role.DEBT})
"""Values that may be sentences."""
_INSIDE = re.compile(r"(?:sc|scala|int|interno|piano|p|app|appartamento|all|alloggio|presso|c/o)\b", re.IGNORECASE)


@record
class Unlabelled:
    """A line without a label, and the block that it stands in."""

    text: str
    fields: tuple[Field, ...]
    """What the block holds so far; the last field is the value above the line."""
    label_below: bool
    """The block goes on under the line."""


def read_unlabelled(line: Unlabelled, rules: Rules) -> tuple[Field, ...] | None:
    """What such a line adds to its block.

    Returns:
        Fields of its own; none where it goes on with the value above; None where it is not of the block.
    """
    role, value = line.fields[-1]
    if value == "":
        return ()
    said = _said(line, rules)
    if said:
        return said
    if _goes_on(line, role, value, rules):
        return ()
    return ((Role.NOTES, line.text.strip()),) if line.label_below or _is_reference(line.text) else None


def _said(line: Unlabelled, rules: Rules) -> tuple[Field, ...]:
    """«L'Ufficiale Giudiziario accederà il giorno 6 aprile», «SI ESEGUE - …»: what becomes of the person."""
    held = {role for role, _ in line.fields}
    text = line.text.strip()
    if line.fields[-1][0] in _SAID or Role.STATUS in held or OWNERS.isdisjoint(held):
        return ()
    stated = any(not status.weak for status in find_statuses(text, rules.wording))
    quiet = without_addresses(text, len(text), rules)
    day = execution_day(quiet, rules) if acts_in(text, rules) else None
    if not (stated or day) or (acts_in(text, rules) and not speaks_of_one(text, rules)):
        return ()
    fields: list[Field] = [(Role.STATUS, text)]
    if day is not None and Role.DATE not in held:
        fields.append((Role.DATE, text[day.start : day.end]))
        time = execution_time(quiet, day)
        if time is not None and Role.TIME not in held:
            fields.append((Role.TIME, f"{time:%H:%M}"))
    return tuple(fields)


def _goes_on(line: Unlabelled, role: Role, value: str, rules: Rules) -> bool:
    text = line.text.strip()
    first = fold(text).split()[:1]
    office = not first or first[0] in rules.recognition.furniture.no_names.words
    if role in _SAID:
        return not (office and text[:1].isupper() and value.rstrip().endswith("."))
    if role in OWNERS:
        return not (office or re.search(r"\d", text) or is_sentence(text))
    if role in (Role.DATE, Role.TIME):
        return bool(find_dates(text) or find_times(text)) or text[:1].islower() or text[:1] == "("
    if role is Role.ADDRESS:
        unlike = office and not re.search(r"\d", text) and _INSIDE.match(text) is None
        return not unlike and not (is_sentence(text) and len(text.split()) > 6)
    return True


def _is_reference(text: str) -> bool:
    """«R.G.E. 1280/2026», «Decreto n. 44/2025»: what somebody added about the case."""
    return len(text.split()) <= 4 and re.search(r"\d", text) is not None
