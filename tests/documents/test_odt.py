# SPDX-License-Identifier: EUPL-1.2
"""OpenDocument texts as LibreOffice writes them."""

import pytest

from pecwatch.documents.reading import read_document
from pecwatch.model.document import Document
from tests.documents.opened import attached, codes, document, lines, numbered, tables
from tests.generators.word import docx, flat_odt, odt, odt_file, odt_paragraph, odt_table

AUTOMATIC = """
<style:style style:name="S1" style:family="text">
  <style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>
<style:style style:name="H1" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="B1" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="B2" style:family="paragraph" style:parent-style-name="B1"/>
<style:style style:name="B3" style:family="paragraph" style:master-page-name="Orizzontale"/>
<style:style style:name="N" style:family="table-column">
  <style:table-column-properties style:column-width="0.05cm"/></style:style>
<text:list-style style:name="L1">
  <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix=")"/>
  <text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix="." text:display-levels="2"/>
</text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
"""


def read(body: str, styles: str = "") -> Document:
    return document(attached(odt_file(body, AUTOMATIC, styles), name="elenco.odt"))


def item(*inner: str, more: str = "") -> str:
    content = "".join(odt_paragraph(words) if not words.startswith("<") else words for words in inner)
    return f"<text:list-item{more}>{content}</text:list-item>"


def listed(*items: str, more: str = "", style: str = "L1") -> str:
    return f'<text:list text:style-name="{style}"{more}>{"".join(items)}</text:list>'


GOES_ON = ' text:continue-numbering="true"'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<text:p>uno\n   due</text:p>", ["uno due"], id="blanks of the source"),
        pytest.param(
            '<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>', ["a   b\tc", "d"], id="blanks"
        ),
        pytest.param("<text:p>SI <text:span>ESE</text:span>GUE</text:p>", ["SI ESEGUE"], id="word in pieces"),
        pytest.param("<text:h text:outline-level='1'>titolo</text:h>", ["titolo"], id="heading"),
        pytest.param(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>no</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes><text:p>a<text:change text:change-id='1'/>b</text:p>",
            ["ab"],
            id="tracked change",
        ),
        pytest.param(
            "<text:p>a<office:annotation><text:p>nota</text:p></office:annotation>b</text:p>",
            ["ab", "Commento: nota"],
            id="comment",
        ),
        pytest.param(
            "<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>nota</text:p>"
            "</text:note-body></text:note>b</text:p><text:p>c</text:p>",
            ["ab", "c", "Nota 1: nota"],
            id="note",
        ),
        pytest.param(
            "<text:p>prima<draw:frame><draw:text-box><text:p>riquadro</text:p></draw:text-box><svg:title>no</svg:title>"
            "</draw:frame></text:p><text:p>dopo</text:p>",
            ["prima", "riquadro", "dopo"],
            id="text box",
        ),
        pytest.param(
            "<text:p><draw:custom-shape><text:p>forma</text:p></draw:custom-shape>testo</text:p>",
            ["forma", "testo"],
            id="shape",
        ),
        pytest.param(listed(item("a"), item("b")), ["1) a", "2) b"], id="numbers"),
        pytest.param(listed(item("a")) + listed(item("b")), ["1) a", "1) b"], id="another list"),
        pytest.param(
            listed(item("a")) + "<text:p>x</text:p>" + listed(item("b"), more=GOES_ON),
            ["1) a", "x", "2) b"],
            id="goes on",
        ),
        pytest.param(
            listed(item("a"), more=' xml:id="l1"')
            + listed(item("b"))
            + listed(item("c"), more=' text:continue-list="l1"'),
            ["1) a", "1) b", "2) c"],
            id="goes on after another",
        ),
        pytest.param(
            listed(item("a", "a2", f"<text:list>{item('b')}{item('c')}</text:list>"), item("d")),
            ["1) a", "a2", "1.a. b", "1.b. c", "2) d"],
            id="levels",
        ),
        pytest.param(
            listed(item("a")) + listed(item(f"<text:list{GOES_ON}>{item('b')}</text:list>"), item("c"), more=GOES_ON),
            ["1) a", "1.a. b", "2) c"],
            id="level as LibreOffice goes on",
        ),
        pytest.param(listed(item("a", more=' text:start-value="7"'), item("b")), ["7) a", "8) b"], id="starts at"),
        pytest.param(listed(item("a"), style="L2"), ["- a"], id="bullets"),
        pytest.param(
            "<text:list text:style-name='L1'><text:list-header><text:p>t</text:p></text:list-header>"
            "<text:list-item><text:p>a</text:p></text:list-item></text:list>",
            ["t", "1) a"],
            id="header of a list",
        ),
    ],
)
def test_text(body: str, expected: list[str]) -> None:
    """What a person sees on the page, line by line, from an archive and from one XML file."""
    got = read(body)
    assert (got.format, lines(got), tables(got), codes(got)) == ("odt", expected, [], [])
    assert lines(document(attached(flat_odt(body, AUTOMATIC)))) == expected


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param("<text:p>va<text:span text:style-name='S1'>no</text:span>le</text:p>", "struck_text", id="struck"),
        pytest.param("<text:p>va<text:span text:style-name='H1'>no</text:span>le</text:p>", "hidden_text", id="hidden"),
        pytest.param(
            "<text:section text:display='none'><text:p>no</text:p></text:section><text:p>vale</text:p>",
            "hidden_text",
            id="hidden section",
        ),
    ],
)
def test_text_not_taken_as_written(body: str, code: str) -> None:
    """Struck and hidden text is no text of the list, and a person is told."""
    got = read(body)
    assert (lines(got), codes(got)) == (["vale"], [(code, "doubt")])


