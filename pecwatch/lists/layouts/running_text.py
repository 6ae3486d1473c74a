# SPDX-License-Identifier: EUPL-1.2
"""Running text of which a line was taken for a row: whether its sentences tell more than that line did."""

from dataclasses import replace

from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Draft, Item, Taken
from pecwatch.lists.layouts.prose import read_prose
from pecwatch.lists.sentences import split_at_full_stops
from pecwatch.lists.signs import is_sentence

_SHORT = 8
"""Words of a line that may still be a row with some small words in it."""


def read_as_sentences(items: list[Item], collector: Collector) -> Collector:
    """Read lines that became rows once more as sentences, and keep the reading that tells more."""
    taken = [told for told in collector.explained if told.taken in (Taken.ROW, Taken.CONTINUATION)]
    rows = [told.item for told in taken if told.taken is Taken.ROW]
    in_table = any(told.item.cells is not None for told in collector.explained)
    if in_table or not any(_runs_on(item.text) for item in rows):
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
    return again if _told(again.drafts) > _told(collector.drafts) else collector


def _runs_on(text: str) -> bool:
    """Whether a line holds a whole sentence, or the better part of one."""
    return any(len(one.split()) > _SHORT and is_sentence(one) for one in split_at_full_stops(text))


def _told(drafts: list[Draft]) -> int:
    """How much some rows say of whom, where and when."""
    whole = [draft for draft in drafts if (draft.name or draft.surname) and draft.address]
    return 3 * len(whole) + sum(draft.date is not None for draft in drafts)
