# SPDX-License-Identifier: EUPL-1.2
"""PDF with text in it; pages that are only a picture are named, so that a person opens them."""

import io
from collections.abc import Iterator
from itertools import islice

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFXRefFallback
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page as PrintedPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from pecwatch.documents import problems
from pecwatch.documents.pdf_form import field_words
from pecwatch.documents.pdf_page import PageText, read_page
from pecwatch.documents.pdf_problems import Troubles, told
from pecwatch.documents.reader import Content
from pecwatch.model.document import Page
from pecwatch.model.message import Part

FORMATS = ("pdf",)

PAGES = 500
"""Longer documents are read up to here: a list has a few pages, and a crafted file can have a million."""


def count_pages(part: Part) -> int:
    """How many pages a document has, at most one more than are read; 0 when it cannot be opened."""
    try:
        document = _opened(part)
        return 0 if isinstance(document, Content) else sum(1 for _ in islice(_pages(document), PAGES + 1))
    except Exception:  # noqa: BLE001 - reading it will tell what is wrong
        return 0


def read(part: Part) -> Content:
    """All pages, up to the limit."""
    return read_pages(part, 1, PAGES)


def read_pages(part: Part, first_page: int, last_page: int) -> Content:
    """Some pages of a document, both ends included, from 1: long documents are read in groups.

    What was read before a damaged place stays. Troubles of the whole document are told with the group they end.
    """
    document = _opened(part)
    if isinstance(document, Content):
        return document
    pages: list[Page] = []
    troubles = Troubles(part=part)
    last_page = min(last_page, PAGES)
    try:
        for page in islice(_pages(document), first_page - 1, last_page + 1):
            if page.page_number > last_page:
                troubles.too_long = last_page == PAGES
                break
            _read_page(page, pages, troubles)
        else:
            troubles.torn = _is_torn(part, document)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a page tree broken in the middle costs the pages after it only
        troubles.torn = True
    troubles.empty = first_page == 1 and not any(page.blocks for page in pages)
    return Content(pages=tuple(pages), problems=told(troubles))


def _read_page(page: PrintedPage, pages: list[Page], troubles: Troubles) -> None:
    """Add one page to those read, or to those that could not be."""
    try:
        text = _text(page, troubles)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - one broken page must not cost the others
        troubles.broken.append(page.page_number)
        return
    finally:
        page.close()
    troubles.look_at(page.page_number, text)
    pages.append(Page(number=page.page_number, blocks=text.blocks))


def _text(page: PrintedPage, troubles: Troubles) -> PageText:
    try:
        fields = field_words(page)
    except Exception:  # noqa: BLE001 - malformed annotations must not cost the printed text
        troubles.form.append(page.page_number)
        fields = ()
    return read_page(page, fields)


def _opened(part: Part) -> PDF | Content:
    try:
        return pdfplumber.open(io.BytesIO(part.content), raise_unicode_errors=False)
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFEncryptionError):
            return Content(problems=(problems.password_protected(part),))
        return Content(problems=(problems.damaged(part, "il PDF è danneggiato"),))


def _pages(document: PDF) -> Iterator[PrintedPage]:
    """The pages one by one; pdfplumber's own list builds them all before the first is read."""
    for number, page in enumerate(PDFPage.create_pages(document.doc), start=1):
        yield PrintedPage(document, page, page_number=number)


def _is_torn(part: Part, document: PDF) -> bool:
    """Whether pages or the end are missing: fewer pages than announced, or no table of contents and no end mark."""
    root = resolve1(document.doc.catalog.get("Pages"))
    announced = resolve1(root.get("Count")) if isinstance(root, dict) else None
    found = sum(1 for _ in islice(_pages(document), PAGES + 1))
    if isinstance(announced, int) and found < min(announced, PAGES):
        return True
    rebuilt = any(isinstance(xref, PDFXRefFallback) for xref in document.doc.xrefs)
    return rebuilt and b"%%EOF" not in bytes(part.content)[-2_048:]
