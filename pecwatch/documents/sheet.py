# SPDX-License-Identifier: EUPL-1.2
"""Workbooks: Excel in all its formats, and OpenDocument. One page for each sheet, also for those that are hidden."""

from collections.abc import Iterator

from pecwatch.documents import sheet_ods, sheet_xlsx, zipped
from pecwatch.documents.formats import recognise
from pecwatch.documents.images import is_ornament
from pecwatch.documents.problems import damaged
from pecwatch.documents.reader import Content
from pecwatch.documents.sheet_binary import xls_sheets, xlsb_sheets
from pecwatch.documents.sheet_blocks import page_of
from pecwatch.documents.sheet_grid import Sheet
from pecwatch.documents.sheet_package import pictures
from pecwatch.documents.sheet_problems import problems_of, too_big
from pecwatch.documents.zip_archive import packed
from pecwatch.documents.zipped import Archive, Refusal, Refused
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem

FORMATS = ("xlsx", "xls", "ods")
"""XLSX stands for all packages of Excel: with macros, as a template, and the binary XLSB."""

_FOLDERS = ("xl/media/", "xl/embeddings/", "Pictures/", "Object")
"""Where pictures and files laid into a sheet lie in a package."""


def read(part: Part) -> Content:
    """Every sheet with its tables, notes and pictures, and what a person should know of them."""
    try:
        sheets, inside = _opened(part)
    except Refused as refused:
        too_much = refused.why is Refusal.SIZE_LIMIT
        return Content(problems=(too_big(part) if too_much else zipped.problem_of(part, refused.why),))
    pages = tuple(page_of(sheet) for sheet in sheets)
    if not inside and not any(page.blocks or sheet.refusal for page, sheet in zip(pages, sheets, strict=True)):
        return Content(problems=(*problems_of(part, sheets), damaged(part, "il foglio è vuoto")))
    return Content(
        pages=tuple(page for page in pages if page.blocks),
        parts=tuple(one for one in inside if isinstance(one, Part)),
        problems=(*problems_of(part, sheets), *(one for one in inside if isinstance(one, Problem))),
    )


def _opened(part: Part) -> tuple[list[Sheet], list[Part | Problem]]:
    format_name = recognise(part)
    if format_name == "xls":
        sheets, found = xls_sheets(part)
        return sheets, list(_as_parts(part, found))
    archive = Archive(bytes(part.content))
    if format_name == "ods":
        sheets = list(sheet_ods.sheets_of(archive))
    elif archive.find("xl/workbook.bin") is not None:
        sheets = xlsb_sheets(part, archive)
    else:
        sheets = list(sheet_xlsx.sheets_of(archive))
    return sheets, list(pictures(part, archive, _FOLDERS))


def _as_parts(part: Part, found: list[bytes]) -> Iterator[Part]:
    for number, content in enumerate(found, 1):
        kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
        if not is_ornament(content, kind):
            yield packed(part, f"image{number}.{kind}", content)
