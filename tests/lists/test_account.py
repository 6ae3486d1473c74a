# SPDX-License-Identifier: EUPL-1.2
"""What every line was taken for, and by which rule of which file."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pecwatch.lists import read_lists
from pecwatch.model.document import Document, Line, Page, Table, TableRow
from pecwatch.model.listing import LineAccount
from pecwatch.model.message import Kind
from pecwatch.model.record import from_json, to_json
from pecwatch.rules.proving import tables_of
from tests.generators.lists import LAYOUTS, generate
from tests.lists.test_accounting import PHRASES
from tests.lists.written import RULES, body, message, read, sheet


def account(*documents: Document) -> tuple[LineAccount, ...]:
    """The lines of a message that holds these documents."""
    found = read_lists(message(), "message.eml", documents, (), RULES, explain=True).account
    assert found is not None
    return found


def rules_of(*documents: Document) -> list[tuple[str, str]]:
    """What each line was taken for, and by which rule."""
    return [(line.taken, line.rule) for line in account(*documents)]


def lines_of(document: Document) -> Counter[tuple[int, int, str]]:
    """Every line of a document that is not empty, where it stands, by its words alone."""
    found: Counter[tuple[int, int, str]] = Counter()
    for page in document.pages:
        for block in page.blocks:
            rows = (
                [(block.line, block.text)]
                if isinstance(block, Line)
                else [(row.line, " ".join(row.cells)) for row in block.rows]
            )
            found.update((page.number, line, _words(text)) for line, text in rows if text.strip())
    return found


def _words(text: str) -> str:
    return "".join(text.split())


def _counted(lines: tuple[LineAccount, ...]) -> Counter[tuple[int, int, str]]:
    return Counter((line.where.page, line.where.line, _words(line.text)) for line in lines)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_line_of_a_list_is_accounted_for_once(layout: str) -> None:
    """Whatever layout it has, nothing is left out and nothing stands twice."""
    for seed in range(8):
        document = generate(seed, layout).document
        found = account(document)
        assert _counted(found) == lines_of(document), f"{layout}, seed {seed}"
        assert "program.not_told" not in {line.rule for line in found}


@settings(max_examples=100, deadline=None)
@given(
    lines=st.lists(PHRASES | st.text(max_size=30), max_size=12),
    table=st.lists(st.lists(PHRASES, min_size=2, max_size=5), max_size=5),
)
def test_every_line_of_anything_is_accounted_for_once(lines: list[str], table: list[list[str]]) -> None:
    """Also where no rule understands a word, and where two parts have one name."""
    blocks: list[Line | Table] = [Line(text=text, line=at) for at, text in enumerate(lines, 1) if text.strip()]
    if table:
        blocks.append(Table(rows=tuple(TableRow(cells=(*cells, "x"), line=100 + at) for at, cells in enumerate(table))))
    one = Document(part="body", format="text", pages=(Page(number=1, blocks=tuple(blocks)),), is_body=True)
    other = body("1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE", format_="html")
    assert _counted(account(one, other)) == lines_of(one) + lines_of(other)


LETTER = """Spett.le Comune di Esempio
Si comunica quanto segue.
ELENCO INTERVENTI PROGRAMMATI
Giornata del 6 novembre 2025
1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - RINVIATO AL 14/01/2026
2) BONETTALI IVANO - Largo dei Pioppi 3 - non verrà più eseguito
per accordo fra le parti
Totale interventi: 2
- 1 -
Distinti saluti
Rag. Marta Gialli"""


def test_a_letter_line_by_line() -> None:
    """File, table and phrase; what no file decides says so."""
    assert rules_of(body(LETTER)) == [
        ("opening", "recognition.furniture.openings: «SPETT»"),
        ("prose", "recognition.furniture.prose: «SI COMUNICA»"),
        ("heading", "recognition.list.titles: «ELENCO INTERVENTI»"),
        ("heading", "layouts.groups.date_leads: «GIORNATA DEL»"),
        ("row", "program.line_of_a_row; wording.statuses.postponed: «RINVIATO»"),
        ("row", "program.line_of_a_row; wording.denials: «NON … ESEGUITO»"),
        ("continuation", "program.line_of_a_row"),
        ("total", "layouts.totals.leads: «TOTALE»"),
        ("furniture", "program.page_number"),
        ("closing", "recognition.furniture.closings: «DISTINTI SALUTI»"),
        ("closing", "program.after_closing"),
    ]


def test_a_table_with_what_its_columns_were_understood_as() -> None:
    """Columns told by their header, and with a «?» those told by their cells alone."""
    table = sheet(
        [
            ["N.", "Cogn. e nome", "Boh", "N. civ.", "Esito"],
            ["1", "ZUCCHEROLI MIRELLA", "Via delle Robinie", "14", "SI ESEGUE"],
            ["2", "BONETTALI IVANO", "Largo dei Pioppi", "3", "SOSPESO"],
        ]
    )
    columns = "program.table_row: number | name | address? | civic | status"
    assert rules_of(table) == [
        (
            "column_header",
            "layouts.columns.number: «N»; layouts.columns.name: «COGN E NOME»; layouts.columns.civic: «N CIV»; "
            "layouts.columns.status: «ESITO»",
        ),
        ("row", f"{columns}; wording.statuses.execute: «SI ESEGUE»"),
        ("row", f"{columns}; wording.statuses.suspended: «SOSPESO»"),
    ]


def test_rules_are_named_as_in_their_files() -> None:
    """Whoever reads a name finds the table; names of the program's own reading begin with `program.`."""
    known = {table.name for table in tables_of(RULES)}
    for layout in LAYOUTS:
        for line in account(generate(1, layout).document):
            for rule in line.rule.split("; "):
                name = re.match(r"[\w.]+", rule)
                assert name is not None
                assert name[0] in known or name[0].startswith("program."), line


def test_a_reading_says_nothing_of_lines_unless_asked() -> None:
    """What the service keeps and `--json` prints stays as it was; asked for, it survives the way as JSON."""
    plain = read(body(LETTER))
    assert b'"explain"' not in to_json(plain)
    told = read_lists(message(), "message.eml", (body(LETTER),), (), RULES, explain=True)
    assert b'"explain":[{"where":{"part":"body","page":1,"line":1},"text":"Spett.le' in to_json(told)
    assert from_json(type(told), to_json(told)) == told


def test_a_receipt_has_no_lines() -> None:
    """It is not read; the key is there all the same when asked for."""
    receipt = message(kind=Kind.RECEIPT)
    told = read_lists(receipt, "ricevuta.eml", (body(LETTER),), (), RULES, explain=True)
    assert told.account == ()
    assert b'"explain":[]' in to_json(told)
