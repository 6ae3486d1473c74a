# SPDX-License-Identifier: EUPL-1.2
"""Messages that lie in files: .eml, mbox, Maildir, folders of them, and bare documents."""

import re
from collections.abc import Iterator
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.mail.headers import is_message
from pecwatch.model.message import RawMessage

__all__ = ["is_message", "read_archive"]

_MAILBOX_LINE = re.compile(rb"From \S.*\d{1,2}:\d{2}.*\d{4}|From - ")
"""What parts the messages of an mbox: sender, time and year (RFC 4155); a line of text has no such form."""
_FIELD_LINE = re.compile(rb"[!-9;-~]+[ \t]*:|>From ")
_NOTES = frozenset((".json", ".md"))
"""Notes that lie beside messages in a folder of samples; named directly they are read."""


def read_archive(path: Path) -> Iterator[RawMessage]:
    """Give the messages or documents of a path one at a time, in a stable order, with their bytes as they are.

    Raises:
        UsageError: The path, or a file under it, cannot be read.
    """
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder; correct the path")
    files = _files(path) if path.is_dir() else iter((path,))
    try:
        for file in files:
            yield from _messages(file)
    except OSError as error:
        raise UsageError(
            f"{error.filename or path}: cannot be read ({error.strerror}); correct its permissions"
        ) from error


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


def _messages(file: Path) -> Iterator[RawMessage]:
    if file.suffix.lower() != ".eml" and _is_mbox(file):
        for number, content in enumerate(_mbox_messages(file), 1):
            yield RawMessage(source=f"{file}#{number}", content=content)
    else:
        yield RawMessage(source=str(file), content=file.read_bytes())


def _is_mbox(file: Path) -> bool:
    with file.open("rb") as stream:
        first_line = stream.readline(1024)
    is_empty_mbox = not first_line and file.suffix.lower() == ".mbox"
    return is_empty_mbox or _MAILBOX_LINE.match(first_line) is not None


def _mbox_messages(file: Path) -> Iterator[bytes]:
    """The messages of an mbox, one in memory at a time.

    The empty line before each «From » line belongs to the mbox. Lines that some program escaped as «>From »
    stay as they are: whether it did so cannot be known, and a seal is about the bytes.
    """
    message = bytearray()
    mailbox_line: bytes | None = None
    with file.open("rb") as stream:
        for line in stream:
            if mailbox_line is not None and not _FIELD_LINE.match(line):
                message += mailbox_line
            elif mailbox_line is not None and message:
                yield _without_separator(message)
                message = bytearray()
            mailbox_line = line if _MAILBOX_LINE.match(line) else None
            if mailbox_line is None:
                message += line
    if message:
        yield _without_separator(message)


def _without_separator(message: bytearray) -> bytes:
    for empty_line in (b"\n\r\n", b"\n\n"):
        if message.endswith(empty_line):
            return bytes(message[: 1 - len(empty_line)])
    return bytes(message)
