# SPDX-License-Identifier: EUPL-1.2
"""What was inside a message, as a tree; what was read in each part stands beside it."""

from collections.abc import Iterable, Iterator

from rich.tree import Tree

from pecwatch.cli.kind_words import kind_name
from pecwatch.cli.page import counted, moment
from pecwatch.cli.seal_words import IN_SHORT
from pecwatch.cli.terminal import cell
from pecwatch.model.listing import Reading
from pecwatch.model.message import NestedMessage
from pecwatch.model.outline import Piece, Role
from pecwatch.model.signature import FileSignature, Signer

ROLES: dict[Role, str] = {
    Role.NOTICE: "notice of the provider, for people",
    Role.DATICERT: "the certified facts",
    Role.EVIDENCE: "facts stated for programs",
    Role.ORIGINAL: "the original message",
    Role.BODY: "text of the message",
    Role.FILE: "file",
    Role.ATTACHED_MESSAGE: "attached message",
    Role.PROTOCOL: "number and day of a protocol office",
    Role.SEAL: "the provider's seal",
    Role.SIGNATURE: "a signature of the sender's own",
    Role.OUTSIDE_SEAL: "OUTSIDE THE SEAL, not read as a list",
}
"""What a piece is for; the whole message is called by its kind, what is left out by its number."""

_HOLDING = (Role.ATTACHED_MESSAGE, Role.FILE)
"""Pieces whose name stands in the names of the parts inside them."""


def tree(reading: Reading) -> Tree | None:
    """The tree of a message; None when not even its envelope could be opened."""
    read = dict(_read_in_parts(reading))
    whole = kind_name(reading.message.kind, reading.message.receipt)
    placed = tuple(_with_part_names(reading.message.outline))
    known = {part for _, part in placed}
    nested = iter(reading.message.nested)
    knots: list[Tree] = []
    for piece, part in placed:
        carried = next(nested, None) if piece.role is Role.ATTACHED_MESSAGE and piece.note is not None else None
        label = cell(_joined(_label(piece, _what(piece, carried, whole)), read.pop(part, ())))
        del knots[piece.depth :]
        knots.append(knots[-1].add(label) if knots else Tree(label))
        if part and piece.role in (Role.FILE, Role.MESSAGE):
            for member, findings in read.items():
                if member.startswith(f"{part}/") and member not in known:
                    knots[-1].add(cell(_joined(member.removeprefix(f"{part}/"), findings)))
    return knots[0] if knots else None


def _with_part_names(outline: Iterable[Piece]) -> Iterator[tuple[Piece, str]]:
    """Each piece with the name by which the reading speaks of it: after the messages and files that it lies in."""
    around: list[str] = []
    for piece in outline:
        del around[piece.depth :]
        yield piece, "".join(around) + (piece.name or "")
        is_document = piece.role is Role.MESSAGE and piece.name is not None
        around.append(f"{piece.name}/" if piece.role in _HOLDING or is_document else "")


def _label(piece: Piece, what: str) -> str:
    """`elenco.pdf: file (application/pdf, 2,805 bytes)`."""
    if piece.role is Role.MORE:
        return f"... and {piece.count:,} more"
    about = [text for text in (piece.type, None if piece.size is None else counted(piece.size, "byte")) if text]
    named = piece.name is not None and piece.role is not Role.BODY
    size = f" ({', '.join(about)})" if about else ""
    return f"{f'{piece.name}: ' if named else ''}{what}{size}"


def _what(piece: Piece, carried: NestedMessage | None, whole: str) -> str:
    if carried is not None:
        name = kind_name(carried.kind, None if piece.note == carried.kind else piece.note)
        sender = carried.sender or "nobody that could be read"
        return f"{name} from {sender}; {IN_SHORT[carried.trust]}; subject: {carried.subject or 'none'}"
    return ROLES.get(piece.role, whole)


def _joined(label: str, findings: Iterable[str]) -> str:
    return "; ".join((label, *findings))


def _read_in_parts(reading: Reading) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the reading knows of each part, in the order of the parts' names."""
    lists = (*(() if reading.listing is None else (reading.listing,)), *reading.other_lists)
    rows = [row.where.part for listing in lists for row in listing.rows]
    lines = [left.where.part for listing in lists for left in listing.leftovers]
    signed = {signature.part: tuple(_signed(signature)) for signature in reading.signatures}
    troubled = [(problem.part, problem.code) for problem in reading.problems if problem.part is not None]
    for part in sorted({*rows, *lines, *signed, *(part for part, _ in troubled)}):
        yield (
            part,
            (
                *((counted(rows.count(part), "row"),) if part in rows else ()),
                *((counted(lines.count(part), "line") + " not understood",) if part in lines else ()),
                *signed.get(part, ()),
                *dict.fromkeys(f"problem {code}" for troubled_part, code in troubled if troubled_part == part),
            ),
        )


def _signed(signature: FileSignature) -> Iterator[str]:
    """Who signed a file and when, and who put the time on it."""
    yield from map(_signer, signature.signers)
    for stamp in signature.timestamps:
        yield f"time-stamped {moment(stamp.at)} by {stamp.authority or 'an unknown authority'}{_fit(stamp.fits)}"
    if signature.is_detached:
        yield "the signature came without the file that it signs"


def _signer(signer: Signer) -> str:
    when = "" if signer.signed_at is None else f" on {moment(signer.signed_at)} by the signer's clock"
    return f"signed by {signer.name or 'an unknown signer'}{when}{_fit(signer.fits)}"


def _fit(fits: bool | None) -> str:
    """Whether a signature is over these bytes; who issued the certificate is not examined."""
    if fits is None:
        return ", which could not be checked"
    return (
        " (fits the content; whose certificate it is was not checked)" if fits else ", and IT DOES NOT FIT THE CONTENT"
    )
