# SPDX-License-Identifier: EUPL-1.2
"""What speaks of an execution, or is written to a tenant, and gave no row although other parts of the message did."""

from dataclasses import replace

from pecwatch.italian.addresses import find_addresses
from pecwatch.italian.dates import WrittenDate
from pecwatch.lists.draft import Explained, Item, PartReading, Taken
from pecwatch.lists.persons import Named, persons_in
from pecwatch.lists.phrases import has_phrase
from pecwatch.rules import Rules


def with_untold(parts: tuple[PartReading, ...], rules: Rules) -> tuple[PartReading, ...]:
    """The parts, with every line left over that may be a row which nobody read.

    That is a sentence announcing an execution on a day that no row has, and whom an attached letter is about that
    gave no row. Without this a letter in unknown words would vanish between those that were understood.
    """
    days = {draft.date for part in parts for draft in part.drafts}
    days |= {draft.new_date for part in parts for draft in part.drafts}
    return tuple(_left(part, _items_of(part, days, rules)) for part in parts)


def _items_of(part: PartReading, days: set[WrittenDate | None], rules: Rules) -> list[Item]:
    items = [item for untold in part.untold if untold.day not in days for item in untold.items]
    return items or _addressed(part, rules)


def _addressed(part: PartReading, rules: Rules) -> list[Item]:
    """The lines that name the tenant of an attached letter which says nothing that a rule knows."""
    if part.is_body or part.quoted or part.drafts:
        return []
    text = "\n".join(told.item.text for told in part.explained)
    words = rules.recognition
    known = any(has_phrase(text, letter.phrases) for letter in words.letters)
    if known or has_phrase(text, words.list.unrelated.phrases) or not find_addresses(text, rules.addresses):
        return []
    return [told.item for told in part.explained if _names(told, persons_in(text, rules))]


def _names(told: Explained, named: tuple[Named, ...]) -> bool:
    return any(person.name.split("\n")[0] in told.item.text for person in named)


def _left(part: PartReading, items: list[Item]) -> PartReading:
    if not items:
        return part
    left = {id(item) for item in items}
    explained = tuple(
        replace(told, taken=Taken.LEFTOVER, rule="execution_without_a_row")
        if id(told.item) in left and told.taken not in (Taken.ROW, Taken.CONTINUATION)
        else told
        for told in part.explained
    )
    return replace(part, explained=explained)
