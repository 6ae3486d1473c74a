# SPDX-License-Identifier: EUPL-1.2
"""Plain text: lines with their numbers, typed tables, characters nobody sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.model.document import Line, Table
from tests.documents.opened import attached, blocks, body, codes, document, lines, numbered, tables


def read(text: str) -> list[list[tuple[str, ...]]]:
    return tables(document(body(text.encode())))


def test_lines_are_counted_without_the_empty_ones() -> None:
    """Numbers are those of the lines a person counts; columns made with blanks stay."""
    got = document(body(b"\r\nprima\r\n\r\n  \r\n  COGNOME    NOME  \rultima"))
    assert numbered(got) == [(1, "prima"), (2, "  COGNOME    NOME"), (3, "ultima")]


TABLE = [("ZUCCHEROLI MIRELLA", "Via A 1", "SI ESEGUE"), ("BONETTALI IVANO", "Via B 2", ""), ("OKOROMA", "Via C", "SI")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n".join(";".join(row) for row in TABLE), id="semicolons"),
        pytest.param("\n".join("\t".join(row) for row in TABLE), id="tabs"),
        pytest.param("\n".join(" | ".join(row) for row in TABLE), id="bars"),
        pytest.param("\n".join("| " + " | ".join(row) + " |" for row in TABLE), id="bars at the sides"),
        pytest.param("\n".join(",".join(f'"{cell}"' for cell in row) for row in TABLE), id="commas in a file"),
        pytest.param(
            "+---+---+---+\n" + "\n".join(f"|{'|'.join(row)}|" for row in TABLE) + "\n+---+---+---+", id="box"
        ),
        pytest.param(
            "+---+---+---+\n" + "\n+---+---+---+\n".join(f"|{'|'.join(row)}|" for row in TABLE) + "\n+---+---+---+",
            id="box with rules",
        ),
        pytest.param(
            "┌──┬──┬──┐\n" + "\n".join(f"│{'│'.join(row)}│" for row in TABLE) + "\n└──┴──┴──┘", id="drawn box"
        ),
    ],
)
def test_typed_tables(text: str) -> None:
    """However columns were typed, the same table comes out."""
    assert read(text) == [TABLE]


def test_a_table_inside_a_letter() -> None:
    """Only the lines of the table become one, and lines go on being counted."""
    rows = "\n".join(";".join(row) for row in TABLE)
    got = document(body(f"Buongiorno,\n\n{rows}\nSaluti; a presto".encode()))
    assert [type(block) for block in blocks(got)] == [Line, Table, Line]
    assert numbered(got) == [(1, "Buongiorno,"), (5, "Saluti; a presto")]
    assert [row.line for block in blocks(got) if isinstance(block, Table) for row in block.rows] == [2, 3, 4]


def test_quoted_cells() -> None:
    """A quoted cell keeps its separators and its line breaks."""
    text = 'n;nome;indirizzo\n1;A;"Via A, 1; int. 2"\n2;B;"Via B\nscala C"\n3;C;Via C'
    assert read(text) == [
        [("n", "nome", "indirizzo"), ("1", "A", "Via A, 1; int. 2"), ("2", "B", "Via B\nscala C"), ("3", "C", "Via C")]
    ]


HEADER = ("COGNOME E NOME", "INDIRIZZO", "ESITO")
FIRST = ("FERRABÒ ADA", "Via dei Gelsi 3, int. 4", "SI ESEGUE")
SECOND = ("BONETTALI IVANO", "Largo dei Pioppi 3", "NON SI ESEGUE")
SEPARATED = [HEADER, FIRST, SECOND]
SEMICOLONS = "\r\n".join(";".join(row) for row in SEPARATED)
COMMAS = ",".join(HEADER) + '\nFERRABÒ ADA,"Via dei Gelsi 3, int. 4",SI ESEGUE\n' + ",".join(SECOND)


@pytest.mark.parametrize(
    ("content", "around"),
    [
        pytest.param(SEMICOLONS.encode("cp1252"), [], id="Windows"),
        pytest.param(SEMICOLONS.encode("utf-8-sig"), [], id="byte-order mark"),
        pytest.param(SEMICOLONS.replace(";", "\t").encode("utf-16"), [], id="testo Unicode of Excel"),
        pytest.param(f"sep=;\r\n{SEMICOLONS}".encode(), [], id="separator said"),
        pytest.param(f"sep=|\r\n{SEMICOLONS.replace(';', '|')}".encode(), [], id="another separator said"),
        pytest.param(COMMAS.encode(), [], id="commas"),
        pytest.param(f"Elenco di novembre\n\n{COMMAS}\n".encode(), ["Elenco di novembre"], id="commas below a title"),
        pytest.param(
            f"Elenco di novembre;;\n;;\n{SEMICOLONS}\n;;\nTotale: 2;;\n".encode(),
            ["Elenco di novembre", "Totale: 2"],
            id="title and total as rows",
        ),
        pytest.param(SEMICOLONS.replace("ESITO", "ESITO;").encode(), [], id="separator at an end"),
        pytest.param(SEMICOLONS.replace("\r\n", ";;;\r\n").encode(), [], id="empty columns"),
        pytest.param(SEMICOLONS.replace("3, int", "3; int").encode(), [], id="separator in an address, not quoted"),
        pytest.param("\n".join(f'"{line}"' for line in SEMICOLONS.split("\r\n")).encode(), [], id="lines in quotes"),
        pytest.param(SEMICOLONS.replace("FERRABÒ ADA", '="FERRABÒ ADA"').encode(), [], id="text as a formula"),
    ],
)
def test_files_with_separators(content: bytes, around: list[str]) -> None:
    """However a list was exported, the same table comes out, and titles are lines."""
    got = document(attached(content, "elenco.csv"))
    [table] = tables(got)
    assert [tuple(cell.replace("3; int", "3, int") for cell in row) for row in table] == SEPARATED
    assert lines(got) == around


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("a;b;c;d\n1;2;3\n4;5;6;7\n8;9;10", [["a", "b", "c", "d"], ["1", "2", "3", ""]], id="short rows"),
        pytest.param("a;b;c\n1;2;3\n4;5;6\n1;2;3;4", [["a", "b", "c"], ["1", "2", "3"]], id="a row too long"),
        pytest.param("a;b\n1;2\n3;4", [["a", "b"], ["1", "2"]], id="two columns"),
        pytest.param('a;b;c\n1;"x\n\ny ""z""";3\n4;5;6', [["a", "b", "c"], ["1", 'x\ny "z"', "3"]], id="broken cell"),
        pytest.param('a;b;c\n"x\ny";2;3\n4;5;6', [["a", "b", "c"], ["x\ny", "2", "3"]], id="broken first cell"),
    ],
)
def test_rows_that_do_not_fit(text: str, rows: list[list[str]]) -> None:
    """Short rows are filled up; one too long is a single text, since nobody knows what its cells are."""
    got = document(attached(text.encode(), "elenco.csv"))
    [table] = tables(got)
    assert [list(row) for row in table[:2]] == rows
    assert lines(got) == (["1;2;3;4"] if "3;4" in text and "1;2;3;4" in text else [])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Gentile collega;\ncome detto; invio l'elenco\nSaluti; a presto", id="semicolons"),
        pytest.param("Cremona, 24 ottobre\nVia A, 1, Cremona\nSaluti, Ada, Ivo", id="commas"),
    ],
)
def test_letters_attached_as_text(text: str) -> None:
    """A letter is no list with separators."""
    assert tables(document(attached(text.encode(), "lettera.txt"))) == []


