# SPDX-License-Identifier: EUPL-1.2
"""How the files inside an Office package refer to each other (ECMA-376, part 2), and the pictures among them."""

import posixpath
from collections.abc import Iterator

from pecwatch.documents import formats, zipped
from pecwatch.documents.elements import Attributes, Elements, walk
from pecwatch.documents.images import PICTURES, is_ornament
from pecwatch.documents.zip_archive import packed
from pecwatch.documents.zipped import Archive, Refusal, Refused
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem
from pecwatch.model.record import record

_READABLE = frozenset({"pdf", "docx", "xlsx", "odt", "ods", "rtf"})
"""Files laid into a sheet that may hold a list; objects of other programs are left out."""


@record
class Relation:
    """One file named by another."""

    id: str
    kind: str
    """Last word of its type, as `worksheet`."""
    target: str
    """Name of the member."""


class _Relations(Elements):
    def __init__(self, folder: str) -> None:
        super().__init__()
        self.found: list[Relation] = []
        self._folder = folder

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "rel:Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target") or ""
            path = target[1:] if target.startswith("/") else posixpath.join(self._folder, target)
            kind = (attributes.get("Type") or "").rpartition("/")[2]
            self.found.append(Relation(id=attributes.get("Id") or "", kind=kind, target=posixpath.normpath(path)))


def walk_member(archive: Archive, name: str, elements: Elements) -> Refusal | None:
    """Let the elements of a member pass by; why it was not read to its end, or None when it was."""
    try:
        member = archive.find(name)
    except Refused as refused:
        return refused.why
    return Refusal.DAMAGED if member is None else walk(archive.chunks(member), elements)


def relations(archive: Archive, name: str = "") -> tuple[Relation, ...]:
    """What a member of a package names; the package itself when no member is given."""
    folder, _, file = name.rpartition("/")
    elements = _Relations(folder)
    walk_member(archive, posixpath.join(folder, "_rels", f"{file}.rels"), elements)
    return tuple(elements.found)


def pictures(part: Part, archive: Archive, folders: tuple[str, ...]) -> Iterator[Part | Problem]:
    """Pictures big enough to be a page, and documents laid into a sheet, from some folders of the package."""
    for member in archive.members:
        if member.is_folder or not member.name.startswith(folders):
            continue
        name = member.name.rpartition("/")[2]
        try:
            inner = packed(part, name, archive.read(member))
        except Refused as refused:
            yield zipped.problem_of(packed(part, name, b""), refused.why)
            continue
        format_name = formats.recognise(inner)
        is_picture = format_name in PICTURES and not is_ornament(bytes(inner.content), format_name)
        if is_picture or format_name in _READABLE:
            yield inner
