# SPDX-License-Identifier: EUPL-1.2
"""Running text of which a line was taken for a row: whether its sentences tell more than that line did."""

from dataclasses import replace

from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Draft, Item, Taken
from pecwatch.lists.layouts.prose import read_prose
from pecwatch.lists.sentences import split_at_full_stops
from pecwatch.lists.signs import is_sentence
from pecwatch.lists.wording import read_status
from pecwatch.rules import Rules

_NOT_UNDERSTOOD = ("looks_like_a_row", "not_understood")
_MOST_ROWS = 6
"""A letter names a few people; longer lists are meant to be read line by line."""

_SHORT = 8
"""Words of a line that may still be a row with some small words in it."""


def read_as_sentences(items: list[Item], collector: Collector) -> Collector:
    """Read lines that became rows once more as sentences, and keep the reading that tells more."""
    taken = [told for told in collector.explained if told.taken in (Taken.ROW, Taken.CONTINUATION)]
    rows = [told.item for told in taken if told.taken is Taken.ROW]
    in_table = any(told.item.cells is not None for told in collector.explained)
    if in_table or len(rows) > _MOST_ROWS or not all(_runs_on(item.text) for item in rows):
        return collector
    again = Collector(collector.rules)
    again.titles, again.totals = list(collector.titles), list(collector.totals)
    again.explained = [
        replace(told, taken=Taken.PROSE, rule="running_text")
        if told.taken in (Taken.ROW, Taken.CONTINUATION, Taken.LEFTOVER) and told.rule != "remark"
        else told
        for told in collector.explained
        if told.rule != "row_inside_a_row"
    ]
    read_prose(items, again)
    lost = len(again.drafts) < len(collector.drafts)
    told = [_told(one.drafts, collector.rules) for one in (again, collector)]
    return again if not lost and told[0] > told[1] else collector


def unclaimed(collector: Collector) -> list[Item]:
    """Lines that gave no row: a sentence among them may tell one, also where rows are meant to be lines."""
    return [
        told.item
        for told in collector.explained
        if told.taken in (Taken.OPENING, Taken.PROSE)
        or (told.taken is Taken.LEFTOVER and told.rule in _NOT_UNDERSTOOD and told.item.cells is None)
    ]


def _runs_on(text: str) -> bool:
    """Whether a line holds a whole sentence, or the better part of one."""
    return any(len(one.split()) > _SHORT and is_sentence(one) for one in split_at_full_stops(text))


def _told(drafts: list[Draft], rules: Rules) -> int:
    """How much some rows say of whom, where and when, in the wording too."""
    whole = [draft for draft in drafts if (draft.name or draft.surname) and draft.address]
    days = (draft.date or read_status(draft.wording, rules.wording).date for draft in drafts)
    return 3 * len(whole) + sum(day is not None for day in days)
