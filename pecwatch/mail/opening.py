# SPDX-License-Identifier: EUPL-1.2
"""A message opened down to its parts, with the messages attached to it."""

from collections.abc import Callable, Iterator

from pecwatch.mail.automatic import report_of
from pecwatch.mail.contents import UNNAMED_MESSAGE, AttachedMessage, Contents, contents_of, nested_part, outside_parts
from pecwatch.mail.daticert import Daticert, read_daticert
from pecwatch.mail.detectors import anatomy_of
from pecwatch.mail.detectors.anatomy import Anatomy
from pecwatch.mail.headers import Headers
from pecwatch.mail.letterhead import Letterhead
from pecwatch.mail.mime import Entity, read_entity
from pecwatch.mail.outline import Outline, envelope_of, left_whole, outline_of
from pecwatch.mail.sealed import Verdict
from pecwatch.mail.strays import strays
from pecwatch.mail.trouble import ANOTHER_KIND, CUT_OFF, ORIGINAL_MISSING, OUTSIDE_SEAL, TOO_DEEP, left_closed
from pecwatch.mail.verdict import is_disguised, verdict_of
from pecwatch.model.message import Kind, NestedMessage, Part, Trust, Zone
from pecwatch.model.outline import Role
from pecwatch.model.problem import Problem
from pecwatch.model.record import record
from pecwatch.seals.anchors import Anchors

DEPTH_LIMIT = 8
"""Messages inside one another."""
MESSAGES_LIMIT = 200
"""Attached messages in all, on every level."""

ReadLetterhead = Callable[[Headers, str], Letterhead]
"""Reads the header of a message of that media type."""


@record
class Opened:
    """Everything found in one message."""

    anatomy: Anatomy
    verdict: Verdict
    letter: Letterhead
    """Of the message inside; of a receipt, its own."""
    daticert: Daticert | None
    contents: Contents
    parts: tuple[Part, ...]
    """All of them: those of the message, of messages attached to it, and what stands outside the seal."""
    nested: tuple[NestedMessage, ...]
    signatures: tuple[bytes, ...]
    """Segnatura.xml files, the outermost first."""
    problems: tuple[Problem, ...]
    outline: Outline

    @property
    def sender(self) -> str | None:
        """The certified sender where a daticert can be believed, a receipt's provider, otherwise the From inside."""
        if self.anatomy.kind is Kind.RECEIPT:
            return self.letter.sender
        is_believed = self.verdict.trust in (Trust.VERIFIED, Trust.UNVERIFIABLE)
        certified = self.daticert.sender if self.daticert is not None and is_believed else None
        return certified or self.letter.sender


@record
class _Inside:
    """What an attached message adds to the one that holds it."""

    parts: tuple[Part, ...] = ()
    nested: tuple[NestedMessage, ...] = ()
    signatures: tuple[bytes, ...] = ()
    problems: tuple[Problem, ...] = ()
    outline: Outline


