# SPDX-License-Identifier: EUPL-1.2
"""Archives, signed files, saved messages and pictures made to overwhelm whoever opens them."""

import base64
import struct
import zlib

from tests.generators.archives import zipped
from tests.generators.repeated import Packed, packed, zip_of

MEBIBYTE = 1024 * 1024
TEXT = b"1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE\n"
_HEAD = b"From: a@b.example\r\nSubject: Elenco\r\nMIME-Version: 1.0\r\n"


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes((size,)) if size < 128 else b"\x84" + struct.pack(">I", size)
    return bytes((tag,)) + length + content


_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")


def _unsigned(content: bytes) -> bytes:
    """A CMS file around a content, which nobody signed."""
    inner = _der(0x30, _DATA + _der(0xA0, _der(0x04, content)))
    data = _der(0x30, b"\x02\x01\x01" + _der(0x31, b"") + inner + _der(0x31, b""))
    return _der(0x30, _SIGNED_DATA + _der(0xA0, data))


def zip_bomb() -> bytes:
    """400 MB in 400 kB."""
    return zip_of({"elenco.txt": packed(b"", b"\0" * MEBIBYTE, 400)})


def lying_zip() -> bytes:
    """400 MB that claim to be ten bytes."""
    bomb = packed(b"", b"\0" * MEBIBYTE, 400)
    return zip_of({"elenco.txt": Packed(deflated=bomb.deflated, crc=bomb.crc, adler=bomb.adler, size=10)})


def zips_inside(levels: int = 100) -> bytes:
    """Archives inside each other."""
    content = TEXT
    for level in range(levels):
        content = zipped(("elenco.zip" if level else "elenco.txt", content))
    return content


def signed_inside(levels: int = 100) -> bytes:
    """Signed files inside each other."""
    content = TEXT
    for _ in range(levels):
        content = _unsigned(content)
    return content


def zip_laughs() -> bytes:
    """Six levels of archives with sixteen in each: sixteen million lists in 20 kB."""
    content = TEXT
    for level in range(6):
        ending = "zip" if level else "txt"
        content = zipped(*((f"{number}.{ending}", content) for number in range(16)))
    return content


def zip_of_duds() -> bytes:
    """1,000 files of which each costs its reader's life or a problem: broken PDFs."""
    return zipped(*((f"{number}.pdf", b"%PDF-1.4 " + bytes((number % 256,)) * 40) for number in range(1_000)))


def overlapping() -> bytes:
    """One member of 90 MB that the directory names a thousand times."""
    return zip_of({"00000.txt": packed(TEXT, b"ciao a tutti\n" * 80_000, 90)}, entries=1_000)


def many_members() -> bytes:
    """60,000 empty files."""
    return zip_of({"00000.txt": packed(TEXT)}, entries=60_000)


def messages_inside(levels: int = 30) -> bytes:
    """A message in an archive attached to a message in an archive, and so on."""
    message = _HEAD + b"\r\n" + TEXT
    for _ in range(levels):
        archive = base64.encodebytes(zipped(("messaggio.eml", message)))
        about = b"Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n"
        about += b"Content-Disposition: attachment; filename=a.zip\r\n\r\n"
        message = _HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + about + archive + b"--b--\r\n"
    return message


def png(side: int = 30_000) -> bytes:
    """A white picture of so many dots each way."""
    row = b"\0" + b"\xff" * ((side + 7) // 8)
    return b"\x89PNG\r\n\x1a\n" + b"".join((
        png_chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)),
        png_chunk(b"IDAT", packed(b"", row * 100, side // 100).zlib),
        png_chunk(b"IEND", b""),
    ))  # fmt: skip


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """A piece of a PNG file."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def tiff(frames: int = 10_000, side: int = 64) -> bytes:
    """A picture of many pages, all of which show the same dots."""
    row = (side + 7) // 8
    dots = b"\xff" * (row * side)
    fields = (
        (256, 4, side), (257, 4, side), (258, 3, 1), (259, 3, 1), (262, 3, 1), (273, 4, 8), (278, 4, side),
        (279, 4, len(dots)),
    )  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in fields)
    first = 8 + len(dots)
    length = 2 + len(entries) + 4
    pages = b"".join(
        struct.pack("<H", len(fields))
        + entries
        + struct.pack("<I", 0 if number == frames - 1 else first + (number + 1) * length)
        for number in range(frames)
    )
    return struct.pack("<2sHI", b"II", 42, first) + dots + pages
