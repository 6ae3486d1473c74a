# SPDX-License-Identifier: EUPL-1.2
"""Tells the logo under a mail's signature from the photograph of a list, without opening the picture."""

import struct

PICTURES = ("jpeg", "png", "gif", "bmp", "webp", "heic", "tiff")

_LOGO_BYTES = 15_000
"""Logos and icons of mail signatures are smaller; a readable page hardly ever is."""

_ICON_SIDE = 64
"""Pixels: no line of a list fits across a picture as narrow as this."""

_PAGE_PIXELS = 500_000
"""A page at 75 dpi; a clean black-and-white scan of this size may weigh no more than a logo."""

_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def is_ornament(content: bytes, picture: str) -> bool:
    """Whether a picture is a logo, icon or tracking dot, too small to hold a list.

    Where a picture stands (inside the mail's text or attached) says nothing: lists are pasted into mails too.
    """
    if picture == "tiff":  # what scanners and fax servers send
        return False
    width, height = _size(content, picture) or (None, None)
    if width is None or height is None:
        return len(content) < _LOGO_BYTES
    return min(width, height) < _ICON_SIDE or (len(content) < _LOGO_BYTES and width * height < _PAGE_PIXELS)


def _size(content: bytes, picture: str) -> tuple[int, int] | None:
    """Width and height in pixels, from the picture's own header; None when they are not found."""
    try:
        match picture:
            case "png":
                return struct.unpack(">II", content[16:24])
            case "gif":
                return struct.unpack("<HH", content[6:10])
            case "bmp":
                width, height = struct.unpack("<ii", content[18:26])
                return width, abs(height)
            case "jpeg":
                return _jpeg_size(content)
    except struct.error:
        return None
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk the segments of a JPEG to its frame header (ITU-T T.81, B.2.2)."""
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + int(struct.unpack(">H", content[position + 2 : position + 4])[0])
    return None
