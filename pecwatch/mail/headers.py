# SPDX-License-Identifier: EUPL-1.2
"""Header fields of messages from outside: bounded, decoded, and never an exception.

The standard library's modern policy (`email.policy.default`) stays away from here: it costs hundreds of
megabytes on a long subject, breaks accented names and cuts odd file names.
"""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.parser import BytesHeaderParser
from email.policy import compat32

from pecwatch.model.record import record

FIELD_LIMIT = 64 * 1024
"""Bytes of one field; what is longer is cut."""
BLOCK_LIMIT = 1024 * 1024
"""Bytes of all fields of one entity."""

_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_BLANK_LINE = re.compile(rb"\A\r?\n|\n\r?\n")
_STRUCTURAL = re.compile(
    rb"^(?:content-type|content-transfer-encoding|mime-version|x-trasporto|x-ricevuta)[ \t]*:", re.I | re.M
)
"""Fields worth reading on for, past a line that is no field."""
_TELLTALE = frozenset(("received", "return-path", "message-id", "mime-version", "x-trasporto", "x-ricevuta"))
_COMMON = frozenset(("from", "to", "subject", "date", "cc", "reply-to", "sender", "content-type", "delivered-to"))
_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*(?=[!-9;-~]+[ \t]*:|>?From )")
"""What editors and bad transfers put before a message: a byte order mark, empty lines."""
_ENCODED_WORDS = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=(?:\s*=\?[^?\s]+\?[bBqQ]\?[^?]*\?=)*")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_ONLY_ONCE_IN_MAIL = ("from", "sender", "to", "cc", "subject", "date", "message-id", "content-type")
_ONLY_ONCE = frozenset((*_ONLY_ONCE_IN_MAIL, "content-transfer-encoding", "x-trasporto", "x-ricevuta"))
"""RFC 5322 section 3.6, and the fields by which an envelope is told: two of them are somebody's trick or mistake."""


@record
class Headers:
    """The fields of one entity, in order."""

    fields: tuple[tuple[str, str], ...]
    """Lower-case name and unfolded value; encoded words are still encoded."""
    abnormal: bool
    """Something was cut, skipped or doubled."""

    def all(self, name: str) -> tuple[str, ...]:
        """Values of every field of that name, not yet decoded."""
        return tuple(value for field, value in self.fields if field == name.lower())

    def raw(self, name: str) -> str | None:
        """Value of the first field of that name, not yet decoded; None when absent or blank."""
        return next((value for value in self.all(name) if value), None)

    def text(self, name: str) -> str | None:
        """Value of the first field of that name as a person reads it; None when absent or blank."""
        value = self.raw(name)
        return None if value is None else decoded(value) or None


def as_text(content: bytes, charset: str | None = None) -> str:
    """Bytes as text by their declared charset, otherwise UTF-8, otherwise what Windows would take them for."""
    for candidate in (charset, "utf-8", "cp1252"):
        if candidate is None:
            continue
        try:
            return content.decode(candidate).encode("utf-8", "replace").decode("utf-8")
        except (LookupError, ValueError):
            continue
    return content.decode("latin-1")


def decoded(value: str) -> str:
    """A field value with its encoded words decoded and control characters made blanks."""
    return _CONTROLS.sub(" ", _ENCODED_WORDS.sub(lambda words: _decoded_words(words.group()), value)).strip()


def _decoded_words(words: str) -> str:
    try:
        pieces = decode_header(words)
    except (HeaderParseError, ValueError):
        return words
    text = "".join(piece if isinstance(piece, str) else as_text(piece, charset) for piece, charset in pieces)
    return text or words


def split_headers(content: bytes) -> tuple[Headers, bytes]:
    """The fields and the body of an entity.

    A line that is no field ends the header, as in the standard library, unless a field that decides how to
    read the entity still follows before the blank line: then that line is skipped.
    """
    blank = _BLANK_LINE.search(content)
    end, body_start = (len(content), len(content)) if blank is None else (blank.start() + 1, blank.end())
    if content[:1] in (b"\r", b"\n"):
        return Headers(fields=(), abnormal=False), content[body_start:]
    block = content[: min(end, BLOCK_LIMIT)]
    kept, stopped_at, abnormal = _field_lines(block)
    body = content[body_start:] if stopped_at is None else content[stopped_at:]
    fields = _fields(kept)
    doubled = len(names := [name for name, _ in fields if name in _ONLY_ONCE]) != len(set(names))
    return Headers(fields=fields, abnormal=abnormal or doubled or end > BLOCK_LIMIT), body


def _field_lines(block: bytes) -> tuple[bytes, int | None, bool]:
    """The lines that make fields, where the body begins if not at the blank line, and whether any was skipped."""
    last_structural = max((match.start() for match in _STRUCTURAL.finditer(block)), default=-1)
    kept: list[bytes] = []
    abnormal = False
    position = length = 0
    for line in block.splitlines(keepends=True):
        is_field = _FIELD.match(line) is not None
        length = len(line) if is_field else length + len(line)
        is_mailbox_line = position == 0 and line.startswith((b"From ", b">From "))
        if is_field or (kept and line[:1] in b" \t"):
            if length <= FIELD_LIMIT:
                kept.append(line)
            elif is_field:
                kept.append(line[:FIELD_LIMIT] + b"\n")
            abnormal = abnormal or length > FIELD_LIMIT
        elif not is_mailbox_line:
            if position >= last_structural:
                return b"".join(kept), position, abnormal
            abnormal = True
        position += len(line)
    return b"".join(kept), None, abnormal


def _fields(lines: bytes) -> tuple[tuple[str, str], ...]:
    tidy = re.sub(rb"^([!-9;-~]+)[ \t]+:", rb"\1:", lines, flags=re.M)
    message = BytesHeaderParser(policy=compat32).parsebytes(tidy)
    return tuple((name.lower(), _unfolded(value)) for name, value in message.raw_items())


def _unfolded(value: str) -> str:
    return as_text(re.sub(r"\r?\n|\r", "", value).encode("utf-8", "surrogateescape")).strip()


def without_lead(content: bytes) -> bytes:
    """The bytes from the first field on, where only emptiness stands before it."""
    lead = _LEAD.match(content)
    return content if lead is None else content[lead.end() :]


def is_message(content: bytes) -> bool:
    """Whether bytes are a mail message rather than some other file: two common fields, or one that only mail has."""
    if _LEAD.match(content) is None:
        return False
    headers, _ = split_headers(without_lead(content[:BLOCK_LIMIT]))
    names = {name for name, _ in headers.fields}
    return bool(names & _TELLTALE) or len(names & _COMMON) > 1
