# SPDX-License-Identifier: EUPL-1.2
"""What somebody wrote beside a list: it is read, and it is told apart from the list's own lines."""

import pytest

from pecwatch.documents.reading import read_document
from pecwatch.model.document import Document, Line
from tests.documents.opened import attached, blocks
from tests.generators.archives import zipped
from tests.generators.sheets import with_members, xlsx, xlsx_with
from tests.generators.word import odt_file, word_file, word_paragraph, word_xml

_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROWS = (("COGNOME", "INDIRIZZO"), ("ZUCCHEROLI", "Via delle Robinie 14"))


def remarks(read: Document) -> list[tuple[int, int, str]]:
    """Page, line and text of each."""
    return [
        (page.number, block.line, block.text)
        for page in read.pages
        for block in page.blocks
        if isinstance(block, Line) and block.remark
    ]


def plain(read: Document) -> list[str]:
    return [block.text for block in blocks(read) if isinstance(block, Line) and not block.remark]


def opened(content: bytes) -> Document:
    [read] = read_document(attached(content))
    return read


def related(*kinds: tuple[str, str]) -> bytes:
    """The relations of a member."""
    inner = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATED}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'.encode()


def commented_word(body: str, comments: str) -> bytes:
    """A DOCX with comments."""
    return word_file(
        body,
        relations=[("comments", "comments.xml")],
        members={"word/comments.xml": word_xml("comments", comments)},
    )


HERE = "<w:p><w:r><w:t>{text}</w:t></w:r><w:r><w:commentReference w:id='{number}'/></w:r></w:p>"
SAID = "<w:comment w:id='{number}' w:author='X'><w:p><w:r><w:t>{text}</w:t></w:r></w:p><w:p/></w:comment>"


def test_comments_of_word_stand_below_their_page() -> None:
    """In a cell they would become part of it; one whose place was deleted is read all the same."""
    cell = HERE.format(text="ZUCCHEROLI", number=0)
    body = (
        f"<w:tbl><w:tr><w:tc>{cell}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>{word_paragraph('dopo')}"
        f"<w:p><w:r><w:br w:type='page'/></w:r></w:p>{HERE.format(text='fine', number=1)}"
    )
    said = [
        SAID.format(number=number, text=text) for number, text in enumerate(("rinviata al 14/12", "chiamare", "altro"))
    ]
    read = opened(commented_word(body, "".join(said)))
    assert [(page, text) for page, _, text in remarks(read)] == [
        (1, "Commento: rinviata al 14/12"),
        (2, "Commento: chiamare"),
        (2, "Commento: altro"),
    ]
    assert plain(read)[-2:] == ["dopo", "fine"]
    assert "rinviata" not in " ".join(
        cell for block in blocks(read) if not isinstance(block, Line) for row in block.rows for cell in row.cells
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            odt_file(
                "<text:p>ZUCCHEROLI<office:annotation><text:p>rinviata</text:p><text:p>al 14/12</text:p>"
                "</office:annotation> MIRELLA</text:p>"
            ),
            id="OpenDocument",
        ),
        pytest.param(
            rb"{\rtf1 ZUCCHEROLI{\*\atnid AB}{\*\atnauthor A B}"
            rb"{\*\annotation{\*\atndate 1}\pard rinviata\par al 14/12} MIRELLA\par}",
            id="rich text",
        ),
        pytest.param(
            commented_word(
                HERE.format(text="ZUCCHEROLI MIRELLA", number=7), SAID.format(number=7, text="rinviata al 14/12")
            ),
            id="Word",
        ),
    ],
)
def test_comments_on_letters(content: bytes) -> None:
    """The line that a comment stands on is whole; the comment is one line whatever its paragraphs."""
    read = opened(content)
    assert plain(read) == ["ZUCCHEROLI MIRELLA"]
    assert remarks(read) == [(1, 2, "Commento: rinviata al 14/12")]


def test_notes_on_cells_are_remarks() -> None:
    """They say something of a cell and are no row."""
    read = opened(xlsx([*ROWS], notes={"A2": "rinviata al 14/12"}))
    assert remarks(read) == [(1, 2, "Nota alla cella A2: rinviata al 14/12")]


