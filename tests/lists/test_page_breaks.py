# SPDX-License-Identifier: EUPL-1.2
"""Rows of a table that a page break split: nothing of them may be lost, wherever the rest of their cells stands."""

import pytest

from pecwatch.model.document import Document, Line, Page, Table, TableRow
from tests.lists.written import body, read, rows, sheet

HEAD = ["N.", "COGNOME E NOME", "INDIRIZZO", "GIORNO", "ESITO"]
FIRST = ["1", "ZUCCHEROLI MIRELLA", "Via delle Robinie 14\nsc. B", "06/11/2025", "SI ESEGUE - dopo ripetuti"]
SECOND = ["2", "BONETTALI IVANO", "Largo dei Pioppi 3", "07/11/2025", "SOSPESO"]

REST = "solleciti telefonici"
WHOLE = ("Via delle Robinie 14 sc. B", "SI ESEGUE - dopo ripetuti solleciti telefonici")
WITH_FLAT = ("Via delle Robinie 14 sc. B int. 7", WHOLE[1])


def _pages(*pages: list[str | list[list[str]]]) -> Document:
    """A document whose pages hold lines and tables."""
    return Document(
        part="elenco.pdf",
        format="pdf",
        pages=tuple(
            Page(
                number=number,
                blocks=tuple(
                    Line(text=block, line=at)
                    if isinstance(block, str)
                    else Table(rows=tuple(TableRow(cells=tuple(row), line=at + down) for down, row in enumerate(block)))
                    for at, block in enumerate(page, 1)
                ),
            )
            for number, page in enumerate(pages, 1)
        ),
    )


GLUED = [*HEAD[:4], f"ESITO\n{REST}"]

SECOND_PAGES: dict[str, tuple[list[str | list[list[str]]], tuple[str, str]]] = {
    "under the repeated header": ([[HEAD, ["", "", "", "", REST], SECOND]], WHOLE),
    "without a header": ([[["", "", "int. 7", "", REST], SECOND]], WITH_FLAT),
    "in the cells of the repeated header, no rule between": ([[GLUED, SECOND]], WHOLE),
    "as a line above the table": ([f"      {REST}", [HEAD, SECOND]], WHOLE),
    "as a line with several cells": ([f"     int. 7         {REST}", [SECOND]], WITH_FLAT),
    "in a table of fewer columns": ([[["int. 7", REST]], [HEAD, SECOND]], WITH_FLAT),
    "below a page number and a title": (["2/2", "ELENCO INTERVENTI - NOVEMBRE 2025", REST, [HEAD, SECOND]], WHOLE),
}


@pytest.mark.parametrize(("second_page", "whole"), SECOND_PAGES.values(), ids=SECOND_PAGES.keys())
def test_the_rest_of_a_row_joins_it(second_page: list[str | list[list[str]]], whole: tuple[str, str]) -> None:
    """Cells go on with cells, lines with the wording, and the row below stays itself."""
    reading = read(_pages([[HEAD, FIRST]], second_page))
    first, second = rows(reading)
    assert reading.listing is not None
    assert reading.listing.complete
    assert (first.address.as_written, first.wording) == whole
    assert (second.surname, second.wording) == ("BONETTALI", "SOSPESO")


def test_the_last_row_goes_on_alone_on_the_last_page() -> None:
    """Where nothing but the end of the list stands on a page, it is no prose of the letter."""
    first, second = rows(read(_pages([[HEAD, SECOND, FIRST]], [REST, "Distinti saluti", "Ada Verdolini"])))
    assert (first.surname, second.surname, second.wording) == ("BONETTALI", "ZUCCHEROLI", WHOLE[1])


def test_a_rest_that_fits_no_cell_is_left_over() -> None:
    """What begins in the middle of a sentence and belongs nowhere is for a person to read."""
    closed = [*FIRST[:4], "SI ESEGUE."]
    reading = read(_pages([[HEAD, closed]], ["come da nota che precede", [HEAD, SECOND]]))
    assert reading.listing is not None
    assert not reading.listing.complete
    assert [leftover.text for leftover in reading.listing.leftovers] == ["come da nota che precede"]


def test_a_table_between_loses_no_open_row() -> None:
    """A letterhead in two columns at the top of each page does not swallow the last row of the page before."""
    letterhead = [["ALER", "Spett.le Comune"]]
    found = rows(read(sheet([HEAD, FIRST], letterhead, [HEAD, SECOND])))
    assert [row.surname for row in found] == ["ZUCCHEROLI", "BONETTALI"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """ZUCCHEROLI MIRELLA, Via delle Robinie 14, 06/11/2025, SI ESEGUE
07/11/2025 altro nucleo, 15, sospeso""",
            id="a line with its own day",
        ),
        pytest.param(
            """Si comunica che l'intervento nei confronti della Sig.ra ZUCCHEROLI MIRELLA, Via delle Robinie 14,
Bonettali: rinviato al 14/01/2026 a richiesta dei Servizi Sociali del Comune e su parere di legge,
Okoroma: si esegue il 27/11/2025 alle ore 9,00 con accesso presso lo stabile già noto a codesto ufficio.""",
            id="a sentence over lines with a status each",
        ),
    ],
)
def test_lines_with_a_status_of_their_own_are_left_over(text: str) -> None:
    """A row never swallows what may be another one and calls the list whole."""
    reading = read(body(text))
    assert len(rows(reading)) == 1
    assert reading.listing is not None
    assert not reading.listing.complete
    assert reading.listing.leftovers
