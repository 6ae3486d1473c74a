# SPDX-License-Identifier: EUPL-1.2
"""PDFs with more in them than their pages show: attached files, portfolios, notes, stamps, links."""

import zlib

import pytest

from pecwatch.documents.reading import read_document
from pecwatch.documents.zipped import UNPACKED_BYTES
from pecwatch.model.document import Document, Line
from tests.documents.opened import attached, blocks, codes, lines
from tests.generators.annotated import FONT, annotated, stream

LIST = b"2) BONETTALI IVANO - Largo dei Pioppi 3 - SOSPESO\n"
FILE = stream(b"/Type/EmbeddedFile/Filter/FlateDecode", zlib.compress(LIST))
NAMED = b"<</Type/Filespec/F(altri.txt)/UF(altri.txt)/EF<</F 6 0 R>>>>"
TREE = b"/Names<</EmbeddedFiles<</Names[(a) 7 0 R]>>>>"


def read(content: bytes) -> tuple[Document, ...]:
    return read_document(attached(content, name="elenco.pdf"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(annotated(catalog=TREE, more=(FILE, NAMED)), id="in the tree of names"),
        pytest.param(annotated(catalog=b"/AF[7 0 R]", more=(FILE, NAMED)), id="associated"),
        pytest.param(annotated(b"/Subtype/FileAttachment/FS 7 0 R", more=(FILE, NAMED)), id="pinned to a page"),
        pytest.param(
            annotated(b"/Subtype/FileAttachment/FS 7 0 R/Contents(altri.txt)", catalog=TREE, more=(FILE, NAMED)),
            id="both, once",
        ),
        pytest.param(
            annotated(
                catalog=b"/Names<</EmbeddedFiles 8 0 R>>",
                more=(FILE, NAMED, b"<</Kids[8 0 R 9 0 R]>>", b"<</Names[(a) 7 0 R]>>"),
            ),
            id="tree that bites its tail",
        ),
        pytest.param(
            annotated(
                catalog=TREE,
                more=(stream(b"/Filter[/AHx/Fl]", zlib.compress(LIST).hex().encode() + b">"), NAMED),
            ),
            id="two filters",
        ),
        pytest.param(annotated(catalog=TREE, more=(stream(b"", LIST), NAMED)), id="as it is"),
    ],
)
def test_attached_files_are_read_as_files_of_their_own(content: bytes) -> None:
    """Like the members of an archive; a portfolio may hold nothing but them."""
    own, inner = read(content)
    assert lines(own) == ["1. ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE"]
    assert (inner.part, lines(inner)) == ("elenco.pdf/altri.txt", [LIST.decode().strip()])
    assert codes(own) == codes(inner) == []


def test_a_portfolio_without_a_text_of_its_own_is_not_empty() -> None:
    """The cover says nothing, the files do."""
    own, inner = read(annotated(catalog=b"/Collection<<>>" + TREE, more=(FILE, NAMED), text=b""))
    assert codes(own) == []
    assert lines(inner)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        pytest.param(stream(b"/Filter/LZWDecode", b"abc"), "unsupported_format", id="filter that no file has"),
        pytest.param(
            stream(b"/Filter/FlateDecode/DecodeParms<</Predictor 12>>", zlib.compress(LIST)),
            "unsupported_format",
            id="made for pictures",
        ),
        pytest.param(stream(b"/Filter/FlateDecode", b"abc"), "damaged", id="damaged"),
        pytest.param(stream(b"/Filter/FlateDecode", zlib.compress(LIST * 50)[:-30]), "damaged", id="cut off"),
        pytest.param(
            stream(b"/Filter[/Fl/Fl]", zlib.compress(zlib.compress(bytes(UNPACKED_BYTES + 1)))),
            "size_limit",
            id="bomb",
        ),
    ],
)
def test_an_attached_file_that_cannot_be_unpacked_is_told(file: bytes, code: str) -> None:
    """The pages are read all the same."""
    [own] = read(annotated(catalog=TREE, more=(file, NAMED)))
    assert len(lines(own)) == 1
    assert codes(own) == [(code, "lost")]
    assert "altri.txt" in own.problems[0].text


def test_more_files_than_are_opened_are_told() -> None:
    """A thousand, as in archives."""
    files = b"".join(b"(%d)<</F(%d.txt)/EF<</F %d 0 R>>>>" % (number, number, number + 6) for number in range(1_005))
    content = annotated(catalog=b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % files, more=[stream(b"", b"x")] * 1_005)
    own, *inner = read(content)
    assert codes(own) == [("size_limit", "lost")]
    assert len(inner) == 1_000


APPEARANCE = stream(
    b"/Type/XObject/Subtype/Form/BBox[0 0 200 50]" + FONT,
    b"BT /F1 10 Tf 5 20 Td (ANNULLATO) Tj 0 -12 Td (dal direttore) Tj ET",
)


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        pytest.param(b"/Subtype/Text/Contents(rinviata\ral 14/12)", ["Nota: rinviata al 14/12"], id="sticky note"),
        pytest.param(b"/Subtype/Highlight/Contents(vedi)", ["Nota: vedi"], id="on marked text"),
        pytest.param(b"/Subtype/Text/RC(<p>ricca <b>nota</b></p>)", ["Nota: ricca nota"], id="rich text alone"),
        pytest.param(b"/Subtype/Text/Contents<FEFF00E8>", ["Nota: è"], id="UTF-16"),
        pytest.param(b"/Subtype/Stamp/AP<</N 6 0 R>>", ["Nota: ANNULLATO dal direttore"], id="stamp with letters"),
        pytest.param(b"/Subtype/Text/F 2/Contents(no)", [], id="hidden"),
        pytest.param(b"/Subtype/Text/StateModel(Review)/Contents(Accettato)", [], id="mark on another note"),
        pytest.param(b"/Subtype/Link/Contents(no)", [], id="link"),
        pytest.param(b"/Subtype/Popup/Contents(no)", [], id="window of a note"),
    ],
)
def test_notes_are_remarks_below_the_page(annotation: bytes, expected: list[str]) -> None:
    """What somebody stuck onto a page is no line of the list, and is not overlooked."""
    [own] = read(annotated(annotation, more=(APPEARANCE,)))
    found = [block for block in blocks(own) if isinstance(block, Line) and block.remark]
    assert [block.text for block in found] == expected
    assert [block.line for block in found] == [2] * len(expected)
    assert codes(own) == []


def test_lines_struck_through_by_hand_are_told() -> None:
    """The letters are still there, and which of them are meant a person sees."""
    [own] = read(annotated(b"/Subtype/StrikeOut"))
    assert codes(own) == [("struck_text", "doubt")]


def test_annotations_that_cannot_be_read_are_told() -> None:
    """Their page is read all the same."""
    [own] = read(annotated(b"/Subtype/Stamp/AP<</N 6 0 R>>", more=(stream(b"/Resources 3", b"BT /F1 Tf ("),)))
    assert len(lines(own)) == 1


def test_links_are_kept() -> None:
    """The list stage tells whether a list may lie behind them."""
    [own] = read(annotated(b"/Subtype/Link/A<</S/URI/URI(https://we.tl/t-abc)>>"))
    assert [link.address for link in own.links] == ["https://we.tl/t-abc"]
