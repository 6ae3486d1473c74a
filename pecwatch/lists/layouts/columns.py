# SPDX-License-Identifier: EUPL-1.2
"""Tables made of plain lines: columns parted by a sign, or aligned with blanks under a header."""

import re
from dataclasses import replace

from pecwatch.italian.fold import fold
from pecwatch.lists.draft import Item
from pecwatch.lists.headers import roles_of
from pecwatch.lists.layouts.transposed import is_transposed
from pecwatch.lists.signs import (
    building_heading,
    closing_of,
    date_heading,
    is_furniture,
    is_sentence,
    municipality_heading,
    prose_of,
)
from pecwatch.lists.status_heading import status_heading
from pecwatch.lists.totals import is_total_line
from pecwatch.rules import Rules

_SIGNS = ("|", "\t", ";")
_GAP = re.compile(r"\s{2,}|\t")
_GLUED = re.compile(
    r"(?<=[A-ZÀ-Þ]{2})(?<!\bRIN)(?<!\bIN)(?<!\bAV)(?<!\bDE)(?<!\bPA)(?=(?:VIALE|VIA|PIAZZALE|PIAZZA|LARGO|CORSO|VICOLO|STRADA|V\.LE|P\.ZZA)\s)"
)
"""Columns that touch: «ANNAVIALE DEI GELSI», but not «RINVIA»."""


def text_tables(items: list[Item], rules: Rules) -> list[list[Item]]:
    """Split lines into stretches; those that are tables come back with cells."""
    stretches: list[list[Item]] = []
    plain: list[Item] = []
    place = 0
    while place < len(items):
        table = _signed_table(items, place, rules) or _aligned_table(items, place, rules)
        if table:
            if plain:
                stretches.append(plain)
                plain = []
            stretches.append(table)
            place += len(table)
        else:
            plain.append(items[place])
            place += 1
    return [*stretches, plain] if plain else stretches


def _split(text: str, sign: str) -> tuple[str, ...]:
    cells = [cell.strip() for cell in text.strip().strip("|" if sign == "|" else "").split(sign)]
    return tuple(cell.strip('"') for cell in cells)


def _signed_table(items: list[Item], place: int, rules: Rules) -> list[Item]:
    """Lines from here on that the same sign parts into the same number of cells, if they begin with a header
    or are three or more.

    Below a header, cells may be missing at the end of a line, and days or buildings may head the lines that follow.
    """
    for sign in _SIGNS:
        cells = _split(items[place].text, sign)
        if len(cells) < 3:
            continue
        headed = roles_of(cells, rules) is not None
        run: list[Item] = []
        for item in items[place:]:
            own = _split(item.text, sign)
            if len(own) == len(cells):
                run.append(replace(item, cells=own))
            elif is_furniture(item.text) == "ruler":
                run.append(replace(item, cells=("",) * len(cells)))
            elif headed and len(own) < len(cells) and (len(own) > 2 or _heads_rows(item.text, rules)):
                run.append(replace(item, cells=(*own, *[""] * (len(cells) - len(own)))))
            else:
                break
        while run and _split(run[-1].text, sign)[1:2] == ():
            run.pop()
        rows = [item for item in run if any(item.cells or ())]
        if headed or (len(rows) >= 3 and len(cells) > 3 and sign != ";") or is_transposed(rows, rules):
            return run
    return []


def _heads_rows(text: str, rules: Rules) -> bool:
    """Whether a line stands between the rows of a table and says something of those below it."""
    headings = (date_heading, building_heading, municipality_heading, status_heading)
    return any(heading(text, rules) is not None for heading in headings)


def _aligned_table(items: list[Item], place: int, rules: Rules) -> list[Item]:
    """A header whose words stand apart, and the lines whose pieces fall under it."""
    header = _pieces(items[place].text)
    titles = tuple(text for _, text in header)
    if len(header) < 3 or roles_of(titles, rules) is None:
        return []
    starts = [start for start, _ in header]
    run = [replace(items[place], cells=titles)]
    for item in items[place + 1 :]:
        if item.text.strip() == "--":
            break
        if fold(item.text) == fold(items[place].text):
            run.append(replace(item, cells=titles))
            continue
        cells = _under(item.text, starts)
        single = _whole_line(item.text, rules) and len(item.text) - len(item.text.lstrip()) < starts[1] - 1
        if single:
            if (
                date_heading(item.text, rules) is None
                and is_furniture(item.text) is None
                and not is_total_line(item.text, rules)
            ):
                break
            cells = (item.text.strip(), *[""] * (len(starts) - 1))
        elif cells is None:
            break
        run.append(replace(item, cells=cells))
    return run if len(run) > 1 else []


def _whole_line(text: str, rules: Rules) -> bool:
    """Whether a line stands across the columns: a day, a page number, a total, a closing."""
    return (
        is_furniture(text) is not None
        or date_heading(text, rules) is not None
        or is_total_line(text, rules)
        or closing_of(text, rules) is not None
        or prose_of(text, rules) is not None
        or (len(_pieces(text)) == 1 and is_sentence(text) and len(text.split()) > 3)
    )


def _pieces(text: str) -> list[tuple[int, str]]:
    """Stretches of a line parted by two blanks or more, each with its column of characters."""
    expanded = text.expandtabs(8)
    pieces: list[tuple[int, str]] = []
    start = 0
    for gap in (*_GAP.finditer(expanded), None):
        end = gap.start() if gap else len(expanded)
        if expanded[start:end].strip():
            lead = len(expanded[start:end]) - len(expanded[start:end].lstrip())
            pieces.append((start + lead, expanded[start:end].strip()))
        start = gap.end() if gap else end
    return pieces


def _under(text: str, starts: list[int]) -> tuple[str, ...] | None:
    """Cells of a line under a header, or None when the line does not keep to the columns."""
    pieces = [
        (start + sum(len(part) for part in parts[:number]), part)
        for start, piece in _pieces(text)
        for parts in [_GLUED.split(piece)]
        for number, part in enumerate(parts)
    ]
    if not pieces:
        return None
    if len(pieces) == len(starts):
        return tuple(piece for _, piece in pieces)
    if len(pieces) == 1 and pieces[0][0] < starts[1] - 1 and len(pieces[0][1]) > starts[1] - starts[0] + 12:
        return None
    cells = [""] * len(starts)
    for start, piece in pieces:
        column = max((number for number, at in enumerate(starts) if at <= start + 1), default=0)
        nearest = min(range(len(starts)), key=lambda number: abs(starts[number] - start))
        chosen = nearest if abs(starts[nearest] - start) <= 2 else column
        while cells[chosen] and chosen + 1 < len(cells):
            chosen += 1
        cells[chosen] = f"{cells[chosen]} {piece}".strip()
    return tuple(cells)
