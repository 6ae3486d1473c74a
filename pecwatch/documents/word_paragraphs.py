# SPDX-License-Identifier: EUPL-1.2
"""Paragraphs and runs of a Word document, as a person sees them (ECMA-376, 17.3)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pecwatch.documents.elements import Attributes, Elements
from pecwatch.documents.paper import Paper
from pecwatch.documents.word_fields import Fields
from pecwatch.documents.word_numbering import Numbering
from pecwatch.documents.word_styles import Style, Styles
from pecwatch.documents.word_symbols import symbol


@dataclass(slots=True, kw_only=True)
class Paragraph:
    """What is known of the paragraph being read."""

    style_id: str | None = None
    style: Style = field(default_factory=Style)
    list_id: str | None = None
    level: int | None = None
    is_joined: bool = False
    """Its end was deleted or is hidden: the next paragraph goes on in the same line."""
    struck: bool = False
    hidden: bool = False


class WordParagraphs(Elements):
    """The running text of one XML file."""

    SKIPPED = frozenset({
        "w:del", "w:moveFrom", "w:rPrChange", "w:pPrChange", "w:sectPrChange", "w:tblPrChange", "w:trPrChange",
        "w:tcPrChange", "w:tblGridChange", "w:numberingChange", "w:rt", "w:tblPrExChange",
    })  # fmt: skip
    """Deleted text, how things were before a change, readings printed above signs."""

    def __init__(self, paper: Paper, styles: Styles, numbering: Numbering) -> None:
        super().__init__()
        self.paper = paper
        self.hidden = False
        """Whether there was hidden text."""
        self.struck = False
        self._styles = styles
        self._numbering = numbering
        self._paragraphs = [Paragraph()]
        """The paragraph being read, and those around the text box or table that it is in."""
        self._fields = Fields()
        self._alternatives: list[bool] = []
        """For each choice between ways of showing the same, whether one was taken."""
        self._row_is_gone = False
        """Whether the table row being read was deleted or is hidden."""

    def is_skipped(self, name: str) -> bool:
        """Deleted text, and all but the first of several ways of showing the same."""
        if name in ("w:del", "w:moveFrom"):
            return not self._marks_deletion(name)
        if name in ("mc:Choice", "mc:Fallback") and self._alternatives:
            is_taken = self._alternatives[-1]
            self._alternatives[-1] = True
            return is_taken
        return name in self.SKIPPED

    def opened(self, name: str, attributes: Attributes) -> None:
        """Take up an element."""
        taken = _OPENING.get(name)
        if taken is not None:
            taken(self, attributes)

    def closed(self, name: str) -> None:
        """Finish an element."""
        taken = _CLOSING.get(name)
        if taken is not None:
            taken(self)

    def written(self, text: str) -> None:
        """Text counts within `w:t` alone: what fields are made of, for one, is text too."""
        if self.path and self.path[-1] in ("w:t", "m:t"):
            self._say(text)

    def _say(self, text: str) -> None:
        if self._fields.shows_text:
            self._print(text)

    def _print(self, text: str) -> None:
        paragraph = self._paragraphs[-1]
        if paragraph.hidden:
            self.hidden = self.hidden or bool(text.strip())
        elif paragraph.struck:
            self.struck = self.struck or bool(text.strip())
        else:
            self.paper.text(text)

    def _marks_deletion(self, name: str) -> bool:
        """A deleted end of paragraph or table row is told by an empty `w:del` among its properties."""
        if self.path[-2:] == ["w:pPr", "w:rPr"]:
            self._paragraphs[-1].is_joined = True
            return True
        if self.path[-1:] == ["w:trPr"] and name == "w:del":
            self._row_is_gone = True
            return True
        return False

    def _begin_paragraph(self, _: Attributes) -> None:
        style = self._styles.find(self._styles.default)
        self._paragraphs[-1] = Paragraph(style_id=self._styles.default, style=style)

    def _name_style(self, attributes: Attributes) -> None:
        paragraph = self._paragraphs[-1]
        paragraph.style_id = attributes.get("w:val")
        paragraph.style = self._styles.find(paragraph.style_id)

    def _name_list(self, attributes: Attributes) -> None:
        self._paragraphs[-1].list_id = attributes.get("w:val")

    def _name_level(self, attributes: Attributes) -> None:
        self._paragraphs[-1].level = attributes.number("w:val")

    def _end_paragraph_properties(self) -> None:
        """Number the paragraph, unless its end is gone: then the next one's number is the one that shows."""
        paragraph = self._paragraphs[-1]
        list_id = paragraph.list_id or paragraph.style.list_id
        if list_id is None or list_id == "0" or paragraph.is_joined:
            return
        level = paragraph.level
        if level is None and (paragraph.list_id is not None or paragraph.style.level is not None):
            level = paragraph.style.level or 0
        self.paper.label(self._numbering.label(list_id, level, paragraph.style_id))

    def _end_paragraph(self) -> None:
        self._fields.end_paragraph()
        if not self._paragraphs[-1].is_joined:
            self.paper.end_paragraph()

    def _begin_run(self, _: Attributes) -> None:
        paragraph = self._paragraphs[-1]
        paragraph.struck = bool(paragraph.style.struck)
        paragraph.hidden = bool(paragraph.style.hidden)

    def _end_run(self) -> None:
        self._paragraphs[-1].struck = self._paragraphs[-1].hidden = False

    def _name_run_style(self, attributes: Attributes) -> None:
        paragraph = self._paragraphs[-1]
        style = self._styles.find(attributes.get("w:val"))
        if self.inside("w:r", "w:rPr"):
            paragraph.struck = paragraph.struck if style.struck is None else style.struck
            paragraph.hidden = paragraph.hidden if style.hidden is None else style.hidden

    def _strike(self, attributes: Attributes) -> None:
        if self.inside("w:r", "w:rPr"):
            is_other = self.path[-1] == "w:dstrike" and not attributes.is_on()
            self._paragraphs[-1].struck = self._paragraphs[-1].struck if is_other else attributes.is_on()

    def _vanish(self, attributes: Attributes) -> None:
        if self.inside("w:r", "w:rPr"):
            self._paragraphs[-1].hidden = attributes.is_on()
        elif self.inside("w:pPr", "w:rPr") and attributes.is_on():
            self._paragraphs[-1].is_joined = True

    def _break(self, attributes: Attributes) -> None:
        if self._paragraphs[-1].hidden or not self._fields.shows_text:
            return
        if attributes.get("w:type") == "page":
            self.paper.break_page(hard=True)
        else:
            self.paper.break_line()

    def _tab(self, _: Attributes) -> None:
        if self.path[-2:-1] == ["w:r"]:
            self._say("\t")

    def _page_before(self, attributes: Attributes) -> None:
        if attributes.is_on():
            self.paper.break_page(hard=True)

    def _symbol(self, attributes: Attributes) -> None:
        self._say(symbol(attributes.get("w:font") or "", attributes.get("w:char") or ""))

    def _begin_box(self, _: Attributes) -> None:
        self._paragraphs.append(Paragraph())
        self.paper.begin_box()

    def _end_box(self) -> None:
        self._paragraphs.pop()
        self.paper.end_box()

    def _drawn_letters(self, attributes: Attributes) -> None:
        """WordArt, as a watermark over the page."""
        self._begin_box(attributes)
        self._say(attributes.get("string") or "")
        self._end_box()

    def _begin_alternatives(self, _: Attributes) -> None:
        self._alternatives.append(False)

    def _end_alternatives(self) -> None:
        self._alternatives.pop()

    def _field(self, attributes: Attributes) -> None:
        self._fields.mark(attributes.get("w:fldCharType") or "")

    def _form(self, attributes: Attributes) -> None:
        self._fields.form(self.path[-1], attributes)

    def _end_form(self) -> None:
        text = self._fields.form_text()
        if self._fields.shows_form:
            self._print(text)


