# SPDX-License-Identifier: EUPL-1.2
"""More PDF files, pictures and archives made to overwhelm whoever opens them."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zlib

from tests.generators.archives import zipped
from tests.generators.packed_bombs import TEXT, png_chunk
from tests.generators.pdf_bombs import FONT, LINE, page, simple, stream
from tests.generators.repeated import packed

MEBIBYTE = 1024 * 1024


def gzip_bomb() -> bytes:
    """400 MB of zeros in 400 kB."""
    inflated = packed(b"", bytes(MEBIBYTE), 400)
    return gzip.compress(b"")[:10] + inflated.deflated + struct.pack("<II", inflated.crc, inflated.size)


def bzip2_bomb() -> bytes:
    """200 MB of zeros in 200 bytes, forty times."""
    return bz2.compress(bytes(5 * MEBIBYTE)) * 40


def xz_bomb() -> bytes:
    """100 MB of zeros in 15 kB."""
    return lzma.compress(bytes(100 * MEBIBYTE), preset=0)


def tar_lies() -> bytes:
    """A member that says it has eight gigabytes."""
    packed_file = io.BytesIO()
    with tarfile.open(fileobj=packed_file, mode="w", format=tarfile.GNU_FORMAT) as archive:
        about = tarfile.TarInfo("elenco.txt")
        about.size = len(TEXT)
        archive.addfile(about, io.BytesIO(TEXT))
    head = bytearray(packed_file.getvalue())
    head[124:136] = b"77777777777\0"
    head[148:156] = b"        "
    head[148:156] = b"%06o\0 " % sum(head[:512])
    return bytes(head)


def tar_many() -> bytes:
    """20,000 empty files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for number in range(20_000):
            archive.addfile(tarfile.TarInfo(f"{number}.txt"))
    return gzip.compress(out.getvalue(), 1, mtime=0)


def paths() -> bytes:
    """Names that lead out of every folder; what they hold is a list."""
    names = ("../../../../etc/cron.d/elenco.txt", "/etc/elenco.txt", "..\\..\\elenco.txt", "a/" * 500 + "e.txt")
    return zipped(*((name, TEXT) for name in names))


def object_streams() -> bytes:
    """A compressed stream that says it holds a hundred million objects, in 300 MB of figures."""
    inside = packed(b"", b"9 0 " * (MEBIBYTE // 4), 300).zlib
    return simple(page(5), stream(LINE), stream(inside, b"/Type/ObjStm/N 100000000/First 300000000/Filter/FlateDecode"))


def chain_of_pages() -> bytes:
    """A page tree 20,000 levels deep, with one page at its end."""
    levels = tuple(b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 7) for number in range(20_000))
    return simple(page(5), stream(LINE), *levels, page(5), kids=b"6 0 R")


def predictor() -> bytes:
    """A stream whose rows are said to be two thousand million bytes wide."""
    about = b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2000000000/Colors 32/BitsPerComponent 16>>"
    return simple(page(5), stream(zlib.compress(b"\2" + LINE * 50), about))


def codes() -> bytes:
    """A font whose table of letters covers the whole of Unicode, 2,000 times."""
    ranges = b"100 beginbfrange\n" + b"<0000> <ffff> <0041>\n" * 2_000 + b"endbfrange\n"
    table = b"/CIDInit /ProcSet findresource begin begincmap\n" + ranges + b"endcmap end"
    font = FONT[:-2] + b"/ToUnicode 7 0 R>>"
    return simple(page(5, b"/Font<</F1 6 0 R>>"), stream(LINE), font, stream(table))


def form_circle() -> bytes:
    """A form whose fields hold each other, and notes on a page that reply to themselves."""
    field = b"<</FT/Tx/T(a)/Kids[6 0 R 6 0 R]/Parent 6 0 R>>"
    sheet = page(5)[:-2] + b"/Annots[6 0 R 7 0 R]>>"
    note = b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/IRT 7 0 R/Popup 7 0 R/Parent 7 0 R/Contents(a)>>"
    return simple(sheet, stream(LINE), field, note)


def attached_bomb() -> bytes:
    """A PDF that carries 300 MB as an attached file."""
    flood = packed(b"", b" " * MEBIBYTE, 300).zlib
    names = b"<</Names[(elenco.txt) 7 0 R]>>"
    file = b"<</Type/Filespec/F(elenco.txt)/EF<</F 8 0 R>>>>"
    whole = simple(page(5), stream(LINE), names, file, stream(flood, b"/Type/EmbeddedFile/Filter/FlateDecode"))
    return whole.replace(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 6 0 R>>>>"
    )


def spirals() -> bytes:
    """Ten thousand letters, each on a page of its own shape: rotated, shrunk, one over the other."""
    marks = b"".join(b"BT /F1 12 Tf %d.1 .3 -.3 1 300 400 Tm (SI ESEGUE) Tj ET\n" % (n % 7) for n in range(10_000))
    return simple(page(5), stream(zlib.compress(marks), b"/Filter/FlateDecode"))


def gif() -> bytes:
    """A picture said to be 65,535 dots each way, with 3,000 frames of it."""
    frame = b"\x2c" + struct.pack("<4HB", 0, 0, 65_535, 65_535, 0) + b"\x02\x02\x4c\x01\x00"
    return b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + b"\x80\0\0\0\0\0\xff\xff\xff" + frame * 3_000 + b";"


def bmp() -> bytes:
    """A picture of four thousand million dots in 54 bytes."""
    return struct.pack("<2sIHHIIiiHHIIiiII", b"BM", 54, 0, 0, 54, 40, 65_000, 65_000, 1, 24, 0, 0, 0, 0, 0, 0)


def jpeg() -> bytes:
    """The head of a picture of 65,500 dots each way, and then noise."""
    table = b"\xff\xdb\x00\x43\x00" + b"\x01" * 64
    head = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 65_500, 65_500) + b"\x03\x01\x22\x00\x02\x11\x00\x03\x11\x00"
    return b"\xff\xd8" + table + head + b"\xff\xda\x00\x0c\x03\x01\x00\x02\x00\x03\x00\x00\x3f\x00" + b"\x2a" * 90_000


def png_texts() -> bytes:
    """A small picture with 200 MB of words about it."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 800, 800, 1, 0, 0, 0, 0))
    words = png_chunk(b"zTXt", b"a\0\0" + packed(b"", b" " * MEBIBYTE, 200).zlib)
    dots = png_chunk(b"IDAT", zlib.compress((b"\0" + b"\xff" * 100) * 800))
    return b"\x89PNG\r\n\x1a\n" + head + words + dots + png_chunk(b"IEND", b"")
