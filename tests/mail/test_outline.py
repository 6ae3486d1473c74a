# SPDX-License-Identifier: EUPL-1.2
"""The tree of a message: every piece in its place, with its role; bounded, and what is left out is counted."""

from dataclasses import replace
from itertools import pairwise

import pytest

from pecwatch.mail.outline import DEPTH_LIMIT, PIECE_LIMIT
from pecwatch.model.outline import Piece, Role
from tests.generators.pec import (
    LEGALMAIL,
    PROVIDERS,
    File,
    Letter,
    Postmark,
    Provider,
    anomaly,
    attached,
    multipart,
    ordinary,
    receipt,
    text_part,
    transport,
    wrapped_by_list,
)
from tests.mail.opened import opened

SEGNATURA = File(name="Segnatura.xml", type="text/xml", content=b"<Segnatura/>")
LETTER = Letter(
    subject="Elenco", text="Si allega.\n", attachments=(File(name="elenco.pdf", content=b"%PDF-1.7"), SEGNATURA)
)
PIECES_OF_THE_LETTER = [(Role.BODY, "body"), (Role.FILE, "elenco.pdf"), (Role.PROTOCOL, "Segnatura.xml")]


def outline(content: bytes, source: str = "messaggio.eml") -> tuple[Piece, ...]:
    return opened(content, source=source).message.outline


def at(depth: int, pieces: tuple[Piece, ...]) -> list[tuple[Role, str | None]]:
    return [(piece.role, piece.name) for piece in pieces if piece.depth == depth]


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
def test_a_pec_is_envelope_notice_facts_original_and_seal(provider: Provider) -> None:
    """Whatever order and encodings its provider has."""
    pieces = outline(transport(LETTER, provider=provider))
    assert [(piece.depth, piece.role, piece.note) for piece in pieces[:1]] == [(0, Role.ENVELOPE, "pec")]
    assert set(at(1, pieces)) == {
        (Role.NOTICE, None),
        (Role.DATICERT, "daticert.xml"),
        (Role.ORIGINAL, "postacert.eml"),
        (Role.SEAL, "smime.p7s"),
    }
    assert at(2, pieces) == PIECES_OF_THE_LETTER


def test_sizes_are_those_of_the_decoded_content() -> None:
    """A file in base64 is as large as it is when saved."""
    message = opened(transport(LETTER)).message
    sizes = {piece.name: piece.size for piece in message.outline if piece.depth == 2}
    assert {one.name: one.size for one in message.attachments} == {
        name: sizes[name] for name in ("elenco.pdf", "Segnatura.xml")
    }


def test_a_forwarded_pec_stands_inside_the_message_that_forwards_it() -> None:
    """Provenance is a place in the tree, not a second tree."""
    letter = Letter(text="Si inoltra.\n", attachments=(attached(transport(LETTER), "inoltro.eml"),))
    pieces = outline(transport(letter))
    assert at(2, pieces) == [(Role.BODY, "body"), (Role.ATTACHED_MESSAGE, "inoltro.eml")]
    assert next(piece.note for piece in pieces if piece.role is Role.ATTACHED_MESSAGE) == "pec"
    assert (Role.ORIGINAL, "postacert.eml") in at(3, pieces)
    assert at(4, pieces) == PIECES_OF_THE_LETTER


def test_an_anomaly_has_no_certified_facts() -> None:
    """Its provider certifies nothing, and the tree shows it."""
    pieces = outline(anomaly(LETTER))
    assert Role.DATICERT not in {piece.role for piece in pieces}
    assert at(2, pieces) == PIECES_OF_THE_LETTER