def cell(words: str, columns: int = 1, rows: int = 1) -> str:
    spans = f'table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"'
    return f"<table:table-cell {spans}>{odt_paragraph(words)}</table:table-cell>"


COVERED = "<table:covered-table-cell/>"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [
                [cell("ELENCO", 3), '<table:covered-table-cell table:number-columns-repeated="2"/>'],
                ["a", "b", cell("6 nov", 1, 2)],
                ["c", "d", COVERED],
                ["e", "f", "7 nov"],
            ],
            [("ELENCO", "ELENCO", "ELENCO"), ("a", "b", "6 nov"), ("c", "d", "6 nov"), ("e", "f", "7 nov")],
            id="over columns and rows",
        ),
        pytest.param([["a", "b\nc"], ["d", "e"]], [("a", "b\nc"), ("d", "e")], id="line breaks"),
        pytest.param(
            [
                ["a", '<table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>'],
                ["b", "c", "d"],
            ],
            [("a", "x", "x"), ("b", "c", "d")],
            id="repeated",
        ),
        pytest.param(
            [["a", "b"], ["c", f"<table:table-cell>{odt_table([['x', 'y']])}</table:table-cell>"], ["e", "f"]],
            [("a", "b"), ("c", "x y"), ("e", "f")],
            id="table in a cell",
        ),
        pytest.param(
            [
                ["a", "b"],
                [
                    "c",
                    "<table:covered-table-cell><text:p>no</text:p></table:covered-table-cell>",
                ],
            ],
            [("a", "b"), ("c", "")],
            id="text that is covered",
        ),
    ],
)
def test_cells(rows: list[list[str]], expected: list[tuple[str, ...]]) -> None:
    """A cell that spans places repeats its text in each."""
    assert tables(read(odt_table(rows))) == [expected]


def test_moved_border() -> None:
    """A border moved by a hair makes a column that holds nothing."""
    columns = (
        "<table:table-column/><table:table-column/><table:table-column table:style-name='N'/><table:table-column/>"
    )
    table = odt_table([["A", cell("B", 2), COVERED, "C"], ["x", "y", cell("z", 2), COVERED]], columns)
    assert tables(read(table)) == [[("A", "B", "C"), ("x", "y", "z")]]


