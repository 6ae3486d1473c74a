# SPDX-License-Identifier: EUPL-1.2
"""PDF files made to overwhelm whoever opens them, the same bytes every time."""

import zlib
from collections.abc import Sequence

from tests.generators.repeated import packed

MEBIBYTE = 1024 * 1024
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
LINE = b"BT /F1 10 Tf 50 700 Td (1\\) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE) Tj ET"


def stream(content: bytes, about: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (about, len(content), content)


def page(contents: int, resources: bytes = b"/Font<</F1 3 0 R>>", box: bytes = b"0 0 595 842") -> bytes:
    """A page whose parent is object 2."""
    return b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources<<%s>>/Contents %d 0 R>>" % (box, resources, contents)


def pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Objects numbered from 1; the first is the catalogue."""
    body = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    more = trailer.replace(b"HERE", b"%d" % start)
    return body + head + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, more, start)


def simple(*objects: bytes, kids: bytes = b"4 0 R", count: int = 1, trailer: bytes = b"") -> bytes:
    """A catalogue, the page tree and a font; the objects follow from number 4."""
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return pdf((b"<</Type/Catalog/Pages 2 0 R>>", tree, FONT, *objects), trailer)


def flate_bomb() -> bytes:
    """A page whose content is 300 MB of blanks, compressed twice."""
    once = packed(b"", b" " * MEBIBYTE, 300).zlib
    return simple(page(5), stream(zlib.compress(once, 9), b"/Filter[/FlateDecode/FlateDecode]"))


def kids_cycle() -> bytes:
    """A page tree that holds itself."""
    return simple(page(5), stream(LINE), kids=b"4 0 R 2 0 R", count=1_000_000)


def previous_loop() -> bytes:
    """A table of objects that goes on with itself."""
    return simple(page(5), stream(LINE), trailer=b"/Prev HERE")


def page_tree_laughs() -> bytes:
    """Ten levels of the page tree, each holding the next ten times."""
    levels = tuple(b"<</Type/Pages/Kids[%s]/Count 10>>" % (b"%d 0 R " % (level + 7) * 10) for level in range(9))
    return simple(page(5), stream(LINE), *levels, page(5), kids=b"6 0 R " * 10, count=10**10)


def form_explosion(levels: int = 12) -> bytes:
    """A drawing that draws another ten times, which draws another ten times, and so on."""
    forms = [
        stream(
            b"/X Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (level + 7)
        )
        for level in range(levels)
    ]
    last = stream(LINE, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>")
    return simple(page(5, b"/XObject<</X 6 0 R>>"), stream(b"/X Do " * 10), *forms, last)


def nested_arrays() -> bytes:
    """400 kB of brackets where a page's content should be, and in an object of its own."""
    brackets = b"[" * 400_000
    return simple(page(5, b"/Font<</F1 3 0 R>>/Odd 6 0 R"), stream(brackets + LINE), brackets)


def many_pages(count: int = 10_000) -> bytes:
    """Pages with one line each."""
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(count))
    return simple(stream(LINE), *(page(4) for _ in range(count)), kids=kids, count=count)


def many_letters() -> bytes:
    """One page on which 500,000 letters are printed."""
    lines = b"".join(
        b"BT /F1 1 Tf %d %d Td (%s) Tj ET\n" % (number % 5 * 100, number // 5 % 800, b"ABCDE" * 10)
        for number in range(10_000)
    )
    return simple(page(5), stream(zlib.compress(lines), b"/Filter/FlateDecode"))


def many_rules() -> bytes:
    """One page with 200,000 ruled lines."""
    lines = b"".join(b"%d %d m %d %d l S\n" % (n % 590, n % 830, n % 590, 840 - n % 7) for n in range(200_000))
    return simple(page(5), stream(zlib.compress(lines + LINE), b"/Filter/FlateDecode"))


def scan(side: int = 30_000, box: bytes = b"0 0 595 842") -> bytes:
    """A page that is one white picture of so many dots each way."""
    row = (side + 7) // 8
    white = packed(b"", b"\xff" * (row * 64), -(-side // 64)).zlib
    about = b"/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/FlateDecode"
    width, height = box.split()[2:]
    content = b"%s 0 0 %s 0 0 cm /X Do" % (width, height)
    return simple(page(5, b"/XObject<</X 6 0 R>>", box), stream(content), stream(white, about % (side, side)))


def huge_paper() -> bytes:
    """A scan on a page of 350 kilometres."""
    return scan(800, b"0 0 1000000000 1000000000")
