# SPDX-License-Identifier: EUPL-1.2
"""Walks the XML of an OpenDocument text and tells the paper what a person sees (OpenDocument 1.3, part 3)."""

import base64
import binascii
import re
from collections.abc import Callable

from pecwatch.documents.elements import Attributes, Elements
from pecwatch.documents.odt_lists import Lists
from pecwatch.documents.odt_styles import Styles
from pecwatch.documents.paper import Paper
from pecwatch.documents.paper_grid import COLUMNS, Piece
from pecwatch.documents.paper_remarks import as_text

_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 500
_ROWS = 10_000
_MARGIN = re.compile(r"style:(header|footer)(-left|-first)?")
_SHAPES = frozenset(
    "draw:text-box draw:custom-shape draw:rect draw:ellipse draw:circle draw:line draw:path draw:polygon draw:polyline "
    "draw:regular-polygon draw:caption draw:connector draw:measure".split()
)
"""Whatever text may stand in, beside the running text."""


class OdtText(Elements):
    """The XML files of one document, styles first: what they say is put on several papers."""

    SKIPPED = frozenset({
        "text:tracked-changes", "office:forms", "office:scripts", "office:meta", "office:settings",
        "svg:title", "svg:desc", "text:note-citation", "text:ruby-text", "text:table-of-content-source",
        "text:alphabetical-index-source", "text:illustration-index-source", "text:table-index-source",
        "text:object-index-source", "text:user-index-source", "text:bibliography-source", "text:variable-decls",
        "text:sequence-decls", "text:user-field-decls", "draw:object-ole-data",
    })  # fmt: skip
    """Deleted text, forms, descriptions of pictures, patterns of indexes."""

    def __init__(self) -> None:
        super().__init__()
        self.body = Paper()
        self.notes = Paper()
        self.headers: dict[tuple[Piece, ...], None] = {}
        """Each once, however many kinds of page show it."""
        self.footers: dict[tuple[Piece, ...], None] = {}
        self.remarks: list[tuple[int, str]] = []
        """Comments and the pages on which they stand."""
        self.hidden = False
        self.struck = False
        self.deceives = False
        self.pictures: list[str] = []
        """Names of members, in the order of the text."""
        self.objects: list[str] = []
        self.drawn: list[bytes] = []
        """Pictures that are written into the text itself."""
        self._papers: list[Paper] = []
        self._styles = Styles()
        self._lists = Lists(self._styles)
        self._looks: list[tuple[bool, bool]] = [(False, False)]
        """Whether text is hidden, and struck out, in each element around the present place that says so."""
        self._paragraphs = [0]
        self._columns: list[int] = []
        self._widths: list[bool] = []
        self._row_is_gone = False
        self._binary: list[str] = []
        self._notes = 0
        self._breaks_after: list[bool] = []

    def begin(self) -> None:
        """A file begins."""
        super().begin()
        self._papers.clear()
        self._looks = [(False, False)]
        self._paragraphs = [0]

    @property
    def paper(self) -> Paper:
        """Where the present element is written."""
        return self._papers[-1] if self._papers else self.body

    def opened(self, name: str, attributes: Attributes) -> None:
        """Take up an element."""
        self._styles.take(name, attributes)
        if _MARGIN.fullmatch(name):
            self._papers.append(Paper())
        elif name in _SHAPES:
            self._paragraphs.append(0)
            self.paper.begin_box()
        else:
            taken = _OPENING.get(name)
            if taken is not None:
                taken(self, attributes)

    def closed(self, name: str) -> None:
        """Finish an element."""
        margin = _MARGIN.fullmatch(name)
        if margin and self._papers:
            paper = self._papers.pop()
            (self.headers if margin[1] == "header" else self.footers).setdefault(paper.finish())
            self.deceives = self.deceives or paper.deceives
        elif name in _SHAPES:
            self._paragraphs.pop()
            self.paper.end_box()
        else:
            taken = _CLOSING.get(name)
            if taken is not None:
                taken(self)

    def written(self, text: str) -> None:
        """Text counts within paragraphs; runs of blanks are one, as several are written otherwise."""
        if self.path and self.path[-1] == "office:binary-data":
            self._binary.append(text)
        elif self._paragraphs[-1]:
            self._say(_BLANKS.sub(" ", text))

    def _say(self, text: str) -> None:
        hidden, struck = self._looks[-1]
        if hidden:
            self.hidden = self.hidden or bool(text.strip())
        elif struck:
            self.struck = self.struck or bool(text.strip())
        else:
            self.paper.text(text)

    def _look(self, family: str, name: str | None) -> None:
        style = self._styles.find(family, name)
        hidden, struck = self._looks[-1]
        self._looks.append((
            hidden if style.hidden is None else style.hidden or self._is_in_hidden(),
            struck if style.struck is None else style.struck,
        ))  # fmt: skip

    def _is_in_hidden(self) -> bool:
        return "text:section" in self.path and self._looks[-1][0]

    def _begin_paragraph(self, attributes: Attributes) -> None:
        style = self._styles.find("paragraph", attributes.get("text:style-name"))
        if style.breaks_before and not self._papers:
            self.paper.break_page(hard=True)
        self._breaks_after.append(style.breaks_after)
        label = self._lists.label()
        if self.path[-1] == "text:h" and attributes.get("text:is-list-header") != "true":
            label = label or self._lists.heading(attributes.number("text:outline-level", 1))
        if label:
            self.paper.label(label)
        self._look("paragraph", attributes.get("text:style-name"))
        self._paragraphs[-1] += 1

    def _end_paragraph(self) -> None:
        self._paragraphs[-1] -= 1
        self._looks.pop()
        self.paper.end_paragraph()
        if self._breaks_after.pop():
            self.paper.break_page(hard=True)

    def _begin_span(self, attributes: Attributes) -> None:
        self._look("text", attributes.get("text:style-name"))

    def _end_looks(self) -> None:
        self._looks.pop()

    def _begin_section(self, attributes: Attributes) -> None:
        hidden, struck = self._looks[-1]
        self._looks.append((hidden or attributes.get("text:display") == "none", struck))

    def _begin_note(self, _: Attributes) -> None:
        self._notes += 1
        self._papers.append(self.notes)
        self._paragraphs.append(0)
        self._looks.append((False, False))
        self.notes.label(f"Nota {self._notes}: ")

    def _end_note(self) -> None:
        self._papers.pop()
        self._paragraphs.pop()
        self._looks.pop()

    def _begin_remark(self, _: Attributes) -> None:
        self._papers.append(Paper())
        self._paragraphs.append(0)
        self._looks.append((False, False))

    def _end_remark(self) -> None:
        paper = self._papers.pop()
        self._paragraphs.pop()
        self._looks.pop()
        self.remarks.append((self.body.page, as_text(paper.finish())))
        self.deceives = self.deceives or paper.deceives

    def _begin_table(self, attributes: Attributes) -> None:
        if self._styles.find("table", attributes.get("table:style-name")).breaks_before and not self._papers:
            self.paper.break_page(hard=True)
        self._columns.append(0)
        self._widths = []
        self.paper.begin_table()

    def _end_table(self) -> None:
        self._columns.pop()
        self.paper.end_table()

    def _column(self, attributes: Attributes) -> None:
        is_narrow = self._styles.find("table-column", attributes.get("table:style-name")).is_narrow
        self._widths += [is_narrow] * _times(attributes, "table:number-columns-repeated")
        self._widths = self._widths[:COLUMNS]
        self.paper.narrow(number for number, narrow in enumerate(self._widths) if narrow)

    def _begin_row(self, attributes: Attributes) -> None:
        self._columns[-1:] = [0]
        self._row_is_gone = attributes.get("table:visibility") in ("collapse", "filter")
        self.hidden = self.hidden or self._row_is_gone
        self.paper.begin_row()

    def _end_row(self) -> None:
        self.paper.end_row(keep=not self._row_is_gone)
        self._row_is_gone = False

    def _begin_cell(self, attributes: Attributes) -> None:
        spanned = _times(attributes, "table:number-columns-spanned")
        repeated = _times(attributes, "table:number-columns-repeated")
        self._paragraphs.append(0)
        self.paper.begin_cell()
        self.paper.place_cell(self._columns[-1] if self._columns else 0)
        self.paper.span(columns=max(spanned, repeated), rows=_times(attributes, "table:number-rows-spanned", _ROWS))
        self._advance(repeated)

    def _end_cell(self) -> None:
        self._paragraphs.pop()
        self.paper.end_cell()

    def _covered_cell(self, attributes: Attributes) -> None:
        """A place that another cell spans; text left in it is not shown."""
        self._advance(_times(attributes, "table:number-columns-repeated"))
        self._paragraphs.append(0)
        self.paper.begin_box()

    def _end_covered_cell(self) -> None:
        self._paragraphs.pop()
        self.paper.drop_box()

    def _advance(self, places: int) -> None:
        if self._columns:
            self._columns[-1] = min(self._columns[-1] + places, COLUMNS)

    def _blanks(self, attributes: Attributes) -> None:
        self._say(" " * max(1, min(attributes.number("text:c", 1), _MOST_BLANKS)))

    def _picture(self, attributes: Attributes) -> None:
        self._binary = []
        self.pictures.append((attributes.get("xlink:href") or "").removeprefix("./"))
        self.paper.picture()

    def _object(self, attributes: Attributes) -> None:
        self.objects.append((attributes.get("xlink:href") or "").removeprefix("./"))

    def _end_binary(self) -> None:
        try:
            self.drawn.append(base64.b64decode("".join(self._binary)))
        except (binascii.Error, ValueError):
            self.drawn.append(b"")
        self._binary = []


