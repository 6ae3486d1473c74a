# SPDX-License-Identifier: EUPL-1.2
"""Messages that were made to break their reader, or to deceive who reads them."""

import pytest

from pecwatch.mail.opening import DEPTH_LIMIT, MESSAGES_LIMIT
from tests.mail.bombs import BODY, BOMBS, HEAD, PART, multipart
from tests.mail.effort import effort_of
from tests.mail.opened import names, opened, problem_codes

MOST_CALLS = 3_000_000
"""About a second; a usual PEC takes some thousand."""
MEMORY = 25_000_000
"""Bytes, besides a multiple of the message's own."""


SLOWLY = frozenset((
    "300 messages of 50 parts", "base64 in 50,000 stretches", "5,000 odd addresses", "10,000 addresses",
    "50,000 encoded words", "50,000 encoded words without blanks", "10,000 texts around",
    "30,000 files begun in the text",
))  # fmt: skip
"""Those of which counting the work takes seconds."""


@pytest.mark.fault("content-mime-depth", "content-headers")
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] if name in SLOWLY else []) for name in BOMBS]
)
def test_bombs_do_not_go_off(name: str) -> None:
    """Each is opened with bounded work and memory, and ends as a usual message or with a problem that a person sees."""
    raw, problems, warnings = BOMBS[name]
    effort = effort_of(raw)
    message = effort.envelope.message
    assert message.trust_reason == "ordinary_mail"
    assert message.sender == "a@b.example"
    assert set(problem_codes(effort.envelope)) == problems
    assert set(message.warnings) == warnings
    assert effort.envelope.parts
    assert effort.calls < MOST_CALLS
    assert effort.memory < MEMORY + 3 * len(raw)


def test_messages_in_a_message_are_bounded_in_number() -> None:
    """What lies beyond the limit is kept whole, one part for each, and a person is told."""
    forwarded = b"Content-Type: message/rfc822\r\n\r\n" + HEAD + BODY
    texts = [forwarded.replace(b"ciao", b"ciao %d" % number) for number in range(MESSAGES_LIMIT + 10)]
    envelope = opened(HEAD + multipart(b"b", texts))
    assert problem_codes(envelope) == ["depth_limit"]
    assert len(envelope.message.nested) == MESSAGES_LIMIT
    assert len(envelope.parts) == MESSAGES_LIMIT + 10


def test_what_is_not_taken_apart_is_kept() -> None:
    """The deepest levels come whole, so that nothing is lost on the way to the person who opens it."""
    raw, _, _ = BOMBS["5,000 multiparts inside one another"]
    (part,) = opened(raw).parts
    assert BODY.strip() in part.content
    assert len(opened(BOMBS["12 encoded messages"][0]).message.nested) == DEPTH_LIMIT


@pytest.mark.parametrize(
    "boundary", [b"(.*)+[a-z]{3}$^|?", b"b b", b"-", b"--", b"b--b", b"b" * 7000, "è".encode(), b"\xe8"]
)
def test_odd_boundaries_part_what_they_should(boundary: bytes) -> None:
    """A boundary is a string of bytes and nothing else."""
    raw = HEAD + multipart(
        boundary, [b"Content-Type: text/plain; name=%s.txt\r\n\r\n%s" % (name, name) for name in (b"a", b"b")]
    )
    assert names(opened(raw)) == ["a.txt", "b.txt"]


def test_boundary_that_begins_another() -> None:
    """The delimiter of the inner multipart begins like that of the outer one, and is not taken for it."""
    inner = multipart(b"bb", [b"Content-Type: text/plain; name=a.txt\r\n\r\ndue", PART])
    envelope = opened(HEAD + multipart(b"b", [inner, b"Content-Type: text/plain; name=z.txt\r\n\r\ntre"]))
    assert names(envelope) == ["a.txt", "body", "z.txt"]
    assert problem_codes(envelope) == []


@pytest.mark.fault("content-paths")
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param(b'"../../etc/cron.d/x"', "../../etc/cron.d/x", id="upwards"),
        pytest.param(b'"..%2F..%2Fx.pdf"', "..%2F..%2Fx.pdf", id="percent"),
        pytest.param(rb'"C:\\Windows\\x.pdf"', r"C:\Windows\x.pdf", id="drive"),
        pytest.param(b'"/etc/passwd"', "/etc/passwd", id="root"),
        pytest.param(b'"a\0b.pdf"', "a b.pdf", id="zero"),
        pytest.param(b'"=?utf-8?Q?a=0D=0ABcc:_x@y.example.pdf?="', "a Bcc: x@y.example.pdf", id="line break in a word"),
        pytest.param(b"*=utf-8''a%0d%0aBcc%3a%20x.pdf", "a Bcc: x.pdf", id="line break in a percent"),
        pytest.param(b"*=utf-8''elenco%E2%80%AEfdp.exe", "elenco\u202efdp.exe", id="turned around"),
    ],
)
def test_names_are_shown_and_lead_nowhere(written: bytes, shown: str) -> None:
    """A name is a string: it comes on one line, otherwise as printed; whoever shows it marks what is invisible."""
    sign = b"" if written.startswith(b"*") else b"="
    disposition = b"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename" + sign + written
    envelope = opened(HEAD + multipart(b"b", [PART, disposition + b"\r\n\r\n%PDF"]))
    assert names(envelope) == ["body", shown]


@pytest.mark.fault("content-header-injection")
@pytest.mark.parametrize(
    "injected",
    [
        b"a\rBcc: x@y.example",
        b"a\r\r\n b",
        b"=?utf-8?Q?a=0D=0ABcc:_x@y.example?=",
        b"=?utf-8?B?YQ0KQmNjOiB4QHkuZXhhbXBsZQ==?=",
    ],
)
def test_a_field_is_one_line(injected: bytes) -> None:
    """No line break comes out of a subject or an address field, and none makes a field of what follows it."""
    raw = HEAD.replace(b"Elenco", injected).replace(b"a@b.example", injected + b" <a@b.example>") + BODY
    message = opened(raw).message
    assert message.subject is not None
    assert not {"\r", "\n", "\0"} & set(message.subject)
    assert message.sender == "a@b.example"
    assert message.recipients == ("servizisociali@pec.comune.example",)
