# SPDX-License-Identifier: EUPL-1.2
"""BER (X.690) walked without recursion and without copies: it may be nested without end, cut off or made to hurt.

Only what is asked for is looked at, so the content of a signed file comes out whatever stands behind it.
"""

from collections.abc import Iterator
from itertools import islice

from pecwatch.model.record import record

BOOLEAN, SEQUENCE, SET, INTEGER, OCTETS, JOINED_OCTETS, OBJECT_IDENTIFIER = 0x01, 0x30, 0x31, 0x02, 0x04, 0x24, 0x06
FIELD_0 = 0xA0
"""Context tag [0] of a field that holds other elements."""

HEADERS = 1_000_000
"""Elements looked at in one file: 100 MB in chunks of a thousand bytes take a fifth of them, a crafted file all."""

_CONSTRUCTED = 0x20
_END = (0x00, 0)
"""Tag and length of the mark that ends an element of indefinite length."""


class BrokenError(ValueError):
    """Bytes that end too early or are no BER."""


@record
class Element:
    """One element: where it stands and where its contents are."""

    tag: int
    """Class, form and number as written; of long tags the first octet."""
    start: int
    begin: int
    """Of the contents."""
    end: int | None
    """Of the contents; None for an indefinite length, which only a walk through it tells."""
    is_cut: bool
    """The file ends before the element does."""


class Walk:
    """A way through the elements of one file.

    Every method may raise `BrokenError`.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._left = HEADERS

    def root(self) -> Element:
        """The element that the file begins with."""
        return self._element(0, len(self._content))

    def children(self, element: Element) -> Iterator[Element]:
        """The elements inside another, up to the end or to the place where the file is cut off."""
        limit = len(self._content) if element.end is None else element.end
        position = element.begin
        while position < limit:
            child = self._element(position, limit)
            if (child.tag, child.end) == (0x00, child.begin) and element.end is None:
                return
            yield child
            position = self.after(child)
        if element.end is None or element.is_cut:
            raise BrokenError

    def first(self, element: Element, count: int) -> tuple[Element, ...]:
        """The first elements inside another; all of them have to be there."""
        found = tuple(islice(self.children(element), count))
        if len(found) < count:
            raise BrokenError
        return found

    def after(self, element: Element) -> int:
        """Where the next element stands."""
        if element.end is not None:
            return element.end
        position, open_elements = element.begin, 1
        while open_elements:
            tag, begin, length = self._header(position, len(self._content))
            if length is None:
                open_elements += 1
            elif (tag, length) == _END:
                open_elements -= 1
            position = begin + (length or 0)
        return position

    def octets(self, element: Element) -> tuple[bytes, bool]:
        """The bytes of an OCTET STRING, joined when it came in pieces, and whether they are all there."""
        if element.tag & _CONSTRUCTED == 0:
            return self._content[element.begin : element.end], not element.is_cut
        pieces: list[memoryview] = []
        is_whole = False
        try:
            for piece in self._pieces(element):
                pieces.append(piece)
            is_whole = not element.is_cut
        except BrokenError:
            pass
        return b"".join(pieces), is_whole

    def _pieces(self, element: Element) -> Iterator[memoryview]:
        """Contents of all primitive strings, however deep they lie: only their order matters."""
        view = memoryview(self._content)
        limit = len(view) if element.end is None else element.end
        position = element.begin
        open_elements = 1 if element.end is None else 0
        while position < limit:
            tag, begin, length = self._header(position, limit)
            position = begin
            if tag == JOINED_OCTETS:
                open_elements += length is None
            elif (tag, length) == _END:
                open_elements -= 1
                if element.end is None and not open_elements:
                    return
            elif tag == OCTETS and length is not None:
                yield view[begin : min(begin + length, limit)]
                position = begin + length
            else:
                raise BrokenError
        if open_elements > 0 or position > limit:
            raise BrokenError

    def contents(self, element: Element) -> bytes:
        """What an element holds, encoded as it came, without the mark of an indefinite end."""
        end = self.after(element) - len(_END) if element.end is None else element.end
        return self._content[element.begin : end]

    def whole(self, element: Element) -> bytes:
        """An element with its header."""
        return self._content[element.start : self.after(element)]

    def _element(self, position: int, limit: int) -> Element:
        tag, begin, length = self._header(position, limit)
        end = None if length is None else begin + length
        is_cut = end is not None and end > limit
        return Element(tag=tag, start=position, begin=begin, end=limit if is_cut else end, is_cut=is_cut)

    def _header(self, position: int, limit: int) -> tuple[int, int, int | None]:
        """Tag, place of the contents and their length, None for an indefinite one (X.690, 8.1)."""
        content = self._content
        self._left -= 1
        if position + 2 > limit or self._left < 0:
            raise BrokenError
        tag, place = content[position], position + 1
        if tag & 0x1F == 0x1F:
            while place < limit and content[place] & 0x80:
                place += 1
            place += 1
        if place >= limit:
            raise BrokenError
        length, place = content[place], place + 1
        if length < 0x80:
            return tag, place, length
        if length == 0x80 and tag & _CONSTRUCTED:
            return tag, place, None
        size = length & 0x7F
        if not 0 < size <= 8 or place + size > limit:
            raise BrokenError
        return tag, place + size, int.from_bytes(content[place : place + size])


def encoded(tag: int, *contents: bytes) -> bytes:
    """An element of definite length."""
    joined = b"".join(contents)
    if len(joined) < 0x80:
        return bytes((tag, len(joined))) + joined
    size = (len(joined).bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + len(joined).to_bytes(size) + joined
