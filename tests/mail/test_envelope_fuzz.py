# SPDX-License-Identifier: EUPL-1.2
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from pecwatch.mail.envelope import open_envelope
from pecwatch.model.message import Envelope, RawMessage
from pecwatch.model.record import from_json, to_json
from tests.generators.pec import (
    LEGALMAIL,
    NAMIRIAL,
    File,
    Letter,
    anomaly,
    attached,
    ordinary,
    receipt,
    transport,
    wrapped_by_list,
)
from tests.mail.opened import WE, problem_codes

LETTER = Letter(
    subject="Elenco perché", html="<p>x</p>", attachments=(File(name="novità.pdf", content=b"%PDF-1.4\n" * 9),)
)
SEEDS = (
    transport(LETTER),
    transport(LETTER, provider=LEGALMAIL),
    transport(LETTER, provider=NAMIRIAL),
    transport(Letter(attachments=(attached(transport(LETTER)),))),
    anomaly(LETTER),
    receipt(LETTER, "avvenuta-consegna"),
    ordinary(LETTER),
    wrapped_by_list(transport(LETTER)),
)
PIECES = (
    b"", b"\r\n", b"\r\n\r\n", b"--", b"=", b"\x00", b"\xff\xfe", b'"', b";", b"=?utf-8?Q?", b"?=", b"Content-Type: ",
    b"multipart/mixed; boundary=", b"message/rfc822", b"Content-Transfer-Encoding: base64\r\n", b"*0*=", b"(" * 500,
    b"charset=utf-7", b"charset=idna", b"charset=zip", b"X-Trasporto: errore\r\n", b"<!DOCTYPE",
    "è".encode(), b"\xed\xa0\x80",
)  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """A generated message with a few stretches replaced, removed or repeated."""
    raw = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.sampled_from((0, 1, 7, 60, 700, 5000))))
        filling = draw(st.sampled_from(PIECES) | st.binary(max_size=12) | st.just(raw[start:end] * 2))
        raw = raw[:start] + filling + raw[end:]
    return raw


@settings(max_examples=300, deadline=None)
@given(mangled())
def test_whatever_arrives_is_opened_and_travels(raw: bytes) -> None:
    """Mangled mail raises nothing, needs no last resort, and goes through JSON unchanged."""
    envelope = open_envelope(RawMessage(source="pec/INBOX/1#1", content=raw), WE)
    assert envelope.message.trust_reason != "not_opened"
    written = to_json(envelope)
    assert from_json(Envelope, written) == envelope
    json.loads(written)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_noise_is_opened_too(raw: bytes) -> None:
    """Bytes of no format at all come back whole in one part, or as the body of a message."""
    envelope = open_envelope(RawMessage(source="rumore", content=raw), WE)
    assert envelope.message.trust_reason != "not_opened"
    assert len(envelope.parts) == 1 or problem_codes(envelope)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=3000), st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=40))
def test_files_arrive_byte_for_byte(content: bytes, subject: str) -> None:
    """Whatever a file holds, the part holds the same bytes; a subject comes back as it was written."""
    letter = Letter(subject=subject, attachments=(File(name="e.bin", type="application/x-prova", content=content),))
    for raw in (ordinary(letter), transport(letter), transport(letter, provider=LEGALMAIL)):
        envelope = open_envelope(RawMessage(source="x.eml", content=raw), WE)
        assert envelope.parts[-1].content == content
        assert envelope.message.subject == (subject.strip() or None)
