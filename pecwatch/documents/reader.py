# SPDX-License-Identifier: EUPL-1.2
"""What a file format has to offer to be read: the one face behind which every reader stands."""

from enum import StrEnum
from typing import Protocol, runtime_checkable

from pecwatch.documents.programs import Programs
from pecwatch.model.document import Link, Page
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem
from pecwatch.model.record import record
from pecwatch.model.signature import FileSignature


class How(StrEnum):
    """Why a stretch of a part is read in a step of its own."""

    PAGES = "pages"
    """A group of pages of a long document."""
    SCAN = "scan"
    """One picture that a program has to recognise the letters of: a scanned page, a photograph."""
    CONVERSION = "conversion"
    """The whole part, once a program has turned it into another format."""
    PACKED = "packed"
    """A file packed inside: a member of an archive, the content of a signed file."""


@record
class Later:
    """A stretch of a part that is read in a step of its own, so that it costs itself alone when it fails."""

    how: How
    first: int = 1
    """First page of the stretch, number of the picture or of the packed file, from 1."""
    last: int = 1
    """Last page of the stretch, included."""
    name: str
    """Name of what is read: of the part, or of the packed file."""


@record
class Content:
    """What a reader found in one part."""

    pages: tuple[Page, ...] = ()
    parts: tuple[Part, ...] = ()
    """Parts packed inside (an archive's members, a signed file's content), each to be read in a step of its own."""
    later: tuple[Later, ...] = ()
    """Stretches that `read_later` will be asked for, each in a step of its own."""
    problems: tuple[Problem, ...] = ()
    signatures: tuple[FileSignature, ...] = ()
    """Who signed the part, and when."""
    links: tuple[Link, ...] = ()
    """Addresses on the web behind its text; nothing is ever fetched from there."""


class Reader(Protocol):
    """Reads the formats it names.

    A module is a reader: it holds `FORMATS` and `read`, and its name stands in `reading.READERS`.
    """

    @property
    def FORMATS(self) -> tuple[str, ...]:  # noqa: N802 - a constant of the module that fulfils this
        """Names, as `formats.recognise` gives them, of what it can read."""

    def read(self, part: Part) -> Content:
        """Everything in the part, with a problem for whatever could not be read.

        It may raise anything on damaged bytes: the caller turns that into a problem.
        """


@runtime_checkable
class LaterReader(Protocol):
    """A reader that leaves some stretches of a part for later."""

    def read_later(self, part: Part, later: Later, programs: Programs) -> Content:
        """One of the stretches that its `read` left, pages and problems of that stretch alone.

        A page read here takes the place of the page with the same number that was read before.
        """
