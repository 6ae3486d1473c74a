# SPDX-License-Identifier: EUPL-1.2
"""Messages that editors and transfers re-saved, brought back to the bytes that travelled, as far as that goes."""

import codecs

_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
"""«Unicode» in the Windows editor."""


def as_it_travelled(content: bytes) -> bytes:
    """The message with line ends and bytes that mail has; one that was never spoilt comes back as it is."""
    charset = _WIDE.get(content[:2])
    if charset is not None:
        content = content[2:].decode(charset, "replace").encode()
    first_line_end = content.find(b"\n")
    if first_line_end == -1:
        return content.replace(b"\r", b"\n")
    doubled = content[max(0, first_line_end - 2) : first_line_end] == b"\r\r"
    return content.replace(b"\r\r\n", b"\r\n") if doubled else content
