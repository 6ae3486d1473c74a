# SPDX-License-Identifier: EUPL-1.2
"""HTML as mail programs and Word write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.model.document import Document, Table
from tests.documents.opened import blocks, body, codes, document, lines, numbered, tables


def read(html: str) -> Document:
    return document(body(html.encode(), kind="text/html"))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>uno</p><p>due</p>", ["uno", "due"], id="paragraphs"),
        pytest.param("uno<br>due<br/>tre", ["uno", "due", "tre"], id="line breaks"),
        pytest.param("<p>una\r\n   riga  sola</p>", ["una riga sola"], id="source line breaks"),
        pytest.param("<div>a<div>b</div>c</div>", ["a", "b", "c"], id="boxes in boxes"),
        pytest.param("<p>SI <b>ESE</b>GUE</p>", ["SI ESEGUE"], id="bold inside a word"),
        pytest.param("<p>Nicol&ograve; &egrave; l&#8217;8</p>", ["Nicolò è l’8"], id="entities"),
        pytest.param("<p class=MsoNormal>a<o:p></o:p></p><p><o:p>&nbsp;</o:p></p><p>b</p>", ["a", "b"], id="Word"),
        pytest.param("<p><![if !supportLists]>1.<span>&nbsp; </span><![endif]>a</p>", ["1.  a"], id="Word's numbers"),
        pytest.param("<!--[if mso]><p>solo Outlook</p><![endif]--><p>a</p>", ["a"], id="conditional comment"),
        pytest.param("<style>p{}</style><script>x</script><title>t</title><p>a</p>", ["a"], id="not text"),
        pytest.param("<ol start=3><li>a<li><p>b</p></ol>", ["3) a", "4) b"], id="numbered"),
        pytest.param("<ul><li>a</li><li>b</li></ul>", ["- a", "- b"], id="list"),
        pytest.param("<pre>A   B\n  C</pre>", ["A   B", "  C"], id="preformatted"),
        pytest.param("<p>A&nbsp;&nbsp;&nbsp;B</p>", ["A   B"], id="columns of hard blanks"),
        pytest.param("<blockquote><p>citato</p></blockquote>", ["citato"], id="quoted"),
        pytest.param("<table><tr><td>uno</td></tr><tr><td>due</td></tr></table>", ["uno", "due"], id="one column"),
        pytest.param(
            "<table><tr><td></td><td><p>a</p><p>b</p></td><td>&nbsp;</td></tr></table>", ["a", "b"], id="spacers"
        ),
    ],
)
def test_text(html: str, expected: list[str]) -> None:
    """What a person sees, line by line."""
    got = read(html)
    assert (got.format, lines(got), tables(got), codes(got)) == ("html", expected, [], [])


def test_table_with_spans() -> None:
    """A day spanned over rows stands in each of them; a title over columns too; breaks in cells stay."""
    html = """<table border=1><thead><tr><th colspan=3>NOVEMBRE</th></tr></thead>
      <tr><td><p class=MsoNormal>ZUCCHEROLI<o:p></o:p></p></td><td>Via A 1<br>int. 2</td><td rowspan="2">6 nov</td></tr>
      <tr><td>BONETTALI</td><td>Via B</td></tr></table>"""
    assert tables(read(html)) == [
        [
            ("NOVEMBRE", "NOVEMBRE", "NOVEMBRE"),
            ("ZUCCHEROLI", "Via A 1\nint. 2", "6 nov"),
            ("BONETTALI", "Via B", "6 nov"),
        ]
    ]


ROWS = "".join(f"<tr><td>TENANT{number}</td><td>Via A {number}</td><td>SI ESEGUE</td></tr>" for number in range(3))
EXPECTED = [[(f"TENANT{number}", f"Via A {number}", "SI ESEGUE") for number in range(3)]]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<table>{ROWS}</table>", id="bare"),
        pytest.param(
            f"<table><tr><td><table><tr><td><table>{ROWS}</table></td></tr></table></td></tr></table>", id="deep"
        ),
        pytest.param(f"<table><tr><td>&nbsp;</td><td><table>{ROWS}</table></td><td>x</td></tr></table>", id="beside"),
        pytest.param(
            f"<table><tr><td>logo</td><td>ALER</td></tr><tr><td colspan=2><table>{ROWS}</table></td></tr></table>",
            id="under a head",
        ),
        pytest.param(
            f"<table>{ROWS.replace('SI ESEGUE', '<table><tr><td>SI</td><td>ESEGUE</td></tr></table>')}</table>",
            id="with tables in its cells",
        ),
        pytest.param(f"<table>{ROWS.replace('<td>T', '<td width=1></td><td>T')}</table>", id="with a spacer column"),
        pytest.param(f"<table>{ROWS.replace('</td>', '')}".replace("</tr>", ""), id="tags left open"),
    ],
)
def test_tables_that_place_things_are_looked_through(html: str) -> None:
    """Outlook wraps tables in tables; the one that holds the data comes out, once."""
    assert tables(read(html)) == EXPECTED


def test_lines_are_counted_as_seen() -> None:
    """A row with a broken cell takes as many lines as the cell."""
    got = read("<p>uno</p><table><tr><td>a<br>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table><p>fine</p>")
    [table] = [block for block in blocks(got) if isinstance(block, Table)]
    assert ([row.line for row in table.rows], numbered(got)) == ([2, 4], [(1, "uno"), (5, "fine")])


def test_a_table_typed_into_a_preformatted_text() -> None:
    """Text that was only wrapped into HTML is read like text."""
    assert tables(read("<pre>a;b;c\n1;2;3\n4;5;6</pre>")) == [[("a", "b", "c"), ("1", "2", "3"), ("4", "5", "6")]]


@pytest.mark.parametrize(
    ("html", "told"),
    [
        pytest.param("<div style='display:none'>Anteprima del messaggio</div><p>a</p>", [], id="preheader"),
        pytest.param("<p>a</p><div style='display: none'>X</div>", [("hidden_text", "doubt")], id="not displayed"),
        pytest.param("<p>a<span style='font-size:0px'>X</span></p>", [("hidden_text", "doubt")], id="no size"),
        pytest.param("<p>a</p><p style='mso-hide:all'>X</p>", [("hidden_text", "doubt")], id="hidden by Word"),
        pytest.param("<p>a</p><p style='visibility:hidden'>X</p>", [("hidden_text", "doubt")], id="invisible"),
        pytest.param("<p>a</p><p hidden>X</p>", [("hidden_text", "doubt")], id="hidden"),
        pytest.param("<p>a</p><p><s>X</s></p>", [("struck_text", "doubt")], id="struck"),
        pytest.param(
            "<p>a</p><p style='text-decoration:line-through'>X</p>", [("struck_text", "doubt")], id="struck, CSS"
        ),
    ],
)
def test_what_is_not_seen_is_not_read(html: str, told: list[tuple[str, str]]) -> None:
    """Hidden and struck text stays out of the list, and a person is asked to look."""
    got = read(html)
    assert (lines(got), codes(got)) == (["a"], told)


def test_layouts_that_set_the_size_to_nothing_outside() -> None:
    """A font of no size around text with a size of its own hides nothing."""
    got = read("<div style='font-size:0'><p style='font-size:12px'>a</p></div>")
    assert (lines(got), codes(got)) == (["a"], [])


@pytest.mark.fault("content-disguise")
def test_a_name_with_invisible_letters() -> None:
    """Also when they are written as entities."""
    assert codes(read("<p>ZUC&#8203;CHEROLI</p>")) == [("invisible_characters", "doubt")]


def test_charset_named_in_the_document() -> None:
    """A saved page has no declared charset but its own."""
    content = '<html><meta charset="iso-8859-15"><p>NICOLÒ 8 €</p>'.encode("iso-8859-15")
    assert lines(document(body(content, kind="text/html", charset=None))) == ["NICOLÒ 8 €"]


def test_elements_without_end() -> None:
    """Ten thousand elements inside each other exhaust nothing."""
    assert lines(read("<div>" * 10_000 + "in fondo")) == ["in fondo"]


def test_spans_without_end() -> None:
    """Spans of thousands make no millions of cells."""
    got = read("<table>" + "<tr><td colspan=1000 rowspan=60000>a</td><td>b</td></tr>" * 300 + "</table>")
    assert sum(len(row) for table in tables(got) for row in table) <= 300 * 200


@given(st.text("<>/tabledivproc&;\"' =1s\n", max_size=300))
def test_any_markup_gives_a_document(html: str) -> None:
    """Nothing raises, whatever the tags."""
    assert codes(read(f"<table>{html}")) in ([], [("hidden_text", "doubt")], [("struck_text", "doubt")])


ROW = "<div {row}><div {cell}>{name}</div><div {cell}>Via dei Tigli {number}</div><div {cell}>SI ESEGUE</div></div>"
NAMES = ("ZUCCHEROLI MIRELLA", "BONETTALI IVANO", "MERLINARI ADA")
WAYS = {
    "display": ('style="display: table-row"', 'style="display: table-cell; padding: 4px"'),
    "roles": ('role="row"', 'role="cell"'),
    "side by side": ('style="display: flex"', ""),
}


@pytest.mark.parametrize(("row", "cell"), WAYS.values(), ids=WAYS.keys())
def test_elements_shown_as_a_table_are_one(row: str, cell: str) -> None:
    """Programs that avoid the tag still draw rows and cells; nothing that stands beside them is lost."""
    rows = "".join(ROW.format(row=row, cell=cell, name=name, number=number) for number, name in enumerate(NAMES, 1))
    assert tables(read(f"<div>{rows}</div>")) == [
        [(name, f"Via dei Tigli {number}", "SI ESEGUE") for number, name in enumerate(NAMES, 1)]
    ]
    mixed = lines(read(f"<div>Elenco<br>{rows}<p>Fine</p></div>"))
    assert [line for line in mixed if line in ("Elenco", "Fine", *NAMES)] == ["Elenco", *NAMES, "Fine"]
