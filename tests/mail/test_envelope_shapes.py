# SPDX-License-Identifier: EUPL-1.2
"""The same message comes out of an envelope, whatever gateways, lists, editors and colleagues did to its shape."""

import base64
from collections.abc import Callable

import pytest

from pecwatch.model.listing import State
from pecwatch.model.message import Correspondents, Kind, RawMessage, Trust
from pecwatch.reading.own_steps import read
from pecwatch.rules import load_rules, shipped_rules
from tests.generators.pec import (
    POSTE,
    PROVIDERS,
    File,
    Letter,
    Postmark,
    Provider,
    attached,
    crlf,
    daticert,
    entity,
    ordinary,
    transport,
)
from tests.mail.opened import LETTER, names, opened, problem_codes, shows_the_letter

ORIGINAL = ordinary(LETTER)
UNSEALED = Postmark(sealed=False)


def with_original_as(fields: str, body: bytes) -> bytes:
    """An envelope whose original some gateway saved again as another kind of part."""
    raw = transport(LETTER, provider=POSTE, postmark=UNSEALED)
    start = raw.index(ORIGINAL)
    head = raw.rindex(b"\r\n--", 0, start)
    return (
        raw[: raw.index(b"\r\n", head + 2) + 2]
        + crlf(fields.encode())
        + b"\r\n\r\n"
        + body
        + raw[start + len(ORIGINAL) :]
    )


IN_BASE64 = "\nContent-Transfer-Encoding: base64"
ENCODED = crlf(base64.encodebytes(ORIGINAL))


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        pytest.param('Content-Type: message/rfc822; name="altro.txt"', ORIGINAL, id="another name"),
        pytest.param("Content-Type: message/rfc822", ORIGINAL, id="no name"),
        pytest.param("Content-Type: message/global", ORIGINAL, id="message/global"),
        pytest.param("Content-Type: MESSAGE/RFC822", ORIGINAL, id="type in capitals"),
        pytest.param(f"Content-Type: message/rfc822{IN_BASE64}", ENCODED, id="in base64"),
        pytest.param(f'Content-Type: application/octet-stream; name="postacert.eml"{IN_BASE64}', ENCODED, id="file"),
        pytest.param(f'Content-Type: application/octet-stream; name="uno.bin"{IN_BASE64}', ENCODED, id="nameless file"),
        pytest.param(f"Content-Type: application/octet-stream{IN_BASE64}", ENCODED, id="file without a name"),
        pytest.param(f'Content-Type: application/x-zip; name="uno.dat"{IN_BASE64}', ENCODED, id="another type"),
        pytest.param('Content-Type: text/plain; name="messaggio originale.eml"', ORIGINAL, id="text with a name"),
        pytest.param("Content-Type: text/plain\nContent-Disposition: attachment", ORIGINAL, id="attached text"),
    ],
)
def test_original_under_any_name_and_type(fields: str, body: bytes) -> None:
    """The one message inside is the original, whatever it calls itself."""
    envelope = opened(with_original_as(fields, body))
    assert envelope.message.kind is Kind.PEC
    assert shows_the_letter(envelope)
    assert problem_codes(envelope) == []


def test_text_that_looks_like_a_header_stays_a_file() -> None:
    """Three lines of names and values are a note, not a message without content."""
    note = b"Date: 6 novembre 2025\r\nSubject: TESTIMONI MARIA\r\nTo: Via dei Tigli 3\r\n"
    letter = Letter(attachments=(File(name="nota.txt", type="text/plain", content=note),))
    envelope = opened(ordinary(letter))
    assert (names(envelope), envelope.message.nested) == (["body", "nota.txt"], ())
    assert envelope.parts[1].content == note


