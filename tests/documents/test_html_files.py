# SPDX-License-Identifier: EUPL-1.2
"""Files written into an HTML body, and the links of one."""

import base64

import pytest
from PIL import Image

from pecwatch.documents.reading import read_document
from pecwatch.model.document import Document
from tests.documents.opened import body, codes, lines
from tests.generators.scans import stored

ROW = "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE"


def read(html: str) -> tuple[Document, ...]:
    return read_document(body(f"<p>{ROW}</p>{html}".encode(), kind="text/html"))


def data(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def picture(width: int, height: int) -> str:
    return data(stored([Image.effect_noise((width, height), 90)]), "image/png")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param('<img src="{page}">', ["body/image1.png"], id="picture"),
        pytest.param(
            '<table><tr><td>a</td><td><img src="{page}"></td></tr><tr><td>b</td><td>c</td></tr></table>',
            ["body/image1.png"],
            id="in a table",
        ),
        pytest.param('<img src="{page}"><img src="{page}">', ["body/image1.png"], id="twice"),
        pytest.param('<img src="{icon}">', [], id="icon"),
        pytest.param('<div style="display:none"><img src="{page}"></div>', [], id="hidden"),
        pytest.param('<object data="{text}"></object>', ["body/embedded1.plain"], id="object"),
        pytest.param('<a href="{text}">elenco</a>', ["body/embedded1.plain"], id="link that holds the file"),
        pytest.param('<img src="cid:1"><img src="https://aler.example/x.png">', [], id="lies elsewhere"),
        pytest.param('<img src="data:image/png;base64,@@@">', [], id="nothing in it"),
    ],
)
def test_files_in_the_text_are_read_as_files(html: str, expected: list[str]) -> None:
    """A list pasted as a picture counts; what is too small to hold one does not."""
    written = html.format(page=picture(800, 1000), icon=picture(32, 32), text=data(b"2) BONETTALI IVANO", "text/plain"))
    own, *inner = read(written)
    assert lines(own)[0] == ROW
    assert [one.part for one in inner] == expected


def test_a_file_that_is_written_letter_by_letter() -> None:
    """Not everybody writes base64."""
    own, inner = read('<a href="data:text/plain,2)%20BONETTALI%20IVANO">x</a>')
    assert lines(inner) == ["2) BONETTALI IVANO"]
    assert codes(own) == codes(inner) == []


def test_links_are_kept_with_what_stands_on_them() -> None:
    """What is hidden leads nowhere; pictures say what they are by their other text."""
    [own] = read(
        '<a href="https://aler.example/a">scarica <b>qui</b></a><img src="http://aler.example/b.png" alt="elenco">'
        '<a href="mailto:x@aler.example">posta</a><p hidden><a href="https://no.example/">no</a></p>'
    )
    assert [(link.text, link.address) for link in own.links] == [
        ("scarica qui", "https://aler.example/a"),
        ("elenco", "http://aler.example/b.png"),
    ]
