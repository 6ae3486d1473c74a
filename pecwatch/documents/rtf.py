# SPDX-License-Identifier: EUPL-1.2
"""Rich text (RTF), as Word, WordPad and many programs of offices write it."""

from pecwatch.documents import paper_problems
from pecwatch.documents.elements import TooLong
from pecwatch.documents.inlaid import Inlaid, inlaid_parts
from pecwatch.documents.paper_pages import on_page, pages_of
from pecwatch.documents.paper_remarks import remark_on
from pecwatch.documents.reader import Content
from pecwatch.documents.rtf_text import RtfText
from pecwatch.documents.zipped import Refusal
from pecwatch.model.message import Part

FORMATS = ("rtf",)

_ENDINGS = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x01\x00\x00\x00", "emf"),
    (b"PK", "zip"),
    (b"%PDF", "pdf"),
)


def read(part: Part) -> Content:
    """Its pages: headers first, then the text as it is seen without deleted text, notes and footers, comments last."""
    text = RtfText()
    refusals = []
    try:
        text.read(bytes(part.content))
        if not text.is_whole:
            refusals.append(Refusal.DAMAGED)
    except TooLong:
        refusals.append(Refusal.SIZE_LIMIT)
    body = text.finish()
    headers = (piece for header in text.headers for piece in header)
    after = (*text.notes.finish(), *(piece for footer in text.footers for piece in footer))
    remarks = (remark for page, said in text.remarks if (remark := remark_on(said, page)) is not None)
    pictures = [Inlaid(name=_name(content), content=content, is_picture=True) for content in text.pictures]
    objects = [Inlaid(name=_name(content), content=content, is_picture=False) for content in text.objects]
    return Content(
        pages=pages_of((*headers, *body, *on_page(after, text.body.page), *remarks)),
        parts=tuple(inlaid_parts(part, (*pictures, *objects))),
        problems=paper_problems.problems_of(
            part, refusals, hidden=text.hidden, struck=text.struck, deceives=text.deceives
        ),
    )


def _name(content: bytes) -> str:
    return "inlaid." + next((ending for mark, ending in _ENDINGS if content.startswith(mark)), "bin")
