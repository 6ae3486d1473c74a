# SPDX-License-Identifier: EUPL-1.2
"""What every line was taken for, and by which rule: for whoever adds a column, a wording or a layout."""

from collections.abc import Callable, Iterator

from pecwatch.italian.fold import fold
from pecwatch.lists.draft import Draft, Explained, Item, PartReading, Taken
from pecwatch.lists.finish import status_of
from pecwatch.lists.header_words import role_of
from pecwatch.lists.parts import items_of
from pecwatch.lists.phrases import find_phrases, in_rules
from pecwatch.lists.signs import building_heading, date_heading, municipality_heading
from pecwatch.lists.status_heading import status_heading
from pecwatch.lists.totals import is_total_line
from pecwatch.model.document import Document
from pecwatch.model.listing import LineAccount, Where
from pecwatch.rules import Rules

NOT_TOLD = "not_told"
"""In place of a rule, should a layout ever say nothing of a line: it is shown all the same."""


def account_of(read: tuple[tuple[Document, tuple[PartReading, ...]], ...], rules: Rules) -> tuple[LineAccount, ...]:
    """Every line of some documents that is not empty, exactly once and in their order; a table row is one line.

    Args:
        read: Each document with what was read of it.
    """
    return tuple(line for document, parts in read for line in _of_document(document, parts, rules))


def _of_document(document: Document, parts: tuple[PartReading, ...], rules: Rules) -> Iterator[LineAccount]:
    told: dict[Where, list[Explained]] = {}
    for one in (one for part in parts for one in part.explained):
        told.setdefault(one.item.where, []).append(one)
    drafts = {draft.where: draft for part in parts for draft in part.drafts}
    for item in (item for item in items_of(document) if item.text.strip()):
        one = _told_of(item, told.get(item.where, []))
        rule = _named(one, drafts.get(item.where), rules)
        yield LineAccount(where=item.where, text=item.text, taken=one.taken.value, rule=rule)


def _told_of(item: Item, here: list[Explained]) -> Explained:
    """What was told of an item; lines of one cell share their place, so their text is asked first."""
    same = next((number for number, one in enumerate(here) if one.item.text == item.text), 0)
    return here.pop(same) if here else Explained(item=item, taken=Taken.LEFTOVER, rule=NOT_TOLD)


def _named(one: Explained, draft: Draft | None, rules: Rules) -> str:
    """The rule as a person finds it: file, table and phrase, or `program.` where no file of rules decides."""
    in_file = _IN_FILES.get(one.rule)
    rule = (in_file(one.item, rules) if in_file is not None else None) or one.rule
    rule = rule if rule.startswith(_PLACES) else f"program.{rule}"
    if one.taken is not Taken.ROW or draft is None:
        return rule
    status = status_of(draft, rules).rule
    return f"{rule}; {status}" if status else rule


_PLACES = ("layouts.", "recognition.", "wording.", "program.")


def _title(item: Item, rules: Rules) -> str | None:
    found = find_phrases(item.text, rules.recognition.list.titles.phrases)
    return in_rules("recognition.list.titles", found[0].phrase) if found else None


def _company(item: Item, rules: Rules) -> str:
    known = [word for word in fold(item.text).split() if word in rules.recognition.furniture.no_names.words]
    return in_rules("recognition.furniture.no_names", " ".join(known))


def _signature(item: Item, rules: Rules) -> str | None:
    first = fold(item.text.split()[0])
    known = first in rules.recognition.furniture.professions.words
    return in_rules("recognition.furniture.professions", first) if known else None


def _total(item: Item, rules: Rules) -> str | None:
    texts = (text for text in (item.text, *(item.cells or ())) if is_total_line(text, rules))
    return next((_led("layouts.totals.leads", fold(text), rules.layouts.totals.leads.words) for text in texts), None)


def _heading(item: Item, rules: Rules) -> str | None:
    """The words that lead a day, a building or a municipality, where there are any."""
    groups = rules.layouts.groups
    text = next((cell for cell in item.cells or () if fold(cell)), item.text)
    for name, heading, leads in (
        ("layouts.groups.date_leads", date_heading, groups.date_leads.words),
        ("layouts.groups.building_leads", building_heading, groups.building_leads.words),
        ("layouts.groups.municipality_leads", municipality_heading, groups.municipality_leads.words),
    ):
        if heading(text, rules) is not None:
            return _led(name, fold(text), leads)
    group = status_heading(text, rules)
    return group.rule if group is not None else _title(item, rules)


def _led(name: str, folded: str, leads: frozenset[str]) -> str | None:
    """The longest of some words that a text begins with."""
    begun = [lead for lead in leads if f"{folded} ".startswith(f"{lead} ")]
    return in_rules(name, max(begun, key=len)) if begun else None


def _header(item: Item, rules: Rules) -> str | None:
    """The table and word behind each cell that names a column."""
    named = [rule for cell in item.cells or () if (rule := _column(cell, rules)) is not None]
    return "; ".join(named) or None


def _column(cell: str, rules: Rules) -> str | None:
    role, folded = role_of(cell, rules), fold(cell)
    for column in rules.layouts.columns:
        if column.role is role:
            held = [word for word in (*column.exact, *column.words) if f" {word} " in f" {folded} "]
            word = folded if folded in held else max(held, key=len, default=folded)
            return in_rules(f"layouts.columns.{column.name}", word)
    return None


_IN_FILES: dict[str, Callable[[Item, Rules], str | None]] = {
    "title": _title,
    "office": _company,
    "signature": _signature,
    "total": _total,
    "day": _heading,
    "building": _heading,
    "municipality": _heading,
    "spanning_row": _heading,
    "column_header": _header,
}
"""Codes of the layouts behind which stands a phrase of a rules file."""
