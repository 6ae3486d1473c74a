# SPDX-License-Identifier: EUPL-1.2
"""Messages that lie in files: .eml, mbox, Maildir, folders of them, and bare documents."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from pecwatch.errors import UsageError
from pecwatch.mail.headers import is_message
from pecwatch.model.message import Unopened

__all__ = ["is_message", "read_archive"]

_MAILBOX_LINE = re.compile(rb"From \S.*\d{1,2}:\d{2}.*\d{4}|From - ")
"""What parts the messages of an mbox: sender, time and year (RFC 4155); a line of text has no such form."""
_FIELD_LINE = re.compile(rb"[!-9;-~]+[ \t]*:|>From ")
_NOTES = frozenset((".json", ".md"))
"""Notes that lie beside messages in a folder of samples; named directly they are read."""
PIECE = 1024 * 1024
"""Bytes read at a time."""


def read_archive(path: Path) -> Iterator[Unopened]:
    """Give the messages or documents of a path one at a time, in a stable order; their bytes stay in the files.

    Raises:
        UsageError: The path, or a file under it, cannot be read.
    """
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder; correct the path")
    files = _files(path) if path.is_dir() else iter((path,))
    with _explained(path):
        for file in files:
            yield from _messages(file)


def _files(folder: Path) -> Iterator[Path]:
    """The files of a folder and its folders, sorted; of a Maildir only what has been delivered."""
    is_maildir = (folder / "cur").is_dir() and (folder / "new").is_dir()
    for entry in sorted(folder.iterdir()):
        if entry.is_dir():
            is_hidden = entry.name.startswith(".") and not is_maildir
            if not entry.is_symlink() and not is_hidden and not (is_maildir and entry.name == "tmp"):
                yield from _files(entry)
        elif entry.is_file() and not is_maildir and not entry.name.startswith(".") and entry.suffix not in _NOTES:
            yield entry


def _messages(file: Path) -> Iterator[Unopened]:
    if file.suffix.lower() != ".eml" and _is_mbox(file):
        for number, (start, end) in enumerate(_mbox_messages(file), 1):
            yield Unopened(source=f"{file}#{number}", size=end - start, pieces=partial(_pieces, file, start, end))
    else:
        size = file.stat().st_size
        yield Unopened(source=str(file), size=size, pieces=partial(_pieces, file, 0, size))


def _pieces(file: Path, start: int, end: int) -> Iterator[bytes]:
    """What lies between two places of a file."""
    with _explained(file), file.open("rb") as stream:
        stream.seek(start)
        while piece := stream.read(min(PIECE, end - start)):
            start += len(piece)
            yield piece


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the file system refuses into a line for whoever named the path."""
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"{error.filename or path}: cannot be read ({error.strerror}); correct its permissions"
        ) from error


def _is_mbox(file: Path) -> bool:
    with file.open("rb") as stream:
        first_line = stream.readline(1024)
    is_empty_mbox = not first_line and file.suffix.lower() == ".mbox"
    return is_empty_mbox or _MAILBOX_LINE.match(first_line) is not None


def _mbox_messages(file: Path) -> Iterator[tuple[int, int]]:
    """Where each message of an mbox begins and ends; nothing of them is kept in memory.

    The empty line before each «From » line belongs to the mbox. Lines that some program escaped as «>From »
    stay as they are: whether it did so cannot be known, and a seal is about the bytes.
    """
    begin = end = empty_line = 0
    is_separator = False
    with file.open("rb") as stream:
        for place, line in _lines(stream):
            was_separator, is_separator = is_separator, _MAILBOX_LINE.match(line) is not None
            if was_separator and _FIELD_LINE.match(line):
                if end > begin:
                    yield begin, end
                begin = place
            if is_separator or not (line or was_separator):
                end = place - (empty_line if place - empty_line > begin else 0)
            empty_line = len(line) if line in (b"\n", b"\r\n") else 0
    if end > begin:
        yield begin, end


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their places, of overlong ones the beginning; at its end an empty one."""
    place = 0
    while line := stream.readline(PIECE):
        yield place, line
        place += len(line)
        while not line.endswith(b"\n") and (line := stream.readline(PIECE)):
            place += len(line)
    yield place, b""
