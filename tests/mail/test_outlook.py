# SPDX-License-Identifier: EUPL-1.2
"""Messages saved by Outlook: attached, or given bare."""

import struct
from collections.abc import Callable

import pytest

from pecwatch.compound import read_compound
from pecwatch.model.message import Kind, RawMessage, Trust, Zone
from pecwatch.reading.own_steps import read
from pecwatch.rules import load_rules, shipped_rules
from tests.generators.compound import compound
from tests.generators.outlook import OutlookFile, OutlookMail, msg
from tests.generators.pec import ARUBA, PROVIDERS, File, Letter, Provider, attached, daticert, ordinary, transport
from tests.generators.providers import PROPER
from tests.mail.opened import ANCHORS, WE, names, opened, problem_codes

PDF = b"%PDF-1.4\n\x00\xff elenco\n"
MAIL = OutlookMail(
    subject="Elenco perché",
    text="Già trasmesso: €\r\n",
    html=b"<p>Gi\xe0 trasmesso</p>",
    files=(
        OutlookFile(name="elenco novità – novembre.pdf", content=PDF),
        OutlookFile(name="p.jpg", content=b"\xff\xd8"),
    ),
)
PEC = Letter(subject="Elenco perché", attachments=(File(name="elenco.pdf", content=PDF),))
DATICERT = daticert(PEC, "posta-certificata", ARUBA, PROPER)


def carrying(content: bytes, name: str = "vecchia.msg", media_type: str = "application/vnd.ms-outlook") -> bytes:
    return ordinary(Letter(attachments=(File(name=name, type=media_type, content=content),)))


def saved_pec(pec: bytes, subject: str = "POSTA CERTIFICATA: Elenco") -> bytes:
    """A signed message in Outlook: the header as text, what was signed whole in one attachment."""
    header, _, _ = pec.partition(b"\r\n\r\n")
    fields = header.decode().replace("\r\n ", " ").replace("\r\n\t", " ").split("\r\n")
    entity = [line for line in fields if line.lower().startswith("content-type")]
    travelled = [line for line in fields if not line.lower().startswith(("content-", "mime-"))]
    signed = "\r\n".join(entity).encode() + b"\r\n\r\n" + pec.partition(b"\r\n\r\n")[2]
    return msg(
        OutlookMail(
            subject=subject,
            message_class="IPM.Note.SMIME.MultipartSigned",
            headers="\r\n".join([*travelled, "Content-Type: multipart/signed; boundary=altro", "", ""]),
            files=(OutlookFile(name="SMIME.p7m", type="multipart/signed", content=signed),),
        )
    )


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        pytest.param("vecchia.msg", "application/vnd.ms-outlook", id="as declared"),
        pytest.param("vecchia.msg", "application/octet-stream", id="as a mere file"),
        pytest.param("vecchia.doc", "application/msword", id="under a wrong name"),
    ],
)
def test_attached_message_of_outlook_is_read_like_any_other(name: str, media_type: str) -> None:
    """Text, HTML and files come out byte for byte, whatever the attachment is called."""
    envelope = opened(ordinary(Letter(attachments=(File(name=name, type=media_type, content=msg(MAIL)),))))
    inside = [part for part in envelope.parts if part.zone is Zone.NESTED]
    assert [(part.name, part.is_body) for part in inside] == [
        (f"{name}/body", True),
        (f"{name}/body", True),
        (f"{name}/elenco novità – novembre.pdf", False),
        (f"{name}/p.jpg", False),
    ]
    assert inside[0].content.decode() == "Già trasmesso: €\r\n"
    assert (inside[1].type, inside[1].content) == ("text/html", MAIL.html)
    assert inside[2].content == PDF
    (nested,) = envelope.message.nested
    assert (nested.kind, nested.sender, nested.subject) == (
        Kind.ORDINARY,
        "decadenze@pec.aler.example",
        "Elenco perché",
    )
    assert envelope.problems == ()


