# SPDX-License-Identifier: EUPL-1.2
"""A message that quotes or forwards another in its text: where one ends and the other begins."""

import re
from dataclasses import replace

from pecwatch.lists.draft import Item
from pecwatch.lists.signs import header_label, is_quote_mark
from pecwatch.model.record import record

_QUOTED = re.compile(r"^(?:\s*>)+\s?")
_LABELS_NEEDED = 3
_MOST_LABELS = 40
_SENDERS = frozenset({"da", "from", "de"})


@record
class Section:
    """The lines of one message in a text."""

    header: tuple[Item, ...]
    """Lines of the quoted mail header above it; none for the outermost message."""
    subject: str
    items: list[Item]


def sections_of(items: list[Item]) -> list[Section]:
    """Split a text at the headers of the messages it quotes; «>» before quoted lines goes."""
    plain = [replace(item, text=_QUOTED.sub("", item.text)) if item.cells is None else item for item in items]
    sections: list[Section] = []
    header: list[Item] = []
    body: list[Item] = []
    place = 0
    while place < len(plain):
        length = _header_length(plain, place)
        if length:
            sections.append(_section(header, body))
            header, body = plain[place : place + length], []
            place += length
        else:
            body.append(plain[place])
            place += 1
    sections.append(_section(header, body))
    return [section for section in sections if section.items or section.header]


def _section(header: list[Item], body: list[Item]) -> Section:
    labels = [label for item in header if (label := header_label(item.text)) is not None]
    subject = next((value for name, value in labels if name in ("oggetto", "subject")), "")
    return Section(header=tuple(header), subject=subject, items=body)


def _header_length(items: list[Item], place: int) -> int:
    """How many lines from here on are the header of a quoted message; 0 when none begins here."""
    marked = is_quote_mark(items[place].text) and items[place].cells is None
    end = place + marked
    labels: list[str] = []
    last = min(len(items), place + _MOST_LABELS)
    while end < last and items[end].cells is None and (label := header_label(items[end].text)) is not None:
        labels.append(label[0])
        end += 1
    if len(labels) >= _LABELS_NEEDED and _SENDERS & set(labels):
        return end - place
    if marked:
        return end - place if labels else 1
    return 0
