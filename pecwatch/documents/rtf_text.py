# SPDX-License-Identifier: EUPL-1.2
"""Walks a rich text token by token and tells the paper what a person sees (Rich Text Format 1.9.1)."""

import re
from collections.abc import Callable

from pecwatch.documents.paper import Paper
from pecwatch.documents.paper_grid import Piece
from pecwatch.documents.paper_remarks import as_text
from pecwatch.documents.rtf_tables import Tables
from pecwatch.documents.rtf_tokens import Tokens

_NO_TEXT = frozenset(
    "colortbl stylesheet info themedata colorschememapping listtable listoverridetable rsidtbl generator xmlnstbl "
    "fldinst nonesttables nonshppict shprslt xe tc rxe txe bkmkstart bkmkend revtbl ftnsep ftnsepc aftnsep aftnsepc "
    "filetbl mmath pgptbl pnseclvl template latentstyles datastore wgrffmtfilter".split()
)
"""Groups that hold no text of the document."""
_OPENED = frozenset(
    "shpinst shppict nesttableprops do dptxbxtext shptxt footnote objdata ud pict shp fldrslt fonttbl header headerl "
    "headerr headerf footer footerl footerr footerf objattph result listtext pntext annotation".split()
)
"""Groups that are read although programs that do not know them may pass them over."""


