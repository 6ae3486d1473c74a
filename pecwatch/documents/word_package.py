# SPDX-License-Identifier: EUPL-1.2
"""How the files inside a DOCX refer to each other."""

from pecwatch.documents.package import Package
from pecwatch.documents.sheet_package import Relation, relations
from pecwatch.model.record import record

_MAIN = "word/document.xml"


@record
class Relations:
    """Everything one file refers to within the package."""

    all: tuple[Relation, ...]

    def of(self, *kinds: str) -> tuple[Relation, ...]:
        """Those of some kinds, in the order of the file."""
        return tuple(relation for relation in self.all if relation.kind in kinds)

    def find(self, id_: str | None) -> Relation | None:
        """The one with an id."""
        return next((relation for relation in self.all if relation.id == id_), None)


class WordPackage(Package):
    """A DOCX."""

    def __init__(self, content: bytes) -> None:
        """Opens it; raises as `Package` does."""
        super().__init__(content)
        main = self.relations("").of("officeDocument")
        self.main = main[0].target if main else _MAIN

    def relations(self, name: str) -> Relations:
        """What a member refers to; of the package itself when the name is empty."""
        return Relations(all=relations(self.archive, name))