def test_bare_file_of_outlook_is_the_message_it_holds() -> None:
    """Dragged out of Outlook and given on the command line, it has sender, recipients, day and files."""
    envelope = opened(msg(MAIL), source="vecchia.msg")
    message = envelope.message
    assert (message.kind, message.sender, message.subject) == (
        Kind.ORDINARY,
        "decadenze@pec.aler.example",
        MAIL.subject,
    )
    assert message.recipients == ("servizisociali@pec.comune.example",)
    assert message.sent_at == MAIL.sent_at
    assert [one.name for one in message.attachments] == ["elenco novità – novembre.pdf", "p.jpg"]
    assert names(envelope) == ["body", "body", "elenco novità – novembre.pdf", "p.jpg"]


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
@pytest.mark.parametrize("way", [lambda saved: saved, carrying], ids=["bare", "attached"])
def test_pec_saved_by_outlook_keeps_its_seal(way: Callable[[bytes], bytes], provider: Provider) -> None:
    """Outlook stores what was signed byte for byte, so the seal is weighed and holds."""
    envelope = opened(way(saved_pec(transport(PEC, provider=provider))), source="vecchia.msg")
    direct = opened(transport(PEC, provider=provider))
    found = envelope.message if way is not carrying else envelope.message.nested[0]
    assert (found.kind, found.trust) == (Kind.PEC, Trust.VERIFIED)
    assert (found.sender, found.subject) == ("decadenze@pec.aler.example", PEC.subject)
    assert found.identifier == direct.message.identifier
    assert [part.content for part in envelope.parts if part.name.endswith("elenco.pdf")] == [PDF]
    assert problem_codes(envelope) == []


def test_pec_changed_inside_outlook_is_not_verified() -> None:
    """Its seal is weighed like every other."""
    changed = saved_pec(transport(PEC).replace(b"quanto in oggetto", b"quanto in soffitt"))
    assert opened(changed, source="vecchia.msg").message.trust is Trust.INVALID


def test_pec_that_exchange_took_apart_is_still_a_pec() -> None:
    """Some servers keep the original and daticert.xml as attachments and throw the seal away: no seal, same content."""
    letter = OutlookMail(subject=PEC.subject, files=(OutlookFile(name="elenco.pdf", content=PDF),))
    saved = OutlookMail(
        subject="POSTA CERTIFICATA: Elenco perché",
        headers='From: "Per conto di: x" <posta-certificata@pec.aruba.example>\r\nX-Trasporto: posta-certificata\r\n',
        text="Messaggio di posta certificata\r\n",
        files=(OutlookFile(name="daticert.xml", type="text/xml", content=DATICERT),),
        messages=(letter,),
    )
    envelope = opened(msg(saved), source="vecchia.msg")
    assert (envelope.message.kind, envelope.message.trust) == (Kind.PEC, Trust.ABSENT)
    assert (envelope.message.subject, envelope.message.sender) == (PEC.subject, "decadenze@pec.aler.example")
    assert envelope.message.identifier is not None
    assert names(envelope) == ["body", "elenco.pdf"]


def test_message_signed_by_a_person_and_saved_by_outlook() -> None:
    """Its detached signature stands beside the text, and is no file of the message."""
    signed = b"Content-Type: multipart/signed; boundary=x\r\n\r\n--x\r\n\r\nTesto\r\n--x\r\nContent-Type: "
    signed += b"application/pkcs7-signature; name=smime.p7s\r\n\r\n0\r\n--x--\r\n"
    saved = OutlookMail(
        message_class="IPM.Note.SMIME.MultipartSigned", text=None, files=(OutlookFile(name="x", content=signed),)
    )
    envelope = opened(msg(saved), source="vecchia.msg")
    assert [part.content for part in envelope.parts] == [b"Testo"]
    assert envelope.problems == ()


def test_signed_mail_attached_in_outlook_is_not_the_message() -> None:
    """A colleague's text above a PEC attached as a file stays, and so does the colleague."""
    pec = b"Content-Type: multipart/signed; boundary=x\r\nFrom: a@b.example\r\nSubject: PEC\r\n\r\n"
    pec += b"--x\r\n\r\nx\r\n--x--\r\n"
    forward = OutlookMail(text="Vedi allegato", files=(OutlookFile(name="pec.eml", content=pec),))
    envelope = opened(msg(forward), source="vecchia.msg")
    assert envelope.message.sender == "decadenze@pec.aler.example"
    assert names(envelope) == ["body"]
    assert [one.subject for one in envelope.message.nested] == ["PEC"]


