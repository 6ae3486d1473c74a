# SPDX-License-Identifier: EUPL-1.2
"""ZIP archives: the files inside, each to be read as if it had been attached by itself."""

from collections.abc import Iterator

from pecwatch.documents import problems, zipped
from pecwatch.documents.member_names import is_furniture
from pecwatch.documents.reader import Content
from pecwatch.documents.zip_salvage import salvage
from pecwatch.documents.zipped import Archive, Refusal, Refused
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem

FORMATS = ("zip",)


def read(part: Part) -> Content:
    """Every member that can be unpacked, and a problem for each that cannot."""
    try:
        archive = Archive(bytes(part.content))
    except Refused:
        return _salvaged(part)
    found = tuple(_members(part, archive))
    if not found:
        return Content(problems=(problems.empty_archive(part),))
    over = (zipped.problem_of(part, Refusal.SIZE_LIMIT),) if archive.has_more else ()
    return Content(
        parts=tuple(member for member in found if isinstance(member, Part)),
        problems=(*over, *(problem for problem in found if isinstance(problem, Problem))),
    )


def packed(part: Part, name: str, content: bytes) -> Part:
    """A file inside another, named so that a person finds it: `archive.zip/member.pdf`."""
    return Part(name=f"{part.name}/{name}", type="application/octet-stream", content=content, zone=part.zone)


def _members(part: Part, archive: Archive) -> Iterator[Part | Problem]:
    for member in archive.members:
        if member.is_folder or is_furniture(member.name):
            continue
        try:
            yield packed(part, member.name, archive.read(member))
        except Refused as refused:
            yield zipped.problem_of(packed(part, member.name, b""), refused.why)


def _salvaged(part: Part) -> Content:
    """What is left of an archive without a directory: one cut off on its way, or the first of several volumes."""
    members = [member for member in salvage(bytes(part.content)) if not is_furniture(member.name)]
    parts = tuple(packed(part, member.name, member.content) for member in members if member.content is not None)
    lost = tuple(
        problems.damaged(packed(part, member.name, b""), "non si riesce a estrarlo dall'archivio danneggiato")
        for member in members
        if member.content is None
    )
    what = "l'archivio è incompleto o danneggiato" + (": si legge solo quello che resta" if parts else "")
    return Content(parts=parts, problems=(problems.damaged(part, what), *lost))
