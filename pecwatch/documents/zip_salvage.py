# SPDX-License-Identifier: EUPL-1.2
"""What can still be taken out of a ZIP archive that was cut off: its members, one local header after the other."""

import struct
import zipfile
import zlib
from collections.abc import Iterator

from pecwatch.documents.member_names import name_of
from pecwatch.documents.zipped import ENTRIES, RATIO, UNPACKED_BYTES, UNSUSPICIOUS_BYTES
from pecwatch.model.record import record

_LOCAL = b"PK\x03\x04"
_HEADER = struct.Struct("<4s5H3I2H")
"""Local file header (APPNOTE 4.3.7)."""

_ENCRYPTED = 0x1
_CHUNK_BYTES = 256 * 1024


@record
class Salvaged:
    """A member of a broken archive."""

    name: str
    content: bytes | None
    """None when it is cut off itself, encrypted, packed otherwise, or a bomb."""


def salvage(archive: bytes) -> Iterator[Salvaged]:
    """Members in their order, within the limits of whole archives; folders left out."""
    position, total = archive.find(_LOCAL), 0
    for _ in range(ENTRIES):
        if position < 0 or len(archive) - position < _HEADER.size or total > UNPACKED_BYTES:
            return
        found, end = _member(archive, position, UNPACKED_BYTES - total)
        total += len(found.content or b"")
        if not found.name.endswith("/"):
            yield found
        position = archive.find(_LOCAL, end)


def _member(archive: bytes, position: int, room: int) -> tuple[Salvaged, int]:
    """The member whose header stands there, and where its data end at least."""
    _, _, flags, method, _, _, checksum, packed, _, name_length, extra_length = _HEADER.unpack_from(archive, position)
    start = position + _HEADER.size + name_length + extra_length
    name = _name(archive[position + _HEADER.size : start], name_length, flags)
    data = archive[start : start + packed] if packed else archive[start:]
    content: bytes | None = None
    if flags & _ENCRYPTED == 0 and method == zipfile.ZIP_STORED and len(data) == packed:
        content = data
    elif flags & _ENCRYPTED == 0 and method == zipfile.ZIP_DEFLATED:
        content, packed = _inflated(data, room)
    if content is not None and checksum and zlib.crc32(content) != checksum:
        content = None
    return Salvaged(name=name, content=content), start + (packed if content is not None else 0)


def _name(header: bytes, length: int, flags: int) -> str:
    """A name as it would be read from the directory that is missing."""
    encoding = "utf-8" if flags & 0x800 else "cp437"
    entry = zipfile.ZipInfo(header[:length].decode(encoding, errors="replace") or "senza nome")
    entry.flag_bits, entry.extra = flags, header[length:]
    return name_of(entry)


def _inflated(data: bytes, room: int) -> tuple[bytes | None, int]:
    """The unpacked data, and how many bytes they took packed; None when they do not end well or go too far."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked, pending = bytearray(), data
    try:
        while not inflater.eof and pending:
            unpacked += inflater.decompress(pending, _CHUNK_BYTES)
            pending = inflater.unconsumed_tail
            is_bomb = len(unpacked) > UNSUSPICIOUS_BYTES and len(unpacked) > (len(data) - len(pending)) * RATIO
            if is_bomb or len(unpacked) > room:
                return None, 0
    except zlib.error:
        return None, 0
    return (bytes(unpacked) if inflater.eof else None), len(data) - len(inflater.unused_data)