class RtfText(Tokens):
    """One document being read."""

    def __init__(self) -> None:
        super().__init__()
        self.body = Paper()
        self.notes = Paper()
        self.headers: dict[tuple[Piece, ...], None] = {}
        """Each once, however many kinds of page show it."""
        self.footers: dict[tuple[Piece, ...], None] = {}
        self.pictures: list[bytes] = []
        self.objects: list[bytes] = []
        self.remarks: list[tuple[int, str]] = []
        """Comments and the pages on which they stand."""
        self.hidden = False
        self.struck = False
        self.deceives = False
        self._papers = [self.body]
        self._tables = [Tables(self.body)]
        self._has_title_page = False
        self._new_section = False
        self._notes_count = 0

    def finish(self) -> tuple[Piece, ...]:
        """The lines and tables of the text, notes apart; whatever is open ends here."""
        self._flush()
        while self._states:
            self._end_group()
        self._tables[0].go(0)
        pieces = self.body.finish()
        self.deceives = self.deceives or self.body.deceives or self.notes.deceives
        return pieces

    def said(self, text: str) -> None:
        """Text goes where the group says: on paper, into what is gathered, or nowhere."""
        state = self._state
        if state.gathers:
            self._gathered.append(text)
        elif state.skips or state.deleted or not text:
            return
        elif state.hidden:
            self.hidden = self.hidden or bool(text.strip())
        elif state.struck:
            self.struck = self.struck or bool(text.strip())
        else:
            self._go()
            self._papers[-1].text(text)

    def _go(self) -> None:
        """Into the table, or out of it, as the paragraph says; over the page where a section begins."""
        tables = self._tables[-1]
        tables.go(max(self._state.level, 1 if self._state.in_table or tables.awaits_row else 0))
        if self._new_section and len(self._papers) == 1:
            self._new_section = False
            self.body.break_page(hard=True)

    def meant(self, word: str, number: int | None, *, is_starred: bool) -> None:
        """Follow a word that is known; of others only the groups that may be passed over are."""
        if is_starred and word not in _OPENED:
            self._state.skips = True
            self._state.gathers = ""
        elif word in _NO_TEXT:
            self._state.skips = True
        else:
            taken = _WORDS.get(word)
            if taken is not None:
                taken(self, word, number)

    def ended(self, kind: str) -> None:
        """Put what was gathered where it belongs."""
        _ENDINGS[kind](self)

    @property
    def _is_text(self) -> bool:
        state = self._state
        return not (state.skips or state.gathers or state.deleted)

    def _paragraph(self, word: str, _: int | None) -> None:
        if self._is_text and not self._state.hidden:
            self._go()
            if word == "line":
                self._papers[-1].break_line()
            else:
                self._papers[-1].end_paragraph()
            if word == "sect":
                self._new_section = True

    def _page(self, word: str, value: int | None) -> None:
        if self._is_text and value != 0 and len(self._papers) == 1:
            self.body.break_page(hard=word != "softpage")

    def _same_page(self, _: str, __: int | None) -> None:
        self._new_section = False

    def _cell(self, word: str, _: int | None) -> None:
        if self._state.skips:
            return
        level = 1 if word == "cell" else max(2, self._state.level)
        self._tables[-1].end_cell(level)

    def _row(self, word: str, _: int | None) -> None:
        if not self._state.skips:
            self._tables[-1].end_row(1 if word == "row" else max(2, self._state.level))

    def _describe(self, word: str, value: int | None) -> None:
        if self._state.skips:
            return
        if word == "trowd":
            self._tables[-1].begin_description(is_nested=self._state.is_properties)
        elif value != 0 or word in ("trleft", "cellx"):
            self._tables[-1].describe(word, value or 0)

    def _formatting(self, word: str, value: int | None) -> None:
        state, is_on = self._state, value != 0
        match word:
            case "v":
                state.hidden = is_on
            case "strike" | "striked":
                state.struck = is_on
            case "deleted":
                state.deleted = is_on
            case "plain":
                state.plain()
            case "pard":
                state.plain_paragraph()
            case "intbl":
                state.in_table = is_on
            case "itap":
                state.level = max(0, min(value or 0, 100))
            case "uc":
                state.after_unicode = max(0, min(1 if value is None else value, 100))

    def _gather(self, word: str, _: int | None) -> None:
        """A group whose text is no text of the document begins."""
        if self._state.skips and not (word == "pict" and self._state.in_shape):
            return
        self._gathered.clear()
        self._state.gathers = {"fonttbl": "font", "pict": "pict", "objdata": "objdata"}.get(word, "label")
        self._state.ends = self._state.gathers

    def _end_label(self) -> None:
        """The number or sign that the program itself printed before the paragraph."""
        label = "".join(self._gathered).strip()
        self._gathered.clear()
        if label and self._is_text and not self._state.hidden:
            self._go()
            is_number = any(character.isalnum() for character in label) and label != "o"
            self._papers[-1].label(f"{label} " if is_number else "- ")

    def _end_picture(self) -> None:
        found = _unhexed("".join(self._gathered))
        self._gathered.clear()
        if found:
            self.pictures.append(found)
            self._papers[-1].picture()

    def _end_object(self) -> None:
        """A file of another program stands behind a header in which Windows 3.1 would find it."""
        found = _unhexed("".join(self._gathered))
        self._gathered.clear()
        starts = [found.find(mark) for mark in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF-")]
        start = min((start for start in starts if start >= 0), default=None)
        if start is not None:
            self.objects.append(found[start:])

    def _margin(self, word: str, _: int | None) -> None:
        """A header or footer; one for the first page counts only where that page has its own."""
        if self._state.skips:
            return
        if word[-1] == "f" and not self._has_title_page:
            self._state.skips = True
            return
        self._state.ends = word[:6]
        self._begin_paper(Paper())

    def _end_margin(self, kept: dict[tuple[Piece, ...], None]) -> None:
        paper = self._end_paper()
        kept.setdefault(paper.finish())
        self.deceives = self.deceives or paper.deceives

    def _note(self, _: str, __: int | None) -> None:
        if not self._is_text:
            self._state.skips = True
            return
        self._notes_count += 1
        self._state.ends = "note"
        self._state.plain_paragraph()
        self.notes.label(f"Nota {self._notes_count}: ")
        self._begin_paper(self.notes)

    def _end_note(self) -> None:
        self._end_paper().end_paragraph()

    def _remark(self, _: str, __: int | None) -> None:
        if not self._is_text:
            self._state.skips = True
            return
        self._state.ends = "remark"
        self._state.plain_paragraph()
        self._begin_paper(Paper())

    def _end_remark(self) -> None:
        paper = self._end_paper()
        self.remarks.append((self.body.page, as_text(paper.finish())))
        self.deceives = self.deceives or paper.deceives

    def _begin_paper(self, paper: Paper) -> None:
        self._papers.append(paper)
        self._tables.append(Tables(paper))

    def _end_paper(self) -> Paper:
        self._tables.pop().go(0)
        return self._papers.pop()

    def _box(self, _: str, __: int | None) -> None:
        if not self._is_text:
            return
        self._go()
        self._state.ends = "box"
        self._state.plain_paragraph()
        self._papers[-1].begin_box()
        self._tables.append(Tables(self._papers[-1]))

    def _end_box(self) -> None:
        self._tables.pop().go(0)
        self._papers[-1].end_box()

    def _alternative(self, word: str, _: int | None) -> None:
        """The same text twice, in Unicode the second time: the first is for programs that know no Unicode."""
        self._state.skips = word == "upr"

    def _title_page(self, _: str, __: int | None) -> None:
        self._has_title_page = True

    def _properties(self, word: str, _: int | None) -> None:
        if word == "sp":
            self._state.skips = self._state.in_shape = True
        else:
            self._state.is_properties = True


def _unhexed(text: str) -> bytes:
    digits = re.sub(r"[^0-9a-fA-F]", "", text)
    return bytes.fromhex(digits[: len(digits) // 2 * 2])


_ENDINGS: dict[str, Callable[[RtfText], None]] = {
    "label": RtfText._end_label,
    "pict": RtfText._end_picture,
    "objdata": RtfText._end_object,
    "header": lambda text: text._end_margin(text.headers),
    "footer": lambda text: text._end_margin(text.footers),
    "note": RtfText._end_note,
    "remark": RtfText._end_remark,
    "box": RtfText._end_box,
}
_TAKEN: tuple[tuple[Callable[[RtfText, str, int | None], None], str], ...] = (
    (RtfText._paragraph, "par line lbr sect"),
    (RtfText._page, "page pagebb softpage"),
    (RtfText._same_page, "sbknone sbkcol"),
    (RtfText._cell, "cell nestcell"),
    (RtfText._row, "row nestrow"),
    (RtfText._describe, "trowd trleft clvmrg clmrg cellx"),
    (RtfText._formatting, "v strike striked deleted plain pard intbl itap uc"),
    (RtfText._gather, "fonttbl pict objdata listtext pntext"),
    (RtfText._margin, "header headerl headerr headerf footer footerl footerr footerf"),
    (RtfText._note, "footnote"),
    (RtfText._remark, "annotation"),
    (RtfText._box, "shptxt dptxbxtext"),
    (RtfText._alternative, "upr ud"),
    (RtfText._title_page, "titlepg"),
    (RtfText._properties, "nesttableprops sp"),
)
_WORDS = {word: taken for taken, words in _TAKEN for word in words.split()}
