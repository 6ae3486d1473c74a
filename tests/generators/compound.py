# SPDX-License-Identifier: EUPL-1.2
"""Compound files (Microsoft MS-CFB), the little file system inside .msg and old Office files, as bytes."""

import struct
from dataclasses import dataclass

Tree = dict[str, "bytes | Tree"]

_SECTOR, _MINI_SECTOR, _MINI_LIMIT = 512, 64, 4096
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_FOLDER, _FILE, _ROOT = 1, 2, 5


@dataclass(kw_only=True)
class _Entry:
    """One file or folder of the directory."""

    name: str
    kind: int
    content: bytes = b""
    brother: int = _FREE
    child: int = _FREE
    start: int = _END

    def written(self) -> bytes:
        wide = self.name.encode("utf-16-le")
        named = wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide) + 2, self.kind, 1)
        links = struct.pack("<III", _FREE, self.brother, self.child)
        return named + links + bytes(36) + struct.pack("<IQ", self.start, len(self.content))


class _Chains:
    """Contents one after the other in blocks of one length, and the table that says which block follows which."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.body = b""
        self.table: list[int] = []

    def place(self, content: bytes) -> int:
        """Add a content; gives its first block."""
        start, count = len(self.table), -(-len(content) // self.length)
        self.table += [*range(start + 1, start + count), _END] if count else []
        self.body += content.ljust(count * self.length, b"\0")
        return start if count else _END


def compound(tree: Tree) -> bytes:
    """A compound file: small files in the mini stream, the rest in sectors."""
    entries = [_Entry(name="Root Entry", kind=_ROOT)]
    entries[0].child = _listed(tree, entries)
    mini, sectors = _Chains(_MINI_SECTOR), _Chains(_SECTOR)
    for entry in entries:
        if entry.kind == _FILE:
            entry.start = (mini if len(entry.content) < _MINI_LIMIT else sectors).place(entry.content)
    entries[0].content = mini.body
    entries[0].start = sectors.place(mini.body)
    mini_table = sectors.place(struct.pack(f"<{len(mini.table)}I", *mini.table))
    directory = sectors.place(b"".join(entry.written() for entry in entries))
    return _with_table(sectors, directory, mini_table)


def _listed(tree: Tree, entries: list[_Entry]) -> int:
    """The first entry of a folder; each hangs on the one before."""
    first = previous = _FREE
    for name in sorted(tree, key=lambda one: (len(one), one.upper())):
        held, number = tree[name], len(entries)
        is_file = isinstance(held, bytes)
        entries.append(_Entry(name=name, kind=_FILE if is_file else _FOLDER, content=held if is_file else b""))
        if isinstance(held, dict):
            entries[number].child = _listed(held, entries)
        if previous == _FREE:
            first = number
        else:
            entries[previous].brother = number
        previous = number
    return first


def _with_table(sectors: _Chains, directory: int, mini_table: int) -> bytes:
    """The header, the sectors, and at their end the table, which counts itself."""
    used = len(sectors.table)
    tables = next(count for count in range(1, 110) if count * 128 >= used + count)
    places = list(range(used, used + tables))
    table = [*sectors.table, *[_TABLE] * tables]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<9I", tables, directory, 0, _MINI_LIMIT, mini_table, 1, _END, 0, places[0])
    header += struct.pack("<108I", *places[1:], *[_FREE] * (109 - tables))
    return header + sectors.body + struct.pack(f"<{tables * 128}I", *table, *[_FREE] * (tables * 128 - len(table)))
