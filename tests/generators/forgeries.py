# SPDX-License-Identifier: EUPL-1.2
"""What forgers do to an envelope, as bytes in and bytes out; genuine ones come from `tests.generators.pec`."""

import base64
import re
from dataclasses import replace
from email.utils import format_datetime

from tests.generators.authority import provider, provider_issuer, root
from tests.generators.chains import Chain
from tests.generators.habits import fields_of, joined, outer_boundary
from tests.generators.letters import File, Letter, entity, multipart, text_part, transfer
from tests.generators.pec import seal, transport
from tests.generators.providers import ARUBA, CERTIFIED_AT, PROPER, Postmark, Provider

EVIL_ROW = "1) NOME INVENTATO - Via Nuova 1 - NON SI ESEGUE\n"
REPLACEMENT = Letter(
    subject="ANNULLA E SOSTITUISCE - Comunicazione programmazione interventi mese di NOVEMBRE 2025",
    text="Il presente elenco annulla e sostituisce il precedente.\n1) ZUCCHEROLI MIRELLA - NON SI ESEGUE\n",
)
"""A letter that would switch an alarm off."""
NOT_EXECUTED = Letter(
    subject="Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025",
    text="1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - NON SI ESEGUE - piano di rientro\n",
    attachments=(File(name="elenco.txt", type="text/plain", content=b"1) ZUCCHEROLI MIRELLA - NON SI ESEGUE\r\n"),),
)


def sealed_bytes(raw: bytes) -> bytes:
    """The part that the seal of a well-formed envelope covers."""
    return _pieces(raw)[0]


def signature_of(raw: bytes) -> bytes:
    """The content of smime.p7s."""
    _, _, written = _pieces(raw)[1].partition(b"\r\n\r\n")
    return base64.b64decode(written)


def _pieces(raw: bytes) -> list[bytes]:
    _, body = fields_of(raw)
    mark = b"--" + outer_boundary(raw)
    return [piece.removeprefix(b"\r\n").removesuffix(b"\r\n") for piece in body.split(mark)[1:-1]]


def _content_type(raw: bytes) -> list[bytes]:
    return [field for field in fields_of(raw)[0] if field.lower().startswith(b"content-type:")]


def changed(raw: bytes, marker: bytes) -> bytes:
    """One bit flipped in the letter right after the first occurrence of a marker."""
    place = raw.index(marker) + len(marker)
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


def rewritten(raw: bytes, name: str, value: str) -> bytes:
    """A field of the envelope with another value: no seal covers it."""
    fields, body = fields_of(raw)
    kept = [field for field in fields if not field.lower().startswith(f"{name.lower()}:".encode())]
    return joined([*kept, f"{name}: {value}".encode()], body)


def added(raw: bytes, name: str, value: str, *, first: bool = False) -> bytes:
    """One field more, before or after all others."""
    fields, body = fields_of(raw)
    field = f"{name}: {value}".encode()
    return joined([field, *fields] if first else [*fields, field], body)


def sealed_by(chain: Chain, letter: Letter, by: Provider = ARUBA, postmark: Postmark = PROPER) -> bytes:
    """A letter in an envelope sealed with these certificates."""
    return transport(letter, provider=by, postmark=replace(postmark, signer=chain.signer, chain=chain.above))


def self_made_authorities(by: Provider = ARUBA) -> Chain:
    """Root, intermediate and leaf with the true names and the forger's keys."""
    false_root = root(key_name="chiave del falsario")
    issuer = provider_issuer(frozenset({by.domain}), false_root)
    return Chain(provider(by.domain, issuer), (issuer, false_root))


def part_added(raw: bytes, part: bytes, *, place: int) -> bytes:
    """A part more inside the multipart/signed: 0 before the sealed one, 1 after it, 2 after the signature."""
    pieces = _pieces(raw)
    pieces.insert(place, part)
    fields, _ = fields_of(raw)
    mark = b"--" + outer_boundary(raw)
    return joined(fields, b"".join(mark + b"\r\n" + piece + b"\r\n" for piece in pieces) + mark + b"--\r\n")


def text_before(raw: bytes, text: str = EVIL_ROW) -> bytes:
    """Text between the fields and the first part, where programs without MIME show it."""
    fields, body = fields_of(raw)
    return joined(fields, text.encode() + b"\r\n" + body)


def text_after(raw: bytes, text: str = EVIL_ROW) -> bytes:
    """Text after the last boundary."""
    return raw + text.encode()


def parts_swapped(raw: bytes) -> bytes:
    """The signature first, the sealed part second."""
    sealed, signature = _pieces(raw)
    fields, _ = fields_of(raw)
    mark = b"--" + outer_boundary(raw)
    return joined(fields, b"".join(mark + b"\r\n" + one + b"\r\n" for one in (signature, sealed)) + mark + b"--\r\n")


