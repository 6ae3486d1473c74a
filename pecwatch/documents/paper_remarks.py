# SPDX-License-Identifier: EUPL-1.2
"""Comments on the text of a letter: read by a person beside it, so they part no row and stand below their page."""

from pecwatch.documents.characters import visible
from pecwatch.documents.elements import Attributes, Elements
from pecwatch.documents.paper_grid import Piece, Written, lines_of


def remark_on(text: str, page: int) -> Written | None:
    """One comment as a line that says what it is; None of one that says nothing."""
    said = " ".join(visible(text).split())
    return Written(text=f"Commento: {said}", page=page, is_remark=True) if said else None


def as_text(pieces: tuple[Piece, ...]) -> str:
    """What was written on a paper of its own, in one line."""
    return " ".join(line for piece in pieces for line in lines_of(piece))


class WordComments(Elements):
    """What the comments of a Word document say, by their number (ECMA-376, 17.13.4); deleted words are not in `w:t`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._id = ""
        self._pieces: list[str] = []

    def opened(self, name: str, attributes: Attributes) -> None:
        """Take up an element."""
        if name == "w:comment":
            self._id, self._pieces = attributes.get("w:id") or "", []
        elif name in ("w:p", "w:br", "w:tab"):
            self._pieces.append(" ")

    def written(self, text: str) -> None:
        """Text counts within `w:t` alone."""
        if self.path[-1:] == ["w:t"]:
            self._pieces.append(text)

    def closed(self, name: str) -> None:
        """Finish an element."""
        if name == "w:comment":
            self.found[self._id] = "".join(self._pieces)
