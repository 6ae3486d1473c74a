# SPDX-License-Identifier: EUPL-1.2
"""What the office is told about the pages of a PDF that could not be read, or not surely."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pecwatch.documents import problems
from pecwatch.documents.characters import may_deceive
from pecwatch.documents.pdf_page import PageText
from pecwatch.documents.pdf_pictures import Sight
from pecwatch.documents.problems import problem
from pecwatch.documents.scan_problems import hidden_text
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem, Severity

_BY_HAND = "aprire a mano il PDF"


@dataclass(slots=True, kw_only=True)
class Troubles:
    """Collects, page by page, what has to be told once for the whole document."""

    part: Part
    pictures: list[int] = field(default_factory=list)
    """Pages to be recognised; whatever becomes of them is told then."""
    layers: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    form: list[int] = field(default_factory=list)
    """Pages on which something was filled in or stuck that cannot be read."""
    struck: list[int] = field(default_factory=list)
    """Pages on which somebody struck out printed text."""
    links: list[str] = field(default_factory=list)
    """Addresses on the web that its pages lead to."""
    deceptive: bool = False
    too_long: bool = False
    torn: bool = False
    empty: bool = False

    def look_at(self, number: int, text: PageText, sight: Sight) -> None:
        """Note what is to be done or told about one page."""
        if sight in (Sight.SCAN, Sight.BESIDE):
            self.pictures.append(number)
        if sight is Sight.LAYER:
            self.layers.append(number)
        self.deceptive = self.deceptive or may_deceive(text.written)


def told(troubles: Troubles) -> tuple[Problem, ...]:
    """The problems of a document, each once."""
    return tuple(_told(troubles))


def _told(troubles: Troubles) -> Iterator[Problem]:
    part = troubles.part
    if troubles.layers:
        yield hidden_text(part, listed(troubles.layers))
    if troubles.broken:
        yield problems.damaged(part, f"il PDF è danneggiato e non si legge {listed(troubles.broken)}")
    if troubles.torn:
        yield problems.damaged(part, "il PDF è incompleto")
    if troubles.form:
        yield problems.damaged(
            part, f"i campi compilati o le note di {listed(sorted(set(troubles.form)))} non si leggono"
        )
    if troubles.struck:
        yield problem(
            part,
            "struck_text",
            Severity.DOUBT,
            f"in {listed(troubles.struck)} c'è testo barrato a mano, letto come valido; {_BY_HAND} e controllare quale",
        )
    if troubles.too_long:
        yield problem(
            part, "page_limit", Severity.LOST, f"ha troppe pagine; {_BY_HAND} e leggere quelle dopo l'ultima letta"
        )
    if troubles.deceptive:
        yield problems.invisible_characters(part)
    if troubles.empty and not (troubles.pictures or troubles.broken or troubles.torn):
        yield problem(
            part, "no_text", Severity.LOST, f"non vi si trova alcun testo; {_BY_HAND} e controllare se è davvero vuoto"
        )


def listed(pages: list[int]) -> str:
    """Page numbers in words: «pagina 2», «pagine 1-3, 7»."""
    spans: list[tuple[int, int]] = []
    for page in pages:
        if spans and page == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], page)
        else:
            spans.append((page, page))
    written = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
    return f"{'pagina' if len(pages) == 1 else 'pagine'} {written}"
