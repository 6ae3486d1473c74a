# SPDX-License-Identifier: EUPL-1.2
"""One stream of an old Office file (Microsoft MS-CFB), found by its name wherever it lies."""

import struct

_HEADER = 512
_IN_HEADER = 109
_MINI_SECTOR = 64


def stream(content: bytes, names: tuple[str, ...]) -> bytes | None:
    """The first stream that has one of the names, never more than the file holds; None when there is none.

    Raises:
        struct.error: The file is cut off.
    """
    length = 1 << min(struct.unpack_from("<H", content, 30)[0], 12)
    table = _numbers(_joined(content, _table_sectors(content, length), length))
    (first, limit, first_mini) = struct.unpack_from("<I4xII", content, 48)
    listing = _joined(content, _chain(table, first), length)
    root = _joined(content, _chain(table, _entry(listing, 0)[1]), length) if len(listing) >= 128 else b""
    for start in range(0, len(listing) - 127, 128):
        name, sector, size = _entry(listing, start)
        if name not in names:
            continue
        if size >= limit:
            return _joined(content, _chain(table, sector), length)[:size]
        mini = _numbers(_joined(content, _chain(table, first_mini), length))
        pieces = (root[number * _MINI_SECTOR : (number + 1) * _MINI_SECTOR] for number in _chain(mini, sector))
        return b"".join(pieces)[:size]
    return None


def _table_sectors(content: bytes, length: int) -> list[int]:
    """Sectors of the allocation table: the first are named in the header, the rest in a chain of sectors."""
    sectors = list(struct.unpack_from(f"<{_IN_HEADER}I", content, 76))
    (following,) = struct.unpack_from("<I", content, 68)
    most = len(content) // length
    while following < most and len(sectors) <= most:
        *more, following = _numbers(_joined(content, [following], length)) or (most,)
        sectors.extend(more)
    return [sector for sector in sectors if sector < most]


def _joined(content: bytes, sectors: list[int], length: int) -> bytes:
    return b"".join(content[(sector + 1) * length : (sector + 2) * length] for sector in sectors)


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _chain(table: tuple[int, ...], start: int) -> list[int]:
    """Sectors one after the other; a chain in a circle ends when it is longer than the table."""
    chain: list[int] = []
    while start < len(table) and len(chain) < len(table):
        chain.append(start)
        start = table[start]
    return chain


def _entry(listing: bytes, start: int) -> tuple[str, int, int]:
    """Name, first sector and size of one entry of the directory."""
    (name_length,) = struct.unpack_from("<H", listing, start + 64)
    sector, size = struct.unpack_from("<II", listing, start + 116)
    return listing[start : start + max(0, min(name_length, 64) - 2)].decode("utf-16-le", "replace"), sector, size
