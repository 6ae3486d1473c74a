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
from pecwatch.mail.fields import BLOCK_LIMIT, read_fields, white_line

__all__ = [
    "BLOCK_LIMIT",
    "Headers",
    "as_text",
    "decoded",
    "is_message",
    "read_headers",
    "split_headers",
    "start_of_fields",
]

_BLANK_LINE = re.compile(rb"\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
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
    skipped: bytes = b""
    """Lines among the fields that are none: they may be text that somebody wrote."""

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

    A line that is no field ends the header, as in the standard library, unless a field worth it still follows
    before the blank line: then that line is skipped, and kept apart. A line of blanks counts as a blank line where
    no field follows it; others differ about it, so the header is then not whole.
    """
    if first_line := _LINE_END.match(source, start, end):
        return _NO_HEADERS, first_line.end()
    blank = _BLANK_LINE.search(source, start, end)
    block_end, body_start = (end, end) if blank is None else (blank.start() + 1, blank.end())
    limit = min(block_end, start + BLOCK_LIMIT)
    white = white_line(source, start, limit)
    if white is not None:
        limit, body_start = white
    found = read_fields(source, start, limit)
    names = [name for name, _ in found.fields if name in _ONLY_ONCE]
    headers = Headers(
        fields=tuple(found.fields),
        is_whole=found.is_whole and limit == block_end,
        is_doubled=len(names) != len(set(names)),
        skipped=b"".join(found.skipped),
    )
    return headers, body_start if found.stopped_at is None else found.stopped_at


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
    is_telling, is_common = bool(names & _TELLTALE), len(names & _COMMON) > 1
    return is_telling or is_common if not headers.skipped else is_telling and is_common
