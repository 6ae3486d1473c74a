# SPDX-License-Identifier: EUPL-1.2
"""TNEF, what Outlook sends as winmail.dat: body and attachments of the message that carries it (MS-OXTNEF)."""

import struct
from collections.abc import Iterator

from pecwatch.mail.outlook.mapi import (
    ATTACHED_DATA,
    BINARY,
    BODY,
    DISPLAY_NAME,
    MESSAGE_CLASS,
    OBJECT,
    SHORT_FILE_NAME,
    STRING8,
    SUBJECT,
    UNICODE,
    AttachedItem,
    Item,
    Properties,
    charset_of,
)
from pecwatch.model.record import record

MAGIC = b"\x78\x9f\x3e\x22"
DEPTH_LIMIT = 8
"""Messages inside one another."""
ATTRIBUTES_LIMIT = 20_000
"""Attributes of one message, and recipients; an honest attachment has seven attributes."""
_OF_MESSAGE, _OF_ATTACHMENT = 1, 2
_NEXT_ATTACHMENT, _MESSAGE_PROPERTIES, _ATTACHMENT_PROPERTIES = 0x9002, 0x9003, 0x9005
_RECIPIENTS, _CODE_PAGE = 0x9004, 0x9007
_AS_PROPERTY = {
    0x8004: SUBJECT << 16 | STRING8,
    0x8008: MESSAGE_CLASS << 16 | STRING8,
    0x800C: BODY << 16 | STRING8,
    0x800F: ATTACHED_DATA << 16 | BINARY,
    0x8010: SHORT_FILE_NAME << 16 | STRING8,
    0x9001: DISPLAY_NAME << 16 | STRING8,
}
"""Attributes from before MAPI that say the same as a property."""
_LENGTHS = {
    0x0002: 2, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8,
    0x000A: 4, 0x000B: 2, 0x0014: 8, 0x0040: 8, 0x0048: 16,
}  # fmt: skip
"""Bytes of a value, by type."""
_VARIABLE = frozenset((STRING8, UNICODE, BINARY, OBJECT))
_MANY = 0x1000
"""Mark of a type with several values."""
_NAMED = 0x8000
_CHECKSUM_LENGTH = 2
_FILLING = b"\0\r\n\x1a "
"""What gateways add at the end."""
_INTERFACE_LENGTH = 16
"""Bytes of an object that name its interface, before its content."""


@record
class _Attribute:
    level: int
    identifier: int
    content: bytes


class _CutOffError(Exception):
    """The bytes end before what they declare."""


def read_tnef(content: bytes, depth: int = 0) -> Item | None:
    """Read winmail.dat; None when the bytes are something else."""
    if not content.startswith(MAGIC):
        return None
    attributes, is_whole = _attributes(content)
    if not attributes:
        return None
    charset = next((_charset(one.content) for one in attributes if one.identifier == _CODE_PAGE), None)
    of_message: dict[int, bytes] = {}
    of_attachments: list[dict[int, bytes]] = []
    recipients: tuple[Properties, ...] = ()
    for one in attributes:
        if one.identifier == _NEXT_ATTACHMENT or (one.level == _OF_ATTACHMENT and not of_attachments):
            of_attachments.append({})
        values = of_message if one.level == _OF_MESSAGE else of_attachments[-1]
        try:
            if one.identifier == _RECIPIENTS:
                recipients = tuple(Properties(values=row, charset=charset) for row in _rows(one.content))
            elif one.identifier in (_MESSAGE_PROPERTIES, _ATTACHMENT_PROPERTIES):
                for tag, value in _properties(_Cursor(one.content)):
                    values[tag] = value
            elif one.identifier in _AS_PROPERTY:
                values.setdefault(_AS_PROPERTY[one.identifier], one.content)
        except _CutOffError:
            is_whole = False
    attached = tuple(_attached(Properties(values=values, charset=charset), depth) for values in of_attachments)
    return Item(
        properties=Properties(values=of_message, charset=charset),
        recipients=recipients,
        attachments=attached,
        is_whole=is_whole and all(one.item is None or one.item.is_whole for one in attached),
    )


def _attributes(content: bytes) -> tuple[tuple[_Attribute, ...], bool]:
    """Every attribute in order, and whether the last one ends where the bytes do; checksums are not examined."""
    found: list[_Attribute] = []
    position, end = 6, 6
    while position + 9 <= len(content) and len(found) < ATTRIBUTES_LIMIT:
        level, identifier, length = struct.unpack_from("<BHxxI", content, position)
        if level not in (_OF_MESSAGE, _OF_ATTACHMENT):
            break
        end = position + 9 + length
        found.append(_Attribute(level=level, identifier=identifier, content=content[position + 9 : end]))
        position = end + _CHECKSUM_LENGTH
    return tuple(found), end <= len(content) and not content[position:].strip(_FILLING)


def _charset(content: bytes) -> str | None:
    return charset_of(int.from_bytes(content[:4], "little"))


class _Cursor:
    """Reads numbers and bytes one after the other."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._position = 0

    def take(self, length: int) -> bytes:
        """The next bytes, and past what fills them up to four."""
        taken = self._content[self._position : self._position + length]
        if len(taken) < length:
            raise _CutOffError
        self._position += -(-length // 4) * 4
        return taken

    def number(self) -> int:
        return int.from_bytes(self.take(4), "little")


def _properties(cursor: _Cursor) -> Iterator[tuple[int, bytes]]:
    """Tag and value of each property that has one value; those before a damage are given all the same."""
    for _ in range(cursor.number()):
        tag = cursor.number()
        kind, identifier = tag & 0xFFFF, tag >> 16
        if identifier >= _NAMED:
            cursor.take(16)
            if cursor.number():
                cursor.take(cursor.number())
            else:
                cursor.take(4)
        single = kind & ~_MANY
        if single not in _VARIABLE and single not in _LENGTHS:
            raise _CutOffError
        count = cursor.number() if single in _VARIABLE or kind & _MANY else 1
        for _ in range(count):
            value = cursor.take(cursor.number() if single in _VARIABLE else _LENGTHS[single])
            if not kind & _MANY:
                yield tag, value


def _rows(content: bytes) -> list[dict[int, bytes]]:
    cursor = _Cursor(content)
    return [dict(_properties(cursor)) for _ in range(min(cursor.number(), ATTRIBUTES_LIMIT))]


def _attached(properties: Properties, depth: int) -> AttachedItem:
    content = properties.values.get(ATTACHED_DATA << 16 | BINARY)
    embedded = properties.values.get(ATTACHED_DATA << 16 | OBJECT)
    if embedded is None:
        return AttachedItem(properties=properties, content=content)
    inside = embedded[_INTERFACE_LENGTH:]
    item = read_tnef(inside, depth + 1) if depth < DEPTH_LIMIT else None
    return AttachedItem(properties=properties, content=inside if item is None else None, item=item)
