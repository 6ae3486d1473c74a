# SPDX-License-Identifier: EUPL-1.2
"""OpenDocument texts (ODT, OTT, and FODT, which is one XML file)."""

import io
import zipfile
from collections.abc import Iterable, Iterator

from pecwatch.documents import paper_problems
from pecwatch.documents.elements import walk
from pecwatch.documents.inlaid import Inlaid, inlaid_parts
from pecwatch.documents.manifest import Manifest
from pecwatch.documents.odt_text import OdtText
from pecwatch.documents.package import Package
from pecwatch.documents.paper_pages import on_page, pages_of
from pecwatch.documents.paper_remarks import remark_on
from pecwatch.documents.problems import password_protected
from pecwatch.documents.reader import Content
from pecwatch.documents.zipped import Refusal, Refused
from pecwatch.model.message import Part

FORMATS = ("odt",)

_MEDIA_TYPES = (
    (b"office:spreadsheet", b"application/vnd.oasis.opendocument.spreadsheet"),
    (b"office:text", b"application/vnd.oasis.opendocument.text"),
)
"""What documents inside a document are, by the element that holds what they say."""


def read(part: Part) -> Content:
    """Its pages: headers first, then the text as it is seen without tracked deletions; notes, footers, comments."""
    content = bytes(part.content)
    text = OdtText()
    if not content.startswith(b"PK"):
        refusal = walk((content,), text)
        pictures = [Inlaid(name="image.bin", content=drawn, is_picture=True) for drawn in text.drawn]
        return _content(part, text, [] if refusal is None else [refusal], pictures)
    try:
        package = Package(content)
    except Refused as refused:
        return _content(part, text, [refused.why], ())
    manifest = Manifest()
    package.walk("META-INF/manifest.xml", manifest)
    if manifest.is_encrypted:
        return Content(problems=(password_protected(part),))
    if not package.holds("content.xml"):
        package.refusals.append(Refusal.DAMAGED)
    package.walk("styles.xml", text)
    package.walk("content.xml", text)
    inlaid = tuple(_inlaid(package, text))
    return _content(part, text, package.refusals, inlaid)


def _content(part: Part, text: OdtText, refusals: Iterable[Refusal], inlaid: Iterable[Inlaid]) -> Content:
    body = text.body.finish()
    after = (*text.notes.finish(), *(piece for footer in text.footers for piece in footer))
    headers = (piece for header in text.headers for piece in header)
    remarks = (remark for page, said in text.remarks if (remark := remark_on(said, page)) is not None)
    deceives = text.deceives or text.body.deceives or text.notes.deceives
    return Content(
        pages=pages_of((*headers, *body, *on_page(after, text.body.page), *remarks)),
        parts=tuple(inlaid_parts(part, inlaid)),
        problems=paper_problems.problems_of(part, refusals, hidden=text.hidden, struck=text.struck, deceives=deceives),
    )


def _inlaid(package: Package, text: OdtText) -> Iterator[Inlaid]:
    """Pictures, and documents of other programs laid into the text."""
    for name in dict.fromkeys(text.pictures):
        content = package.read(name) if not name.startswith("ObjectReplacements/") else None
        if content:
            yield Inlaid(name=name, content=content, is_picture=True)
    for name in filter(None, dict.fromkeys(text.objects)):
        content = package.read(name) or _folder(package, name)
        if content:
            yield Inlaid(name=name, content=content, is_picture=False)


def _folder(package: Package, name: str) -> bytes | None:
    """A document that lies unpacked in a folder, as a file of its own; None for charts and formulas."""
    said = package.read(f"{name}/content.xml") or b""
    media_type = next((kind for mark, kind in _MEDIA_TYPES if mark in said), None)
    if media_type is None:
        return None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), media_type)
        for file in ("content.xml", "styles.xml"):
            archive.writestr(zipfile.ZipInfo(file), package.read(f"{name}/{file}") or b"<x/>")
    return packed.getvalue()