def test_same_document_in_pec_and_saved_copy_is_one() -> None:
    """What a forward repeats is not content twice."""
    letter = Letter(attachments=(File(name="elenco.pdf", content=PDF), File(name="v.msg", content=msg(MAIL))))
    assert [part.name for part in opened(transport(letter)).parts if part.content == PDF] == ["elenco.pdf"]


def nested(levels: int) -> OutlookMail:
    return OutlookMail(subject=f"livello {levels}", messages=(nested(levels - 1),) if levels else (), text=f"{levels}")


@pytest.mark.parametrize(("levels", "codes"), [(1, []), (6, []), (9, ["damaged", "depth_limit"])])
def test_messages_inside_messages(levels: int, codes: list[str]) -> None:
    """Embedded messages are attached messages, down to a limit of which a person is told."""
    envelope = opened(msg(nested(levels)), source="vecchia.msg")
    assert [one.subject for one in envelope.message.nested][:6] == [f"livello {levels - 1 - n}" for n in range(levels)][
        :6
    ]
    assert sorted({*problem_codes(envelope)}) == codes


RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset238 Arial;}}{\colortbl;\red0;}\uc1
{\*\generator Word;}{\pict 0102}1) Zuccheroli Mirella\tab \'e8 qui \endash  \u537?tef{\f1 \'ba}\par
\trowd\intbl A\cell B\cell\row \{fine\}}"""
RTF_WITH_HTML = rb"""{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0 Arial;}}
{\*\htmltag64 <p>}\htmlrtf \par \htmlrtf0 Gi\'e0 {\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 qui{\*\htmltag72 </p>}}"""


@pytest.mark.parametrize(
    ("mail", "media_type", "text"),
    [
        pytest.param(
            OutlookMail(text=None, rtf=RTF),
            "text/plain",
            "1) Zuccheroli Mirella\tè qui – ștefş\nA\tB\t\n{fine}",
            id="rich text alone",
        ),
        pytest.param(
            OutlookMail(text=None, rtf=RTF_WITH_HTML), "text/html", "<p>Già &nbsp;qui</p>", id="HTML in rich text"
        ),
        pytest.param(OutlookMail(text="Testo", rtf=RTF), "text/plain", "Testo", id="rich text beside the same text"),
        pytest.param(
            OutlookMail(text="Città \u20ac", code_page=1252, subject="È"), "text/plain", "Città €", id="not in Unicode"
        ),
    ],
)
def test_bodies_in_every_form(mail: OutlookMail, media_type: str, text: str) -> None:
    """Rich text is read for what the other forms do not say; letters survive their charsets."""
    (body,) = opened(msg(mail), source="vecchia.msg").parts
    assert (body.type, body.is_body) == (media_type, True)
    assert body.content.decode().strip() == text
    assert opened(msg(mail), source="vecchia.msg").message.subject == mail.subject


def test_header_that_travelled_goes_before_properties() -> None:
    """The header of the mail says more than Outlook's own properties, and hides none of them."""
    header = (
        "Microsoft Mail Internet Headers Version 2.0\r\nFrom: Ufficio <vero@aler.example>\r\nMessage-ID: <1@x.example>"
    )
    message = opened(msg(OutlookMail(headers=header, subject="Proprio")), source="vecchia.msg").message
    assert (message.sender, message.message_id, message.subject) == ("vero@aler.example", "<1@x.example>", "Proprio")
    assert "headers_abnormal" not in message.warnings


def test_values_of_outlook_add_no_header_field() -> None:
    """A line end in a subject stays in the subject."""
    mail = OutlookMail(subject="Uno\r\nX-Trasporto: posta-certificata", sender=("A\r\nBcc: b@c.example", "a@b.example"))
    message = opened(msg(mail), source="vecchia.msg").message
    assert (message.kind, message.sender) == (Kind.ORDINARY, "a@b.example")
    assert message.subject == "Uno X-Trasporto: posta-certificata"


