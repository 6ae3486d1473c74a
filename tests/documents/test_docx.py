# SPDX-License-Identifier: EUPL-1.2
"""Word documents as offices write them, and as nobody should."""

import io
import zipfile

import pytest
from docx import Document as NewDocument
from docx.enum.text import WD_BREAK
from PIL import Image

from pecwatch.documents.reading import read_document
from pecwatch.model.document import Document
from tests.documents.opened import attached, codes, document, lines, numbered, tables
from tests.generators.word import (
    STRICT,
    TRANSITIONAL,
    docx,
    rtf,
    word_cell,
    word_file,
    word_paragraph,
    word_table,
    word_xml,
)

HEAD = ("COGNOME E NOME", "INDIRIZZO", "GIORNO")
ROWS = [
    HEAD,
    ("ZUCCHEROLI MIRELLA", "Via delle Robinie 14", "6 nov"),
    ("BONETTALI IVANO", "Largo dei Pioppi 3", "6 nov"),
]


def read(body: str, namespace: str = TRANSITIONAL) -> Document:
    return document(attached(word_file(body, namespace=namespace), name="elenco.docx"))


def run(inner: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def text(words: str, properties: str = "") -> str:
    return run(f'<w:t xml:space="preserve">{words}</w:t>', properties)


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def form(inner: str) -> str:
    return run(f"<w:fldChar w:fldCharType='begin'><w:ffData>{inner}</w:ffData></w:fldChar>")


def field(kind: str) -> str:
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            paragraph(text("SI ESE", "<w:b/>") + "<w:proofErr w:type='spellStart'/>" + text("GUE")),
            ["SI ESEGUE"],
            id="word in pieces",
        ),
        pytest.param(
            paragraph("<w:bookmarkStart w:id='0' w:name='a'/>" + text("a") + "<w:bookmarkEnd w:id='0'/>"),
            ["a"],
            id="bookmark",
        ),
        pytest.param(
            paragraph(run("<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t>")),
            ["a\tb", "c", "d"],
            id="tab and breaks",
        ),
        pytest.param(paragraph(text("a"), "<w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs>"), ["a"], id="tab stop"),
        pytest.param(
            paragraph(run("<w:t>sub</w:t><w:noBreakHyphen/><w:t>inter</w:t><w:softHyphen/><w:t>no</w:t>")),
            ["sub-interno"],
            id="hyphens",
        ),
        pytest.param(
            paragraph(run("<w:sym w:font='Wingdings' w:char='F0FE'/><w:t> eseguito</w:t>")), ["☑ eseguito"], id="symbol"
        ),
        pytest.param(
            paragraph(
                "<w:hyperlink r:id='x'>" + text("sito") + "</w:hyperlink><w:smartTag>" + text(" ALER") + "</w:smartTag>"
            ),
            ["sito ALER"],
            id="link and smart tag",
        ),
        pytest.param(
            "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>"
            + paragraph(text("scelta"))
            + "</w:sdtContent></w:sdt>",
            ["scelta"],
            id="content control",
        ),
        pytest.param(
            paragraph(
                "<w:del w:id='1'><w:r><w:delText>no</w:delText><w:t>no</w:t></w:r></w:del><w:ins w:id='2'>"
                + text("SI")
                + "</w:ins>"
            ),
            ["SI"],
            id="tracked change",
        ),
        pytest.param(
            paragraph(
                "<w:moveFrom w:id='1'>" + text("via") + "</w:moveFrom><w:moveTo w:id='2'>" + text("qui") + "</w:moveTo>"
            ),
            ["qui"],
            id="moved",
        ),
        pytest.param(
            paragraph(text("prima "), "<w:rPr><w:del w:id='3'/></w:rPr>") + paragraph(text("e dopo")),
            ["prima e dopo"],
            id="deleted end of paragraph",
        ),
        pytest.param(
            paragraph(
                field("begin")
                + run("<w:instrText>DATE</w:instrText>")
                + field("separate")
                + text("6 nov")
                + field("end")
            ),
            ["6 nov"],
            id="field",
        ),
        pytest.param(
            paragraph(
                field("begin")
                + text("codice")
                + field("begin")
                + text("interno")
                + field("separate")
                + text("x")
                + field("end")
                + field("separate")
                + text("esito")
                + field("end")
            ),
            ["esito"],
            id="field in a field's code",
        ),
        pytest.param(
            paragraph(field("begin") + text("codice")) + paragraph(text("resto")), ["resto"], id="field without an end"
        ),
        pytest.param(
            paragraph("<w:fldSimple w:instr='PAGE'>" + text("7") + "</w:fldSimple>"), ["7"], id="simple field"
        ),
        pytest.param(
            paragraph(
                form("<w:ddList><w:result w:val='1'/><w:listEntry w:val='NO'/><w:listEntry w:val='SI'/></w:ddList>")
                + field("end")
            ),
            ["SI"],
            id="form's choice",
        ),
        pytest.param(
            paragraph(
                form("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>") + field("end") + text("rinviato")
            ),
            ["☒ rinviato"],
            id="form's box",
        ),
        pytest.param(
            paragraph(
                text("a") + "<w:ruby><w:rt>" + text("x") + "</w:rt><w:rubyBase>" + text("b") + "</w:rubyBase></w:ruby>"
            ),
            ["ab"],
            id="ruby",
        ),
        pytest.param(
            paragraph(
                "<m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'><m:r><m:t>1/2</m:t></m:r></m:oMath>"
            ),
            ["1/2"],
            id="formula",
        ),
        pytest.param("<w:p/><w:p><w:r/></w:p>" + paragraph(text("sola")), ["sola"], id="empty paragraphs"),
    ],
)
@pytest.mark.parametrize("namespace", [TRANSITIONAL, STRICT], ids=["transitional", "strict"])
def test_text(body: str, expected: list[str], namespace: str) -> None:
    """What a person sees on the page, line by line."""
    got = read(body, namespace)
    assert (got.format, lines(got), tables(got), codes(got)) == ("docx", expected, [], [])


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        pytest.param("<w:strike/>", "struck_text", id="struck"),
        pytest.param("<w:dstrike w:val='true'/>", "struck_text", id="struck twice"),
        pytest.param("<w:vanish/>", "hidden_text", id="hidden"),
        pytest.param("<w:rStyle w:val='Barrato'/>", "struck_text", id="struck by style"),
        pytest.param("<w:rStyle w:val='Figlio'/>", "struck_text", id="struck by the style it is based on"),
    ],
)
def test_text_not_taken_as_written(properties: str, code: str) -> None:
    """Struck and hidden text is no text of the list, and a person is told."""
    styles = word_xml(
        "styles",
        "<w:style w:type='character' w:styleId='Barrato'><w:rPr><w:strike/></w:rPr></w:style>"
        "<w:style w:type='character' w:styleId='Figlio'><w:basedOn w:val='Barrato'/></w:style>",
    )
    body = paragraph(text("BONETTALI ") + text("non si esegue", properties) + text("<![CDATA[]]>SI ESEGUE"))
    content = word_file(body, [("styles", "styles.xml")], {"word/styles.xml": styles})
    got = document(attached(content, name="elenco.docx"))
    assert (lines(got), codes(got)) == (["BONETTALI SI ESEGUE"], [(code, "doubt")])