def list_beside(raw: bytes, *, first: bool = True, is_pec_outside: bool = True) -> bytes:
    """A multipart/mixed of the forger's with the genuine sealed part and a list beside it.

    Args:
        is_pec_outside: The marks of a PEC stand on the forger's multipart rather than on the genuine part.
    """
    fields, body = fields_of(raw)
    content_type = _content_type(raw)
    others = [field for field in fields if field not in content_type]
    evil = text_part(EVIL_ROW, "plain")
    genuine = joined(content_type, body) if is_pec_outside else raw
    wrapped = multipart([], "mixed", [evil, genuine] if first else [genuine, evil])
    if is_pec_outside:
        return b"\r\n".join(others) + b"\r\n" + wrapped
    return b"From: falsario@x.example\r\nSubject: Elenco\r\nMIME-Version: 1.0\r\n" + wrapped


def message_inside(raw: bytes, *, text: str = EVIL_ROW) -> bytes:
    """PEC marks on the forger's own mail, which carries a genuine PEC whole."""
    headers = [
        ("From", f'"Per conto di: decadenze@pec.aler.example" <posta-certificata@{ARUBA.domain}>'),
        ("To", "servizisociali@pec.comune.example"),
        ("Subject", "POSTA CERTIFICATA: Elenco"),
        ("Date", format_datetime(CERTIFIED_AT)),
        ("X-Trasporto", "posta-certificata"),
        ("MIME-Version", "1.0"),
    ]
    carried = entity([("Content-Type", 'message/rfc822; name="postacert.eml"')], raw)
    return multipart(headers, "mixed", [text_part(text, "plain"), carried])


def signed_around(raw: bytes, chain: Chain, by: Provider = ARUBA) -> bytes:
    """The genuine envelope's sealed content and signature, with a list, inside a multipart/signed of the forger's."""
    fields, body = fields_of(raw)
    inner = multipart([], "mixed", [text_part(EVIL_ROW, "plain"), joined(_content_type(raw), body)])
    headers = [(name.decode(), value.decode().strip()) for name, _, value in (one.partition(b":") for one in fields)]
    kept = [header for header in headers if header[0].lower() != "content-type"]
    return seal(kept, inner, by, Postmark(signer=chain.signer, chain=chain.above))


def two_content_types(raw: bytes, *, first: bool) -> bytes:
    """A second Content-Type, with another boundary, and the forger's parts under that one."""
    mixed = multipart([], "mixed", [text_part(EVIL_ROW, "plain")])
    content_type, _, evil_body = mixed.partition(b"\r\n\r\n")
    fields, body = fields_of(raw)
    both = [content_type, *fields] if first else [*fields, content_type]
    return joined(both, evil_body + body)


def content_type_twice(raw: bytes, *, first: bool) -> bytes:
    """The very same Content-Type a second time: which one a program takes makes no difference, and still."""
    (content_type,) = _content_type(raw)
    _, _, value = content_type.partition(b": ")
    return added(raw, "Content-Type", value.decode(), first=first)


def two_boundaries(raw: bytes) -> bytes:
    """One Content-Type with two boundary parameters, and parts for both."""
    mixed = multipart([], "mixed", [text_part(EVIL_ROW, "plain")])
    found = re.search(rb'boundary="([^"]+)"', mixed)
    assert found is not None
    _, _, evil_body = mixed.partition(b"\r\n\r\n")
    fields, body = fields_of(raw)
    mark = b'boundary="' + outer_boundary(raw) + b'"'
    doubled = [field.replace(mark, mark + b';\r\n boundary="' + found.group(1) + b'"') for field in fields]
    return joined(doubled, evil_body + body)


def with_signature_part(raw: bytes, written: bytes, encoding: str = "base64") -> bytes:
    """Other bytes, as they are, in the place of the signature's base64."""
    sealed, part = _pieces(raw)
    head, _, _ = part.partition(b"\r\n\r\n")
    fields, _ = fields_of(raw)
    mark = b"--" + outer_boundary(raw)
    head = head.replace(b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: " + encoding.encode())
    pieces = (sealed, head + b"\r\n\r\n" + written)
    return joined(fields, b"".join(mark + b"\r\n" + one + b"\r\n" for one in pieces) + mark + b"--\r\n")


def unsealed(raw: bytes) -> bytes:
    """The sealed content under the fields of the envelope, with no multipart/signed around it."""
    fields, _ = fields_of(raw)
    kept = [field for field in fields if field not in _content_type(raw)]
    return b"\r\n".join(kept) + b"\r\n" + sealed_bytes(raw)


def without_signature_part(raw: bytes) -> bytes:
    """A multipart/signed of one part."""
    sealed, _ = _pieces(raw)
    fields, _ = fields_of(raw)
    mark = b"--" + outer_boundary(raw)
    return joined(fields, mark + b"\r\n" + sealed + b"\r\n" + mark + b"--\r\n")


def marked_plain_mail(letter: Letter = NOT_EXECUTED) -> bytes:
    """The marks of a PEC on a plain mail."""
    return entity(
        [
            ("From", f'"Per conto di: {letter.sender}" <posta-certificata@{ARUBA.domain}>'),
            ("To", letter.recipients[0]),
            ("Subject", f"POSTA CERTIFICATA: {letter.subject}"),
            ("Date", format_datetime(CERTIFIED_AT)),
            ("X-Trasporto", "posta-certificata"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "base64"),
        ],
        transfer((letter.text or "").encode(), "base64"),
    )
