# SPDX-License-Identifier: EUPL-1.2
"""Messages that Outlook saved as files, `.msg` (Microsoft MS-OXMSG)."""

import re
from collections.abc import Iterator

from pecwatch.compound import MAGIC, Folder, read_compound
from pecwatch.mail.outlook.mapi import (
    ATTACHED_DATA,
    BINARY,
    BODY,
    COMPRESSED_RTF,
    HTML,
    INTERNET_CODE_PAGE,
    MESSAGE_CODE_PAGE,
    OBJECT,
    STRING8,
    UNICODE,
    AttachedItem,
    Item,
    Properties,
    charset_of,
)

DEPTH_LIMIT = 8
"""Messages inside one another."""
_PROPERTIES = "__properties_version1.0"
_VALUE = "__substg1.0_"
_EMBEDDED = f"{_VALUE}{ATTACHED_DATA:04X}{OBJECT:04X}"
_HEADER_OF_FILE, _HEADER_OF_EMBEDDED, _HEADER_OF_OTHERS = 32, 24, 8
"""Bytes before the first property: of the saved message, of one inside it, of a recipient or attachment."""
_IN_STREAMS = frozenset((STRING8, UNICODE, BINARY))
_CONTENT = frozenset((BODY, COMPRESSED_RTF, HTML, ATTACHED_DATA))
_TAG = re.compile(r"[0-9a-fA-F]{8}")
_OBJECT_CONTENTS = ("Package", "CONTENTS")
"""Where a document inserted as an object keeps its bytes."""


def is_outlook_file(content: bytes) -> bool:
    """Whether bytes are a saved message rather than another compound file, such as an old Office document."""
    return content.startswith(MAGIC) and _PROPERTIES.encode("utf-16-le") in content


def read_outlook_file(content: bytes) -> Item | None:
    """Read a saved message; None when its bytes are too damaged to tell anything."""
    compound = read_compound(content) if is_outlook_file(content) else None
    if compound is None or _PROPERTIES not in compound.root.files:
        return None
    return _item(compound.root, _HEADER_OF_FILE, None, 0, is_whole=compound.is_whole)


def _item(folder: Folder, header: int, charset: str | None, depth: int, *, is_whole: bool = True) -> Item:
    properties = _properties(folder, header, charset)
    attached = tuple(_members(folder, "__attach_version1.0_"))
    inside = tuple(_attached(one, properties.charset, depth) for one in attached)
    folders = ((folder, header), *((one, _HEADER_OF_OTHERS) for one in attached))
    return Item(
        properties=properties,
        recipients=tuple(
            _properties(one, _HEADER_OF_OTHERS, properties.charset) for one in _members(folder, "__recip_version1.0_")
        ),
        attachments=inside,
        is_whole=is_whole
        and all(_holds_what_it_lists(*one) for one in folders)
        and all(one.item is None or one.item.is_whole for one in inside),
    )


def _members(folder: Folder, prefix: str) -> Iterator[Folder]:
    return (folder.folders[name] for name in sorted(folder.folders) if name.startswith(prefix))


def _listed(folder: Folder, header: int) -> Iterator[tuple[int, bytes]]:
    """Tag of every property, and its value or, of those in a stream of their own, its length."""
    listed = folder.files.get(_PROPERTIES, b"")
    for start in range(header, len(listed) - 15, 16):
        yield int.from_bytes(listed[start : start + 4], "little"), listed[start + 8 : start + 16]


def _properties(folder: Folder, header: int, charset: str | None) -> Properties:
    """Values of fixed length stand in one stream, longer ones each in a stream of its own."""
    values = {tag: value for tag, value in _listed(folder, header) if tag & 0xFFFF not in _IN_STREAMS}
    for name, content in folder.files.items():
        tag = name.removeprefix(_VALUE)
        if name.startswith(_VALUE) and _TAG.fullmatch(tag):
            values[int(tag, 16)] = content
    own = Properties(values=values)
    own_charsets = (charset_of(own.number(page)) for page in (MESSAGE_CODE_PAGE, INTERNET_CODE_PAGE))
    return Properties(values=values, charset=next(filter(None, own_charsets), charset))


def _holds_what_it_lists(folder: Folder, header: int) -> bool:
    """Whether the texts and bytes that matter here, once listed, are there."""
    streams = {name.upper() for name in folder.files}
    return all(
        f"{_VALUE}{tag:08X}".upper() in streams
        for tag, _ in _listed(folder, header)
        if tag & 0xFFFF in _IN_STREAMS and tag >> 16 in _CONTENT
    )


def _attached(folder: Folder, charset: str | None, depth: int) -> AttachedItem:
    properties = _properties(folder, _HEADER_OF_OTHERS, charset)
    inserted = folder.folders.get(_EMBEDDED)
    if inserted is None:
        return AttachedItem(properties=properties, content=properties.values.get(ATTACHED_DATA << 16 | BINARY))
    if _PROPERTIES not in inserted.files:
        kept = (inserted.files[name] for name in _OBJECT_CONTENTS if name in inserted.files)
        return AttachedItem(properties=properties, content=next(kept, b""))
    if depth >= DEPTH_LIMIT:
        return AttachedItem(properties=properties, content=b"", item=Item(properties=properties, is_whole=False))
    item = _item(inserted, _HEADER_OF_EMBEDDED, charset, depth + 1)
    return AttachedItem(properties=properties, content=None, item=item)