def test_switched_off() -> None:
    """`w:val="0"` says the opposite of what the element's name says."""
    body = paragraph(text("valido", "<w:strike w:val='0'/><w:vanish w:val='false'/>"))
    assert (lines(read(body)), codes(read(body))) == (["valido"], [])


def test_table() -> None:
    """Cells keep their line breaks; lines are counted as they are seen."""
    got = document(
        attached(docx(["Oggetto", ["Nome Via".split(), ["ZUCCHEROLI", "Via A 1\nint. 2"], ["B", "C"]], "fine"]))
    )
    assert tables(got) == [[("Nome", "Via"), ("ZUCCHEROLI", "Via A 1\nint. 2"), ("B", "C")]]
    assert numbered(got) == [(1, "Oggetto"), (6, "fine")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [
                [word_cell("ELENCO", "<w:gridSpan w:val='3'/>")],
                ["a", "b", word_cell("6 nov", "<w:vMerge w:val='restart'/>")],
                ["c", "d", word_cell("", "<w:vMerge/>")],
                ["e", "f", "7 nov"],
            ],
            [("ELENCO", "ELENCO", "ELENCO"), ("a", "b", "6 nov"), ("c", "d", "6 nov"), ("e", "f", "7 nov")],
            id="over columns and rows",
        ),
        pytest.param(
            [["a", "b", "c"], [word_cell("d", "<w:hMerge w:val='restart'/>"), word_cell("", "<w:hMerge/>"), "e"]],
            [("a", "b", "c"), ("d", "d", "e")],
            id="joined as old Word does",
        ),
        pytest.param(
            [
                [word_cell("a", "<w:gridSpan w:val='2'/>"), "b"],
                [word_cell("c", "<w:gridSpan w:val='2'/>"), "d"],
            ],
            [("a", "b"), ("c", "d")],
            id="column that no cell begins",
        ),
        pytest.param(
            [["a", word_cell(word_paragraph("b") + word_table([["x", "y"], ["z", "w"]]))], ["c", "d"], ["e", "f"]],
            [("a", "b\nx y\nz w"), ("c", "d"), ("e", "f")],
            id="table in a cell",
        ),
        pytest.param(
            [
                ["a", "b"],
                ["c", word_cell("<w:p><w:r><w:t>d</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>e</w:t></w:r></w:p>")],
            ],
            [("a", "b"), ("c", "d\ne")],
            id="paragraphs in a cell",
        ),
    ],
)
def test_cells(rows: list[list[str]], expected: list[tuple[str, ...]]) -> None:
    """A cell that spans places repeats its text in each."""
    assert tables(read(word_table(rows))) == [expected]


