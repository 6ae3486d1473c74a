# SPDX-License-Identifier: EUPL-1.2
"""Signed files (`.p7m`): the file inside, whatever the state of the signatures, and who signed it."""

import datetime as dt
import hashlib

from pecwatch.documents import signed_problems as say
from pecwatch.documents.problems import damaged
from pecwatch.documents.reader import Content
from pecwatch.documents.signers import signer_of, timestamp_of
from pecwatch.model.message import Part
from pecwatch.model.signature import FileSignature
from pecwatch.seals.cms import SignedData, read_signed_data
from pecwatch.seals.signed_files import SignedFile, open_signed
from pecwatch.seals.timestamped import stamps_on_signatures

FORMATS = ("p7m",)


def read(part: Part) -> Content:
    """The file inside, under the name of the file around it: the only one a person finds in the message."""
    file = open_signed(part.content)
    if file is None or (file.content is None and not file.is_apart):
        return Content(problems=(damaged(part, "il file firmato è danneggiato"),))
    signed = read_signed_data(file.signatures) if file.is_whole else None
    signature = _signature(part, file, signed)
    if file.content is None:
        return Content(problems=(say.detached(part),), signatures=(signature,))
    now = dt.datetime.now(dt.UTC)
    problems = tuple(say.signer_problems(part, signature.signers, signature.timestamps, now))
    if not file.is_whole:
        problems = (damaged(part, "il file firmato è incompleto o danneggiato"),)
    elif signed is None:
        problems = (say.signature_unreadable(part),)
    return Content(parts=(inner(part, file.content),), problems=problems, signatures=(signature,))


def inner(part: Part, content: bytes) -> Part:
    """What was inside a signed or time-stamped file, to be told by its own bytes."""
    return Part(name=part.name, type="application/octet-stream", content=content, zone=part.zone)


def _signature(part: Part, file: SignedFile, signed: SignedData | None) -> FileSignature:
    signatures = signed.signatures if signed is not None else ()
    stamps = stamps_on_signatures(file.signatures) if signatures else ()
    return FileSignature(
        part=part.name,
        content_sha256=_signed_digest(file, signed),
        is_detached=file.is_apart,
        signers=tuple(signer_of(signature, file.content) for signature in signatures),
        timestamps=tuple(
            timestamp_of(stamp, signature.value)
            for signature, its_stamps in zip(signatures, stamps, strict=False)
            for stamp in its_stamps
        ),
    )


def _signed_digest(file: SignedFile, signed: SignedData | None) -> str | None:
    if file.content is not None:
        return hashlib.sha256(file.content).hexdigest()
    digests = {
        digest.hex()
        for signature in (signed.signatures if signed is not None else ())
        for digest in signature.message_digests
        if signature.digest == "sha256"
    }
    return next(iter(digests)) if len(digests) == 1 else None
