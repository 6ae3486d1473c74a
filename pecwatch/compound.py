# SPDX-License-Identifier: EUPL-1.2
"""Compound files: the little file system inside .msg and old Office files (Microsoft MS-CFB).

An own reader, because olefile follows what a hostile file declares: a chain of sectors in a circle with a
stream of 4 GB costs it 4 GB. Here no more is read than the file has bytes.
"""

import struct
from array import array
from collections.abc import Iterator, Mapping
from sys import byteorder

from pecwatch.model.record import record

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRIES_LIMIT = 50_000
"""Files and folders."""
_DEPTH_LIMIT = 40
"""Folders inside one another."""
_IN_HEADER = 109
"""Sectors of the allocation table that the header itself names."""
_NOWHERE = 0xFFFFFFFA
"""From this number on it is no sector, but a mark."""
_ENTRY_LENGTH = 128
_FOLDER, _FILE, _ROOT = 1, 2, 5


@record
class Folder:
    """A folder of a compound file, whole in memory."""

    files: Mapping[str, bytes]
    folders: Mapping[str, "Folder"]


@record
class Compound:
    """A compound file read."""

    root: Folder
    is_whole: bool
    """False when something the file declares is not there: probably cut off."""


@record
class _Entry:
    name: str
    kind: int
    before: int
    after: int
    child: int
    start: int
    size: int


def read_compound(content: bytes) -> Compound | None:
    """Read every file of a compound file; None when the bytes are none, or its directory is lost."""
    if len(content) < 512 or not content.startswith(MAGIC):
        return None
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    if shift not in (9, 12) or mini_shift != 6:
        return None
    return _Reader(content, 1 << shift).read()


class _Reader:
    """One compound file while it is read."""

    def __init__(self, content: bytes, sector_length: int) -> None:
        self._content = content
        self._sector_length = sector_length
        self._sectors = -(-len(content) // sector_length) - 1
        self._budget = len(content)
        """Bytes still to be given out: files of an honest compound file do not overlap."""
        self._is_whole = True
        self._table = self._numbers(self._table_sectors())
        (self._first_entry,) = struct.unpack_from("<I", content, 48)
        self._small, first_mini = struct.unpack_from("<II", content, 56)
        self._mini_table = self._numbers(self._chain(first_mini, self._table, self._sectors))
        self._mini = b""

    def read(self) -> Compound | None:
        listing = self._joined(self._chain(self._first_entry, self._table, self._sectors))
        places = range(0, len(listing) - _ENTRY_LENGTH + 1, _ENTRY_LENGTH)[:_ENTRIES_LIMIT]
        entries = [_entry(listing, start) for start in places]
        if not entries or entries[0].kind != _ROOT:
            return None
        self._mini = self._stream(entries[0])
        self._budget = len(self._content)
        root = self._folder(entries[0], entries, set(), 0)
        return Compound(root=root, is_whole=self._is_whole)

    def _table_sectors(self) -> list[int]:
        """Where the allocation table lies: 109 sectors in the header, more in a chain of sectors."""
        numbers = list(struct.unpack_from(f"<{_IN_HEADER}I", self._content, 76))
        (following,) = struct.unpack_from("<I", self._content, 68)
        while following < self._sectors and len(numbers) <= self._sectors + _IN_HEADER:
            *more, following = self._numbers([following]) or [_NOWHERE]
            numbers += more
        return [number for number in numbers if number < self._sectors][: self._sectors]

    def _numbers(self, sectors: list[int]) -> "array[int]":
        joined = self._joined(sectors)
        numbers = array("I", joined[: len(joined) // 4 * 4])
        if byteorder == "big":
            numbers.byteswap()
        return numbers

    def _joined(self, sectors: list[int]) -> bytes:
        length = self._sector_length
        return b"".join(self._content[(number + 1) * length : (number + 2) * length] for number in sectors)

    def _chain(self, start: int, table: "array[int]", longest: int) -> list[int]:
        chain: list[int] = []
        while start < len(table) and len(chain) < longest:
            chain.append(start)
            start = table[start]
        return chain

    def _stream(self, entry: _Entry) -> bytes:
        """The bytes of a file, or of the stream in which the small files lie."""
        size = min(entry.size, self._budget)
        if entry.kind == _FILE and entry.size < self._small:
            chain = self._chain(entry.start, self._mini_table, -(-size // 64))
            found = b"".join(self._mini[number * 64 : number * 64 + 64] for number in chain)[:size]
        else:
            chain = self._chain(entry.start, self._table, -(-size // self._sector_length))
            found = self._joined(chain)[:size]
        self._is_whole = self._is_whole and len(found) == entry.size
        self._budget -= len(found)
        return found

    def _folder(self, folder: _Entry, entries: list[_Entry], seen: set[int], depth: int) -> Folder:
        files: dict[str, bytes] = {}
        folders: dict[str, Folder] = {}
        for entry in self._children(folder, entries, seen):
            if entry.kind == _FILE:
                files[entry.name] = self._stream(entry)
            elif entry.kind == _FOLDER and depth < _DEPTH_LIMIT:
                folders[entry.name] = self._folder(entry, entries, seen, depth + 1)
            else:
                self._is_whole = False
        return Folder(files=files, folders=folders)

    def _children(self, folder: _Entry, entries: list[_Entry], seen: set[int]) -> Iterator[_Entry]:
        """Every entry of the tree that hangs on a folder, each once in the whole file."""
        waiting = [folder.child]
        while waiting:
            number = waiting.pop()
            if number >= len(entries) or number in seen:
                self._is_whole = self._is_whole and number >= _NOWHERE
                continue
            seen.add(number)
            waiting += (entries[number].before, entries[number].after)
            yield entries[number]


def _entry(listing: bytes, start: int) -> _Entry:
    name_length, kind, before, after, child = struct.unpack_from("<HBxIII", listing, start + 64)
    first, size = struct.unpack_from("<II", listing, start + 116)
    name = listing[start : start + max(0, min(name_length, 64) - 2)].decode("utf-16-le", "replace")
    return _Entry(name=name, kind=kind, before=before, after=after, child=child, start=first, size=size)