def test_original_goes_before_another_message() -> None:
    """Of two messages side by side the one with the name of the rules is the original; the other is shown apart."""
    raw = transport(LETTER, provider=POSTE, postmark=UNSEALED)
    other = b"Content-Type: message/rfc822\r\n\r\n" + ordinary(Letter(subject="Altro", text="NON SI ESEGUE\n"))
    start = raw.index(b"--", raw.index(b"\r\n\r\n"))
    boundary = raw[start : raw.index(b"\r\n", start)]
    envelope = opened(raw[:start] + boundary + b"\r\n" + other + b"\r\n" + raw[start:])
    assert shows_the_letter(envelope)
    assert problem_codes(envelope) == ["outside_seal"]


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
@pytest.mark.parametrize(
    "resave",
    [
        pytest.param(lambda raw: raw.replace(b"\r\n", b"\n"), id="line feeds"),
        pytest.param(lambda raw: raw.replace(b"\r\n", b"\r"), id="carriage returns"),
        pytest.param(lambda raw: raw.replace(b"\r\n", b"\r\r\n"), id="doubled carriage returns"),
        pytest.param(lambda raw: b"\xef\xbb\xbf" + raw, id="mark of UTF-8"),
        pytest.param(lambda raw: raw.decode().encode("utf-16"), id="UTF-16"),
        pytest.param(lambda raw: b"\xfe\xff" + raw.decode().encode("utf-16-be"), id="UTF-16, big end first"),
        pytest.param(lambda raw: b"\r\n\r\n" + raw, id="empty lines in front"),
    ],
)
def test_resaved_files(provider: Provider, resave: Callable[[bytes], bytes]) -> None:
    """Programs save messages with their own line ends and charsets; the seal holds all the same."""
    envelope = opened(resave(transport(LETTER, provider=provider)))
    assert shows_the_letter(envelope)
    assert (envelope.message.trust, envelope.message.warnings, envelope.problems) == (Trust.VERIFIED, (), ())


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        pytest.param("iso-8859-15", "iso-8859-15", id="as declared"),
        pytest.param("iso-8859-1", "utf-8", id="UTF-8 said to be latin"),
        pytest.param("utf-8", "cp1252", id="Windows said to be UTF-8"),
        pytest.param("us-ascii", "cp1252", id="Windows said to be ASCII"),
        pytest.param("us-ascii", "utf-8", id="UTF-8 said to be ASCII"),
        pytest.param("x-sconosciuto", "utf-8", id="nobody's charset"),
        pytest.param("", "cp1252", id="undeclared Windows"),
        pytest.param("", "utf-8", id="undeclared UTF-8"),
    ],
)
def test_bodies_in_charsets_that_lie(declared: str, written: str) -> None:
    """A name with an accent is read as printed, whatever charset the body claims."""
    row = "1) DECAROLÌ NICOLÒ - Via delle Robinie 14 - SI ESEGUE il 06/11/2025\r\n"
    charset = f"; charset={declared}" if declared else ""
    fields = [("From", LETTER.sender), ("Subject", "Elenco interventi NOVEMBRE 2025"), ("MIME-Version", "1.0")]
    fields += [("Content-Type", f"text/plain{charset}"), ("Content-Transfer-Encoding", "8bit")]
    raw = transport(LETTER, original=entity(fields, row.encode(written)))
    found = read(RawMessage(source="m.eml", content=raw), load_rules(shipped_rules()), Correspondents())
    assert found.state is State.LIST
    assert found.listing is not None
    assert [(one.surname, one.given_name) for one in found.listing.rows] == [("DECAROLÌ", "NICOLÒ")]


DATICERT = daticert(LETTER, "posta-certificata", POSTE, Postmark(identifier="uno@gestore.example"))


