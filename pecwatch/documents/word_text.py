# SPDX-License-Identifier: EUPL-1.2
"""Walks the XML of a Word document, header or footnotes, and tells the paper what a person sees (ECMA-376, 17)."""

from collections.abc import Callable

from pecwatch.documents.elements import Attributes
from pecwatch.documents.paper import Paper
from pecwatch.documents.word_numbering import Numbering
from pecwatch.documents.word_paragraphs import Paragraph, WordParagraphs
from pecwatch.documents.word_styles import Styles
from pecwatch.model.record import record

_NARROW_TWIPS = 150
"""A column of less than three millimetres holds no letter: a border was moved by hand."""


@record
class Section:
    """Headers and footers of one section: their relation ids, by `default`, `first`, `even`."""

    headers: tuple[tuple[str, str], ...]
    footers: tuple[tuple[str, str], ...]
    has_first: bool
    """Whether its first page has ones of its own."""


class WordText(WordParagraphs):
    """One XML file of a document: its text with tables, pictures, notes and sections."""

    def __init__(self, paper: Paper, styles: Styles, numbering: Numbering) -> None:
        super().__init__(paper, styles, numbering)
        self.pictures: list[str] = []
        """Relation ids, in the order of the text."""
        self.sections: list[Section] = []
        self.commented: dict[str, int] = {}
        """Numbers of comments, and the pages on which they stand."""
        self._columns: list[int] = []
        self._notes = 0
        self._is_note = False
        self._objects = 0
        self._headers: list[tuple[str, str]] = []
        self._footers: list[tuple[str, str]] = []
        self._has_first = False

    def opened(self, name: str, attributes: Attributes) -> None:
        """Take up an element."""
        taken = _OPENING.get(name)
        if taken is None:
            super().opened(name, attributes)
        else:
            taken(self, attributes)

    def closed(self, name: str) -> None:
        """Finish an element."""
        taken = _CLOSING.get(name)
        if taken is None:
            super().closed(name)
        else:
            taken(self)

    def _begin_table(self, _: Attributes) -> None:
        self._columns = []
        self.paper.begin_table()

    def _column(self, attributes: Attributes) -> None:
        self._columns.append(attributes.number("w:w", _NARROW_TWIPS))

    def _end_columns(self) -> None:
        self.paper.narrow(number for number, width in enumerate(self._columns) if width < _NARROW_TWIPS)

    def _begin_row(self, _: Attributes) -> None:
        self._row_is_gone = False
        self.paper.begin_row()

    def _skip_columns(self, attributes: Attributes) -> None:
        self.paper.place_cell(max(0, min(attributes.number("w:val"), 200)))

    def _hide_row(self, attributes: Attributes) -> None:
        if self.inside("w:tr", "w:trPr") and attributes.is_on():
            self._row_is_gone = self.hidden = True

    def _end_row(self) -> None:
        self.paper.end_row(keep=not self._row_is_gone)
        self._row_is_gone = False

    def _begin_cell(self, _: Attributes) -> None:
        self._paragraphs.append(Paragraph())
        self.paper.begin_cell()

    def _end_cell(self) -> None:
        self._paragraphs.pop()
        self.paper.end_cell()

    def _span_columns(self, attributes: Attributes) -> None:
        self.paper.span(columns=attributes.number("w:val", 1))

    def _merge_down(self, attributes: Attributes) -> None:
        self.paper.span(continues=attributes.get("w:val") != "restart")

    def _merge_across(self, attributes: Attributes) -> None:
        if attributes.get("w:val") != "restart":
            self.paper.join_left()

    def _picture(self, attributes: Attributes) -> None:
        id_ = attributes.get("r:embed") or attributes.get("r:id")
        if id_ and not self._objects:  # within an object it is only what the object looks like
            self.pictures.append(id_)
            self.paper.picture()

    def _comment(self, attributes: Attributes) -> None:
        self.commented[attributes.get("w:id") or ""] = self.paper.page

    def _begin_note(self, attributes: Attributes) -> None:
        """A footnote; the lines that part notes from text are kept as notes too, with a type."""
        self._is_note = attributes.get("w:type") in (None, "normal")
        self.paper.begin_box()
        if self._is_note:
            self._notes += 1
            self.paper.label(f"Nota {self._notes}: ")

    def _end_note(self) -> None:
        if self._is_note:
            self.paper.end_box()
        else:
            self.paper.drop_box()

    def _header(self, attributes: Attributes) -> None:
        kept = self._headers if self.path[-1] == "w:headerReference" else self._footers
        kept.append((attributes.get("w:type") or "default", attributes.get("r:id") or ""))

    def _first_page(self, attributes: Attributes) -> None:
        self._has_first = attributes.is_on()

    def _end_section(self) -> None:
        self.sections.append(
            Section(headers=tuple(self._headers), footers=tuple(self._footers), has_first=self._has_first)
        )
        self._headers, self._footers, self._has_first = [], [], False

    def _begin_object(self, _: Attributes) -> None:
        self._objects += 1

    def _end_object(self) -> None:
        self._objects -= 1


_OPENING: dict[str, Callable[[WordText, Attributes], None]] = {
    "w:tbl": WordText._begin_table,
    "w:gridCol": WordText._column,
    "w:tr": WordText._begin_row,
    "w:gridBefore": WordText._skip_columns,
    "w:hidden": WordText._hide_row,
    "w:tc": WordText._begin_cell,
    "w:gridSpan": WordText._span_columns,
    "w:vMerge": WordText._merge_down,
    "w:hMerge": WordText._merge_across,
    "a:blip": WordText._picture,
    "v:imagedata": WordText._picture,
    "w:object": WordText._begin_object,
    "w:footnote": WordText._begin_note,
    "w:endnote": WordText._begin_note,
    "w:commentReference": WordText._comment,
    "w:headerReference": WordText._header,
    "w:footerReference": WordText._header,
    "w:titlePg": WordText._first_page,
}
_CLOSING: dict[str, Callable[[WordText], None]] = {
    "w:tblGrid": WordText._end_columns,
    "w:tr": WordText._end_row,
    "w:tbl": lambda text: text.paper.end_table(),
    "w:tc": WordText._end_cell,
    "w:object": WordText._end_object,
    "w:sectPr": WordText._end_section,
    "w:footnote": WordText._end_note,
    "w:endnote": WordText._end_note,
}
