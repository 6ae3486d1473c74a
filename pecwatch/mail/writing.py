# SPDX-License-Identifier: EUPL-1.2
"""Entities written anew around content that came in another shape; no byte of the content is changed."""

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import quote

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


def field(name: str, value: str) -> bytes:
    """One header field on one line, whatever the value holds."""
    return f"{name}: {_CONTROLS.sub(' ', value).strip()}\r\n".encode("utf-8", "replace")


def part(media_type: str, content: bytes, name: str | None = None) -> bytes:
    """An entity that is no multipart; one with a name is a file."""
    header = field("Content-Type", media_type) + field("Content-Transfer-Encoding", "binary")
    if name is not None:
        named = quote(_CONTROLS.sub(" ", name).strip(), safe="", errors="replace")
        header += field("Content-Disposition", f"attachment; filename*=utf-8''{named}")
    return header + b"\r\n" + content


def text_part(subtype: str, content: bytes, charset: str | None) -> bytes:
    """A body in its charset."""
    declared = "" if charset is None else '; charset="{}"'.format(re.sub(r'["\\\s]', "", charset))
    return part(f"text/{subtype}{declared}", content)


def multipart(kind: str, parts: Sequence[bytes]) -> bytes:
    """Parts as one entity; the boundary follows from all of them, so none can hold it."""
    digest = hashlib.sha256()
    for one in parts:
        digest.update(one)
    boundary = digest.hexdigest()
    delimiter = f"\r\n--{boundary}".encode()
    pieces = b"".join(delimiter + b"\r\n" + one for one in parts)
    return field("Content-Type", f'multipart/{kind}; boundary="{boundary}"') + pieces + delimiter + b"--\r\n"