@pytest.mark.parametrize(
    ("receipt_type", "inside"),
    [
        pytest.param("completa", PIECES_OF_THE_LETTER, id="completa"),
        pytest.param("sintetica", [], id="sintetica"),
    ],
)
def test_a_delivery_receipt_shows_our_message_in_it(receipt_type: str, inside: list[tuple[Role, str]]) -> None:
    """What we sent can be seen there, and is no list to us."""
    pieces = outline(receipt(LETTER, "avvenuta-consegna", receipt_type=receipt_type))
    assert pieces[0].note == "avvenuta-consegna"
    assert at(2, pieces) == inside


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(wrapped_by_list(transport(LETTER), "In calce alla lista\n"), id="footer of a mailing list"),
        pytest.param(
            multipart(
                [("X-Trasporto", "posta-certificata"), ("Subject", "POSTA CERTIFICATA: Elenco")],
                "mixed",
                [transport(LETTER, postmark=Postmark(sealed=False)), text_part("Aggiunta\n", "plain")],
            ),
            id="a part beside the original",
        ),
    ],
)
def test_what_stands_outside_the_seal_is_marked(content: bytes) -> None:
    """A person sees that somebody added something."""
    assert [piece.role for piece in outline(content)].count(Role.OUTSIDE_SEAL) == 1


def test_a_signature_of_the_sender_is_not_the_providers_seal() -> None:
    """Two signatures, two roles."""
    own = File(name="smime.p7s", type="application/pkcs7-signature", content=b"nothing")
    pieces = outline(transport(Letter(attachments=(own,))))
    assert (Role.SIGNATURE, "smime.p7s") in at(2, pieces)
    assert (Role.SEAL, "smime.p7s") in at(1, pieces)


def test_an_ordinary_message_and_a_bare_document_have_a_tree_too() -> None:
    """Everything that can be read can be shown."""
    assert at(0, outline(ordinary(LETTER))) == [(Role.MESSAGE, None)]
    assert at(1, outline(ordinary(LETTER))) == PIECES_OF_THE_LETTER
    assert at(0, outline(b"%PDF-1.7", source="posta/elenco.pdf")) == [(Role.MESSAGE, "elenco.pdf")]


def test_an_original_under_another_type_and_name_is_shown_as_the_original() -> None:
    """It is told by what it holds, and shown once."""
    disguised = transport(LETTER, provider=LEGALMAIL).replace(b"message/rfc822", b"application/octet-stream")
    pieces = outline(disguised.replace(b"postacert.eml", b"contenuto.dat"))
    assert [(piece.role, piece.name) for piece in pieces].count((Role.ORIGINAL, "contenuto.dat")) == 1
    assert at(2, pieces) == PIECES_OF_THE_LETTER


def test_a_missing_original_is_not_made_up() -> None:
    """Its place stays empty."""
    empty = replace(LEGALMAIL, order=("notice", "daticert"))
    assert Role.ORIGINAL not in {piece.role for piece in outline(transport(LETTER, provider=empty))}


def test_many_pieces_are_counted_instead_of_listed() -> None:
    """A flood of files does not flood whoever looks at it."""
    files = tuple(
        File(name=f"{number}.pdf", content=f"%PDF-1.7 {number}".encode()) for number in range(PIECE_LIMIT + 50)
    )
    pieces = outline(ordinary(Letter(attachments=files)))
    assert len(pieces) == PIECE_LIMIT + 1
    assert (pieces[-1].role, pieces[-1].count) == (Role.MORE, len(files) + 2 - PIECE_LIMIT)


def test_messages_in_messages_are_counted_below_the_limit() -> None:
    """The tree is no deeper than a person can follow, and says that there is more."""
    content = ordinary(LETTER)
    for _ in range(DEPTH_LIMIT + 4):
        content = ordinary(Letter(attachments=(attached(content),)))
    pieces = outline(content)
    assert max(piece.depth for piece in pieces) == DEPTH_LIMIT
    assert pieces[-1].role is Role.MORE


def test_every_piece_but_the_first_lies_in_one_that_is_less_deep() -> None:
    """The flat tuple can be drawn: no level is skipped on the way down."""
    letter = Letter(attachments=(attached(transport(LETTER)), attached(receipt(LETTER, "avvenuta-consegna"), "r.eml")))
    depths = [piece.depth for piece in outline(transport(letter))]
    assert depths[0] == 0
    assert all(0 < below <= above + 1 for above, below in pairwise(depths))
