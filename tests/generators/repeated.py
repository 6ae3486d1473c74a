# SPDX-License-Identifier: EUPL-1.2
"""Contents that are huge when unpacked and made in no time: one stretch, compressed once and repeated."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A content, compressed."""

    deflated: bytes
    """As a raw deflate stream."""
    crc: int
    adler: int
    size: int

    @property
    def zlib(self) -> bytes:
        """As PDF and PNG hold it."""
        return b"\x78\xda" + self.deflated + struct.pack(">I", self.adler)


def packed(head: bytes, unit: bytes = b"", times: int = 0, tail: bytes = b"") -> Packed:
    """A head, a stretch many times over, and a tail; the unit should have a megabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.compress(tail) + packer.flush()
    crc, adler = zlib.crc32(head), zlib.adler32(head)
    for _ in range(times):
        crc, adler = zlib.crc32(unit, crc), zlib.adler32(unit, adler)
    return Packed(
        deflated=start + middle * times + end,
        crc=zlib.crc32(tail, crc),
        adler=zlib.adler32(tail, adler),
        size=len(head) + len(unit) * times + len(tail),
    )


def zip_of(members: Mapping[str, Packed], *, entries: int = 1) -> bytes:
    """A ZIP archive of contents that are compressed already.

    Args:
        entries: How often the directory names each member; they then lie over each other.
    """
    out, directory, count = io.BytesIO(), io.BytesIO(), 0
    for name, one in members.items():
        place, raw = out.tell(), name.encode()
        about = struct.pack("<HHHHIII", 0x800, zipfile.ZIP_DEFLATED, 0, 0x21, one.crc, len(one.deflated), one.size)
        out.write(b"PK\x03\x04" + struct.pack("<H", 20) + about + struct.pack("<HH", len(raw), 0) + raw + one.deflated)
        for number in range(entries):
            called = raw if entries == 1 else b"%05d" % number + raw[5:]
            lengths = struct.pack("<HHHHHII", len(called), 0, 0, 0, 0, 0, place)
            directory.write(b"PK\x01\x02" + struct.pack("<HH", 20, 20) + about + lengths + called)
            count += 1
    listed = directory.getvalue()
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count & 0xFFFF, count & 0xFFFF, len(listed), out.tell(), 0)
    return out.getvalue() + listed + end


def with_member(package: bytes, name: str, content: Packed) -> bytes:
    """A package in which one member was replaced, or added."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {one: packed(archive.read(one)) for one in archive.namelist()}
    return zip_of({**members, name: content})
