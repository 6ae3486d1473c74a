# SPDX-License-Identifier: EUPL-1.2
"""Header fields of messages from outside: bounded, decoded, and never an exception.

The standard library's readers stay away from here. Its modern policy (`email.policy.default`) costs hundreds of
megabytes on a long subject, breaks accented names and cuts odd file names; the old one takes a lone carriage
return for the end of a line, so that half a subject becomes a field.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from functools import cached_property

from pecwatch.mail.charsets import as_text

__all__ = ["Headers", "as_text", "decoded", "is_message", "read_headers", "split_headers", "start_of_fields"]

FIELD_LIMIT = 64 * 1024
"""Bytes of one field; what is longer is cut."""
BLOCK_LIMIT = 1024 * 1024
"""Bytes of all fields of one entity."""
FIELDS_LIMIT = 2000
"""Fields of one entity, lines that are none included."""

_NAME = re.compile(rb"([!-9;-~]+)[ \t]*:")
_END_OF_FIELD = re.compile(rb"\n(?![ \t])")
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_MAILBOX_LINE = re.compile(rb">?From ")
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


@dataclass(frozen=True, kw_only=True)
class Headers:
    """The fields of one entity, in order; no record as the others are, because everybody looks them up by name."""

    fields: tuple[tuple[str, str], ...]
    """Lower-case name and unfolded value; encoded words are still encoded."""
    is_whole: bool = True
    """Nothing was cut or skipped; otherwise other programs may read other fields."""
    is_doubled: bool = False
    """A field that may stand there once does so twice."""

    @property
    def abnormal(self) -> bool:
        """Whether something was cut, skipped or doubled."""
        return self.is_doubled or not self.is_whole

    def all(self, name: str) -> tuple[str, ...]:
        """Values of every field of that name, not yet decoded."""
        wanted = name.lower()
        return tuple(value for field, value in self.fields if field == wanted)

    def raw(self, name: str) -> str | None:
        """Value of the first field of that name, not yet decoded; None when absent or blank."""
        return self._first.get(name.lower())

    def text(self, name: str) -> str | None:
        """Value of the first field of that name as a person reads it; None when absent or blank."""
        value = self.raw(name)
        return None if value is None else decoded(value) or None

    @cached_property
    def _first(self) -> Mapping[str, str]:
        return {name: value for name, value in reversed(self.fields) if value}


_NO_HEADERS = Headers(fields=())


def decoded(value: str) -> str:
    """A field value with its encoded words decoded and control characters made blanks."""
    if "=?" not in value:
        return value.strip() if value.isprintable() else _CONTROLS.sub(" ", value).strip()
    return _CONTROLS.sub(" ", _ENCODED_WORDS.sub(lambda words: _decoded_words(words.group()), value)).strip()


def _decoded_words(words: str) -> str:
    try:
        pieces = decode_header(words)
    except (HeaderParseError, ValueError):
        return words
    text = "".join(piece if isinstance(piece, str) else as_text(piece, charset) for piece, charset in pieces)
    return text or words


def split_headers(content: bytes) -> tuple[Headers, bytes]:
    """The fields and the body of an entity."""
    headers, body_start = read_headers(content, 0, len(content))
    return headers, content[body_start:]


def read_headers(source: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The fields of the entity that lies between two places of a message, and where its body begins.

    A line that is no field ends the header, as in the standard library, unless a field that decides how to
    read the entity still follows before the blank line: then that line is skipped.
    """
    if first_line := _LINE_END.match(source, start, end):
        return _NO_HEADERS, first_line.end()
    blank = _BLANK_LINE.search(source, start, end)
    block_end, body_start = (end, end) if blank is None else (blank.start() + 1, blank.end())
    limit = min(block_end, start + BLOCK_LIMIT)
    fields, stopped_at, is_whole = _fields(source, start, limit)
    names = [name for name, _ in fields if name in _ONLY_ONCE]
    headers = Headers(
        fields=tuple(fields), is_whole=is_whole and limit == block_end, is_doubled=len(names) != len(set(names))
    )
    return headers, body_start if stopped_at is None else stopped_at


def _fields(source: bytes, start: int, end: int) -> tuple[list[tuple[str, str]], int | None, bool]:
    """The fields, the place of the line that ends them if it is not the blank one, and whether all were taken whole."""
    fields: list[tuple[str, str]] = []
    last_structural: int | None = None
    is_whole = True
    position = start
    for _ in range(FIELDS_LIMIT):
        if position >= end:
            return fields, None, is_whole
        end_of_field = _END_OF_FIELD.search(source, position, end)
        following = end if end_of_field is None else end_of_field.end()
        name = _NAME.match(source, position, following)
        if name is not None:
            value, is_cut = _value(source[name.end() : following])
            fields.append((name.group(1).decode("ascii").lower(), value))
            is_whole = is_whole and not is_cut
        elif position > start or not _MAILBOX_LINE.match(source, position, end):
            if last_structural is None:
                last_structural = max((match.start() for match in _STRUCTURAL.finditer(source, start, end)), default=-1)
            if position >= last_structural:
                return fields, position, is_whole
            is_whole = False
        position = following
    return fields, None, False


def _value(written: bytes) -> tuple[str, bool]:
    """A field's value on one line, and whether it had to be cut."""
    unfolded = written[:FIELD_LIMIT].replace(b"\r\n", b"").replace(b"\n", b"")
    return as_text(unfolded).replace("\r", " ").strip(), len(written) > FIELD_LIMIT


def start_of_fields(source: bytes, start: int, end: int) -> int:
    """Where the first field of a message stands, when only emptiness comes before it."""
    lead = _LEAD.match(source, start, end)
    return start if lead is None else lead.end()


def header_of(beginning: bytes) -> bytes:
    """The header of a message, and nothing of its body.

    Args:
        beginning: As much of the message as the header may be long.
    """
    blank = _BLANK_LINE.search(beginning, start_of_fields(beginning, 0, len(beginning)))
    return beginning if blank is None else beginning[: blank.end()]


def is_message(content: bytes) -> bool:
    """Whether bytes are a mail message rather than some other file: two common fields, or one that only mail has."""
    lead = _LEAD.match(content)
    if lead is None:
        return False
    headers, _ = read_headers(content, lead.end(), min(len(content), lead.end() + BLOCK_LIMIT))
    names = {name for name, _ in headers.fields}
    return bool(names & _TELLTALE) or len(names & _COMMON) > 1
