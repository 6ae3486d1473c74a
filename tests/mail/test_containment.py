# SPDX-License-Identifier: EUPL-1.2
"""What breaks one piece of a message costs that piece, and a person is told; the libraries here break on purpose."""

import quopri
from collections.abc import Callable
from typing import Never

import pytest

from pecwatch.model.listing import State
from pecwatch.model.message import Kind, RawMessage, Trust
from pecwatch.reading.own_steps import read
from pecwatch.rules import load_rules, shipped_rules
from tests.generators.pec import Letter, ordinary, transport
from tests.mail.bombs import multipart
from tests.mail.opened import WE, names, opened, problem_codes

HEAD = b"From: a@b.example\r\nSubject: Elenco\r\nMIME-Version: 1.0\r\n"
TEXT = b"Content-Type: text/plain\r\n\r\nciao"


def breaks(*_arguments: object, **_named: object) -> Never:
    raise RecursionError


@pytest.mark.parametrize("field", ["From", "To", "Cc"])
@pytest.mark.parametrize("word", ["=?utf-8?B?UGFvb?=", "=?utf-8?B?A?=", "=?iso-8859-1?B?U2Vydml6aSBTb2NpYWxpI?="])
def test_ill_encoded_word_beside_an_address(field: str, word: str) -> None:
    """The address is read, and so is the rest of the message."""
    others = "".join(f"{name}: {name.lower()}@b.example\r\n" for name in ("From", "To", "Cc") if name != field)
    raw = f"{field}: {word} <{field.lower()}@b.example>\r\n{others}Subject: Elenco\r\n\r\nciao".encode()
    message = opened(raw).message
    assert (message.sender, message.subject) == ("from@b.example", "Elenco")
    assert set(message.recipients) == {"to@b.example", "cc@b.example"}
    assert "headers_abnormal" in message.warnings
    assert message.trust_reason == "ordinary_mail"


def test_part_that_cannot_be_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays as it came, beside the others."""
    monkeypatch.setattr(quopri, "decodestring", breaks)
    coded = b"Content-Type: text/plain; name=a.txt\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C3=A8"
    envelope = opened(HEAD + multipart(b"b", [TEXT, coded]))
    assert [(part.name, part.content) for part in envelope.parts] == [("body", b"ciao"), ("a.txt", b"=C3=A8")]
    assert [(problem.code, problem.part) for problem in envelope.problems] == [("damaged", "a.txt")]


def date_breaks(text: str) -> Never:
    """Stands for the library's reader of dates, on a date that it does not survive."""
    if "guasta" in text:
        raise RecursionError
    raise ValueError


def test_attached_message_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays whole, and what it is attached to is read."""
    monkeypatch.setattr("pecwatch.mail.letterhead.parsedate_to_datetime", date_breaks)
    attached = b"Subject: Altro\r\nDate: guasta\r\n\r\nciao"
    raw = HEAD + multipart(b"b", [TEXT, b"Content-Type: message/rfc822; name=m.eml\r\n\r\n" + attached])
    envelope = opened(raw)
    assert envelope.message.subject == "Elenco"
    assert [(part.name, part.content) for part in envelope.parts] == [("body", b"ciao"), ("m.eml", attached)]
    assert [(problem.code, problem.part) for problem in envelope.problems] == [("damaged", "m.eml")]


def test_file_that_cannot_be_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays a file."""
    monkeypatch.setattr("binascii.a2b_uu", breaks)
    text = b"Content-Type: text/plain\r\n\r\nbegin 644 a.txt\n#86)C\n`\nend\n"
    envelope = opened(HEAD + multipart(b"b", [TEXT, text]))
    assert names(envelope) == ["body", "body"]
    assert problem_codes(envelope) == ["damaged"]


@pytest.mark.parametrize("raw", [ordinary, transport], ids=["mail", "PEC"])
def test_message_that_cannot_be_opened(raw: Callable[[Letter], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its header is still read, so that a list is never taken for mail that does not matter."""
    monkeypatch.setattr("pecwatch.mail.letterhead.parsedate_to_datetime", breaks)
    letter = Letter(subject="Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025")
    content = raw(letter)
    envelope = opened(content)
    message = envelope.message
    assert message.trust_reason == "not_opened"
    assert message.kind is (Kind.ORDINARY if raw is ordinary else Kind.PEC)
    assert message.trust is (Trust.ABSENT if raw is ordinary else Trust.UNVERIFIABLE)
    assert letter.subject in (message.subject or "")
    assert message.sender is not None
    assert message.message_id is not None
    assert [part.content for part in envelope.parts] == [content]
    reading = read(RawMessage(source="m.eml", content=content), load_rules(shipped_rules()), WE)
    assert reading.state is State.UNREADABLE