def test_broken_cells_in_a_box() -> None:
    """Where rules part the rows, the lines between them are one row."""
    text = "+--+--+\n|NOME|VIA|\n+--+--+\n|ANNA|Via dei|\n|    |Gelsi 2|\n+--+--+\n|IVO|Via A|\n+--+--+"
    assert read(text) == [[("NOME", "VIA"), ("ANNA", "Via dei\nGelsi 2"), ("IVO", "Via A")]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1) ROSSI; 2) BIANCHI; 3) VERDI\nsaluti", id="semicolons in one line"),
        pytest.param("Gentile collega, come detto, invio\nl'elenco, i numeri, le date", id="commas in sentences"),
        pytest.param("Nome: A\tB\nVia: C\tD\nEsito: E\tF", id="two columns"),
        pytest.param("-----\ntesto\n-----", id="rules of a signature"),
    ],
)
def test_what_is_no_table(text: str) -> None:
    """Sentences stay sentences."""
    assert read(text) == []


@pytest.mark.fault("content-disguise")
def test_invisible_characters_are_taken_out_and_told() -> None:
    """A name that reads otherwise than it is stored is shown as seen, and a person is asked to look."""
    got = document(body("ZUC\u200bCHEROLI \u202eALLERIM\u202c".encode()))
    assert (lines(got), codes(got)) == (["ZUCCHEROLI ALLERIM"], [("invisible_characters", "doubt")])


def test_harmless_marks_raise_nothing() -> None:
    """Byte-order marks, soft hyphens, direction marks and hard blanks are in half of all mails."""
    got = document(body("\ufeffgio\u00advedì\u200e\u00a06 novembre; 10\u202f000".encode()))
    assert (lines(got), codes(got)) == (["giovedì 6 novembre; 10 000"], [])


def test_a_wrong_charset_is_a_note() -> None:
    """It was read, and somebody may want to know."""
    assert codes(document(body("FERRABÒ".encode("cp1252"), charset="utf-8"))) == [("charset_guessed", "note")]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Zs"]), min_size=1)))
def test_no_line_is_lost(words: list[str]) -> None:
    """Every non-empty line of a text is in one block, whatever it holds."""
    got = document(body("\n".join(words).encode()))
    rows = sum(len(block.rows) if isinstance(block, Table) else 1 for block in blocks(got))
    assert rows == len(words) or tables(got) or got.format != "text"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("- ore 12:45 - VICOLO DEI TIGLI n. 123, Sc. 1, Int. 5 - Silvano \nRossettani - SOSPESO", True),
        ("> - ore 12:45 - VICOLO DEI TIGLI n. 123, Sc. 1, Int. 5 - Silvano \n> Rossettani - SOSPESO", True),
        ("- ore 12:45 - VICOLO DEI TIGLI n. 123, Sc. 1, Int. 5 - Silvano\nRossettani - SOSPESO", False),
        ("ROSSETTANI MARIO - Via Po 3 - SI ESEGUE \nBIANCARDI ANNA - Via Adda 9 - SOSPESO", False),
    ],
)
def test_lines_that_a_mail_program_broke_are_joined(text: str, joined: bool) -> None:
    """Only in bodies, where a blank ends the line and the next word found no room on it."""
    assert len(lines(document(body(text.encode())))) == (1 if joined else 2)
    assert len(lines(document(attached(text.encode(), "elenco.txt", "text/plain")))) == 2
