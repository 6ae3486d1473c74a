# SPDX-License-Identifier: EUPL-1.2
"""Header fields as they stand in a message, line by line: where they end, and what among them is none."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Self

from pecwatch.mail.charsets import as_text

FIELD_LIMIT = 64 * 1024
"""Bytes of one field; what is longer is cut."""
BLOCK_LIMIT = 1024 * 1024
"""Bytes of all fields of one entity."""
FIELDS_LIMIT = 2000
"""Fields of one entity, lines that are none included."""

_NAME = re.compile(rb"((?!--)[!-9;-~]+)[ \t]*:")
"""No field begins as a delimiter does, which may have a colon in it."""
_END_OF_FIELD = re.compile(rb"\n(?![ \t])")
_MAILBOX_LINE = re.compile(rb">?From ")
_WORTH_READING_ON = re.compile(
    rb"^(?:(content-type|content-transfer-encoding|mime-version|x-trasporto|x-ricevuta)"
    rb"|(from|to|cc|subject|date|reply-to|sender|message-id))[ \t]*:",
    re.I | re.M,
)
"""What a line that is no field is skipped for: the fields that decide how to read the entity, and the letter's."""
_COMMON_NAME = re.compile(
    rb"(?:from|to|b?cc|subject|date|sender|received|references|priority|importance|[a-z]+(?:-[a-z0-9]+)+)[ \t]*:", re.I
)
_WHITE_LINES = re.compile(rb"\n(?:[ \t]++\r?\n)++")
_WHITE_LINES_LIMIT = 100
"""White lines in one header, and fields after one, that are looked at."""
_PARAMETER = re.compile(rb"(?:boundary|charset|(?:file)?name|format|micalg|protocol|report-type|type)\*?[ \t]*=", re.I)
_WITH_PARAMETERS = ("content-type", "content-disposition")
_DELIMITER = b"--"
"""How the line begins that parts a multipart."""


def white_line(source: bytes, start: int, end: int) -> tuple[int, int] | None:
    """The end of the header and the start of the body at a line of blanks; None where no such line ends the header.

    RFC 5322 section 4.2 has it go on with the field, and old programs did write that: only then a field follows.
    """
    for white in islice(_WHITE_LINES.finditer(source, start, end), _WHITE_LINES_LIMIT):
        if white.end() < end and not _goes_on(source, white.end(), end):
            return white.start() + 1, white.end()
    return None


def _goes_on(source: bytes, position: int, end: int) -> bool:
    """Whether a header does: by lines that could be fields to one that surely is."""
    if source[position] in b" \t":
        folded = _END_OF_FIELD.search(source, position, end)
        position = end if folded is None else folded.end()
    for _ in range(_WHITE_LINES_LIMIT):
        if _COMMON_NAME.match(source, position, end):
            return True
        following = _END_OF_FIELD.search(source, position, end)
        if following is None or not _NAME.match(source, position, end):
            return False
        position = following.end()
    return False


@dataclass(kw_only=True)
class Fields:
    """Fields while they are read, line by line."""

    fields: list[tuple[str, str]]
    skipped: list[bytes]
    is_whole: bool = True
    stopped_at: int | None = None
    """The place of the line that ends them, if it is not the blank one."""

    @property
    def is_multipart(self) -> bool:
        """Whether a delimiter may come next."""
        return any(name == "content-type" and "multipart" in value.lower() for name, value in self.fields)

    def take(self, name: bytes, written: bytes) -> None:
        """Add a field."""
        value, is_cut = _value(written)
        self.fields.append((name.decode("ascii").lower(), value))
        self.is_whole = self.is_whole and not is_cut

    def join(self, line: bytes) -> bool:
        """Add a line to the field before it, if it is a parameter that should have been folded."""
        if not (self.fields and self.fields[-1][0] in _WITH_PARAMETERS and _PARAMETER.match(line)):
            return False
        name, value = self.fields[-1]
        if len(value) > FIELD_LIMIT:
            return False
        self.fields[-1] = (name, f"{value.rstrip(';')}; {_value(line)[0]}")
        self.is_whole = False
        return True

    def skip(self, line: bytes) -> None:
        """Pass over a line that is no field."""
        self.is_whole = False
        if not _MAILBOX_LINE.match(line):
            self.skipped.append(line)

    def stop(self, position: int) -> Self:
        """End at a line that is no field, without a blank one: not every program takes that for the end."""
        self.is_whole, self.stopped_at = False, position
        return self


def read_fields(source: bytes, start: int, end: int) -> Fields:
    """Read the fields that stand between two places of a message."""
    found = Fields(fields=[], skipped=[])
    last_wanted: int | None = None
    position = start
    for _ in range(FIELDS_LIMIT):
        if position >= end:
            return found
        end_of_field = _END_OF_FIELD.search(source, position, end)
        following = end if end_of_field is None else end_of_field.end()
        name = _NAME.match(source, position, following)
        if name is not None:
            found.take(name.group(1), source[name.end() : following])
        elif source.startswith(_DELIMITER, position, end) and found.is_multipart:
            return found.stop(position)
        elif (position > start or not _MAILBOX_LINE.match(source, position, end)) and not found.join(
            source[position:following]
        ):
            if last_wanted is None:
                last_wanted = _last_wanted(source, position, end, found)
            if position >= last_wanted:
                return found.stop(position)
            found.skip(source[position:following])
        position = following
    found.is_whole = False
    return found


def _last_wanted(source: bytes, position: int, end: int, found: Fields) -> int:
    """Where the last field stands that is worth reading on for; those behind a delimiter belong to a part."""
    delimiter = source.find(b"\n" + _DELIMITER, position, end) if found.is_multipart else -1
    seen = {name for name, _ in found.fields}
    fields = _WORTH_READING_ON.finditer(source, position, end if delimiter < 0 else delimiter)
    wanted = (field.start() for field in fields if field[1] or field[2].decode("ascii").lower() not in seen)
    return max(wanted, default=-1)


def _value(written: bytes) -> tuple[str, bool]:
    """A field's value on one line, and whether it had to be cut."""
    unfolded = written[:FIELD_LIMIT].replace(b"\r\n", b"").replace(b"\n", b"")
    return as_text(unfolded).replace("\r", " ").strip(), len(written) > FIELD_LIMIT
