# SPDX-License-Identifier: EUPL-1.2
"""Lists that lie behind a link are told, since nothing is ever fetched; remarks are shown and never applied."""

from dataclasses import replace

import pytest

from pecwatch.model.document import Line, Link, Page
from pecwatch.model.listing import State
from pecwatch.model.message import Message
from tests.lists.written import body, message, read, rows, told

ROW = "1) ROSSETTANI MARIO - Via Po 3 - 06/11/2025 - SI ESEGUE"
FOOTER = "Cordiali saluti\nALER Brescia-Cremona-Mantova - https://www.aler.example"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("L'elenco completo è scaricabile da https://aler.example/x", id="to be downloaded"),
        pytest.param("L'elenco completo è scaricabile al seguente indirizzo:\nhttps://aler.example/x", id="line below"),
        pytest.param("Il resto: <https://we.tl/t-AbCd12>", id="WeTransfer"),
        pytest.param("https://aler-my.sharepoint.com/:b:/g/personal/x", id="SharePoint"),
        pytest.param("https://drive.google.com/file/d/1/view?usp=sharing", id="Google Drive"),
        pytest.param("https://1drv.ms/b/s!Ab", id="OneDrive"),
        pytest.param("Vedere https://aler.example/docs/novembre%202025.pdf", id="a document"),
        pytest.param("L'elenco è consultabile nell'area riservata del portale", id="without address"),
        pytest.param("Scaricare gli allegati dal portale", id="attachments of a portal"),
    ],
)
def test_a_list_behind_a_link_is_told(text: str) -> None:
    """The rows that are there are told, and that there may be more."""
    reading = read(body(f"{ROW}\n\n{text}\n\n{FOOTER}"))
    assert "missing_attachment" in told(reading)
    assert reading.listing is not None
    assert not reading.listing.complete
    assert [row.surname for row in rows(reading)] == ["ROSSETTANI"]


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(Link(text="scarica elenco completo", address="https://aler.example/x"), id="by its text"),
        pytest.param(Link(text="qui", address="https://aler.example/elenco.xlsx"), id="by its end"),
        pytest.param(Link(text="", address="https://we.tl/t-1"), id="by its host"),
        pytest.param(Link(text="", address="https://aler.example/elenco_sfratti.png"), id="picture of a list"),
    ],
)
def test_links_behind_a_text_count_too(link: Link) -> None:
    """What is seen may say little, where it leads says more."""
    assert "missing_attachment" in told(read(replace(body(ROW), links=(link,))))


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(Link(text="www.aler.example", address="https://www.aler.example/"), id="home page"),
        pytest.param(Link(text="Informativa privacy", address="https://aler.example/privacy.pdf"), id="privacy"),
        pytest.param(Link(text="", address="https://aler.example/logo.png"), id="logo"),
        pytest.param(Link(text="", address="https://aler.example/firma/banner.jpg"), id="banner"),
        pytest.param(Link(text="scarica elenco", address="mailto:x@aler.example"), id="no address of the web"),
        pytest.param(Link(text="scarica elenco", address="https://[1/"), id="no address at all"),
    ],
)
def test_links_of_every_letter_say_nothing(link: Link) -> None:
    """Nobody is sent to look at a logo."""
    reading = read(replace(body(f"{ROW}\n\n{FOOTER}"), links=(link,)))
    assert "missing_attachment" not in told(reading)
    assert reading.listing is not None
    assert reading.listing.complete


@pytest.mark.parametrize(
    ("of", "state"),
    [
        pytest.param(message(), State.UNREADABLE, id="of the housing company"),
        pytest.param(message("Foto della gita", recognised=False), State.NOT_PERTINENT, id="of a stranger"),
    ],
)
def test_a_mail_that_is_only_a_link(of: Message, state: State) -> None:
    """From who sends lists a person opens it; what strangers leave somewhere is no matter of ours."""
    reading = read(body("Buongiorno, i file sono disponibili al seguente link:\nhttps://we.tl/t-AbCd12"), of=of)
    assert reading.state is state
    assert ("missing_attachment" in told(reading)) is (state is State.UNREADABLE)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("Nota: ROSSETTANI rinviata al 14/12/2025", id="about a row"),
        pytest.param("Commento: TESTANI Ugo - Via Roma 4 - SI ESEGUE il 18/11/2025", id="like a row"),
        pytest.param("Commento: ok", id="hardly anything"),
    ],
)
def test_remarks_are_left_over_and_change_no_row(said: str) -> None:
    """Whoever wrote them beside the list meant something: a person reads it."""
    document = body(f"{ROW}\n2) BONETTALI IVANO - Largo dei Pioppi 3 - 06/11/2025 - SOSPESO")
    page = document.pages[0]
    remarked = Page(number=1, blocks=(*page.blocks, Line(text=said, line=3, remark=True)))
    plain, reading = read(document), read(replace(document, pages=(remarked,)))
    assert rows(reading) == rows(plain)
    assert reading.listing is not None
    assert [(left.text, left.where.line) for left in reading.listing.leftovers] == [(said, 3)]
    assert not reading.listing.complete