@pytest.mark.parametrize(
    ("content", "warnings"),
    [
        pytest.param(DATICERT, set(), id="as the rules have it"),
        pytest.param(b"\r\n\r\n  " + DATICERT.replace(b"><", b">\r\n<"), set(), id="indented anew"),
        pytest.param(DATICERT.replace(b"UTF-8", b"ISO-8859-1").decode().encode("latin-1"), set(), id="latin-1"),
        pytest.param(DATICERT.decode().encode("latin-1"), set(), id="latin-1 said to be UTF-8"),
        pytest.param(b"> " + DATICERT.replace(b"\n", b"\n> "), set(), id="quoted by a forward"),
        pytest.param(
            DATICERT.replace(b"zona=", b"zo\n> na="),
            {"daticert_malformed"},
            id="quoted and cut",
        ),
        pytest.param(
            DATICERT.replace(b"gestore-emittente>", b"gestore-emit\r\ntente>"),
            {"daticert_malformed"},
            id="cut in a name",
        ),
        pytest.param(
            DATICERT.replace(b"=", b"=3D").replace(b"</mit", b"</m=\r\nit"), {"daticert_malformed"}, id="still encoded"
        ),
        pytest.param(
            DATICERT.replace("perché".encode(), b"perch&eacute;"), {"daticert_malformed"}, id="entity of HTML"
        ),
    ],
)
def test_daticert_in_any_shape(content: bytes, warnings: set[str]) -> None:
    """The certified facts are read as long as they can be, and what had to be repaired is said."""
    message = opened(transport(LETTER, postmark=Postmark(daticert=content, identifier="uno@gestore.example"))).message
    assert (message.identifier, message.certified_at is not None) == ("uno@gestore.example", True)
    assert message.sender == "decadenze@pec.aler.example"
    assert set(message.warnings) == warnings


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b'application/xml; name="daticert.xml"', b"text/xml", id="text/xml without a name"),
        pytest.param(b'application/xml; name="daticert.xml"', b'text/plain; name="dati.txt"', id="text"),
        pytest.param(b'application/xml; name="daticert.xml"', b'application/octet-stream; name="a"', id="file"),
        pytest.param(b"daticert.xml", b"DATICERT.XML", id="capitals"),
        pytest.param(b"daticert.xml", b"daticert (1).xml", id="counted by a mail program"),
    ],
)
def test_daticert_under_any_name_and_type(before: bytes, after: bytes) -> None:
    """Its root element tells it."""
    raw = transport(LETTER, postmark=UNSEALED).replace(before, after)
    assert opened(raw).message.identifier is not None
    assert "daticert_missing" not in opened(raw).message.warnings


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("undisclosed-recipients:;", (), id="nobody"),
        pytest.param("Ufficio Casa <a@b.example", ("a@b.example",), id="bracket left open"),
        pytest.param('"Rossi, Ufficio" <a@b.example>; c@d.example', ("a@b.example", "c@d.example"), id="semicolon"),
        pytest.param("<<a@b.example>>", ("a@b.example",), id="two brackets"),
        pytest.param("Città di Là <a@b.example>", ("a@b.example",), id="raw letters"),
        pytest.param("a@b.example, , ,c@d.example", ("a@b.example", "c@d.example"), id="empty places"),
        pytest.param("mailto:a@b.example", ("a@b.example",), id="link"),
    ],
)
def test_illegal_recipients(value: str, expected: tuple[str, ...]) -> None:
    """Addresses somebody wrote are read as far as they go."""
    raw = f"From: x@y.example\r\nTo: {value}\r\nSubject: x\r\n\r\nx\r\n".encode()
    assert set(opened(raw).message.recipients) == set(expected)


def test_segnatura_under_another_name() -> None:
    """It is told by its root; a file that only bears its name is read like any other."""
    segnatura = b"<Segnatura><NumeroRegistrazione>0098765</NumeroRegistrazione></Segnatura>"
    true = File(name="Segnatura_12.xml", type="application/xml", content=segnatura)
    false = File(name="Segnatura.xml", type="application/xml", content=b"<elenco/>")
    message = opened(transport(Letter(attachments=(true,)))).message
    assert message.protocol is not None
    assert message.protocol.number == "0098765"
    assert names(opened(transport(Letter(attachments=(false,))))) == ["body", "Segnatura.xml"]


def test_protocol_of_the_nearest_office() -> None:
    """The number of the office that sent on goes before that of the letter it sends on."""
    segnatura = b"<Segnatura><NumeroRegistrazione>7</NumeroRegistrazione></Segnatura>"
    first = transport(Letter(attachments=(File(name="Segnatura.xml", type="text/xml", content=segnatura),)))
    stamped = Letter(subject="Prot. 0003809 del 14/01/2026 - inoltro", attachments=(attached(first),))
    for letter, number in ((stamped, "0003809"), (Letter(attachments=stamped.attachments), "7")):
        message = opened(ordinary(letter)).message
        assert message.protocol is not None
        assert message.protocol.number == number
