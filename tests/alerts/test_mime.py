# SPDX-License-Identifier: EUPL-1.2
"""The bytes of a mail."""

import datetime as dt
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pecwatch.alerts.mime import mark_repeated, render
from pecwatch.model.alert import Alert, AlertKind, AttachedFile
from tests.casework.people import OCTOBER, OFFICE

ALERT = Alert(
    kind=AlertKind.TEST,
    recipient=OFFICE.coordinator,
    event="test:1",
    subject="[pecwatch] Novembre 2025: 3 posizioni – primo giorno 6 novembre (PW-2025-11-001…)",
    text="Perché è così.\n" * 3,
    html="<p>Perché è così.</p>",
)


def rendered(alert: Alert = ALERT) -> bytes:
    return render(
        alert,
        sender="pecwatch@comune.example",
        reply_to="risposte@comune.example",
        message_id="<7.1@comune.example>",
        date=OCTOBER,
    )


def opened(content: bytes) -> EmailMessage:
    mail = message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_mail_is_complete() -> None:
    """Text and HTML say the same, one recipient, marked as written by a machine."""
    mail = opened(rendered())
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Subject"] == ALERT.subject
    assert (mail["To"], mail["Cc"], mail["Bcc"]) == ("Bruna Caldonazzi <coordinator@comune.example>", None, None)
    assert (mail["Auto-Submitted"], mail["Message-ID"]) == ("auto-generated", "<7.1@comune.example>")
    assert mail["Reply-To"] == "risposte@comune.example"
    assert mail["Date"].datetime == OCTOBER
    body = mail.get_body(("plain",))
    assert body is not None and body.get_content().replace("\r\n", "\n") == ALERT.text


def test_bytes_are_fit_for_any_relay() -> None:
    """ASCII, CRLF, no line over 998 bytes."""
    content = rendered(replace(ALERT, html="<p>" + "à" * 5000 + "</p>"))
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_repetition_is_said_and_keeps_its_id() -> None:
    """A mail that may have arrived already says so, under the same Message-ID."""
    first, content = opened(rendered()), mark_repeated(rendered())
    again = opened(content)
    assert again["Subject"] == f"[POSSIBILE RIPETIZIONE] {ALERT.subject}"
    assert first["Message-ID"] == again["Message-ID"]
    assert again.get_body(("html",)).get_content() == first.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert mark_repeated(content) == content


HEADERS = {"from", "to", "reply-to", "subject", "date", "message-id", "auto-submitted", "content-language"}
HEADERS |= {"mime-version", "content-type"}


@pytest.mark.fault("content-header-injection")
@pytest.mark.parametrize(
    "injected",
    [
        "a\r\nBcc: ladro@evil.example",
        "a\nX: y",
        "a\rb",
        "a\x00b",
        "=?utf-8?q?=0D=0ABcc:_x@evil.example?=",
        "a\u2028Bcc: x",
    ],
)
def test_headers_cannot_be_injected(injected: str) -> None:
    """A line end in a subject or name, written out or encoded, adds no header and no recipient."""
    person = replace(OFFICE.coordinator, name=injected)
    mail = opened(rendered(replace(ALERT, subject=injected, recipient=person)))
    assert {name.lower() for name in mail} == HEADERS
    assert len(mail["To"].addresses) == 1
    assert "\n" not in mail["Subject"] and "\r" not in mail["Subject"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aè–« 1(PW-", max_size=200))
def test_subject_arrives_as_it_was_written(text: str) -> None:
    """However long and wherever it is folded, also with the word of warning before it."""
    subject = " ".join(text.split())
    content = rendered(replace(ALERT, subject=f"[pecwatch] {subject}".strip()))
    assert opened(content)["Subject"] == f"[pecwatch] {subject}".strip()
    assert opened(mark_repeated(content))["Subject"] == f"[POSSIBILE RIPETIZIONE] [pecwatch] {subject}".strip()


@pytest.mark.fault("content-header-injection")
@settings(max_examples=60, deadline=None)
@given(subject=st.text(max_size=200), name=st.text(max_size=60))
def test_any_subject_and_name_make_one_mail(subject: str, name: str) -> None:
    """Whatever is in them, the headers are ours and the recipient is one."""
    person = replace(OFFICE.coordinator, name=name)
    mail = opened(rendered(replace(ALERT, subject=subject, recipient=person)))
    assert {header.lower() for header in mail} == HEADERS
    assert [address.addr_spec for address in mail["To"].addresses] == ["coordinator@comune.example"]


def test_date_is_that_of_the_office() -> None:
    """The moment is kept whatever zone it was given in."""
    utc = OCTOBER.astimezone(dt.UTC)
    content = render(ALERT, sender="a@b.example", reply_to="a@b.example", message_id="<1@b>", date=utc)
    assert opened(content)["Date"].datetime == OCTOBER


ENTRY = AttachedFile(
    name="PW-2025-11-001.ics",
    media_type="text/calendar; charset=utf-8; method=PUBLISH",
    content="BEGIN:VCALENDAR\r\nSUMMARY:perché\r\nEND:VCALENDAR\r\n".encode(),
)


def test_files_stand_beside_what_is_read() -> None:
    """Text and HTML stay one choice of two; the file keeps its bytes, its name and what a calendar must know of it."""
    mail = opened(rendered(replace(ALERT, attachments=(ENTRY, replace(ENTRY, name="due.ics")))))
    assert mail.get_content_type() == "multipart/mixed"
    body, first, second = mail.iter_parts()
    assert [part.get_content_type() for part in body.iter_parts()] == ["text/plain", "text/html"]
    assert (first.get_content_type(), first.get_param("method"), first.get_filename()) == (
        "text/calendar",
        "PUBLISH",
        "PW-2025-11-001.ics",
    )
    assert first.get_content_disposition() == "attachment" and second.get_filename() == "due.ics"
    assert first.get_payload(decode=True) == ENTRY.content
    text = mail.get_body(("plain",))
    assert text is not None and text.get_content().replace("\r\n", "\n") == ALERT.text


def test_repetition_keeps_its_files() -> None:
    """The word of warning changes nothing but the subject."""
    content = rendered(replace(ALERT, attachments=(ENTRY,)))
    assert content.isascii() and b"\n" not in content.replace(b"\r\n", b"")
    again = opened(mark_repeated(content))
    assert [part.get_content_type() for part in again.iter_parts()] == ["multipart/alternative", "text/calendar"]
    assert list(again.iter_parts())[1].get_payload(decode=True) == ENTRY.content


@pytest.mark.parametrize(
    ("answered", "header"),
    [
        ("<abc.1@pec.example>", "<abc.1@pec.example>"),
        (" <abc.1@pec.example> ", "<abc.1@pec.example>"),
        ("<a@b>\r\nBcc: ladro@evil.example", None),
        ("<a b@c>", None),
        ("<" + "a" * 2000 + "@b>", None),
        ("no id at all", None),
    ],
)
def test_answers_name_what_they_answer(answered: str, header: str | None) -> None:
    """Only what is a Message-ID is repeated; a reply by a machine says so in any case."""
    mail = opened(rendered(replace(ALERT, in_reply_to=answered)))
    assert (mail["In-Reply-To"], mail["References"]) == (header, header)
    assert mail["Auto-Submitted"] == "auto-replied" and mail["Bcc"] is None
