# SPDX-License-Identifier: EUPL-1.2
from hypothesis import given, settings
from hypothesis import strategies as st

from pecwatch.mail.outlook import as_mail
from pecwatch.mail.outlook.rich_text import decompressed, read_rich_text
from pecwatch.model.message import Envelope
from tests.generators.outlook import OutlookFile, OutlookMail, compressed, msg, tnef
from tests.generators.pec import File, Letter, ordinary
from tests.mail.opened import opened

MAIL = OutlookMail(
    text=None,
    rtf=rb"{\rtf1\ansi\fromhtml1 {\*\htmltag <p>}x\par}",
    files=(OutlookFile(name="elenco.pdf", content=b"%PDF-1.4 " * 600),),
    messages=(OutlookMail(html=b"<p>x</p>"),),
)
SEEDS = (msg(MAIL), tnef(MAIL))


def carrying(raw: bytes) -> bytes:
    return ordinary(Letter(text="fuori", attachments=(File(name="x.bin", content=raw),)))


def pieces(envelope: Envelope) -> int:
    """Parts with something in them, so many as the file or the message inside it had."""
    return sum(bool(part.content.strip()) for part in envelope.parts)


def is_kept(envelope: Envelope, raw: bytes) -> bool:
    """Whether the file is still there for whoever reads documents, who must read it or say that he cannot."""
    return any(part.content == raw for part in envelope.parts)


PIECES = min(pieces(opened(carrying(seed))) for seed in SEEDS)
RTF = tuple(
    rb"""{ } \ \' \'e8 \u537? \u-9999 \uc3 \bin9 \*\htmltag1 \htmlrtf \fonttbl \f1 \fcharset238 \ansicpg99999 \par x
    \fromhtml1""".split()
)


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """A message of Outlook with a few stretches replaced by others, mostly by numbers that mean something."""
    raw = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, len(raw) - 1))
        filling = draw(
            st.sampled_from(
                (b"", b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", b"\0\0\0\0", b"\x01\0\0\0", b"\xff\xff\xff\x7f")
            )
            | st.binary(max_size=8)
            | st.just(raw[start : start + 600] * 2)
        )
        raw = raw[:start] + filling + raw[start + draw(st.sampled_from((len(filling), len(filling), 0, 500))) :]
    return raw


@settings(max_examples=150, deadline=None)
@given(mangled())
def test_mangled_messages_of_outlook_end_in_a_message_or_stay_a_file(raw: bytes) -> None:
    """Never an exception, never more than there is, and never silence."""
    rebuilt = as_mail(raw)
    assert rebuilt is None or len(rebuilt.content) <= 12 * len(raw)
    envelope = opened(carrying(raw))
    assert envelope.message.trust_reason != "not_opened"
    assert is_kept(envelope, raw) or envelope.problems or pieces(envelope) >= PIECES


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(RTF) | st.binary(max_size=4)))
def test_whatever_rich_text_says_it_is_text(pieces: list[bytes]) -> None:
    """Open groups, unknown charsets, halves of characters: what comes out can be written."""
    said = read_rich_text(compressed(b"".join(pieces)))
    assert said is not None
    said.text.encode()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_whatever_is_said_to_be_compressed_ends(noise: bytes) -> None:
    """Seventeen bytes out of two at most."""
    assert len(decompressed(b"\0" * 8 + b"LZFu" + b"\0" * 4 + noise) or b"") <= 9 * len(noise)
