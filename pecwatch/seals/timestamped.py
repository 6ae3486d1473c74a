# SPDX-License-Identifier: EUPL-1.2
"""Time-stamps: files that carry one (`.tsd`, RFC 5544), and the tokens themselves (RFC 3161)."""

import datetime as dt
import hashlib
from contextlib import suppress
from itertools import islice
from typing import Any

from asn1crypto import cms, core, tsp

from pecwatch.model.record import record
from pecwatch.seals.ber import (
    BOOLEAN,
    FIELD_0,
    JOINED_OCTETS,
    OBJECT_IDENTIFIER,
    OCTETS,
    SEQUENCE,
    BrokenError,
    Element,
    Walk,
)
from pecwatch.seals.cms import MOST, read_signed_data
from pecwatch.seals.signed_files import TIME_STAMP, open_signed
from pecwatch.seals.unwrapping import TIMESTAMPED_DATA, content_info, kind_of, unwrapped

_NESTING = 6
"""Elements around a token inside the evidence; writers differ in how many they put."""


@record
class Stamp:
    """What a time-stamp token says."""

    at: dt.datetime
    """Aware."""
    digest: str
    """Algorithm of `imprint`."""
    imprint: bytes
    """Digest of what was stamped."""
    certificate: bytes | None
    """DER of the authority's certificate, when it came along."""

    def fits(self, stamped: bytes) -> bool | None:
        """Whether these are the bytes that were stamped; None when the algorithm is unknown here."""
        if self.digest not in ("sha1", "sha224", "sha256", "sha384", "sha512"):
            return None
        return hashlib.new(self.digest, stamped).digest() == self.imprint


@record
class StampedFile:
    """A time-stamped file laid open."""

    content: bytes | None
    """The file inside; None when it stands elsewhere, or when nothing of it arrived."""
    is_apart: bool
    """The structure has no place for content: what is stamped stands elsewhere."""
    is_whole: bool
    covers_description: bool
    """The stamp is over the file's description too, so the content alone does not fit it."""
    stamps: tuple[Stamp, ...]


def open_stamped(content: bytes) -> StampedFile | None:
    """Lay a time-stamped file open, in DER, BER, PEM or base64; None when it is none. Never raises."""
    bare = unwrapped(content)
    if bare is None or kind_of(bare) != TIMESTAMPED_DATA:
        return None
    opening = _Opening(bare)
    try:
        opening.read()
    except BrokenError:
        opening.is_whole = False
    return StampedFile(
        content=opening.content,
        is_apart=opening.content is None and opening.is_whole,
        is_whole=opening.is_whole,
        covers_description=opening.is_described,
        stamps=tuple(opening.stamps),
    )


def read_stamp(token: bytes) -> Stamp | None:
    """What a time-stamp token says; None when it is none, or cannot be decoded. Never raises."""
    file = open_signed(token)
    if file is None or file.content is None or file.content_type != TIME_STAMP:
        return None
    signed = read_signed_data(file.signatures)
    try:
        info = tsp.TSTInfo.load(file.content)
        imprint = info["message_imprint"]
        return Stamp(
            at=info["gen_time"].native,
            digest=imprint["hash_algorithm"]["algorithm"].native,
            imprint=imprint["hashed_message"].native,
            certificate=signed.signatures[0].certificate if signed is not None and signed.signatures else None,
        )
    except Exception:  # noqa: BLE001 - asn1crypto decodes as it goes, and hostile bytes make it raise anything
        return None


def stamps_on_signatures(signatures: bytes) -> tuple[tuple[Stamp, ...], ...]:
    """For each signature of a SignedData the time-stamps put on it later (RFC 3161, appendix A). Never raises."""
    try:
        signers = cms.ContentInfo.load(signatures)["content"]["signer_infos"]
        return tuple(_stamps_on(signers[number]) for number in range(min(len(signers), MOST)))
    except Exception:  # noqa: BLE001 - asn1crypto decodes as it goes, and hostile bytes make it raise anything
        return ()


def _stamps_on(signer: Any) -> tuple[Stamp, ...]:
    attributes = signer["unsigned_attrs"]
    if isinstance(attributes, core.Void):
        return ()
    tokens = [
        token.dump()
        for attribute in attributes
        if attribute["type"].native == "signature_time_stamp_token"
        for token in attribute["values"]
    ]
    return tuple(stamp for token in tokens[:MOST] if (stamp := read_stamp(token)) is not None)


class _Opening:
    """What was found so far: a broken structure costs only what stands behind the break."""

    def __init__(self, bare: bytes) -> None:
        self._walk = Walk(bare)
        self.content: bytes | None = None
        self.is_whole = True
        self.is_described = False
        self.stamps: list[Stamp] = []

    def read(self) -> None:
        """Go through the fields of the TimeStampedData in their order (RFC 5544, 2)."""
        walk = self._walk
        _, explicit = walk.first(content_info(walk), 2)
        [stamped] = walk.first(explicit, 1)
        for field in walk.children(stamped):
            if field.tag == SEQUENCE:
                [flag] = walk.first(field, 1)
                self.is_described = flag.tag == BOOLEAN and walk.contents(flag) != b"\x00"
            elif field.tag in (OCTETS, JOINED_OCTETS) and self.content is None:
                self.content, self.is_whole = walk.octets(field)
            elif field.tag == FIELD_0:
                with suppress(BrokenError):  # a broken token costs its time, not the content
                    self._read_tokens(field)

    def _read_tokens(self, evidence: Element) -> None:
        for element in islice(self._walk.children(evidence), MOST):
            stamp = read_stamp(self._token(element))
            if stamp is not None:
                self.stamps.append(stamp)

    def _token(self, element: Element) -> bytes:
        """The token in a TimeStampAndCRL."""
        for _ in range(_NESTING):
            [first] = self._walk.first(element, 1)
            if first.tag == OBJECT_IDENTIFIER:
                return self._walk.whole(element)
            element = first
        raise BrokenError
