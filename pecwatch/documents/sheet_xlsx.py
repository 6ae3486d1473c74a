# SPDX-License-Identifier: EUPL-1.2
"""Workbooks of Excel (ECMA-376), read element by element.

calamine would lay out every cell between the first and the last used one: a workbook of 5 kB with a text in
XFD1048576 asks it for 512 GB, and the process ends. It also keeps no formats, hidden rows or notes.
"""

from collections.abc import Iterable, Iterator

from pecwatch.documents.elements import Attributes, Elements
from pecwatch.documents.sheet_cells import CellElements
from pecwatch.documents.sheet_grid import Remark, Room, Sheet, place
from pecwatch.documents.sheet_numbers import BUILT_IN, NumberFormat, number_format
from pecwatch.documents.sheet_package import Relation, relations, walk_member
from pecwatch.documents.zipped import Archive, Refusal, Refused

_WORKBOOK = "xl/workbook.xml"


class _Workbook(Elements):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        """Name, relation and whether it is hidden."""
        self.is_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition("}")[2]
        told = {name.rpartition("}")[2]: value for name, value in attributes.items()}
        if local == "sheet":
            self.sheets.append((told.get("name", ""), told.get("id", ""), told.get("state", "visible") != "visible"))
        elif local == "workbookPr":
            self.is_1904 = told.get("date1904", "0") in ("1", "true")

    def end(self, tag: str) -> None:
        del tag


class _Styles(Elements):
    """Number formats by the number of a cell's style."""

    def __init__(self) -> None:
        super().__init__()
        self.formats: list[NumberFormat] = []
        self._codes = {number: code for numbers, code in BUILT_IN for number in numbers}
        self._is_of_cells = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition("}")[2]
        if local == "numFmt" and (number := attributes.get("numFmtId", "")).isdecimal():
            self._codes[int(number[:9])] = attributes.get("formatCode", "")
        elif local == "cellXfs":
            self._is_of_cells = True
        elif local == "xf" and self._is_of_cells:
            number = attributes.get("numFmtId", "0")
            self.formats.append(number_format(self._codes.get(int(number[:9]) if number.isdecimal() else 0, "")))

    def end(self, tag: str) -> None:
        if tag.endswith("}cellXfs"):
            self._is_of_cells = False


class _Texts(Elements):
    """The texts of elements of one name, without the readings that help to pronounce them."""

    def __init__(self, around: str, text: str = "t") -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str], str]] = []
        self._around = around
        self._text = text
        """Name of the elements that hold text."""
        self._attributes: dict[str, str] = {}
        self._pieces: list[str] = []
        self._is_text = self._is_reading = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition("}")[2]
        if local == self._around:
            self._pieces, self._attributes = [], attributes
        elif local == "rPh":
            self._is_reading = True
        elif local == self._text:
            self._is_text = not self._is_reading

    def end(self, tag: str) -> None:
        local = tag.rpartition("}")[2]
        if local == self._around:
            self.found.append((self._attributes, "".join(self._pieces)))
        elif local == "rPh":
            self._is_reading = False
        self._is_text = False

    def data(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)


class _Boxes(Elements):
    """Paragraphs of text boxes, and the rows they are anchored to."""

    def __init__(self) -> None:
        super().__init__()
        self.remarks: list[Remark] = []
        self._row = 1
        self._pieces: list[str] = []

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "a:p":
            self._pieces = []

    def written(self, text: str) -> None:
        if self.path[-1] == "a:t":
            self._pieces.append(text)
        elif self.path[-1].endswith(":row") and self.path[-2].endswith(":from") and text.strip().isdecimal():
            self._row = int(text.strip()[:7]) + 1

    def closed(self, name: str) -> None:
        if name == "a:p" and "".join(self._pieces).strip():
            self.remarks.append(Remark(line=self._row, text="".join(self._pieces)))


def sheets_of(archive: Archive) -> Iterator[Sheet]:
    """The worksheets of a workbook in their order, hidden ones too.

    Raises:
        Refused: There are none.
    """
    workbook, room = _Workbook(), Room()
    start = next((one.target for one in relations(archive) if one.kind == "officeDocument"), _WORKBOOK)
    broken = walk_member(archive, start, workbook)
    named = {one.id: one for one in relations(archive, start)}
    texts, text_refusal = _shared_texts(archive, named)
    styles = _Styles()
    _walk_kind(archive, named, "styles", styles)
    listed = _listed(archive, workbook, named)
    if not listed:
        raise Refused(broken or Refusal.DAMAGED)
    for number, (name, relation, is_hidden) in enumerate(listed, 1):
        target = named.get(relation)
        if target is not None and target.kind not in ("worksheet", "dialogsheet", "macrosheet", "xlMacrosheet"):
            continue  # a sheet that is one chart
        sheet = Sheet(number=number, name=name, room=room, is_hidden=is_hidden, is_1904=workbook.is_1904)
        member = target.target if target is not None else relation
        stopped = walk_member(archive, member, CellElements(sheet, texts, tuple(styles.formats)))
        sheet.refusal = sheet.refusal or stopped or broken or text_refusal
        sheet.remarks += _remarks(archive, member)
        yield sheet


def _listed(archive: Archive, workbook: _Workbook, named: dict[str, Relation]) -> list[tuple[str, str, bool]]:
    """Sheets as the workbook lists them; those that lie in the package where it lists none that are there."""
    if any(relation in named for _, relation, _ in workbook.sheets):
        return workbook.sheets
    names = [member.name for member in archive.members if member.name.startswith("xl/worksheets/sheet")]
    return [("", name, False) for name in sorted(names, key=lambda name: (len(name), name))]


def _shared_texts(archive: Archive, named: dict[str, Relation]) -> tuple[tuple[str, ...], Refusal | None]:
    elements = _Texts("si")
    refusal = _walk_kind(archive, named, "sharedStrings", elements)
    return tuple(text for _, text in elements.found), refusal


def _walk_kind(archive: Archive, named: dict[str, Relation], kind: str, elements: Elements) -> Refusal | None:
    """Let the elements of the member of that kind pass by; a workbook may have none."""
    name = next((one.target for one in named.values() if one.kind == kind), f"xl/{kind}.xml")
    try:
        is_there = archive.find(name) is not None
    except Refused as refused:
        return refused.why
    return walk_member(archive, name, elements) if is_there else None


def _remarks(archive: Archive, member: str) -> Iterator[Remark]:
    """Notes on cells and texts of boxes that lie over a sheet."""
    named = relations(archive, member)
    threads = _notes(archive, named, "threadedComment")
    discussed = {cell for cell, _ in threads}
    notes = [note for note in _notes(archive, named, "comments") if note[0] not in discussed]
    for cell, text in (*threads, *notes):
        where = place(cell)
        if where is not None and text.strip():
            yield Remark(line=where[0], text=f"Nota alla cella {cell}: {' '.join(text.split())}", is_note=True)
    for relation in named:
        if relation.kind == "drawing":
            boxes = _Boxes()
            walk_member(archive, relation.target, boxes)
            yield from boxes.remarks


def _notes(archive: Archive, named: Iterable[Relation], kind: str) -> list[tuple[str, str]]:
    """Cells and what was noted to them; Excel repeats a thread as a note that begins with a word to older programs."""
    found: list[tuple[str, str]] = []
    for relation in named:
        if relation.kind == kind:
            notes = _Texts(kind.removesuffix("s"), text="text" if kind == "threadedComment" else "t")
            walk_member(archive, relation.target, notes)
            found += [(attributes.get("ref", ""), text) for attributes, text in notes.found]
    return found
