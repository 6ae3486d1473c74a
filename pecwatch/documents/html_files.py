# SPDX-License-Identifier: EUPL-1.2
"""Files written into an HTML document itself (`data:` addresses, RFC 2397); nothing is ever fetched from elsewhere."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

from pecwatch.documents.inlaid import Inlaid

_DATA = re.compile(r"\s*data:(?P<type>[\w.+/-]*)(?P<parameters>(?:;[^,;]*)*),", re.I)

HELD_IN = {"img": "src", "input": "src", "object": "data", "embed": "src", "iframe": "src", "a": "href"}
"""Elements that may hold a file, and the attribute that holds it."""


LINKS = 1_000
"""Links of one document that are kept."""

LETTERS = 2_000
"""Of an address, and of the text that it stands behind."""


def is_on_web(address: str) -> bool:
    """Whether an address is one of the web."""
    return address.strip()[:8].lower().startswith(("http://", "https://"))


def is_file(address: str) -> bool:
    """Whether an address is itself the file."""
    return _DATA.match(address[:200]) is not None


def laid_in(addresses: Iterable[str]) -> Iterator[Inlaid]:
    """The files that addresses are; what cannot be decoded is empty, and shows as damaged."""
    for address in addresses:
        found = _DATA.match(address)
        if found is not None:
            kind, _, ending = found["type"].lower().partition("/")
            is_picture = kind == "image"
            content = _decoded(address[found.end() :], is_base64=found["parameters"].lower().endswith(";base64"))
            if content or not is_picture:
                yield Inlaid(name=f"file.{ending}", content=content, is_picture=is_picture)


def _decoded(written: str, *, is_base64: bool) -> bytes:
    plain = unquote_to_bytes(written)
    if not is_base64:
        return plain
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", plain)
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except (binascii.Error, ValueError):
        return b""