def _times(attributes: Attributes, name: str, most: int = COLUMNS) -> int:
    return max(1, min(attributes.number(name, 1), most))


_OPENING: dict[str, Callable[[OdtText, Attributes], None]] = {
    "text:p": OdtText._begin_paragraph,
    "text:h": OdtText._begin_paragraph,
    "text:span": OdtText._begin_span,
    "text:section": OdtText._begin_section,
    "text:s": OdtText._blanks,
    "text:tab": lambda text, _: text._say("\t"),
    "text:line-break": lambda text, _: text.paper.break_line(),
    "text:soft-page-break": lambda text, _: text.paper.break_page(),
    "text:list": lambda text, attributes: text._lists.begin(attributes),
    "text:list-item": lambda text, attributes: text._lists.begin_item(attributes, is_header=False),
    "text:list-header": lambda text, attributes: text._lists.begin_item(attributes, is_header=True),
    "text:note-body": OdtText._begin_note,
    "office:annotation": OdtText._begin_remark,
    "table:table": OdtText._begin_table,
    "table:table-column": OdtText._column,
    "table:table-row": OdtText._begin_row,
    "table:table-cell": OdtText._begin_cell,
    "table:covered-table-cell": OdtText._covered_cell,
    "draw:image": OdtText._picture,
    "draw:object": OdtText._object,
    "draw:object-ole": OdtText._object,
}
_CLOSING: dict[str, Callable[[OdtText], None]] = {
    "text:p": OdtText._end_paragraph,
    "text:h": OdtText._end_paragraph,
    "text:span": OdtText._end_looks,
    "text:section": OdtText._end_looks,
    "text:list": lambda text: text._lists.end(),
    "text:list-item": lambda text: text._lists.end_item(),
    "text:list-header": lambda text: text._lists.end_item(),
    "text:note-body": OdtText._end_note,
    "office:annotation": OdtText._end_remark,
    "table:table": OdtText._end_table,
    "table:table-row": OdtText._end_row,
    "table:table-cell": OdtText._end_cell,
    "table:covered-table-cell": OdtText._end_covered_cell,
    "office:binary-data": OdtText._end_binary,
}
