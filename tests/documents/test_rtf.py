# SPDX-License-Identifier: EUPL-1.2
"""Rich text as Word, LibreOffice and programs of offices write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.documents.reading import read_document
from pecwatch.model.document import Document
from tests.documents.opened import attached, codes, document, lines, numbered, tables
from tests.generators.word import docx, rtf, rtf_file, rtf_row


def read(body: str) -> Document:
    return document(attached(rtf_file(body), name="elenco.rtf"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            r"SI ESE{\b GUE}\par BONETTALI\line Via A 1\par", ["SI ESEGUE", "BONETTALI", "Via A 1"], id="lines"
        ),
        pytest.param(r"Nicol\'f2 \u232?\u8217\'92\par", ["Nicolò è’"], id="accents"),
        pytest.param(r"{\uc2 \u8211 --}\u8211 -x\par", ["––x"], id="bytes to pass over"),
        pytest.param(r"\u-10179?\u-8704?\par", ["\U0001f600"], id="character in two halves"),
        pytest.param(r"\'80 {\f1 \'b7}\u-3913?\par", ["€ ••"], id="symbol font"),
        pytest.param(r"a\tab b\~c\_d\-e\emdash\bullet\par", ["a\tb c-de—•"], id="signs"),
        pytest.param("a\\{b\\}\\\\\\\nc", ["a{b}\\", "c"], id="escaped"),
        pytest.param("SI\r\nESEGUE", ["SIESEGUE"], id="line ends of the source"),
        pytest.param(r"{\deleted no}{\revised SI}\par", ["SI"], id="tracked change"),
        pytest.param(r"{\revised\revauth1\revdttm-1478836224 a}\par", ["a"], id="number of ten digits"),
        pytest.param(r"{\field{\*\fldinst DATE}{\fldrslt 6 nov}}\par", ["6 nov"], id="field"),
        pytest.param(r"{\*\sconosciuto no}{\info{\title no}}{\xe no}SI\par", ["SI"], id="no text"),
        pytest.param(r"{\upr{citta?}{\*\ud{citt\u224?}}}\par", ["città"], id="twice"),
        pytest.param(r"{\listtext\pard\plain 1)\tab}a\par{\listtext\f1\'b7\tab}b\par", ["1) a", "- b"], id="numbers"),
        pytest.param(r"{\*\pn\pnlvlbody}{\pntext 2.\tab}a\par", ["2. a"], id="numbers of old Word"),
        pytest.param(r"a{\footnote\pard nota\par}b\par c\par", ["ab", "c", "Nota 1: nota"], id="note"),
        pytest.param(
            r"prima {\shp{\*\shpinst{\sp{\sn x}{\sv no}}{\shptxt riquadro\par}}{\shprslt no}}dopo\par fine\par",
            ["prima dopo", "riquadro", "fine"],
            id="text box",
        ),
        pytest.param(r"{\*\do\dptxbx{\dptxbxtext riquadro\par}}testo\par", ["riquadro", "testo"], id="old text box"),
        pytest.param(
            r"{\header testa\par}{\headerf mai\par}{\footer piede}testo\par", ["testa", "testo", "piede"], id="header"
        ),
        pytest.param(r"\titlepg{\headerf prima\par}testo\par", ["prima", "testo"], id="header of the first page"),
        pytest.param(r"a{\object{\*\objdata 0105}{\result b}}\par", ["ab"], id="object"),
        pytest.param(r"{\pict\pngblip 89504e47}testo\par", ["testo"], id="picture"),
    ],
)
def test_text(body: str, expected: list[str]) -> None:
    """What a person sees on the page, line by line."""
    got = read(body)
    assert (got.format, lines(got), tables(got), codes(got)) == ("rtf", expected, [], [])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(r"va{\strike no}le\par", "struck_text", id="struck"),
        pytest.param(r"va\striked1 no\striked0 le\par", "struck_text", id="struck twice"),
        pytest.param(r"va\strike no\plain le\par", "struck_text", id="plain again"),
        pytest.param(r"va{\v no}le\par", "hidden_text", id="hidden"),
    ],
)
def test_text_not_taken_as_written(body: str, code: str) -> None:
    """Struck and hidden text is no text of the list, and a person is told."""
    got = read(body)
    assert (lines(got), codes(got)) == (["vale"], [(code, "doubt")])


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(rb"{\rtf1\ansi\ansicpg1250 \'b9\par}", "ą", id="code page"),
        pytest.param(rb"{\rtf1\mac \'88\par}", "à", id="Macintosh"),
        pytest.param(rb"{\rtf1\pc \'85\par}", "à", id="DOS"),
        pytest.param(rb"{\rtf1\ansi{\fonttbl{\f2\fcharset204 Arial;}}\f2 \'e6\par}", "ж", id="charset of the font"),
        pytest.param(rb"{\rtf1\ansi\ansicpg932 \'83\'65\par}", "テ", id="two bytes"),
        pytest.param("{\\rtf1\\ansi\\ansicpg65001 è\\par}".encode(), "è", id="UTF-8 as it is"),
    ],
)
def test_charsets(head: bytes, expected: str) -> None:
    """Bytes are letters of the document's code page, or of the font's."""
    assert lines(document(attached(head))) == [expected]


def places(*edges: int, **words: dict[int, str]) -> list[str]:
    return [f"{''.join(at.get(number, '') for at in words.values())}\\cellx{edge}" for number, edge in enumerate(edges)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            rtf_row(["a", r"b\line c"]) + rtf_row(["d", r"e\par f"]), [("a", "b\nc"), ("d", "e\nf")], id="plain"
        ),
        pytest.param(
            rtf_row(["ELENCO"], places(6000)) + rtf_row(["a", "b", "c"], places(2000, 4000, 6000)),
            [("ELENCO", "ELENCO", "ELENCO"), ("a", "b", "c")],
            id="over columns",
        ),
        pytest.param(
            rtf_row(["A", "B", "C"], places(3000, 6000, 8000)) + rtf_row(["x", "y", "z"], places(3000, 6040, 8000)),
            [("A", "B", "C"), ("x", "y", "z")],
            id="moved border",
        ),
        pytest.param(
            rtf_row(["a", "6 nov"], places(2000, 4000, up={1: r"\clvmgf"}))
            + rtf_row(["b", ""], places(2000, 4000, up={1: r"\clvmrg"})),
            [("a", "6 nov"), ("b", "6 nov")],
            id="over rows",
        ),
        pytest.param(
            rtf_row(["a", "b"], places(2000, 4000))
            + rtf_row(["c", ""], places(2000, 4000, left={0: r"\clmgf", 1: r"\clmrg"})),
            [("a", "b"), ("c", "c")],
            id="joined",
        ),
        pytest.param(
            r"\trowd\cellx2000\cellx4000 a\cell b\cell\row\trowd\cellx2000\cellx4000 c\cell d\cell\row",
            [("a", "b"), ("c", "d")],
            id="paragraphs that do not say so",
        ),
        pytest.param(
            r"\pard\intbl a\cell b\cell{\trowd\cellx2000\cellx4000\row}"
            r"\pard\intbl c\cell d\cell{\trowd\cellx2000\cellx4000\row}",
            [("a", "b"), ("c", "d")],
            id="described afterwards",
        ),
        pytest.param(
            rtf_row(["a", "b", "", ""], places(2000, 4000)) + rtf_row(["c", "d"], places(2000, 4000)),
            [("a", "b"), ("c", "d")],
            id="more cells than places",
        ),
        pytest.param(
            r"\trowd\cellx2000\cellx6000\pard\intbl a\cell\pard\intbl\itap2 x\nestcell y\nestcell"
            r"{\*\nesttableprops\trowd\cellx3000\cellx5000\nestrow}{\nonesttables\par}\pard\intbl b\cell\row"
            + rtf_row(["c", "d"], places(2000, 6000)),
            [("a", "x y\nb"), ("c", "d")],
            id="table in a cell",
        ),
    ],
)
def test_cells(body: str, expected: list[tuple[str, ...]]) -> None:
    """Rows of cells are tables, and what follows is not."""
    got = read(body + r"\pard fine\par")
    assert (tables(got), lines(got)) == ([expected], ["fine"])


def test_letterhead_and_order() -> None:
    """A table that only places is lines; data tables stay; lines are counted as they are seen."""
    got = document(
        attached(rtf([[["ALER", "Azienda\nUfficio\nVia\nTel."]], "Oggetto", [["a", "b\nc"], ["d", "e"]], "fine"]))
    )
    assert numbered(got) == [
        *list(enumerate(["ALER", "Azienda", "Ufficio", "Via", "Tel.", "Oggetto"], 1)),
        (10, "fine"),
    ]
    assert tables(got) == [[("a", "b\nc"), ("d", "e")]]


def test_pages() -> None:
    """Pages are counted where one ends."""
    got = read(r"a\par\page b\par c\sect\sectd d\sect\sectd\sbknone e\par\pard\pagebb f\par")
    assert [(page.number, [block.text for block in page.blocks if hasattr(block, "text")]) for page in got.pages] == [
        (1, ["a"]),
        (2, ["b", "c"]),
        (3, ["d", "e"]),
        (4, ["f"]),
    ]


def test_files_inside() -> None:
    """A document laid into the text is read as a file of its own."""
    header = bytes(20).hex()
    got = read_document(
        attached(rtf_file(rf"fuori{{\object{{\*\objdata {header}{docx(['dentro']).hex()}}}}}\par"), name="elenco.rtf")
    )
    assert [(read.part, lines(read)) for read in got] == [
        ("elenco.rtf", ["fuori"]),
        ("elenco.rtf/embedded1.zip", ["dentro"]),
    ]


@pytest.mark.parametrize(
    ("content", "expected", "code"),
    [
        pytest.param(rtf(["prima", "seconda"])[:-12], ["prima"], "damaged", id="cut off"),
        pytest.param(
            b"{\\rtf1 " + rtf_row(["a", "b"]).encode() + b"\\trowd c\\cell", ["c"], "damaged", id="cut off in a row"
        ),
        pytest.param(b"{\\rtf1 " + b"\\b " * 1_300_000 + b"x}", [], "size_limit", id="endless"),
    ],
)
def test_hostile(content: bytes, expected: list[str], code: str) -> None:
    """What can be read is read; the rest is told as lost."""
    got = document(attached(content, name="elenco.rtf"))
    assert codes(got) == [(code, "lost")]
    assert [line for line in lines(got) if line in expected] == expected or tables(got)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"{" * 100_000 + b"x" + b"}" * 100_000, id="groups"),
        pytest.param(b"{\\shptxt \\trowd\\cellx9 \\intbl x" * 3_000, id="boxes and tables"),
        pytest.param(b"\\pard\\intbl\\itap2000000 x\\nestcell\\nestrow", id="table in tables"),
        pytest.param(b"\\row\\nestrow\\cell\\nestcell\\row\\row", id="rows of nothing"),
        pytest.param(b"\\bin99999999 x", id="bytes that are not there"),
    ],
)
def test_deep(content: bytes) -> None:
    """However deep things are nested, nothing is exhausted."""
    got = document(attached(b"{\\rtf1 prima\\par " + content + b"}", name="elenco.rtf"))
    assert "prima" in " ".join(lines(got)) + str(tables(got))


PIECES = (
    r"{ } { } x \par \cell \row \trowd \cellx1000 \cellx2000 \intbl \itap2 \nestcell \nestrow \pard \plain \strike \v"
    r" \u232? \'e8 \header \footnote \shptxt \*\x \sect \page \upr \ud \pict \listtext \fonttbl \f1 \fcharset2 \clvmrg"
    r" \clmrg \sp \object \objdata \nesttableprops"
).split()


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_order(pieces: list[str]) -> None:
    """Words in any order never break the reader."""
    got = document(attached(b"{\\rtf1 " + " ".join(pieces).encode() + b"}"))
    assert {code for code, _ in codes(got)} <= {"damaged", "hidden_text", "struck_text"}
    assert not any("il contenuto è danneggiato" in problem.text for problem in got.problems)