def test_moved_border() -> None:
    """A border moved by a hair makes a column that holds nothing."""
    columns = "".join(f"<w:gridCol w:w='{width}'/>" for width in (3000, 3000, 40, 2000))
    wide = "<w:gridSpan w:val='2'/>"
    table = word_table([["A", word_cell("B", wide), "C"], ["x", "y", word_cell("z", wide)]])
    assert tables(read(table.replace("<w:tbl>", f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>"))) == [
        [("A", "B", "C"), ("x", "y", "z")]
    ]


def test_cells_left_out() -> None:
    """A row may begin further right; a deleted row is none; a hidden one is told."""
    skips = "<w:trPr><w:gridBefore w:val='1'/></w:trPr>"
    deleted = "<w:trPr><w:del w:id='1'/></w:trPr>"
    hidden = "<w:trPr><w:hidden/></w:trPr>"
    table = word_table([["a", "b"], ["c"], ["no", "no"], ["mai", "mai"]])
    for properties, first in ((skips, "c"), (deleted, "no"), (hidden, "mai")):
        table = table.replace(f"<w:tr>{word_cell(first)}", f"<w:tr>{properties}{word_cell(first)}")
    got = read(table)
    assert (tables(got), codes(got)) == ([[("a", "b"), ("", "c")]], [("hidden_text", "doubt")])


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param(
            [["ALER", "Azienda X\nUfficio Y\nVia Z\nTel. 1"]],
            ["ALER", "Azienda X", "Ufficio Y", "Via Z", "Tel. 1"],
            id="letterhead",
        ),
        pytest.param([["uno"], ["due"]], ["uno", "due"], id="one column"),
        pytest.param([["", "uno"], ["due", ""]], ["uno", "due"], id="never two beside each other"),
    ],
)
def test_table_that_only_places(table: list[list[str]], expected: list[str]) -> None:
    """A table without data is lines."""
    got = document(attached(docx([table])))
    assert (lines(got), tables(got)) == (expected, [])


def test_list_inside_a_layout_table() -> None:
    """The list that a letter's layout table holds stays a table."""
    inner = word_table([list(row) for row in ROWS])
    got = read(word_table([["logo", "ALER"], [word_cell(inner, "<w:gridSpan w:val='2'/>")]]))
    assert (lines(got), tables(got)) == (["logo", "ALER"], [ROWS])


NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%2.%3 -"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
  <w:lvl w:ilvl="0"><w:numFmt w:val="decimalZero"/><w:lvlText w:val="%1"/><w:suff w:val="nothing"/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2"/><w:pStyle w:val="Elenco2"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>
</w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
"""
STYLES = """
<w:style w:type="paragraph" w:styleId="Elenco"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Elenco2"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>"""


