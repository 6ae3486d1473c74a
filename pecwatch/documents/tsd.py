# SPDX-License-Identifier: EUPL-1.2
"""Time-stamped files (`.tsd`): the file inside, and when an authority saw it; bare time-stamp tokens beside a file."""

import hashlib

from pecwatch.documents import signed_problems as say
from pecwatch.documents.p7m import inner
from pecwatch.documents.problems import damaged
from pecwatch.documents.reader import Content
from pecwatch.documents.signers import timestamp_of
from pecwatch.model.message import Part
from pecwatch.model.signature import FileSignature
from pecwatch.seals.timestamped import StampedFile, open_stamped, read_stamp

FORMATS = ("tsd", "timestamp")


def read(part: Part) -> Content:
    """The file inside, under the name of the file around it; of a bare token only its time."""
    file = open_stamped(part.content)
    if file is None:
        return _token(part)
    if file.content is None and not file.is_apart:
        return Content(problems=(damaged(part, "il file con marca temporale è danneggiato"),))
    signature = _signature(part, file)
    if file.content is None:
        return Content(problems=(say.detached(part),), signatures=(signature,))
    problems = (damaged(part, "il file con marca temporale è incompleto o danneggiato"),) if not file.is_whole else ()
    if file.is_whole and any(stamp.fits is False for stamp in signature.timestamps[:1]):
        problems = (say.timestamp_wrong(part),)
    return Content(parts=(inner(part, file.content),), problems=problems, signatures=(signature,))


def _token(part: Part) -> Content:
    """A token that stands beside its file says when; it never holds text."""
    stamp = read_stamp(part.content)
    if stamp is None:
        return Content()
    digest = stamp.imprint.hex() if stamp.digest == "sha256" else None
    signature = FileSignature(
        part=part.name, content_sha256=digest, is_detached=True, timestamps=(timestamp_of(stamp, None),)
    )
    return Content(signatures=(signature,))


def _signature(part: Part, file: StampedFile) -> FileSignature:
    """Only the first stamp is over the content: later ones renew those before them (RFC 5544, 2)."""
    own = None if file.covers_description else file.content
    return FileSignature(
        part=part.name,
        content_sha256=None if file.content is None else hashlib.sha256(file.content).hexdigest(),
        is_detached=file.is_apart,
        timestamps=tuple(timestamp_of(stamp, own if number == 0 else None) for number, stamp in enumerate(file.stamps)),
    )
