# SPDX-License-Identifier: EUPL-1.2
"""What a file format has to offer to be read: the one face behind which every reader stands."""

from typing import Protocol

from pecwatch.model.document import Page
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem
from pecwatch.model.record import record
from pecwatch.model.signature import FileSignature


@record
class Content:
    """What a reader found in one part."""

    pages: tuple[Page, ...] = ()
    parts: tuple[Part, ...] = ()
    """Parts packed inside (an archive's members, a signed file's content), to be read in turn."""
    problems: tuple[Problem, ...] = ()
    signatures: tuple[FileSignature, ...] = ()
    """Who signed the part, and when."""


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