def in_list(words: str, number: int, level: int = 0, more: str = "") -> str:
    return word_paragraph(words, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>{more}")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(in_list("a", 1) + word_paragraph("x") + in_list("b", 1), ["1) a", "x", "2) b"], id="goes on"),
        pytest.param(in_list("a", 1) + in_list("b", 2) + in_list("c", 2), ["1) a", "1) b", "2) c"], id="restarts"),
        pytest.param(
            in_list("a", 1) + in_list("b", 1, 1) + in_list("c", 1, 1) + in_list("d", 1) + in_list("e", 1, 1),
            ["1) a", "a. b", "b. c", "2) d", "a. e"],
            id="levels",
        ),
        pytest.param(in_list("a", 1, 2), ["1.a.III - a"], id="level without those above"),
        pytest.param(in_list("a", 3) + in_list("b", 3), ["- a", "- b"], id="bullets"),
        pytest.param(in_list("a", 4), ["01a"], id="nothing between"),
        pytest.param(word_paragraph("a", "<w:pStyle w:val='Elenco'/>"), ["1) a"], id="by style"),
        pytest.param(word_paragraph("a", "<w:pStyle w:val='Elenco2'/>"), ["A a"], id="level by style"),
        pytest.param(
            word_paragraph("a", "<w:pStyle w:val='Elenco'/><w:numPr><w:numId w:val='0'/></w:numPr>"),
            ["a"],
            id="taken off",
        ),
        pytest.param(in_list("", 1) + in_list("b", 1), ["2) b"], id="empty one counts"),
        pytest.param(
            in_list("", 1, more="<w:rPr><w:del w:id='1'/></w:rPr>") + in_list("b", 1),
            ["1) b"],
            id="deleted one does not",
        ),
        pytest.param(in_list("ZUCCHEROLI\nVia A 1", 1), ["1) ZUCCHEROLI", "Via A 1"], id="before the first line only"),
    ],
)
def test_numbers(body: str, expected: list[str]) -> None:
    """Numbers that Word counts stand before the text as Word prints them."""
    members = {"word/numbering.xml": word_xml("numbering", NUMBERING), "word/styles.xml": word_xml("styles", STYLES)}
    content = word_file(body, [("numbering", "numbering.xml"), ("styles", "styles.xml")], members)
    assert lines(document(attached(content))) == expected


def test_numbers_in_an_empty_column() -> None:
    """Rows are often numbered by an empty cell with a number."""
    rows = [["N.", "NOME"], [word_cell(in_list("", 1)), "ZUCCHEROLI"], [word_cell(in_list("", 1)), "BONETTALI"]]
    members = {"word/numbering.xml": word_xml("numbering", NUMBERING)}
    got = document(attached(word_file(word_table(rows), [("numbering", "numbering.xml")], members)))
    assert tables(got) == [[("N.", "NOME"), ("1)", "ZUCCHEROLI"), ("2)", "BONETTALI")]]


def test_text_boxes() -> None:
    """The lines of a text box stand at its anchor, once, though Word writes the box twice."""
    box = f"<w:txbxContent>{word_paragraph('riquadro')}{word_paragraph('seconda')}</w:txbxContent>"
    twice = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    old = f"<w:pict><v:shape><v:textbox>{box.replace('seconda', 'terza')}</v:textbox></v:shape></w:pict>"
    body = word_paragraph("prima") + paragraph(run(twice) + text("ancora")) + paragraph(text("poi") + run(old))
    assert lines(read(body)) == ["prima", "riquadro", "seconda", "ancora", "poi", "riquadro", "terza"]


