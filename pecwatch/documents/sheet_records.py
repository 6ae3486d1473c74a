# SPDX-License-Identifier: EUPL-1.2
"""What the records of binary workbooks (MS-XLS, MS-XLSB) say before calamine reads them.

calamine lays out every cell between the first and the last used one, and ends the process when memory does not
suffice: so the extent is looked at first. It keeps no hidden rows either.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pecwatch.documents.sheet_grid import CELLS_LOOKED_AT
from pecwatch.documents.zipped import Archive, Refusal, Refused

_PICTURE_KINDS = (b"\x1d\xf0", b"\x1e\xf0")
"""JPEG and PNG among the records of drawings (MS-ODRAW 2.2.23)."""


@dataclass(slots=True, kw_only=True)
class Extent:
    """Where the cells of a sheet stand; rows and columns from 0."""

    top: int = 1 << 20
    bottom: int = -1
    left: int = 1 << 14
    right: int = -1
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def take(self, row: int, column: int) -> None:
        """Take in one more cell."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    @property
    def positions(self) -> int:
        """Cells between the first and the last used one."""
        return max(0, self.bottom - self.top + 1) * max(0, self.right - self.left + 1)


@dataclass(slots=True, kw_only=True)
class Records:
    """What the records of a workbook say."""

    extents: list[Extent] = field(default_factory=list)
    """Of each sheet, in the workbook's order."""
    is_1904: bool = False
    pictures: list[bytes] = field(default_factory=list)

    def check(self) -> None:
        """Whether calamine may be given the workbook.

        Raises:
            Refused: Its sheets together have more cells than reading is allowed to take.
        """
        if sum(extent.positions for extent in self.extents) > CELLS_LOOKED_AT:
            raise Refused(Refusal.SIZE_LIMIT)


def xls_records(stream: bytes) -> Records:
    """The records of the workbook stream of an XLS file.

    Raises:
        Refused: It opens only with a password, or has too many records.
    """
    found, offsets, drawings = Records(), list[int](), bytearray()
    extents: dict[int, Extent] = {}
    extent = Extent()
    is_drawing = False
    for start, kind, data in _checked(_records(stream)):
        match kind:
            case 0x0809 | 0x0409 | 0x0209:
                extent = extents.setdefault(start, Extent())
            case 0x002F:
                raise Refused(Refusal.PASSWORD_PROTECTED)
            case 0x0022:
                found.is_1904 = data[:1] == b"\x01"
            case 0x0085 if len(data) >= 4:
                offsets.append(struct.unpack_from("<I", data)[0])
            case 0x00EB:
                drawings += data
            case 0x003C if is_drawing:
                drawings += data
            case _:
                _xls_cell(kind, data, extent)
        is_drawing = kind == 0x00EB or (is_drawing and kind == 0x003C)
    found.extents = [extents.get(offset, Extent()) for offset in offsets]
    found.pictures = list(_pictures(bytes(drawings)))
    return found


def _xls_cell(kind: int, data: bytes, extent: Extent) -> None:
    if kind in (0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x0006, 0x0206, 0x0406) and len(data) >= 4:
        extent.take(*struct.unpack_from("<HH", data))
    elif kind == 0x00BD and len(data) >= 6:
        row, first = struct.unpack_from("<HH", data)
        extent.take(row, first)
        extent.take(row, struct.unpack_from("<H", data, len(data) - 2)[0])
    elif kind == 0x0208 and len(data) >= 16 and data[12] & 0x20:
        extent.hidden_rows.add(struct.unpack_from("<H", data)[0])
    elif kind == 0x007D and len(data) >= 10 and data[8] & 0x01:
        extent.hidden_columns.append(struct.unpack_from("<HH", data))


def xlsb_records(archive: Archive) -> Records:
    """The records of the sheets of an XLSB package.

    Raises:
        Refused: A sheet is damaged, or there are too many records.
    """
    found = Records()
    names = [member for member in archive.members if member.name.startswith("xl/worksheets/sheet")]
    for member in sorted(names, key=lambda member: (len(member.name), member.name)):
        extent, row = Extent(), 0
        for _, kind, data in _checked(_binary_records(archive.read(member))):
            if kind == 0 and len(data) >= 12:
                row = struct.unpack_from("<I", data)[0]
                if data[11] & 0x10:
                    extent.hidden_rows.add(row)
            elif 2 <= kind <= 11 and len(data) >= 4:
                extent.take(row, struct.unpack_from("<I", data)[0])
        found.extents.append(extent)
    return found


def _checked(records: Iterable[tuple[int, int, bytes]]) -> Iterator[tuple[int, int, bytes]]:
    for number, one in enumerate(records):
        if number > CELLS_LOOKED_AT:
            raise Refused(Refusal.SIZE_LIMIT)
        yield one


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Place, kind and data of each record (MS-XLS 2.1.4)."""
    position = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        yield position, kind, stream[position + 4 : position + 4 + length]
        position += 4 + length


def _binary_records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The same for XLSB, where kind and length are of several bytes (MS-XLSB 2.1.4)."""
    position = 0
    while position < len(stream):
        start = position
        kind, position = _varied(stream, position, 2)
        length, position = _varied(stream, position, 4)
        yield start, kind, stream[position : position + length]
        position += length


def _varied(stream: bytes, position: int, most: int) -> tuple[int, int]:
    number = 0
    for place in range(most):
        byte = stream[position] if position < len(stream) else 0
        position += 1
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            break
    return number, position


def _pictures(drawings: bytes) -> Iterator[bytes]:
    """JPEG and PNG files among the records of the drawings."""
    for kind in _PICTURE_KINDS:
        place = drawings.find(kind)
        while place >= 0:
            start = next(
                (
                    drawings.find(mark, place, place + 50)
                    for mark in (b"\xff\xd8\xff", b"\x89PNG")
                    if drawings.find(mark, place, place + 50) >= 0
                ),
                -1,
            )
            if start >= 0:
                (length,) = struct.unpack_from("<I", drawings, place + 2)
                yield drawings[start : place + 6 + length]
            place = drawings.find(kind, place + 2)
