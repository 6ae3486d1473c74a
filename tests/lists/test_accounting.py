# SPDX-License-Identifier: EUPL-1.2
"""Whatever a document holds, nothing raises and every line is explained once."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from pecwatch.lists.parts import items_of, read_part
from pecwatch.model.document import Document, Line, Page, Table, TableRow
from tests.lists.written import RULES, body, read

WORDS = (
    "ROSSETTANI MARIO Via Po 3 14 int. 7 - – , ; | SI ESEGUE NON RINVIATO AL 06/11/2025 giovedì 6 novembre ore 9,30 "
    'Totale interventi: Cognome: Nome: Indirizzo: Esito Data Cordiali saluti Spett.le Comune di SORESINA idem " 1) 2) '
    "n. € 1.234,00 nato il 3/4/1950 > Da: A: Oggetto: Inviato: mese // # ° / + e ved. c/o eredi DE' D' sc. B . : ( ) "
    "31/02 2025-13-45 primo Pag. di"
).split()
PHRASES = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(PHRASES | st.text(max_size=30), max_size=12),
    table=st.lists(st.lists(PHRASES, min_size=1, max_size=5), max_size=5),
)
def test_every_line_is_explained_exactly_once(lines: list[str], table: list[list[str]]) -> None:
    """No line is lost and none counted twice, in text and tables of any content."""
    blocks: list[Line | Table] = [Line(text=text, line=at) for at, text in enumerate(lines, 1) if text.strip()]
    if table:
        grid = tuple(TableRow(cells=tuple(cells), line=100 + at) for at, cells in enumerate(table))
        blocks.insert(len(blocks) // 2, Table(rows=grid))
    document = Document(part="body", format="text", pages=(Page(number=1, blocks=tuple(blocks)),), is_body=True)
    read(document)
    explained = Counter(told.item.where for part in read_part(document, RULES) for told in part.explained)
    assert explained == Counter(item.where for item in items_of(document))


def test_a_total_says_how_many_before_how_many_of_them() -> None:
    """«TOTALE POSIZIONI: 2 DI CUI DA ESEGUIRE: 1» declares two rows."""
    text = "Interventi di novembre 2025\n1) ROSSI MARIO - Via Po 8 - SI ESEGUE\n2) VERDI GIO - Via Po 9 - SOSPESO\n"
    listing = read(body(f"{text}TOTALE POSIZIONI: 2   DI CUI DA ESEGUIRE: 1")).listing
    assert listing is not None and listing.declared_rows == 2 and listing.complete
