# SPDX-License-Identifier: EUPL-1.2
"""The files inside a DOCX or ODT, and what went wrong while they were unpacked."""

from pecwatch.documents.elements import Elements, walk
from pecwatch.documents.zipped import Archive, Member, Refusal, Refused


class Package:
    """A document that is an archive of files, and every reason why some of it could not be unpacked."""

    def __init__(self, content: bytes) -> None:
        """Opens it.

        Raises:
            Refused: The archive is damaged.
        """
        self.archive = Archive(content)
        self.refusals: list[Refusal] = []

    def holds(self, name: str) -> bool:
        """Whether there is such a member."""
        return any(member.name.lower() == name.lower() for member in self.archive.members)

    def walk(self, name: str, elements: Elements) -> None:
        """Let the elements of a member pass by; without such a member there are none."""
        member = self._find(name)
        refusal = None if member is None else walk(self.archive.chunks(member), elements)
        if refusal is not None:
            self.refusals.append(refusal)

    def read(self, name: str) -> bytes | None:
        """The bytes of a member; None when there is none or it cannot be unpacked."""
        member = self._find(name)
        try:
            return None if member is None else self.archive.read(member)
        except Refused as refused:
            self.refusals.append(refused.why)
            return None

    def _find(self, name: str) -> Member | None:
        try:
            return self.archive.find(name)
        except Refused as refused:
            self.refusals.append(refused.why)
            return None
