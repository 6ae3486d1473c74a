# SPDX-License-Identifier: EUPL-1.2
"""Lines longer than anybody writes them."""

import time

import pytest

from pecwatch.lists.draft import Item
from pecwatch.lists.long_lines import LONGEST, in_pieces
from pecwatch.lists.parts import read_part
from pecwatch.model.document import Document, Line, Page
from pecwatch.model.listing import Where
from pecwatch.rules import load_rules, shipped_rules

WHERE = Where(part="body", page=1, line=7)


def test_a_long_line_is_cut_at_blanks_and_nothing_is_left_out() -> None:
    """Each piece tells the place of the whole."""
    text = " ".join(f"parola{number}" for number in range(2_000))
    pieces = list(in_pieces([Item(where=WHERE, text=text)]))
    assert " ".join(piece.text for piece in pieces) == text
    assert {piece.where for piece in pieces} == {WHERE}
    assert max(len(piece.text) for piece in pieces) <= LONGEST


def test_lines_as_people_write_them_stay() -> None:
    """Rows of tables too."""
    items = [Item(where=WHERE, text="x" * LONGEST), Item(where=WHERE, text="a\tb", cells=("a", "b"), table=1)]
    assert list(in_pieces(items)) == items


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 100_000, id="one word"),
        pytest.param("1) " * 30_000, id="numbers"),
        pytest.param("via " * 25_000, id="streets"),
        pytest.param("Nome: " * 16_000, id="labels"),
        pytest.param("a@" * 50_000, id="addresses of mail"),
        pytest.param("6 novembre " * 9_000, id="days"),
        pytest.param(" " * 99_999 + "x", id="blanks"),
        pytest.param("((((" * 25_000, id="brackets"),
        pytest.param("ved. " * 20_000, id="widows"),
    ],
)
def test_what_a_line_costs_grows_with_its_length_alone(text: str) -> None:
    """100 kB of anything; a pattern that looks again and again would take hours."""
    document = Document(part="body", format="text", pages=(Page(number=1, blocks=(Line(text=text, line=1),)),))
    began = time.process_time()
    read_part(document, load_rules(shipped_rules()))
    assert time.process_time() - began < 15


@pytest.mark.parametrize(
    ("head", "line"),
    [
        pytest.param("1) ROSSI MARIO - Via A 1 - SI ESEGUE", "e altro ancora", id="a row that goes on"),
        pytest.param("Cognome: ROSSI", "Note: riga", id="a block that goes on"),
        pytest.param("Si comunica", "ROSSI MARIO", id="names"),
        pytest.param("Da: a@b.example", "Oggetto: elenco", id="headers of mail"),
        pytest.param("Elenco", "ROSSI MARIO - Via A 1", id="rows without status"),
        pytest.param("Elenco", "-----", id="rulers"),
    ],
)
def test_what_lines_cost_grows_with_their_number_alone(head: str, line: str) -> None:
    """Two thousand alike; none is compared with all the others."""
    lines = tuple(Line(text=text, line=number) for number, text in enumerate([head, *[line] * 2_000]))
    document = Document(part="body", format="text", pages=(Page(number=1, blocks=lines),))
    began = time.process_time()
    read_part(document, load_rules(shipped_rules()))
    assert time.process_time() - began < 15
