# SPDX-License-Identifier: EUPL-1.2
"""winmail.dat: what Outlook makes of a message it believes to go to Outlook."""

import pytest

from pecwatch.model.message import RawMessage, Zone
from pecwatch.reading.own_steps import read
from pecwatch.rules import load_rules, shipped_rules
from tests.generators.letters import entity
from tests.generators.outlook import OutlookFile, OutlookMail, tnef
from tests.generators.pec import File, Letter, ordinary, transport
from tests.mail.opened import ANCHORS, WE, names, opened, problem_codes

PDF = b"%PDF-1.4\n\x00\xff elenco\n"
MAIL = OutlookMail(text=None, html=b"<p>Elenco</p>", files=(OutlookFile(name="elenco novità.pdf", content=PDF),))


def winmail(content: bytes, name: str = "winmail.dat", media_type: str = "application/ms-tnef") -> Letter:
    return Letter(text="Testo\n", attachments=(File(name=name, type=media_type, content=content),))


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        pytest.param("winmail.dat", "application/ms-tnef", id="as declared"),
        pytest.param("ATT0001.bin", "application/octet-stream", id="as a mere file"),
    ],
)
def test_winmail_holds_the_message_itself(name: str, media_type: str) -> None:
    """Body and files take the place of winmail.dat, in a PEC as elsewhere."""
    envelope = opened(transport(winmail(tnef(MAIL), name, media_type)))
    assert names(envelope) == ["body", "body", "elenco novità.pdf"]
    assert [part.content for part in envelope.parts] == [b"Testo\r\n", b"<p>Elenco</p>", PDF]
    assert [one.name for one in envelope.message.attachments] == ["elenco novità.pdf"]
    assert envelope.problems == ()


def test_message_that_is_nothing_but_winmail() -> None:
    """Some servers send the whole message so."""
    headers = [("From", "a@aler.example"), ("Subject", "Elenco"), ("Content-Type", "application/ms-tnef")]
    envelope = opened(entity(headers, tnef(MAIL)))
    assert names(envelope) == ["body", "elenco novità.pdf"]


def test_messages_embedded_in_winmail_are_attached_messages() -> None:
    """They have a sender of their own, and their files are theirs."""
    envelope = opened(ordinary(winmail(tnef(OutlookMail(messages=(MAIL,))))))
    assert [one.subject for one in envelope.message.nested] == [MAIL.subject]
    assert names(envelope, Zone.NESTED) == ["Comunicazione.eml/body", "Comunicazione.eml/elenco novità.pdf"]


def test_rich_text_of_winmail_is_read() -> None:
    """Outlook's own habit: the formatted body is nowhere else."""
    mail = OutlookMail(text=None, rtf=rb"{\rtf1\ansi 1) Zuccheroli \'e8\par}")
    assert opened(ordinary(winmail(tnef(mail)))).parts[1].content == "1) Zuccheroli è\n".encode()


def damaged() -> list[object]:
    whole = tnef(OutlookMail(files=(OutlookFile(name="elenco.pdf", content=PDF * 9),)))
    return [
        pytest.param(whole[: len(whole) // 2], id="cut off"),
        pytest.param(whole + b"altro", id="something after it"),
        pytest.param(whole[:77] + b"\xff" * 4 + whole[81:], id="a length that lies"),
        pytest.param(whole[:4], id="nothing but the mark"),
    ]


@pytest.mark.parametrize("content", damaged())
def test_damaged_winmail_reaches_a_person(content: bytes) -> None:
    """What could be read is read, and the rest is told."""
    reading = read(
        RawMessage(source="m.eml", content=ordinary(winmail(content))), load_rules(shipped_rules()), WE, ANCHORS
    )
    assert any(one.severity.value == "lost" and one.part == "winmail.dat" for one in reading.problems)


def test_winmail_in_winmail_has_an_end() -> None:
    """Beyond the limit it stays as it came."""
    content = tnef(MAIL)
    for _ in range(12):
        content = tnef(OutlookMail(files=(OutlookFile(name="winmail.dat", content=content),)))
    envelope = opened(ordinary(winmail(content)))
    assert names(envelope)[-1] == "winmail.dat"
    assert problem_codes(envelope) == []


def test_list_in_winmail() -> None:
    """A list sent by an Outlook that believes in Outlook is a list."""
    rows = b"<p>1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE il 06/11/2025</p>"
    mail = OutlookMail(text=None, files=(OutlookFile(name="elenco.html", content=b"<html><body>" + rows),))
    letter = Letter(
        subject="Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025",
        attachments=(File(name="winmail.dat", type="application/ms-tnef", content=tnef(mail)),),
    )
    reading = read(RawMessage(source="m.eml", content=transport(letter)), load_rules(shipped_rules()), WE, ANCHORS)
    assert reading.listing is not None
    assert [(row.surname, row.where.part) for row in reading.listing.rows] == [("ZUCCHEROLI", "elenco.html")]