def test_letterhead_and_order() -> None:
    """A table that only places is lines; data tables stay; lines are counted as they are seen."""
    got = document(
        attached(odt([[["ALER", "Azienda\nUfficio\nVia\nTel."]], "Oggetto", [["a", "b\nc"], ["d", "e"]], "fine"]))
    )
    assert numbered(got) == [
        *list(enumerate(["ALER", "Azienda", "Ufficio", "Via", "Tel.", "Oggetto"], 1)),
        (10, "fine"),
    ]
    assert tables(got) == [[("a", "b\nc"), ("d", "e")]]


def test_headers_and_pages() -> None:
    """Headers first, footers last, each once; pages are counted where one ends."""
    master = "".join(
        f"<style:master-page style:name='{name}'><style:header><text:p>testa</text:p></style:header>"
        "<style:footer><text:p>piede</text:p></style:footer></style:master-page>"
        for name in ("Standard", "Orizzontale")
    )
    body = "<text:p>a</text:p><text:p>b <text:soft-page-break/>c</text:p>"
    body += "".join(f"<text:p text:style-name='B{number}'>{number}</text:p>" for number in (1, 2, 3))
    got = read(body, f"<office:master-styles>{master}</office:master-styles>")
    assert [(page.number, [block.text for block in page.blocks if hasattr(block, "text")]) for page in got.pages] == [
        (1, ["testa", "a", "b c"]),
        (3, ["1"]),
        (4, ["2"]),
        (5, ["3", "piede"]),
    ]


def test_files_inside() -> None:
    """Documents laid into the text are read as files of their own."""
    body = "<text:p>fuori<draw:frame><draw:object xlink:href='./Object 1'/></draw:frame>"
    body += "<draw:frame><draw:object xlink:href='./Object 2'/></draw:frame></text:p>"
    inner = "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
    inner += (
        "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:body><office:text><text:p>dentro</text:p>"
    )
    inner += "</office:text></office:body></office:document-content>"
    members: dict[str, bytes | str] = {"Object 1/content.xml": inner, "Object 2": docx(["accanto"])}
    got = read_document(attached(odt_file(body, members=members), name="elenco.odt"))
    assert [(read.part, read.format, lines(read)) for read in got] == [
        ("elenco.odt", "odt", ["fuori"]),
        ("elenco.odt/embedded1.bin", "odt", ["dentro"]),
        ("elenco.odt/embedded2.bin", "docx", ["accanto"]),
    ]


MANIFEST = """<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>
</manifest:manifest>"""
GOOD = odt(["prima", "seconda"])
CUT_OFF = flat_odt(odt_paragraph("prima") + odt_paragraph("seconda")).partition(b"seconda")[0]


@pytest.mark.parametrize(
    ("content", "expected", "code"),
    [
        pytest.param(
            odt_file("", members={"META-INF/manifest.xml": MANIFEST}), [], "password_protected", id="password"
        ),
        pytest.param(CUT_OFF, ["prima"], "damaged", id="cut off"),
        pytest.param(GOOD[:-30], [], "damaged", id="archive cut off"),
        pytest.param(
            odt_file("", members={"content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
            [],
            "damaged",
            id="entity",
        ),
        pytest.param(odt_file("<text:p>" + "x" * 3_000_000 + "</text:p>"), [], "size_limit", id="bomb"),
    ],
)
def test_hostile(content: bytes, expected: list[str], code: str) -> None:
    """What can be read is read; the rest is told as lost."""
    got = document(attached(content, name="elenco.odt"))
    assert (got.format, codes(got)) == ("odt", [(code, "lost")])
    assert lines(got) == expected or code == "size_limit"


def test_deep() -> None:
    """However deep elements are nested, the text comes out and nothing is exhausted."""
    body = "<text:section>" * 20_000 + "<text:p>in fondo</text:p>" + "</text:section>" * 20_000
    body += "".join(f"<text:p>{n * 7919}</text:p>" for n in range(3_000))
    assert lines(read(body))[0] == "in fondo"
