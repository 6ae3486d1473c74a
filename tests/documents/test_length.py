# SPDX-License-Identifier: EUPL-1.2
"""Documents without end are cut; what is short stays whole, whichever comes first."""

import pytest

from pecwatch.documents import Piece, Read, walked, weight
from pecwatch.documents.length import LONGEST, beginning
from pecwatch.documents.reading import read_document
from pecwatch.model.document import Document, Line, Page, Table, TableRow
from tests.documents.opened import attached, codes


def page(number: int, *blocks: Line | Table) -> Page:
    return Page(number=number, blocks=blocks)


def line(number: int) -> Line:
    return Line(text="x" * 100, line=number)


def table(rows: int) -> Table:
    return Table(rows=tuple(TableRow(cells=("x" * 49, "x" * 49), line=number) for number in range(rows)))


PAGES = (page(1, line(1), line(2)), page(2, table(3), line(4)))


@pytest.mark.parametrize(
    ("room", "kept"),
    [
        pytest.param(1_200, PAGES, id="all"),
        pytest.param(1_199, (PAGES[0], page(2, table(3))), id="all but a line"),
        pytest.param(800, (PAGES[0], page(2, table(2))), id="a table in the middle"),
        pytest.param(400, (PAGES[0],), id="a page"),
        pytest.param(399, (page(1, line(1)),), id="a line"),
        pytest.param(0, (), id="nothing"),
    ],
)
def test_where_pages_are_cut(room: int, kept: tuple[Page, ...]) -> None:
    """Between lines and rows, never within."""
    assert weight(PAGES) == 1_200
    assert beginning(PAGES, room) == kept


def test_a_text_without_end_is_cut_and_told() -> None:
    """Its beginning is read."""
    [got] = read_document(attached(b"riga\n" * 100_000, name="elenco.txt"))
    assert codes(got) == [("size_limit", "lost")]
    assert 0 < weight(got.pages) <= LONGEST


def test_of_a_message_the_longest_documents_are_cut() -> None:
    """A thousand long files together weigh no more than one; the list among them stays whole."""

    def take(piece: Piece) -> Read:
        lines = 3 if piece.name == "elenco" else 15_000
        blocks = tuple(Line(text="riga", line=number) for number in range(lines))
        return Read(document=Document(part=piece.name, format="text", pages=(page(1, *blocks),)))

    names = ["a", "elenco", "b", "c", "d", "e"]
    found = walked((Piece(part=number, name=name) for number, name in enumerate(names)), take)
    assert [document.part for document in found] == names
    assert sum(weight(document.pages) for document in found) <= LONGEST
    cut = {document.part for document in found if document.problems}
    assert (len(found[1].pages[0].blocks), "elenco" in cut, "a" in cut) == (3, False, True)
