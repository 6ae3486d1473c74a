# SPDX-License-Identifier: EUPL-1.2
"""TAR archives, and files compressed with gzip, bzip2 or xz, which are often such archives."""

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from pecwatch.documents import formats, problems
from pecwatch.documents.member_names import is_furniture, shown
from pecwatch.documents.reader import Content
from pecwatch.documents.zip_archive import packed
from pecwatch.documents.zipped import ENTRIES, RATIO, UNPACKED_BYTES, UNSUSPICIOUS_BYTES
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem

FORMATS = ("tar", "gzip", "bzip2", "xz")

_STREAMS: Mapping[str, Callable[[io.BytesIO], gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile]] = {
    "gzip": lambda compressed: gzip.GzipFile(fileobj=compressed),
    "bzip2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
}
_CHUNK_BYTES = 256 * 1024
_ENDING = re.compile(r"\.(gz|bz2|xz|z)$", re.IGNORECASE)
_TAR_ENDING = re.compile(r"\.(tgz|tbz2?|txz)$", re.IGNORECASE)


def read(part: Part) -> Content:
    """The files inside an archive, or the one file that was compressed."""
    format_name = formats.recognise(part)
    if format_name == "tar":
        return _tar(part, bytes(part.content))
    content, found = _unpacked(part, format_name)
    name = _TAR_ENDING.sub(".tar", _ENDING.sub("", shown(part.name.rpartition("/")[2])))
    inner, empty = packed(part, name, content), problems.empty_archive(part)
    if content and formats.recognise(inner) == "tar":
        opened = _tar(part, content)
        return replace(opened, problems=(*found, *opened.problems))
    return Content(parts=(inner,), problems=found) if content else Content(problems=found or (empty,))


def _unpacked(part: Part, format_name: str) -> tuple[bytes, tuple[Problem, ...]]:
    """What was compressed, as far as it comes out within limits."""
    content = bytearray()
    try:
        with _STREAMS[format_name](io.BytesIO(part.content)) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                content += chunk
                if _is_too_much(len(content), len(part.content)):
                    return b"", (problems.size_limit(part),)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError):
        return bytes(content), (problems.damaged(part, "il file compresso è incompleto o danneggiato"),)
    return bytes(content), ()


def _is_too_much(unpacked: int, packed_size: int) -> bool:
    return unpacked > UNPACKED_BYTES or (unpacked > UNSUSPICIOUS_BYTES and unpacked > packed_size * RATIO)


def _tar(part: Part, archive: bytes) -> Content:
    parts: list[Part] = []
    found: list[Problem] = []
    room = UNPACKED_BYTES
    for number, member in enumerate(_entries(archive)):
        if number == ENTRIES:
            found.append(problems.size_limit(part))
            break
        if member is None:
            found.append(problems.damaged(part, "l'archivio è incompleto o danneggiato"))
            break
        name, size, stream = member
        content = stream.read(size) if size <= room and not _is_too_much(size, len(archive)) else None
        if content is None or len(content) < size:
            inner = packed(part, name, b"")
            found.append(problems.size_limit(inner) if content is None else problems.damaged(inner))
            continue
        room -= size
        parts.append(packed(part, name, content))
    return Content(parts=tuple(parts), problems=tuple(found) if parts or found else (problems.empty_archive(part),))


def _entries(archive: bytes) -> Iterator[tuple[str, int, BinaryIO] | None]:
    """Name, claimed size and stream of each file; None where the archive breaks off."""
    try:
        with tarfile.open(fileobj=io.BytesIO(archive), mode="r:", errors="surrogateescape") as tar:
            for entry in tar:
                name = shown(entry.name.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace"))
                if entry.isreg() and not is_furniture(name):
                    yield name, entry.size, tar.extractfile(entry)  # type: ignore[misc]  # a file has a stream
    except (tarfile.TarError, OSError, EOFError, ValueError, RecursionError):
        yield None
