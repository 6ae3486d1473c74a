# SPDX-License-Identifier: EUPL-1.2
"""Files written into the text of a message by uuencode, as mail programs did before MIME, and some still do."""

import binascii
import re
from collections.abc import Iterator

from pecwatch.model.record import record

_BEGIN = re.compile(rb"^begin(-base64)? [0-7]{3,4} ([^\r\n]+)\r?$", re.M)
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/=]*[ \t]*")
_BLANK = frozenset((b"", b"`", b" "))
_END = b"end"
_END_OF_BASE64 = b"===="
_SPARE = 2
"""Characters that some encoders add to a line: a checksum, a mark of its end."""


@record
class Enclosed:
    """A file found in a text."""

    name: bytes
    """As written, in the charset of the text."""
    content: bytes


@record
class Extracted:
    """A text and the files that were in it."""

    text: bytes
    """What stands around the files."""
    files: tuple[Enclosed, ...]
    damaged: int
    """Blocks that begin as a file and do not go on as one; they are left in the text."""


def extract(text: bytes) -> Extracted:
    """Take the files out of a text; everything that is not wholly a file stays."""
    kept: list[bytes] = []
    files: list[Enclosed] = []
    damaged = position = 0
    for begin in _BEGIN.finditer(text) if b"begin" in text else ():
        if begin.start() < position:
            continue
        found = _base64_block(text, begin.end()) if begin[1] else _block(text, begin.end())
        if found is None:
            damaged += not begin[1] and _goes_on(text, begin.end())
            continue
        content, end = found
        kept.append(text[position : begin.start()])
        files.append(Enclosed(name=begin[2].strip(), content=content))
        position = end
    kept.append(text[position:])
    return Extracted(text=b"".join(kept), files=tuple(files), damaged=damaged)


def decoded(body: bytes) -> bytes:
    """A body whose transfer encoding is uuencode; lines that are none of it are passed over."""
    begin = _BEGIN.search(body)
    lines = (line for line, _ in _lines(body, 0 if begin is None else begin.end()))
    return b"".join(found for line in lines if (found := _line(line)) is not None)


def _lines(text: bytes, start: int) -> Iterator[tuple[bytes, int]]:
    """Each line from a position on, without its line end, and where the next one begins."""
    start = text.find(b"\n", start) + 1 or len(text)
    while start < len(text):
        following = text.find(b"\n", start) + 1 or len(text)
        yield text[start:following].rstrip(b"\r\n"), following
        start = following


def _block(text: bytes, start: int) -> tuple[bytes, int] | None:
    """The content of the block whose lines begin after a position, and where it ends; None for anything else."""
    pieces: list[bytes] = []
    for line, following in _lines(text, start):
        if line.strip() == _END:
            return b"".join(pieces), following
        piece = _line(line)
        if piece is None:
            return None
        pieces.append(piece)
    return None


def _line(line: bytes) -> bytes | None:
    """The bytes of one line; None when it is no such line.

    Blanks at its end may be lost on the way, and are zeros; they may also be written as grave accents.
    """
    if line in _BLANK or not line.strip(b" `"):
        return b""
    if not 0x20 < line[0] <= 0x60 or max(line) > 0x60 or min(line) < 0x20:
        return None
    length = line[0] - 0x20 & 63
    letters = -(-length // 3) * 4
    if len(line) - 1 > letters + _SPARE and line[1 + letters :].strip():
        return None
    needed = -(-length * 4 // 3)
    try:
        # Some encoders fill the last letters with what happened to be in memory, and the library refuses those.
        return binascii.a2b_uu(line[: 1 + needed])
    except binascii.Error:
        return None


def _goes_on(text: bytes, start: int) -> bool:
    """Whether the next line is one of a file."""
    first, _ = next(_lines(text, start), (b"", 0))
    return bool(_line(first)) and len(first) > _SPARE


def _base64_block(text: bytes, start: int) -> tuple[bytes, int] | None:
    pieces: list[bytes] = []
    for line, following in _lines(text, start):
        if line.strip() == _END_OF_BASE64:
            try:
                return binascii.a2b_base64(b"".join(pieces)), following
            except binascii.Error:
                return None
        if _BASE64_LINE.fullmatch(line) is None:
            return None
        pieces.append(line)
    return None
