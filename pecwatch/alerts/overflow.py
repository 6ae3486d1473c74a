# SPDX-License-Identifier: EUPL-1.2
"""What does not fit into a mail goes beside it: long tables are cut, and stand whole in a file for a spreadsheet.

The file holds what the table would have shown and nothing else, so whoever reads it sees no more than in the mail.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from pecwatch.alerts.page import Card, Page, Section, Sheet
from pecwatch.alerts.shown import clean
from pecwatch.model.alert import AttachedFile

ROWS = 40
"""Rows of a table, and lines of a list, that anybody still reads in a mail."""

CARDS = 12
"""Rows shown at length where no table follows them."""

FORMULA = frozenset("=+-@\t\r")
"""Signs after which a spreadsheet takes what a cell holds for something to be worked out."""

CARD_COLUMNS = ("Riferimento", "Chi", "Dove", "Quando", "Quanto manca", "Stato", "Note")


def fitted(page: Page) -> tuple[Page, tuple[AttachedFile, ...]]:
    """The page with every long section cut, and a file for each of them."""
    pairs = [_fitted(section) for section in page.sections]
    files: list[AttachedFile] = []
    for _, sheet in pairs:
        if sheet is not None:
            files.append(_file(sheet, {file.name for file in files}))
    return replace(page, sections=tuple(section for section, _ in pairs)), tuple(files)


def _fitted(section: Section) -> tuple[Section, Sheet | None]:
    table = section.table
    if table is not None and len(table.rows) > ROWS:
        sheet = table.sheet or _sheet(section, table.columns, table.rows)
        shorter = replace(table, rows=table.rows[:ROWS], replies=table.replies[:ROWS])
        return replace(section, table=shorter, intro=_intro(section, ROWS, sheet)), sheet
    if len(section.bullets) > ROWS:
        sheet = _sheet(section, (section.heading,), [(each,) for each in section.bullets])
        return replace(section, bullets=section.bullets[:ROWS], intro=_intro(section, ROWS, sheet)), sheet
    if len(section.cards) > CARDS:
        sheet = _sheet(section, CARD_COLUMNS, map(_cells, section.cards))
        return replace(section, cards=section.cards[:CARDS], intro=_intro(section, CARDS, sheet)), sheet
    return section, None


def _intro(section: Section, shown: int, sheet: Sheet) -> str:
    whole = f"Qui ci sono le prime {shown}; tutte e {len(sheet.rows)} sono nel file allegato «{sheet.name}»."
    return f"{section.intro} {whole}".strip()


def _cells(card: Card) -> tuple[str, ...]:
    return (card.reference, card.heading, card.place, card.day, card.left, card.status, "; ".join(card.marks))


def _sheet(section: Section, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Sheet:
    plain = unicodedata.normalize("NFKD", section.heading.lower()).encode("ascii", "ignore").decode()
    return Sheet(name=f"{re.sub('[^a-z]+', '-', plain).strip('-') or 'righe'}.csv", columns=columns, rows=tuple(rows))


def _file(sheet: Sheet, taken: set[str]) -> AttachedFile:
    """As an Italian spreadsheet opens it: semicolons, and a mark that says UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in row] for row in (sheet.columns, *sheet.rows))
    name = sheet.name if sheet.name not in taken else f"{len(taken) + 1}-{sheet.name}"
    return AttachedFile(name=name, media_type="text/csv; charset=utf-8", content=written.getvalue().encode("utf-8-sig"))


def _harmless(cell: str) -> str:
    """The cell as text: nothing in it is invisible, and nothing is worked out."""
    begins = unicodedata.normalize("NFKC", cell[:1] + cell.lstrip()[:1])
    return f"'{clean(cell)}" if FORMULA & set(begins) else clean(cell)