def test_headers_footers_notes() -> None:
    """Headers come first and footers last, each once; notes at the end; what no page shows is left out."""
    section = (
        "<w:headerReference w:type='default' r:id='rId1'/><w:headerReference w:type='even' r:id='rId2'/>"
        "<w:headerReference w:type='first' r:id='rId3'/><w:footerReference w:type='default' r:id='rId4'/>"
    )
    note = "<w:footnote w:type='separator' w:id='0'><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote>"
    note += f"<w:footnote w:id='1'>{word_paragraph('salvo pagamento')}</w:footnote>"
    members = {
        "word/header1.xml": word_xml("hdr", word_table([list(row) for row in ROWS])),
        "word/header2.xml": word_xml("hdr", word_table([list(row) for row in ROWS])),
        "word/header3.xml": word_xml("hdr", word_paragraph("mai")),
        "word/footer1.xml": word_xml("ftr", word_paragraph("piede")),
        "word/footnotes.xml": word_xml("footnotes", note),
    }
    relations = [("header", f"header{number}.xml") for number in (1, 2, 3)]
    relations += [("footer", "footer1.xml"), ("footnotes", "footnotes.xml")]
    body = paragraph(text("testo") + run("<w:footnoteReference w:id='1'/>")) + f"<w:sectPr>{section}</w:sectPr>"
    got = document(attached(word_file(body, relations, members)))
    assert (lines(got), tables(got)) == (["testo", "Nota 1: salvo pagamento", "piede"], [ROWS])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(paragraph(text("a") + run("<w:br w:type='page'/>") + text("b")), [(1, "a"), (2, "b")], id="break"),
        pytest.param(
            paragraph(text("a") + run("<w:br w:type='page'/>"))
            + paragraph(run("<w:lastRenderedPageBreak/><w:t>b</w:t>")),
            [(1, "a"), (2, "b")],
            id="break told twice",
        ),
        pytest.param(
            paragraph(text("a")) + paragraph(text("b"), "<w:pageBreakBefore/>"), [(1, "a"), (2, "b")], id="before"
        ),
        pytest.param(
            paragraph(text("prima ") + run("<w:lastRenderedPageBreak/><w:t>parte</w:t>")) + paragraph(text("b")),
            [(1, "prima parte"), (2, "b")],
            id="in the middle of a line",
        ),
    ],
)
def test_pages(body: str, expected: list[tuple[int, str]]) -> None:
    """Pages are counted where Word says that one ends."""
    got = read(body)
    assert [
        (page.number, block.text) for page in got.pages for block in page.blocks if hasattr(block, "text")
    ] == expected
    assert all(block.line == 1 for page in got.pages[:2] for block in page.blocks if hasattr(block, "line"))


def test_table_over_pages() -> None:
    """Rows after a page's end belong to the next page."""
    rows = [["a", "b"], [word_cell(paragraph(run("<w:lastRenderedPageBreak/><w:t>c</w:t>"))), "d"]]
    got = read(word_table(rows))
    assert [page.number for page in got.pages] == [1, 2]
    assert tables(got) == [[("a", "b")], [("c", "d")]]


def picture(width: int, height: int) -> bytes:
    saved = io.BytesIO()
    Image.new("L", (width, height), 255).save(saved, "PNG")
    return saved.getvalue()


def test_files_inside() -> None:
    """Pages pasted as pictures, workbooks and whole files laid in are read as files of their own; logos are not."""
    drawn = "".join(f"<w:drawing><a:blip r:embed='rId{number}'/></w:drawing>" for number in (2, 1, 1))
    relations = [("image", "media/a.png"), ("image", "media/logo.png"), ("package", "embeddings/b.docx")]
    relations.append(("aFChunk", "/word/c.rtf"))
    members = {
        "word/media/a.png": picture(800, 1100),
        "word/media/logo.png": picture(200, 80),
        "word/embeddings/b.docx": docx(["dentro"]),
        "word/c.rtf": rtf(["accanto"]),
    }
    body = paragraph(run(drawn) + text("fuori")) + "<w:altChunk r:id='rId4'/>"
    got = read_document(attached(word_file(body, relations, members), name="elenco.docx"))
    names = ["elenco.docx", "elenco.docx/image1.png", "elenco.docx/embedded1.docx", "elenco.docx/embedded2.rtf"]
    assert [read.part for read in got] == names
    assert [lines(read) for read in (got[0], got[2], got[3])] == [["fuori"], ["dentro"], ["accanto"]]


def test_made_by_python_docx() -> None:
    """What another program writes: styles, merged cells, breaks, header and footer."""
    made = NewDocument()
    made.sections[0].header.paragraphs[0].text = "Intestazione"
    made.sections[0].footer.paragraphs[0].text = "Piede"
    made.add_paragraph("ZUCCHEROLI MIRELLA - SI ESEGUE", style="List Number")
    made.add_paragraph("BONETTALI IVANO - SI ESEGUE", style="List Number")
    table = made.add_table(3, 3)
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    table.cell(2, 2).text = ""
    table.cell(1, 2).merge(table.cell(2, 2))
    made.add_paragraph("prima").add_run().add_break(WD_BREAK.PAGE)
    made.add_paragraph("dopo")
    saved = io.BytesIO()
    made.save(saved)
    got = document(attached(saved.getvalue()))
    assert tables(got) == [ROWS]
    assert [(page.number, [b.text for b in page.blocks if hasattr(b, "text")]) for page in got.pages] == [
        (1, ["Intestazione", "1. ZUCCHEROLI MIRELLA - SI ESEGUE", "2. BONETTALI IVANO - SI ESEGUE", "prima"]),
        (2, ["dopo", "Piede"]),
    ]


