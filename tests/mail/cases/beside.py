# SPDX-License-Identifier: EUPL-1.2
"""Signature wrapping: a genuine seal, and content of the forger's beside it, around it or in its place."""

from collections.abc import Callable, Iterator
from functools import partial

from pecwatch.model.message import Kind
from tests.generators import forgeries
from tests.generators.authority import provider
from tests.generators.chains import Chain
from tests.generators.forgeries import EVIL_ROW
from tests.generators.habits import PREAMBLES, in_bare_multipart, pushed_down
from tests.generators.letters import Letter, attached, ordinary, text_part
from tests.generators.pec import transport, wrapped_by_list
from tests.generators.providers import ARUBA
from tests.mail.cases.case import LETTER, SENDER, Case, absent, doubtful, invalid, never_verified, verified

STRANGER = "ufficio@pec.falsario.example"
BESIDE_IT = "beside_the_seal"
WRAPPED = frozenset({"wrapped"})
SHOWN = frozenset({"outside"})
"""Whether text that belongs to no part is shown as one is not for this table to say."""


def made(make: Callable[..., bytes], *arguments: object, **options: object) -> Callable[[], bytes]:
    """A forgery of a genuine envelope, made when it is asked for."""
    return lambda: make(transport(LETTER), *arguments, **options)


def _parts_beside() -> Iterator[Case]:
    evil, add = text_part(EVIL_ROW, "plain"), forgeries.part_added
    yield doubtful("third part last", made(add, evil, place=2), BESIDE_IT, outside=1)
    yield doubtful("third part between", made(add, evil, place=1), BESIDE_IT, outside=1)
    yield doubtful("third part blank", made(add, b"Content-Type: text/plain\r\n\r\n", place=2), BESIDE_IT)
    yield never_verified("third part first", made(add, evil, place=0))
    yield never_verified("second envelope as third part", made(add, transport(LETTER), place=2))
    yield never_verified("parts swapped", made(forgeries.parts_swapped))
    for is_first, place in ((True, "before"), (False, "after")):
        below = made(forgeries.list_beside, first=is_first)
        yield doubtful(f"list {place} the sealed content", below, BESIDE_IT, outside=1, warned=WRAPPED)
        whole = made(forgeries.list_beside, first=is_first, is_pec_outside=False)
        yield doubtful(f"list {place} the whole envelope", whole, BESIDE_IT, outside=1, warned=WRAPPED)
    yield doubtful("footer of a mailing list", made(wrapped_by_list), BESIDE_IT, outside=1, warned=WRAPPED)


def _text_beside() -> Iterator[Case]:
    yield doubtful("text in the preamble", made(forgeries.text_before), BESIDE_IT, free=SHOWN)
    yield doubtful("text in the epilogue", made(forgeries.text_after), BESIDE_IT, free=SHOWN)
    for number, line in enumerate(PREAMBLES):
        below = made(forgeries.text_before, f"{line}\r\n{EVIL_ROW}")
        yield doubtful(f"text below known preamble {number}", below, BESIDE_IT, free=SHOWN)
        behind = made(forgeries.text_before, f"{line} {EVIL_ROW}")
        yield doubtful(f"text behind known preamble {number}", behind, BESIDE_IT, free=SHOWN)
    short = made(forgeries.text_before, "This is a signed note: NON SI ESEGUE")
    yield doubtful("text that begins like a preamble", short, BESIDE_IT, free=SHOWN)
    for wrap in (in_bare_multipart, pushed_down):
        inside = made(_in_turn, forgeries.text_after, wrap)
        yield doubtful(f"text in the epilogue, {wrap.__name__}", inside, BESIDE_IT, free=SHOWN, warned=WRAPPED)
        around = made(_in_turn, wrap, forgeries.text_after)
        yield doubtful(f"text in the epilogue around, {wrap.__name__}", around, BESIDE_IT, free=SHOWN, warned=WRAPPED)
        before = made(_in_turn, wrap, forgeries.text_before)
        yield doubtful(f"text in the preamble around, {wrap.__name__}", before, BESIDE_IT, free=SHOWN, warned=WRAPPED)


def _in_turn(raw: bytes, *steps: Callable[[bytes], bytes]) -> bytes:
    for step in steps:
        raw = step(raw)
    return raw


def _envelopes_inside() -> Iterator[Case]:
    """A genuine envelope lends its trust to nothing that stands around it."""
    unread = frozenset({"sender", "subject", "parts", "outside"})
    yield absent("genuine envelope under forged marks", made(forgeries.message_inside), "no_seal", free=unread)
    self_signed = Chain(provider(ARUBA.domain, None), ())
    yield invalid("signed around", made(forgeries.signed_around, self_signed), "self_signed", free=unread)
    letter = Letter(sender=STRANGER, text=EVIL_ROW, attachments=(attached(transport(LETTER)),))
    yield absent(
        "genuine envelope attached to plain mail",
        partial(ordinary, letter),
        "ordinary_mail",
        kind=Kind.ORDINARY,
        sender=STRANGER,
        subject=letter.subject,
        parts=("body",),
        warned=frozenset({"nested_pec"}),
        free=frozenset({"is_recognised"}),
    )
    unsealed = forgeries.unsealed(transport(LETTER))
    yield absent("genuine signature lost", lambda: unsealed, "no_seal")
    around = partial(transport, LETTER, original=transport(LETTER))
    yield verified(
        "sealed around an envelope",
        around,
        warnings=("nested_pec", "sender_differs_from_daticert"),
        parts=(),
        free=frozenset({"subject"}),
    )


def _headers_doubled() -> Iterator[Case]:
    face = f'"Per conto di: {SENDER}" <posta-certificata@{ARUBA.domain}>'
    for is_first, place in ((True, "first"), (False, "last")):
        doubled = made(forgeries.two_content_types, first=is_first)
        yield never_verified(f"two Content-Type with parts for both, the forger's {place}", doubled)
        for field, value in (("From", face), ("From", STRANGER), ("Content-Type", "text/plain")):
            raw = made(forgeries.added, field, value, first=is_first)
            yield never_verified(f"two {field}, {value.split()[0]} {place}", raw)
        same = made(forgeries.content_type_twice, first=is_first)
        yield doubtful(f"the same Content-Type twice, {place}", same, "headers_ambiguous")
    yield doubtful("the same From twice", made(forgeries.added, "From", face), "headers_ambiguous")
    yield never_verified("two boundaries", made(forgeries.two_boundaries))


BESIDE: tuple[Case, ...] = (*_parts_beside(), *_text_beside(), *_envelopes_inside(), *_headers_doubled())