def open_message(
    message: Entity,
    read_letterhead: ReadLetterhead,
    anchors: Anchors,
    depth: int = 0,
    room: Iterator[int] | None = None,
) -> Opened:
    """Open a message: find its envelope, the original in it, the original's parts and attached messages.

    Args:
        read_letterhead: Handed in, because only one file knows mail-parser.
        anchors: Whom to trust.
        depth: How many messages stand around this one.
        room: As many items as further messages may be opened, shared by all that lie in the outermost one.
    """
    room = iter(range(MESSAGES_LIMIT)) if room is None else room
    anatomy = anatomy_of(message)
    original = anatomy.original
    contents = Contents() if original is None else _contents(original, anatomy)
    headers, media_type = (anatomy.headers, message.type) if original is None else (original.headers, original.type)
    inside = tuple(_open_attached(one, read_letterhead, anchors, depth + 1, room) for one in contents.messages)
    daticert = None if anatomy.daticert is None else read_daticert(anatomy.daticert)
    disguised = is_disguised(anatomy, daticert)
    # A report gives back as much of a message as it likes: nothing is missing there.
    gives_back = original is not None and report_of(original) is not None
    outside = outside_parts((*anatomy.outside, *_around(message, anatomy)))
    return Opened(
        anatomy=anatomy,
        verdict=verdict_of(anatomy, daticert, anchors, disguised=disguised),
        letter=read_letterhead(headers, media_type),
        daticert=daticert,
        contents=contents,
        parts=(*contents.parts, *(part for one in inside for part in one.parts), *outside),
        nested=tuple(nested for one in inside for nested in one.nested),
        signatures=(*contents.signatures, *(content for one in inside for content in one.signatures)),
        problems=(
            *((ANOTHER_KIND,) if disguised else ()),
            *_structural_problems(message, anatomy),
            *((OUTSIDE_SEAL,) if outside else ()),
            *contents.problems,
            *(problem for one in inside for problem in one.problems if not gives_back),
        ),
        outline=outline_of(message, anatomy, contents, (one.outline for one in inside)),
    )


def _contents(original: Entity, anatomy: Anatomy) -> Contents:
    """The pieces of the original; one that is itself an envelope (a PEC sent on as it was) counts as attached."""
    is_envelope = original is not anatomy_of(original).original and not anatomy.is_original_missing
    if is_envelope:
        return Contents(messages=(AttachedMessage(name=UNNAMED_MESSAGE, content=original.raw),))
    return contents_of(original)


def _open_attached(
    attached: AttachedMessage, read_letterhead: ReadLetterhead, anchors: Anchors, depth: int, room: Iterator[int]
) -> _Inside:
    if depth > DEPTH_LIMIT or next(room, None) is None:
        return _left_whole(attached, TOO_DEEP)
    try:
        opened = open_message(read_entity(attached.content), read_letterhead, anchors, depth, room)
    except Exception:  # noqa: BLE001 - bytes from outside against libraries: what holds them is opened all the same
        return _left_whole(attached, left_closed(attached.name))
    summary = NestedMessage(
        kind=opened.anatomy.kind,
        trust=opened.verdict.trust,
        sender=opened.sender,
        subject=opened.letter.subject,
        identifier=None if opened.daticert is None else opened.daticert.identifier,
    )
    return _Inside(
        parts=tuple(nested_part(part, attached.name) for part in opened.parts if part.zone is not Zone.OUTSIDE),
        nested=(summary, *opened.nested),
        signatures=opened.signatures,
        problems=opened.problems,
        outline=opened.outline,
    )


def _left_whole(attached: AttachedMessage, problem: Problem) -> _Inside:
    whole = Part(name=attached.name, type="message/rfc822", content=attached.content, zone=Zone.NESTED)
    outline = left_whole(Role.ATTACHED_MESSAGE, whole.name, whole.type, whole.content)
    return _Inside(parts=(whole,), problems=(problem,), outline=outline)


def _around(message: Entity, anatomy: Anatomy) -> Iterator[Entity]:
    """Text of an envelope that stands in none of its parts, and is neither the provider's nor the sender's."""
    if anatomy.original is None or anatomy.original is message:
        return
    own = tuple(strays(anatomy.original))
    trees = (message, envelope_of(message, anatomy)) if anatomy.was_wrapped else (message,)
    yield from (one for tree in trees for one in strays(tree) if one not in own)


def _structural_problems(message: Entity, anatomy: Anatomy) -> tuple[Problem, ...]:
    """Whether something of the message could not be taken apart; of a receipt nothing matters."""
    if anatomy.original is None:
        return ()
    multiparts = (*message.multiparts(), *anatomy.original.multiparts())
    found = (
        (ORIGINAL_MISSING, anatomy.is_original_missing),
        (TOO_DEEP, any(one.is_unsplit for one in multiparts)),
        (CUT_OFF, any(not one.is_closed for one in multiparts)),
    )
    return tuple(problem for problem, is_so in found if is_so)
