# SPDX-License-Identifier: EUPL-1.2
"""Text that stands where no part is: before and after the parts of a multipart, and among header fields.

Mail programs do not show it, but a program that wrote its multipart wrongly put the letter there.
"""

import re
from collections.abc import Iterator

from pecwatch.mail.mime import Entity, read_entity
from pecwatch.mail.writing import text_part

_PARAGRAPHS = re.compile(rb"\n[ \t\r]*\n")
_NOTICE = re.compile(rb"\bS?/?MIME\b|multi-?part", re.I)
"""Words of the lines for programs that know no MIME, which many senders write before the first part."""
_NUMBER = re.compile(rb"[0-9]")
"""What every row of a list has, and no such notice."""
_TEXT = re.compile(rb"[0-9A-Za-z\x80-\xff]")


def strays(message: Entity) -> Iterator[Entity]:
    """Each such text of a message, as a body; the usual notices and blanks are none."""
    for text in (message.headers.skipped, *((message.preamble, message.epilogue) if message.children else ())):
        if any(_says_something(paragraph) for paragraph in _PARAGRAPHS.split(text)):
            yield read_entity(text_part("plain", text, None))
    for child in message.children:
        yield from strays(child)


def _says_something(paragraph: bytes) -> bool:
    is_notice = _NOTICE.search(paragraph) is not None and _NUMBER.search(paragraph) is None
    return not is_notice and _TEXT.search(paragraph) is not None
