# SPDX-License-Identifier: EUPL-1.2
"""Pictures and other files laid into a document: those that may hold a list are read as files of their own."""

import re
from collections.abc import Iterable, Iterator

from pecwatch.documents import formats
from pecwatch.documents.images import PICTURES, is_ornament
from pecwatch.documents.zip_archive import packed
from pecwatch.model.message import Part
from pecwatch.model.record import record

_DRAWING_BYTES = 15_000
"""Logos drawn with lines are smaller; a sheet pasted as a picture hardly ever is."""


@record
class Inlaid:
    """One file laid into a document."""

    name: str
    """Its name inside the document, which tells its ending."""
    content: bytes
    is_picture: bool


def inlaid_parts(part: Part, files: Iterable[Inlaid]) -> Iterator[Part]:
    """Those worth reading, each once, under names a person can make something of: `lettera.docx/image1.png`."""
    counts = {"image": 0, "embedded": 0}
    for file in dict.fromkeys(files):
        kind = "image" if file.is_picture else "embedded"
        if file.is_picture and not _may_hold_list(part, file):
            continue
        counts[kind] += 1
        ending = re.search(r"\.(\w{1,5})$", file.name)
        yield packed(part, f"{kind}{counts[kind]}.{ending[1].lower() if ending else 'bin'}", file.content)


def _may_hold_list(part: Part, file: Inlaid) -> bool:
    picture = formats.recognise(packed(part, file.name, file.content))
    if picture in PICTURES:
        return not is_ornament(file.content, picture)
    return len(file.content) >= _DRAWING_BYTES
