# SPDX-License-Identifier: EUPL-1.2
"""Walks an HTML document and writes down what a person would see: lines of text and data tables."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from pecwatch.documents.html_display import is_table
from pecwatch.documents.html_files import HELD_IN, LETTERS, LINKS, is_file, is_on_web
from pecwatch.documents.html_grid import Cell, cells_of, is_layout, spread
from pecwatch.documents.html_style import PLAIN, Style, style_of
from pecwatch.model.document import Link
from pecwatch.model.record import record

_UNSEEN = frozenset({"head", "title", "script", "style", "template", "select", "svg", "object", "iframe", "xml"})

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul",
})  # fmt: skip
"""Elements that stand on lines of their own."""

_WHITE = re.compile(r"[ \t\r\n\f]+")

_DEPTH = 150
"""Elements inside elements; deeper ones are taken as plain text, so that no document exhausts the stack."""


@record
class GridRow:
    """One row of a data table."""

    cells: tuple[str, ...]
    height: int
    """How many lines it takes on the screen."""


@record
class Grid:
    """A data table, spans repeated."""

    rows: tuple[GridRow, ...]


@record
class Rendered:
    """What is seen of a document, and what is not."""

    pieces: tuple[str | Grid, ...]
    preheader: str
    """Hidden text before anything visible."""
    hidden: bool
    """Whether other text was hidden."""
    struck: bool
    """Whether some text was struck through; it is not among the pieces."""
    files: tuple[str, ...] = ()
    """Addresses that are themselves files, in reading order."""
    links: tuple[Link, ...] = ()


def render(body: LexborNode | None) -> Rendered:
    """Everything visible in a document's body, in reading order."""
    walk = _Walk()
    if body is not None:
        walk.element(body, PLAIN, depth=0)
        walk.end_line()
    return Rendered(
        pieces=tuple(walk.pieces),
        preheader=" ".join(walk.preheader),
        hidden=walk.hidden,
        struck=walk.struck,
        files=tuple(walk.files),
        links=tuple(dict.fromkeys(walk.links)),
    )


class _Walk:
    """The document so far: finished pieces, and the line being written."""

    def __init__(self, flat: bool = False) -> None:
        self.pieces: list[str | Grid] = []
        self.flat = flat
        """Inside a table's cell, where further tables become lines."""
        self.preheader: list[str] = []
        self.hidden = False
        self.struck = False
        self.files: list[str] = []
        self.links: list[Link] = []
        self._line: list[str] = []
        self._marker = ""
        """Number or dash of a list's item, which goes before its first words."""

    def end_line(self) -> None:
        """Finish the line being written, if anything stands on it."""
        line = re.sub(" {2,}", " ", "".join(self._line)).strip(" ")
        self._line.clear()
        if line.strip():
            self.pieces.append(self._marker + line)
            self._marker = ""

    def text(self, text: str, style: Style) -> None:
        """Write a text node, or remember that it was hidden or struck out."""
        if not text.strip() and (style.hidden or style.struck):
            return
        if style.hidden:
            if self.pieces or self._line or self.flat:
                self.hidden = self.hidden or bool(text.strip("\xa0\u200c\u200b\u00ad\u034f \n\t"))
            else:
                self.preheader.append(text.strip())
        elif style.struck:
            self.struck = True
        elif style.preformatted:
            self._preformatted(text)
        else:
            self._line.append(_WHITE.sub(" ", text))

    def element(self, node: LexborNode, style: Style, depth: int) -> None:
        """Write an element with everything in it."""
        tag = node.tag or ""
        if tag in HELD_IN and not style.hidden:
            self._opens(node, node.attributes.get(HELD_IN[tag]) or "")
        if tag in _UNSEEN:
            return
        if tag == "br":
            self.end_line()
            return
        style = style_of(node, style)
        if not style.hidden and is_table(node):
            self._table(node, style, depth)
            return
        block = tag in _BLOCKS
        if block:
            self.end_line()
        if tag == "li" and not style.hidden:
            self._marker = _marker(node)
        self._children(node, style, depth)
        if block:
            self.end_line()

    def _opens(self, node: LexborNode, address: str) -> None:
        """Take up what an element holds or leads to."""
        if is_file(address):
            self.files.append(address)
        elif is_on_web(address) and len(self.links) < LINKS:
            text = f"{node.text(separator=' ')} {node.attributes.get('alt') or ''}"
            self.links.append(Link(text=" ".join(text.split())[:LETTERS], address=address[:LETTERS]))

    def _children(self, node: LexborNode, style: Style, depth: int) -> None:
        if depth >= _DEPTH:
            self.text(node.text(separator=" "), style)
            return
        for child in node.iter(include_text=True):
            if child.is_text_node:
                self.text(child.text_content or "", style)
            elif child.is_element_node:
                self.element(child, style, depth + 1)

    def _preformatted(self, text: str) -> None:
        first, *others = text.replace("\r\n", "\n").split("\n")
        self._line.append(first.replace(" ", "\xa0"))
        for line in others:
            self.end_line()
            self._line.append(line.replace(" ", "\xa0"))

    def _table(self, node: LexborNode, style: Style, depth: int) -> None:
        self.end_line()
        for caption in (child for child in node.iter() if child.tag == "caption"):
            self.element(caption, style, depth + 1)
        rows = cells_of(node)
        if is_layout(rows):
            for cell in (cell for row in rows for cell in row):
                self.element(cell.node, style_of(cell.node.parent, style), depth + 1)
            return
        texts = [[self._cell(cell, style_of(cell.node.parent, style), depth) for cell in row] for row in rows]
        if node.tag != "table" and _letters(node.text()) != _letters("".join(text for row in texts for text in row)):
            self._children(node, style, depth)  # more stands in it than in its rows
            return
        if len(rows) == 1 and any(text.count("\n") >= 3 for text in texts[0]):  # a signature beside its logo
            self.pieces += [line for text in texts[0] for line in text.split("\n") if line]
            return
        grid = tuple(_rows(rows, texts))
        if self.flat:
            self.pieces += [" ".join(cell for cell in row.cells if cell) for row in grid]
        elif grid:
            self.pieces.append(Grid(rows=grid))

    def _cell(self, cell: Cell, style: Style, depth: int) -> str:
        """The text of a cell, its lines parted by newlines."""
        inner = _Walk(flat=True)
        inner.element(cell.node, style, depth + 1)
        self.hidden = self.hidden or inner.hidden
        self.struck = self.struck or inner.struck
        self.files += inner.files
        self.links += inner.links
        return "\n".join(str(piece) for piece in inner.pieces)


def _rows(rows: list[list[Cell]], texts: list[list[str]]) -> Iterator[GridRow]:
    """The rows of a table that show anything."""
    for row, own, cells in zip(rows, texts, spread(rows, texts), strict=True):
        if any(cells):
            heights = (text.count("\n") + 1 for cell, text in zip(row, own, strict=True) if cell.rows == 1)
            yield GridRow(cells=cells, height=max(heights, default=1))


def _letters(text: str) -> str:
    return "".join(sorted(sign for sign in text if sign.isalnum()))


def _marker(item: LexborNode) -> str:
    """What the reader of a list sees before an item: its number, or a dash."""
    parent = item.parent
    if parent is None or parent.tag != "ol":
        return "- "
    number = _number(parent.attributes.get("start"), 1) - 1
    for sibling in parent.iter():
        if sibling.tag == "li":
            number = _number(sibling.attributes.get("value"), number + 1)
            if sibling.mem_id == item.mem_id:
                break
    return f"{number}) "


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written is not None and re.fullmatch(r"-?\d{1,6}", written.strip()) else otherwise