def test_threads_of_comments_are_read_once() -> None:
    """Excel repeats them as a note for older programs, below three lines that say so."""
    thread = b"""<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
    <threadedComment ref="B2" id="{1}"><text>rinviata?</text></threadedComment>
    <threadedComment ref="B2" id="{2}" parentId="{1}"><text>al 14/12</text></threadedComment></ThreadedComments>"""
    note = f"""<comments {_MAIN}><commentList><comment ref="B2" authorId="0"><text><t>[Commento in thread]
    La versione in uso di Excel… Commento: rinviata? Risposta: al 14/12</t></text></comment></commentList></comments>"""
    sheet = '<sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>Via Po 3</t></is></c></row></sheetData>'
    read = opened(
        with_members(
            xlsx_with(sheet),
            ("xl/threadedComments/threadedComment1.xml", thread),
            ("xl/comments1.xml", note.encode()),
            (
                "xl/worksheets/_rels/sheet1.xml.rels",
                related(
                    ("comments", "../comments1.xml"), ("threadedComment", "../threadedComments/threadedComment1.xml")
                ),
            ),
        )
    )
    assert [text for _, _, text in remarks(read)] == ["Nota alla cella B2: rinviata?", "Nota alla cella B2: al 14/12"]


@pytest.mark.parametrize(
    ("margins", "expected"),
    [
        pytest.param(
            '<oddHeader>&amp;LALER&amp;C&amp;"Arial,Bold"&amp;14Sloggi di novembre&amp;R&amp;D</oddHeader>',
            ["ALER", "Sloggi di novembre", "A"],
            id="header of three parts",
        ),
        pytest.param("<oddFooter>&amp;CPagina &amp;P di &amp;N</oddFooter>", ["A"], id="numbers of pages"),
        pytest.param("<oddFooter>Stampato il &amp;D alle &amp;T</oddFooter>", ["A"], id="day of printing"),
        pytest.param("<oddFooter>&amp;K00FF00Rossi &amp;&amp; figli</oddFooter>", ["A", "Rossi & figli"], id="footer"),
        pytest.param("<firstHeader>no</firstHeader><evenFooter>no</evenFooter>", ["A"], id="not used"),
    ],
)
def test_page_headers_of_workbooks(margins: str, expected: list[str]) -> None:
    """Seen on paper alone: a last row may hide there. A day of printing is no day of a list."""
    sheet = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>A</t></is></c></row></sheetData>'
        f"<headerFooter>{margins}</headerFooter>"
    )
    assert plain(opened(xlsx_with(sheet))) == expected


def test_page_headers_of_open_document_sheets() -> None:
    """Those of the page style that the sheet uses; what LibreOffice prints by itself says nothing."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "style", "text", "table")
    )
    content = (
        f'<office:document-content {names}><office:automatic-styles><style:style style:name="ta1" style:family="table" '
        'style:master-page-name="Mio"/></office:automatic-styles><office:body><office:spreadsheet>'
        '<table:table table:name="F" table:style-name="ta1"><table:table-row><table:table-cell '
        'office:value-type="string"><text:p>A</text:p><office:annotation><text:p>rinviata</text:p></office:annotation>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    styles = (
        f"<office:document-styles {names}><office:master-styles>"
        '<style:master-page style:name="Default"><style:header><text:p>di altri fogli</text:p>'
        "</style:header></style:master-page>"
        '<style:master-page style:name="Mio"><style:header><text:p>Sloggi di <text:span>novembre</text:span></text:p>'
        "</style:header>"
        '<style:header-first style:display="false"><text:p>nascosto</text:p></style:header-first>'
        "<style:footer><text:p>Pagina <text:page-number>1</text:page-number></text:p><text:p>in calce</text:p>"
        "</style:footer>"
        "</style:master-page></office:master-styles></office:document-styles>"
    )
    read = opened(
        zipped(
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content.encode()),
            ("styles.xml", styles.encode()),
        )
    )
    assert plain(read) == ["Sloggi di novembre", "A", "in calce"]
    assert remarks(read) == [(1, 1, "Nota alla cella A1: rinviata")]
