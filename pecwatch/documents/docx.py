# SPDX-License-Identifier: EUPL-1.2
"""Word documents (DOCX, DOCM, DOTX; ECMA-376, transitional and strict)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pecwatch.documents import paper_problems
from pecwatch.documents.inlaid import Inlaid, inlaid_parts
from pecwatch.documents.paper import Paper
from pecwatch.documents.paper_grid import Piece
from pecwatch.documents.paper_pages import on_page, pages_of
from pecwatch.documents.paper_remarks import WordComments, remark_on
from pecwatch.documents.reader import Content
from pecwatch.documents.word_numbering import Numbering
from pecwatch.documents.word_package import WordPackage
from pecwatch.documents.word_styles import Styles
from pecwatch.documents.word_text import Section, WordText
from pecwatch.documents.zipped import Refusal, Refused
from pecwatch.model.message import Part

FORMATS = ("docx",)

_LAID_IN = ("package", "oleObject", "aFChunk")
"""Workbooks, objects of other programs, whole files that Word takes up when the document is opened."""


@dataclass(slots=True, kw_only=True)
class _Told:
    """What was noticed while the files of the document were read."""

    inlaid: list[Inlaid] = field(default_factory=list)
    hidden: bool = False
    commented: dict[str, int] = field(default_factory=dict)
    """Numbers of comments, and the pages on which they stand."""
    struck: bool = False
    deceives: bool = False


def read(part: Part) -> Content:
    """Its pages: headers first, then the text as it is seen without tracked deletions; notes, footers, comments."""
    try:
        package = WordPackage(bytes(part.content))
    except Refused as refused:
        problems = paper_problems.problems_of(part, [refused.why], hidden=False, struck=False, deceives=False)
        return Content(problems=problems)
    return _Reading(package).content(part)


class _Reading:
    """One document being read."""

    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._relations = package.relations(package.main)
        self._styles = Styles()
        self._numbering = Numbering()
        self._told = _Told()
        for kind, elements in (("styles", self._styles), ("numbering", self._numbering)):
            for relation in self._relations.of(kind):
                package.walk(relation.target, elements)

    def content(self, part: Part) -> Content:
        """Everything that could be read."""
        if not self._package.holds(self._package.main):
            self._package.refusals.append(Refusal.DAMAGED)
        paper = Paper()
        text, body = self._walked(self._package.main, paper)
        headers, footers = self._around(text.sections)
        notes = (self._file(relation.target) for relation in self._relations.of("footnotes", "endnotes"))
        after = (*(piece for pieces in notes for piece in pieces), *footers)
        pages = pages_of((*headers, *body, *on_page(after, paper.page), *self._comments(paper.page)))
        parts = tuple(inlaid_parts(part, self._told.inlaid))
        told = self._told
        problems = paper_problems.problems_of(
            part, self._package.refusals, hidden=told.hidden, struck=told.struck, deceives=told.deceives
        )
        return Content(pages=pages, parts=parts, problems=problems)

    def _walked(self, name: str, paper: Paper) -> tuple[WordText, tuple[Piece, ...]]:
        """One file of the document, with the pictures and files laid into it."""
        text = WordText(paper, self._styles, self._numbering)
        self._package.walk(name, text)
        pieces = paper.finish()
        told = self._told
        told.hidden = told.hidden or text.hidden
        told.struck = told.struck or text.struck
        told.deceives = told.deceives or paper.deceives
        told.inlaid += self._inlaid(name, text.pictures)
        told.commented = dict(text.commented) | told.commented
        return text, pieces

    def _comments(self, last_page: int) -> Iterator[Piece]:
        """Comments on the pages where they stand; those whose place was deleted on the last one."""
        comments = WordComments()
        for relation in self._relations.of("comments"):
            self._package.walk(relation.target, comments)
        for number, text in comments.found.items():
            remark = remark_on(text, self._told.commented.get(number, last_page))
            if remark is not None:
                yield remark

    def _file(self, name: str) -> tuple[Piece, ...]:
        return self._walked(name, Paper())[1]

    def _around(self, sections: list[Section]) -> tuple[list[Piece], list[Piece]]:
        """Lines of headers and footers, each once however many pages and sections show it."""
        headers = (use for section in sections for use in _shown(section.headers, section))
        footers = (use for section in sections for use in _shown(section.footers, section))
        return self._once(dict.fromkeys(headers)), self._once(dict.fromkeys(footers))

    def _once(self, ids: dict[str, None]) -> list[Piece]:
        found: dict[tuple[Piece, ...], None] = {}
        for id_ in ids:
            relation = self._relations.find(id_)
            if relation is not None and relation.kind in ("header", "footer"):
                found.setdefault(self._file(relation.target))
        return [piece for pieces in found for piece in pieces]

    def _inlaid(self, name: str, pictures: list[str]) -> Iterator[Inlaid]:
        relations = self._package.relations(name)
        shown = (relations.find(id_) for id_ in dict.fromkeys(pictures))
        images = [relation for relation in shown if relation is not None and relation.kind == "image"]
        for relation in dict.fromkeys((*images, *relations.of(*_LAID_IN))):
            content = self._package.read(relation.target)
            if content:
                yield Inlaid(name=relation.target, content=content, is_picture=relation.kind == "image")


def _shown(uses: tuple[tuple[str, str], ...], section: Section) -> Iterator[str]:
    """Headers or footers of a section that some page of it shows."""
    return (id_ for kind, id_ in uses if kind != "first" or section.has_first)