_OPENING: dict[str, Callable[[WordParagraphs, Attributes], None]] = {
    "w:p": WordParagraphs._begin_paragraph,
    "w:pStyle": WordParagraphs._name_style,
    "w:numId": WordParagraphs._name_list,
    "w:ilvl": WordParagraphs._name_level,
    "w:pageBreakBefore": WordParagraphs._page_before,
    "w:r": WordParagraphs._begin_run,
    "w:rStyle": WordParagraphs._name_run_style,
    "w:strike": WordParagraphs._strike,
    "w:dstrike": WordParagraphs._strike,
    "w:vanish": WordParagraphs._vanish,
    "w:br": WordParagraphs._break,
    "w:cr": WordParagraphs._break,
    "w:tab": WordParagraphs._tab,
    "w:ptab": WordParagraphs._tab,
    "w:sym": WordParagraphs._symbol,
    "w:noBreakHyphen": lambda text, _: text._say("-"),
    "w:lastRenderedPageBreak": lambda text, _: text.paper.break_page(),
    "w:txbxContent": WordParagraphs._begin_box,
    "v:textpath": WordParagraphs._drawn_letters,
    "mc:AlternateContent": WordParagraphs._begin_alternatives,
    "w:fldChar": WordParagraphs._field,
    "w:listEntry": WordParagraphs._form,
    "w:result": WordParagraphs._form,
    "w:checkBox": WordParagraphs._form,
    "w:checked": WordParagraphs._form,
    "w:default": WordParagraphs._form,
}
_CLOSING: dict[str, Callable[[WordParagraphs], None]] = {
    "w:pPr": WordParagraphs._end_paragraph_properties,
    "w:p": WordParagraphs._end_paragraph,
    "w:r": WordParagraphs._end_run,
    "w:txbxContent": WordParagraphs._end_box,
    "mc:AlternateContent": WordParagraphs._end_alternatives,
    "w:ffData": WordParagraphs._end_form,
}
