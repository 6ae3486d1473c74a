# SPDX-License-Identifier: EUPL-1.2
"""MAPI: the properties in which Outlook keeps a message, the same in .msg files and in winmail.dat (MS-OXPROPS)."""

import codecs
import datetime as dt
from collections.abc import Mapping

from pecwatch.mail.headers import as_text
from pecwatch.model.record import record

MESSAGE_CLASS = 0x001A
SUBJECT = 0x0037
SENT_AT = 0x0039
TRANSPORT_HEADERS = 0x007D
RECIPIENT_ROLE = 0x0C15
DELIVERED_AT = 0x0E06
BODY = 0x1000
COMPRESSED_RTF = 0x1009
HTML = 0x1013
MESSAGE_ID = 0x1035
REFERENCES = 0x1039
IN_REPLY_TO = 0x1042
DISPLAY_NAME = 0x3001
ATTACHED_DATA = 0x3701
SHORT_FILE_NAME = 0x3704
ATTACH_METHOD = 0x3705
LONG_FILE_NAME = 0x3707
MEDIA_TYPE = 0x370E
INTERNET_CODE_PAGE = 0x3FDE
MESSAGE_CODE_PAGE = 0x3FFD

SENDER_NAMES = (0x0042, 0x0C1A)
SENDER_ADDRESSES = (0x5D02, 0x5D01, 0x0065, 0x0C1F)
"""Of whom the message is from, then of who sent it; the last two may hold a directory name instead of an address."""
RECIPIENT_ADDRESSES = (0x39FE, 0x3003)

STRING8, UNICODE, BINARY, OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
_INTEGER, _TIME = 0x0003, 0x0040
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_LAST_TICK = (dt.datetime.max.replace(tzinfo=dt.UTC) - _EPOCH) // dt.timedelta(microseconds=1) * 10
_CHARSETS = {65001: "utf-8", 1200: "utf-16-le", 20127: "ascii", 20866: "koi8-r", 21866: "koi8-u", 54936: "gb18030"}
_LATIN = range(28591, 28606)
"""Code pages 28591 to 28605 are ISO 8859-1 to ISO 8859-15."""


def charset_of(code_page: int | None) -> str | None:
    """Name of the charset that Windows gives this number; None when it has none here."""
    if code_page is None:
        return None
    name = f"iso8859-{code_page - 28590}" if code_page in _LATIN else _CHARSETS.get(code_page, f"cp{code_page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


@record
class Properties:
    """The properties of a message, of a recipient or of an attachment."""

    values: Mapping[int, bytes]
    """Raw value by tag: identifier in the upper 16 bits, type in the lower."""
    charset: str | None = None
    """Of texts that are not in Unicode."""

    def text(self, *identifiers: int) -> str | None:
        """The first of these properties that holds text other than blanks."""
        for identifier in identifiers:
            wide = self.values.get(identifier << 16 | UNICODE)
            narrow = self.values.get(identifier << 16 | STRING8)
            found = as_text(narrow or b"", self.charset) if wide is None else wide.decode("utf-16-le", "replace")
            if found.strip("\0 \t\r\n"):
                return found.rstrip("\0")
        return None

    def binary(self, identifier: int) -> bytes | None:
        """A property of bytes."""
        return self.values.get(identifier << 16 | BINARY)

    def number(self, identifier: int) -> int | None:
        """A property of 32 bits."""
        value = self.values.get(identifier << 16 | _INTEGER)
        return None if value is None else int.from_bytes(value[:4], "little")

    def moment(self, *identifiers: int) -> dt.datetime | None:
        """The first of these properties that holds a moment that makes sense, in UTC."""
        for identifier in identifiers:
            ticks = int.from_bytes(self.values.get(identifier << 16 | _TIME, b"")[:8], "little")
            if 0 < ticks <= _LAST_TICK:
                return _EPOCH + dt.timedelta(microseconds=ticks // 10)
        return None


@record
class AttachedItem:
    """What is attached to a message of Outlook."""

    properties: Properties
    content: bytes | None
    """Bytes of a file; None when the file is not here, but only the way to it."""
    item: "Item | None" = None
    """An embedded message, instead of a file."""


@record
class Item:
    """A message as Outlook keeps it."""

    properties: Properties
    recipients: tuple[Properties, ...] = ()
    attachments: tuple[AttachedItem, ...] = ()
    is_whole: bool = True
    """False when some of it could not be read."""
