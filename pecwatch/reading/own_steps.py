# SPDX-License-Identifier: EUPL-1.2
"""The steps of one message, taken in the process that calls them."""

from pecwatch.documents import Content, NoPrograms, Piece, Programs, Read
from pecwatch.documents.formats import recognise
from pecwatch.documents.reading import READERS, Shelf
from pecwatch.documents.unread import problem_of
from pecwatch.lists import read_lists
from pecwatch.mail.envelope import open_envelope
from pecwatch.model.listing import Reading
from pecwatch.model.message import Correspondents, Envelope, Part, RawMessage, Zone
from pecwatch.model.reply import Reply
from pecwatch.reading.answering import reply_of
from pecwatch.reading.steps import Gathered, Opened, PartLabel
from pecwatch.reading.walking import read_in_steps
from pecwatch.rules import Rules
from pecwatch.seals.anchors import NO_ANCHORS, Anchors


def read(
    raw: RawMessage,
    rules: Rules,
    correspondents: Correspondents,
    anchors: Anchors = NO_ANCHORS,
    programs: Programs | None = None,
) -> Reading:
    """Read one message in this process: for content one made oneself, such as samples."""
    return read_in_steps(raw.source, OwnSteps(raw, rules, correspondents, anchors, programs))


class OwnSteps:
    """The steps taken in this process.

    Args:
        anchors: Whom to trust about seals.
        programs: Those that readers may ask for; none by default.
    """

    def __init__(
        self,
        raw: RawMessage,
        rules: Rules,
        correspondents: Correspondents,
        anchors: Anchors,
        programs: Programs | None = None,
    ) -> None:
        self._raw = raw
        self._rules = rules
        self._correspondents = correspondents
        self._anchors = anchors
        self._programs = programs or NoPrograms()
        self._opened: Envelope | None = None
        self._shelf: Shelf | None = None

    def open(self) -> Opened:
        """Open the envelope."""
        envelope = self._envelope()
        labels = tuple(
            PartLabel(name=part.name, zone=part.zone, is_body=part.is_body) for part in _readable(envelope).parts
        )
        return Opened(message=envelope.message, problems=envelope.problems, parts=labels)

    def reply(self) -> Reply:
        """Find what may be an answer to a mail of ours."""
        return reply_of(self._envelope(), self._raw.content)

    def document(self, piece: Piece) -> Read:
        """Read a part from its beginning, or what was left of it for later."""
        if self._shelf is None:
            saved = _SavedMessages(self._correspondents, self._anchors)
            self._shelf = Shelf(_readable(self._envelope()).parts, (*READERS, saved), self._programs)
        return self._shelf.take(piece)

    def lists(self, gathered: Gathered) -> Reading:
        """Read the lists in everything that was gathered."""
        return read_lists(
            gathered.message,
            self._raw.source,
            gathered.documents,
            gathered.problems,
            rules=self._rules,
            explain=gathered.explain,
        )

    def _envelope(self) -> Envelope:
        """The envelope, opened once; a child that takes over from a dead one opens it again."""
        if self._opened is None:
            self._opened = open_envelope(self._raw, self._correspondents, self._anchors)
        return self._opened


def _readable(envelope: Envelope) -> Envelope:
    """The envelope without what stands beside the sealed original: that is shown, never read."""
    inside = tuple(part for part in envelope.parts if part.zone is not Zone.OUTSIDE)
    return Envelope(message=envelope.message, parts=inside, problems=envelope.problems)


_NOT_A_MESSAGE = ("document", "not_opened")
"""Reasons by which an envelope says that it found no message in the bytes."""


class _SavedMessages:
    """Reads messages saved as files and packed in archives or signed files; their seals are not shown."""

    FORMATS = ("eml", "msg", "winmail")

    def __init__(self, correspondents: Correspondents, anchors: Anchors) -> None:
        self._correspondents = correspondents
        self._anchors = anchors

    def read(self, part: Part) -> Content:
        """The parts of the message as files packed in it; of one attached too deep, whatever could be opened."""
        ending = ".eml" if recognise(part) == "eml" else ".msg"
        raw = RawMessage(source=f"{part.name}{ending}", content=part.content)
        envelope = open_envelope(raw, self._correspondents, self._anchors)
        if envelope.message.trust_reason in _NOT_A_MESSAGE:
            unread = problem_of(part, recognise(part))
            return Content(problems=(*envelope.problems, *(() if unread is None else (unread,))))
        inner = tuple(
            Part(
                name=f"{part.name}/{one.name}",
                type=one.type,
                charset=one.charset,
                content=one.content,
                zone=part.zone,
                is_body=one.is_body,
            )
            for one in _readable(envelope).parts
        )
        return Content(parts=inner, problems=envelope.problems)