def changed(content: bytes, name: str, make: bytes | None) -> bytes:
    """The same archive with another content of one member, or without it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name or make is not None:
                new.writestr(member, make if member.filename == name and make is not None else old.read(member))
    return packed.getvalue()


GOOD = docx(["prima", "seconda"])
DOCUMENT = "word/document.xml"
XML = word_xml("document", f"<w:body>{word_paragraph('prima')}{word_paragraph('seconda')}</w:body>").encode()
BOMB = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'"><!ENTITY c "&b;&b;">]>'


@pytest.mark.parametrize(
    ("content", "expected", "code"),
    [
        pytest.param(changed(GOOD, DOCUMENT, XML[: XML.index(b"seconda")]), ["prima"], "damaged", id="cut off"),
        pytest.param(
            changed(GOOD, DOCUMENT, XML.replace(b">seconda", b">sec & onda")),
            ["prima"],
            "damaged",
            id="not well-formed",
        ),
        pytest.param(changed(GOOD, DOCUMENT, XML.replace(b"?>", b"?>" + BOMB, 1)), [], "damaged", id="entities"),
        pytest.param(
            changed(GOOD, DOCUMENT, XML.replace(b'encoding="UTF-8"', b'encoding="x-fantasia"')),
            [],
            "damaged",
            id="unknown encoding",
        ),
        pytest.param(changed(GOOD, DOCUMENT, b""), [], "damaged", id="empty"),
        pytest.param(changed(GOOD, DOCUMENT, b"<w:p" + b" " * 3_000_000), [], "size_limit", id="bomb"),
        pytest.param(GOOD[:-30], [], "damaged", id="archive cut off"),
        pytest.param(
            GOOD.replace(b"\x00\x00\x08\x00", b"\x01\x00\x08\x00"), [], "password_protected", id="encrypted members"
        ),
    ],
)
def test_hostile(content: bytes, expected: list[str], code: str) -> None:
    """What can be read is read; the rest is told as lost."""
    got = document(attached(content, name="elenco.docx"))
    assert (got.format, lines(got), [found for found in codes(got) if found[0] == code]) == (
        "docx",
        expected,
        [(code, "lost")],
    )


def test_deep() -> None:
    """However deep elements, tables and boxes are nested, the text comes out and nothing is exhausted."""
    inner = word_paragraph("in fondo")
    nested = "<w:sdt><w:sdtContent>" * 20_000 + inner + "</w:sdtContent></w:sdt>" * 20_000
    assert lines(read(nested + "".join(word_paragraph(f"riga {n * 7919}") for n in range(2_000))))[0] == "in fondo"
    for _ in range(60):
        inner = word_table([[word_cell(inner), "x"], ["y", "z"]])
    assert "in fondo" in " ".join(lines(read(inner))) + str(tables(read(inner)))


def test_wide() -> None:
    """Cells that span thousands of columns, a hundred times each, do not multiply."""
    cell = word_cell("testo " * 200, "<w:gridSpan w:val='99999'/>")
    varied = [[cell.replace("testo", f"t{row * 7919}"), cell] for row in range(1_000)]
    got = read(word_table(varied))
    assert codes(got) == [("size_limit", "lost")]
    assert got.pages


def test_zip_with_a_document_is_no_document() -> None:
    """An archive that holds a DOCX as it is stays an archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("elenco.docx", docx(["dentro"]))
    assert [read.format for read in read_document(attached(packed.getvalue(), name="a.zip"))] == ["zip", "docx"]


@pytest.mark.parametrize(
    "root",
    [
        pytest.param('<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"', id="Word 2003"),
        pytest.param(
            '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"', id="package in one"
        ),
    ],
)
def test_word_as_xml(root: str) -> None:
    """Word's XML files are named for what they are, and a person opens them."""
    got = document(attached(f'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n{root}/>'.encode()))
    assert (got.format, codes(got)) == ("word-xml", [("unsupported_format", "lost")])
    assert "Word" in got.problems[0].text
