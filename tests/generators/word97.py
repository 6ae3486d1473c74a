# SPDX-License-Identifier: EUPL-1.2
"""Documents of Word 97 (Microsoft MS-DOC) with plain paragraphs, as bytes: enough for programs that open them."""

import struct
from collections.abc import Sequence

from tests.generators.compound import compound

_TEXT_AT = 2048
_PAGE = 512


def doc(paragraphs: Sequence[str]) -> bytes:
    """A document with these paragraphs in the default style."""
    text = "".join(f"{line}\r" for line in paragraphs)
    content = text.encode("utf-16-le")
    end = _TEXT_AT + len(content)
    characters_page = -(-end // _PAGE)
    paragraphs_page = characters_page + 1
    table: dict[str, bytes] = {
        "stsh": _styles(),
        "chpx": struct.pack("<2I", _TEXT_AT, end) + struct.pack("<I", characters_page),
        "papx": struct.pack("<2I", _TEXT_AT, end) + struct.pack("<I", paragraphs_page),
        "clx": _pieces(len(text)),
        "sed": struct.pack("<2I", 0, len(text)) + struct.pack("<HIHI", 0, 0xFFFFFFFF, 0, 0xFFFFFFFF),
        "dop": bytes(544),
    }
    places: dict[str, tuple[int, int]] = {}
    stream = b""
    for name, piece in table.items():
        places[name] = (len(stream), len(piece))
        stream += piece
    main = _head(len(text), end, places).ljust(_TEXT_AT, b"\0") + content
    main = main.ljust(characters_page * _PAGE, b"\0") + _run_page(end) + _paragraph_page(_ends(paragraphs))
    return compound({"WordDocument": main.ljust(4096, b"\0"), "1Table": stream.ljust(4096, b"\0")})


def _head(length: int, end: int, places: dict[str, tuple[int, int]]) -> bytes:
    """The file information block of Word 97: base, 14 words, 22 longs, 93 pairs of place and length."""
    base = struct.pack("<7H", 0xA5EC, 0x00C1, 0, 0x0410, 0, 0x1200, 0x00BF)
    base += struct.pack("<I2B2H2I", 0, 0, 0, 0, 0, _TEXT_AT, end)
    words = struct.pack("<H", 14) + bytes(26) + struct.pack("<H", 0x0410)
    longs = [0] * 22
    longs[0], longs[3] = -(-end // _PAGE) * _PAGE + 2 * _PAGE, length
    pairs = [(0, 0)] * 93
    for place, name in ((0, "stsh"), (1, "stsh"), (6, "sed"), (12, "chpx"), (13, "papx"), (31, "dop"), (33, "clx")):
        pairs[place] = places[name]
    flat = [number for pair in pairs for number in pair]
    counted = struct.pack("<H", 22) + struct.pack("<22I", *longs) + struct.pack("<H", 93) + struct.pack("<186I", *flat)
    return base + words + counted


def _pieces(length: int) -> bytes:
    """One piece of Unicode text."""
    plc = struct.pack("<2I", 0, length) + struct.pack("<HIH", 0, _TEXT_AT, 0)
    return b"\x02" + struct.pack("<I", len(plc)) + plc


def _styles() -> bytes:
    """A style sheet with «Normal» alone."""
    information = struct.pack("<9H", 15, 10, 1, 15, 15, 0, 0, 0, 0)
    name = "Normal".encode("utf-16-le")
    style = struct.pack("<5H", 0, 0xFFF0 | 1, 0x0002, 0, 0) + struct.pack("<H", 6) + name + bytes(2)
    style += struct.pack("<2H", 2, 0) + struct.pack("<H", 0)
    sheet = struct.pack("<H", len(information)) + information + struct.pack("<H", len(style)) + style
    return sheet + struct.pack("<H", 0) * 14


def _run_page(end: int) -> bytes:
    """A formatted page of runs: one, without properties."""
    return (struct.pack("<2IB", _TEXT_AT, end, 0)).ljust(_PAGE - 1, b"\0") + b"\x01"


def _ends(paragraphs: Sequence[str]) -> list[int]:
    ends = [_TEXT_AT]
    for line in paragraphs:
        ends.append(ends[-1] + 2 * (len(line) + 1))
    return ends


def _paragraph_page(ends: Sequence[int]) -> bytes:
    """A formatted page of paragraphs, all in the default style."""
    count = len(ends) - 1
    properties = struct.pack("<BH", 2, 0) + b"\0"  # two words: the style, and no more
    at = (_PAGE - 8) // 2
    body = struct.pack(f"<{count + 1}I", *ends) + (struct.pack("<B", at) + bytes(12)) * count
    page = body.ljust(at * 2, b"\0") + properties
    return page.ljust(_PAGE - 1, b"\0") + struct.pack("<B", count)
