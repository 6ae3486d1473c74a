# SPDX-License-Identifier: EUPL-1.2
"""Signed files (`.p7m`, RFC 5652): the file inside comes out whatever became of the signatures around it."""

from pecwatch.model.record import record
from pecwatch.seals.ber import (
    FIELD_0,
    INTEGER,
    JOINED_OCTETS,
    OBJECT_IDENTIFIER,
    OCTETS,
    SEQUENCE,
    SET,
    BrokenError,
    Element,
    Walk,
    encoded,
)
from pecwatch.seals.unwrapping import SIGNED_DATA, content_info, kind_of, unwrapped

TIME_STAMP = bytes.fromhex("2a864886f70d0109100104")
"""Object identifier (contents only) of what a time-stamp token holds: id-ct-TSTInfo of RFC 3161."""

SIGNATURES_BYTES = 2 * 1024 * 1024
"""Certificates and signatures that are looked at; revocation lists kept inside may weigh more, honest ones hardly."""


@record
class SignedFile:
    """A signed file laid open."""

    content: bytes | None
    """The file inside; None when the signature stands apart from it, or when nothing of it arrived."""
    content_type: bytes
    """Object identifier of what it says to hold, contents only; empty when it is cut off before."""
    is_apart: bool
    """A detached signature: what is signed stands elsewhere."""
    is_whole: bool
    """False when the file is cut off or its structure is broken somewhere."""
    signatures: bytes
    """The same structure in DER without the content, for `read_signed_data`; empty when it is too long to be read."""


def open_signed(content: bytes) -> SignedFile | None:
    """Lay a signed file open, in DER, BER, PEM, base64 or as a mail program saved it; None when it is none.

    Never raises: of broken files comes what there is.
    """
    bare = unwrapped(content)
    return None if bare is None or kind_of(bare) != SIGNED_DATA else read_signed(bare)


def read_signed(bare: bytes) -> SignedFile:
    """Lay the BER of a signed file open; never raises."""
    opening = _Opening(bare)
    try:
        opening.read()
    except BrokenError:
        opening.is_whole = False
    return opening.file()


class _Opening:
    """What was found so far: a broken structure costs only what stands behind the break."""

    def __init__(self, bare: bytes) -> None:
        self._walk = Walk(bare)
        self._fields: list[bytes] = []
        self._content: bytes | None = None
        self._type = b""
        self._is_apart = False
        self.is_whole = True

    def read(self) -> None:
        """Go through the fields of the SignedData in their order (RFC 5652, 5.1)."""
        walk = self._walk
        info = content_info(walk)
        _, explicit = walk.first(info, 2)
        [signed_data] = walk.first(explicit, 1)
        if signed_data.tag != SEQUENCE:
            raise BrokenError
        self.is_whole = not (info.is_cut or explicit.is_cut or signed_data.is_cut)
        last = None
        for field in walk.children(signed_data):
            self._take(field, is_content=field.tag == SEQUENCE and not self._type)
            last = field.tag
        self.is_whole = self.is_whole and last == SET and len(self._fields) > 2

    def _take(self, field: Element, *, is_content: bool) -> None:
        if is_content:
            self._take_content(field)
            self._fields.append(encoded(SEQUENCE, encoded(OBJECT_IDENTIFIER, self._type)))
        elif field.tag in (INTEGER, SET, FIELD_0) and not field.is_cut:
            self._fields.append(encoded(field.tag, self._walk.contents(field)))

    def _take_content(self, field: Element) -> None:
        children = self._walk.children(field)
        kind = next(children, None)
        if kind is None or kind.tag != OBJECT_IDENTIFIER:
            raise BrokenError
        self._type = self._walk.contents(kind)
        explicit = next(children, None)
        self._is_apart = explicit is None
        if explicit is not None:
            self._content, is_whole = self._octets(explicit)
            self.is_whole = self.is_whole and is_whole

    def _octets(self, explicit: Element) -> tuple[bytes, bool]:
        """What is signed: an OCTET STRING, or in the older PKCS #7 any element, of which the contents count."""
        enclosed = self._walk.first(explicit, 1)[0] if explicit.tag == FIELD_0 else explicit
        if enclosed.tag in (OCTETS, JOINED_OCTETS) or explicit.tag != FIELD_0:
            return self._walk.octets(enclosed)
        return self._walk.contents(enclosed), not enclosed.is_cut

    def file(self) -> SignedFile:
        """Everything found."""
        signed_data = encoded(FIELD_0, encoded(SEQUENCE, *self._fields))
        signatures = encoded(SEQUENCE, encoded(OBJECT_IDENTIFIER, SIGNED_DATA), signed_data)
        return SignedFile(
            content=self._content,
            content_type=self._type,
            is_apart=self._is_apart,
            is_whole=self.is_whole,
            signatures=signatures if len(signatures) <= SIGNATURES_BYTES else b"",
        )
