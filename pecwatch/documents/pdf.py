# SPDX-License-Identifier: EUPL-1.2
"""PDF: its text, in groups of pages; pages that are pictures are left to be recognised, each in a step of its own.

Files attached to it are read as files of their own, notes stuck onto its pages as remarks below each page.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFXRefFallback
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page as PrintedPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from pecwatch.documents import problems
from pecwatch.documents.pdf_attached import attached_files
from pecwatch.documents.pdf_form import field_words
from pecwatch.documents.pdf_notes import notes_on
from pecwatch.documents.pdf_page import PageText, read_page
from pecwatch.documents.pdf_pictures import sight_of
from pecwatch.documents.pdf_problems import Troubles, told
from pecwatch.documents.pdf_scan import read_scan
from pecwatch.documents.pdf_sheet import Sheets
from pecwatch.documents.programs import Programs
from pecwatch.documents.reader import Content, How, Later
from pecwatch.model.document import Line, Link, Page, Table
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem, Severity

FORMATS = ("pdf",)

PAGES = 500
"""Longer documents are read up to here: a list has a few pages, and a crafted file can have a million."""

GROUP = 100
"""Pages that are read in one step."""


def read(part: Part) -> Content:
    """The first pages; the others in groups, and pages that are pictures one by one, are left for later."""
    content = read_pages(part, 1, GROUP)
    count = _count(part) if len(content.pages) else 0
    groups = tuple(
        Later(how=How.PAGES, first=first, last=min(first + GROUP - 1, count, PAGES), name=part.name)
        for first in range(GROUP + 1, min(count, PAGES) + 1, GROUP)
    )
    return _with_files(part, replace(content, later=(*content.later, *groups)))


def _with_files(part: Part, content: Content) -> Content:
    """The content with the files attached to the document; one that holds nothing else is not empty."""
    if any(problem.code == "password_protected" for problem in content.problems):
        return content
    try:
        found = attached_files(part, PAGES)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - reading the pages has told what is wrong, unless it succeeded
        is_told = any(problem.severity is Severity.LOST for problem in content.problems)
        found = () if is_told else (problems.damaged(part, "i file allegati al PDF non si leggono"),)
    parts = tuple(one for one in found if isinstance(one, Part))
    told = tuple(problem for problem in content.problems if not parts or problem.code != "no_text")
    return replace(content, parts=parts, problems=(*told, *(one for one in found if isinstance(one, Problem))))


def read_later(part: Part, later: Later, programs: Programs) -> Content:
    """A group of pages, or one page as a picture."""
    if later.how is How.PAGES:
        return read_pages(part, later.first, later.last)
    return read_scan(part, later.first, programs)


def read_pages(part: Part, first_page: int, last_page: int) -> Content:
    """Some pages of a document, both ends included, from 1.

    What was read before a damaged place stays. Troubles of the whole document are told with the group they end.
    """
    document = opened(part)
    if isinstance(document, Content):
        return document
    pages: list[Page] = []
    troubles = Troubles(part=part)
    last_page = min(last_page, PAGES)
    try:
        for page in islice(pages_of(document), first_page - 1, last_page + 1):
            if page.page_number > last_page:
                troubles.too_long = last_page == PAGES
                break
            _read_page(page, pages, troubles)
        else:
            troubles.torn = _is_torn(part, document)
            troubles.empty = first_page == 1 and not any(page.blocks for page in pages)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a page tree broken in the middle costs the pages after it only
        troubles.torn = True
    scans = tuple(Later(how=How.SCAN, first=number, last=number, name=part.name) for number in troubles.pictures)
    links = tuple(Link(text="", address=address) for address in dict.fromkeys(troubles.links))
    return Content(pages=tuple(pages), later=scans, problems=told(troubles), links=links)


def _read_page(page: PrintedPage, pages: list[Page], troubles: Troubles) -> None:
    """Add one page to those read, or to those that could not be."""
    try:
        text = _text(page, troubles)
        sight = sight_of(page, text, Sheets(bytes(troubles.part.content)))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - one broken page must not cost the others
        troubles.broken.append(page.page_number)
        return
    finally:
        page.close()
    troubles.look_at(page.page_number, text, sight)
    pages.append(Page(number=page.page_number, blocks=(*text.blocks, *_notes(page, text.blocks, troubles))))


def _notes(page: PrintedPage, blocks: tuple[Line | Table, ...], troubles: Troubles) -> Iterator[Line]:
    """What is stuck onto a page, below its lines."""
    try:
        notes = notes_on(page.page_obj)
    except Exception:  # noqa: BLE001 - malformed annotations must not cost the printed text
        troubles.form.append(page.page_number)
        return
    troubles.links += notes.links
    if notes.has_struck:
        troubles.struck.append(page.page_number)
    last = max((block.line if isinstance(block, Line) else block.rows[-1].line for block in blocks), default=0)
    for line, text in enumerate(notes.texts, last + 1):
        yield Line(text=f"Nota: {text}", line=line, remark=True)


def _text(page: PrintedPage, troubles: Troubles) -> PageText:
    try:
        fields = field_words(page)
    except Exception:  # noqa: BLE001 - malformed annotations must not cost the printed text
        troubles.form.append(page.page_number)
        fields = ()
    return read_page(page, fields)


def opened(part: Part) -> PDF | Content:
    """The document, or why it cannot be opened."""
    try:
        return pdfplumber.open(io.BytesIO(part.content), raise_unicode_errors=False)
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFEncryptionError):
            return Content(problems=(problems.password_protected(part),))
        return Content(problems=(problems.damaged(part, "il PDF è danneggiato"),))


def pages_of(document: PDF) -> Iterator[PrintedPage]:
    """The pages one by one; pdfplumber's own list builds them all before the first is read."""
    for number, page in enumerate(PDFPage.create_pages(document.doc), start=1):
        yield PrintedPage(document, page, page_number=number)


def _count(part: Part) -> int:
    """How many pages a document has, at most one more than are read; 0 when that cannot be told."""
    try:
        document = opened(part)
        return 0 if isinstance(document, Content) else sum(1 for _ in islice(pages_of(document), PAGES + 1))
    except Exception:  # noqa: BLE001 - reading the pages has told what is wrong
        return 0


def _is_torn(part: Part, document: PDF) -> bool:
    """Whether pages or the end are missing: fewer pages than announced, or no table of contents and no end mark."""
    root = resolve1(document.doc.catalog.get("Pages"))
    announced = resolve1(root.get("Count")) if isinstance(root, dict) else None
    found = sum(1 for _ in islice(pages_of(document), PAGES + 1))
    if isinstance(announced, int) and found < min(announced, PAGES):
        return True
    rebuilt = any(isinstance(xref, PDFXRefFallback) for xref in document.doc.xrefs)
    return rebuilt and b"%%EOF" not in bytes(part.content)[-2_048:]
