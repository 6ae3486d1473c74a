# SPDX-License-Identifier: EUPL-1.2
"""Bodies that declare base64: also those that are none, that hold more than one stretch, or end in a footer.

Decoded leniently, as everybody does, prose and footers become noise, and what they said is lost.
"""

import binascii
import re
from collections.abc import Callable

from pecwatch.model.record import record

_NOT_A_LETTER = re.compile(rb"[^A-Za-z0-9+/]")
_PADDING = re.compile(rb"=[^A-Za-z0-9+/\x80-\xff]*+")
_ODD = re.compile(rb"[^A-Za-z0-9+/=\s]|[A-Za-z0-9+/=][ \t]++[A-Za-z0-9+/=]")
_LINE = re.compile(rb"(?:[A-Za-z0-9+/]{40,}+[ \t]++)*+[A-Za-z0-9+/]*+={0,2}+")
"""A line of base64; blanks stand only where a relay put them for the end of a long line."""
_LINES_LIMIT = 100_000
"""Lines of a body that are looked at one by one."""
_STRETCHES_LIMIT = 1_000_000
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LONG = 64
"""Bytes of noise that hardly ever come without a control character, and letters that are no word."""


@record
class _Run:
    """Lines that belong together."""

    raw: bytes
    decoded: bytes | None
    """None when they are no base64."""


def text_of(body: bytes) -> bytes:
    """A text out of base64: footers stay as they are, and so does the whole when it is no base64 at all."""
    whole = _stretch(body) if _is_one_stretch(body, 0, len(body)) else None
    if whole is not None and _is_utf8(whole):
        return whole
    runs = _runs(body)
    if whole is None and runs and all(run.decoded is not None for run in runs):
        whole = b"".join(run.decoded or b"" for run in runs)
    for is_text in (_is_utf8, _is_legacy):
        if whole is not None and is_text(whole):
            return whole
        if any(run.decoded is not None and is_text(run.decoded) for run in runs):
            return _joined(runs, is_text)
    if any(run.decoded is not None and len(run.raw) >= _LONG for run in runs):
        return _joined(runs, lambda _: True)  # a file under a wrong type
    if _ODD.search(body):
        return body
    return _stretches(body) if whole is None else whole


def file_of(source: bytes, start: int, end: int) -> bytes:
    """A file out of base64, without what stands behind it; stray characters in it are skipped.

    Nothing large is copied on the way: the body lies between two places of a message.
    """
    decoded = _stretch(memoryview(source)[start:end])
    if _is_whole(source, start, end, len(decoded)):
        return decoded
    runs = _without_footer(_runs(source[start:end]))
    if not runs:
        return decoded if _ODD.search(source, start, end) else _stretches(source[start:end])
    if all(run.decoded is not None for run in runs):
        return b"".join(run.decoded or b"" for run in runs)
    return _stretch(b"".join(run.raw for run in runs))


def has_footer(source: bytes, start: int, end: int, size: int) -> bool:
    """Whether behind a file, of so many bytes once decoded, came what is no part of it and was left out."""
    if _is_whole(source, start, end, size):
        return False
    runs = _runs(source[start:end])
    if not _without_footer(runs):
        return not _is_one_stretch(source, start, end) and _ODD.search(source, start, end) is not None
    return len(_without_footer(runs)) < len(runs)


def _is_one_stretch(source: bytes, start: int, end: int) -> bool:
    padding = _PADDING.search(source, start, end)
    return padding is None or padding.end() == end


def _is_whole(source: bytes, start: int, end: int, size: int) -> bool:
    """Whether there are as many bytes as letters make, so that nothing else stands among or behind them."""
    if source.find(b" ", start, end) != -1 or source.find(b"\t", start, end) != -1:
        return False
    padding = source.find(b"=", start, end)
    written = end - start - (source.count(b"=", padding, end) if padding != -1 else 0)
    lines = source.count(b"\n", start, end)
    # Of all that could be counted line ends are the most frequent: once is enough, whichever of the two they are.
    fits = any(size == (written - lines * length) * 3 // 4 for length in (2, 1))
    return fits and _is_one_stretch(source, start, end)


def _stretch(letters: bytes | memoryview) -> bytes:
    """Lenient: stray characters are skipped, a missing end is made up."""
    try:
        return binascii.a2b_base64(letters)
    except binascii.Error:
        clean = _NOT_A_LETTER.sub(b"", letters)
        return binascii.a2b_base64(clean[: len(clean) - (len(clean) % 4 == 1)] + b"==")


def _stretches(body: bytes) -> bytes:
    """All stretches of a body that has too many lines to look at each."""
    return b"".join(_stretch(piece) for piece in _PADDING.split(body, maxsplit=_STRETCHES_LIMIT))


def _runs(body: bytes) -> tuple[_Run, ...]:
    """The lines of a body in runs, each a stretch of base64 or something else."""
    if body.count(b"\n") > _LINES_LIMIT:
        return ()
    runs: list[_Run] = []
    stretch: list[bytes] = []
    for line in body.splitlines(keepends=True):
        bare = line.strip()
        if stretch and (not bare or (_LINE.fullmatch(bare) and _goes_on(stretch, bare))):
            stretch.append(line)
            continue
        runs += _closed(stretch)
        stretch = [line] if bare and _LINE.fullmatch(bare) else []
        if not stretch and (bare or runs):
            runs.append(_Run(raw=line, decoded=None))
    runs += _closed(stretch)
    return tuple(runs)


def _goes_on(stretch: list[bytes], bare: bytes) -> bool:
    """Whether a line is the next one: all are equally long but the last, and padding ends them."""
    if not bare.strip(b"="):
        return True
    last = stretch[-1].strip()
    return len(last) == len(stretch[0].strip()) >= len(bare) and not last.endswith(b"=")


def _closed(stretch: list[bytes]) -> list[_Run]:
    """A stretch as a run; a word behind it may look like its last line, and makes the count wrong."""
    for count in (len(stretch), len(stretch) - 1):
        raw = b"".join(stretch[:count])
        if raw and len(b"".join(raw.split())) % 4 == 0:
            behind = [_Run(raw=line, decoded=None) for line in stretch[count:]]
            return [_Run(raw=raw, decoded=_stretch(raw)), *behind]
    return [_Run(raw=b"".join(stretch), decoded=None)] if stretch else []


def _without_footer(runs: tuple[_Run, ...]) -> tuple[_Run, ...]:
    last = max((number for number, run in enumerate(runs) if run.decoded is not None), default=-1)
    return runs[: last + 1]


def _joined(runs: tuple[_Run, ...], is_text: Callable[[bytes], bool]) -> bytes:
    """Every run decoded that is a text then, the others as they are."""
    pieces: list[bytes] = []
    for run in runs:
        is_read = run.decoded is not None and is_text(run.decoded)
        if pieces and not is_read and not pieces[-1].endswith(b"\n"):
            pieces.append(b"\r\n")
        pieces.append(run.decoded if is_read and run.decoded is not None else run.raw)
    return b"".join(pieces)


def _is_utf8(content: bytes) -> bool:
    if _CONTROLS.search(content):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_legacy(content: bytes) -> bool:
    """Whether bytes may be text in some other charset: few are controls, and of short ones most are ASCII."""
    if content.startswith(_BYTE_ORDER_MARKS) or content.count(0) > len(content) / 5:
        return True
    foreign = len(content) - len(content.decode("ascii", "ignore"))
    return not _CONTROLS.search(content) and (len(content) >= _LONG or foreign <= len(content) / 4)