def test_attachment_left_behind_is_missed() -> None:
    """A file attached as a mere path is announced and not here."""
    mail = OutlookMail(files=(OutlookFile(name="elenco.pdf", content=b"", method=2),))
    (problem,) = opened(msg(mail), source="vecchia.msg").problems
    assert (problem.code, problem.severity.value, problem.part) == ("missing_attachment", "lost", "elenco.pdf")


def cut(content: bytes) -> bytes:
    """Without its second half, but with the directory, which our generator writes at the end."""
    return content[: len(content) // 3]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(cut(msg(MAIL)), id="cut off"),
        pytest.param(msg(MAIL)[:600], id="hardly begun"),
        pytest.param(msg(MAIL)[:48] + b"\xee" * 4 + msg(MAIL)[52:], id="directory lost"),
        pytest.param(
            compound({"altro": b"__properties_version1.0".decode().encode("utf-16-le")}), id="no message in it"
        ),
    ],
)
def test_damaged_file_of_outlook_reaches_a_person(content: bytes) -> None:
    """What cannot be opened stays an attachment, and the reading says so."""
    reading = read(RawMessage(source="m.eml", content=carrying(content)), load_rules(shipped_rules()), WE, ANCHORS)
    assert any(one.severity.value == "lost" and one.part == "vecchia.msg" for one in reading.problems)


def test_partly_damaged_file_of_outlook_is_read_as_far_as_it_goes() -> None:
    """One stream that is gone costs that stream; the rest is read, and a person is told."""
    whole = msg(OutlookMail(text="Testo", files=(OutlookFile(name="grande.pdf", content=PDF * 900),)))
    start = whole.index(PDF * 2) // 512 - 1
    table = whole.rindex(struct.pack("<I", start + 1))
    broken = whole[:table] + struct.pack("<I", 0xFFFFFFFF) + whole[table + 4 :]
    envelope = opened(carrying(broken))
    assert "vecchia.msg/body" in names(envelope, Zone.NESTED)
    assert [(one.code, one.part) for one in envelope.problems] == [("damaged", "vecchia.msg")]


def test_circles_and_huge_lengths_cost_no_more_than_the_file() -> None:
    """A chain of sectors in a circle under a length of 4 GB ends at once."""
    whole = bytearray(msg(OutlookMail(files=(OutlookFile(name="a.pdf", content=PDF * 900),))))
    size = whole.rindex(struct.pack("<Q", len(PDF * 900)))
    whole[size : size + 4] = b"\xf0\xff\xff\xff"
    start = bytes(whole).index(PDF * 2) // 512 - 1
    table = bytes(whole).rindex(struct.pack("<I", start + 2))
    whole[table : table + 4] = struct.pack("<I", start)
    found = read_compound(bytes(whole))
    assert found is not None
    assert not found.is_whole
    held = [content for folder in found.root.folders.values() for content in folder.files.values()]
    assert sum(map(len, held)) <= len(whole)


def test_list_in_a_pec_forwarded_as_outlook_file() -> None:
    """The rows of a list are found, and named after where they stand."""
    text = "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE il 06/11/2025\n"
    letter = Letter(subject="Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025", text=text)
    raw = RawMessage(source="m.eml", content=carrying(saved_pec(transport(letter))))
    reading = read(raw, load_rules(shipped_rules()), WE, ANCHORS)
    assert reading.listing is not None
    (row,) = reading.listing.rows
    assert (row.surname, row.where.part) == ("ZUCCHEROLI", "vecchia.msg/body")


def test_message_forwarded_from_outlook_within_a_pec_saved_by_outlook() -> None:
    """Containers in containers: the innermost document is there once."""
    inner = ordinary(Letter(text="dentro", attachments=(attached(ordinary(PEC)),)))
    outer = msg(OutlookMail(files=(OutlookFile(name="b.eml", content=inner),), messages=(MAIL,)))
    assert [part.content for part in opened(carrying(outer)).parts].count(PDF) == 1
