# SPDX-License-Identifier: EUPL-1.2
"""ZIP archives from outside, unpacked in memory and within limits; names in them are never used as paths."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum

from pecwatch.documents import problems
from pecwatch.documents.member_names import name_of
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem
from pecwatch.model.record import record

UNPACKED_BYTES = 100 * 1024 * 1024
"""What all members of one archive may hold together."""

ENTRIES = 1_000
"""How many members of one archive are looked at."""

RATIO = 200
"""Real documents shrink to a fiftieth at most; only bombs to less than this."""
UNSUSPICIOUS_BYTES = 1024 * 1024
"""A member below may shrink as much as it likes."""
_MIMETYPE_BYTES = 200
_CHUNK_BYTES = 256 * 1024
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


class Refusal(StrEnum):
    """Why an archive, or a member of it, was not unpacked (any further)."""

    SIZE_LIMIT = "size_limit"
    PASSWORD_PROTECTED = "password_protected"  # noqa: S105 - no password
    DAMAGED = "damaged"
    UNKNOWN_METHOD = "unsupported_format"
    """Packed in a way that only its maker's program undoes."""


class Refused(Exception):
    """An archive that is not unpacked; what came out before stays good."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


@record
class Member:
    """One file of an archive."""

    number: int
    """Its place in the archive's directory, from 0: names may come twice."""
    name: str
    size: int
    """Bytes it claims to hold; the archive may lie."""
    is_folder: bool
    is_encrypted: bool
    is_known_method: bool


class Archive:
    """An archive that is open, and how much was unpacked of it."""

    def __init__(self, content: bytes) -> None:
        """Reads the directory, of an archive with too many members the beginning.

        Raises:
            Refused: It is damaged.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Refused(Refusal.DAMAGED) from error
        self.has_more = len(self._zip.infolist()) > ENTRIES
        self.members = tuple(_member(number, entry) for number, entry in enumerate(self._zip.infolist()[:ENTRIES]))
        self._unpacked = 0

    def find(self, name: str) -> Member | None:
        """The member of that name, in whatever case; None when there is none.

        Raises:
            Refused: Two members have it, and nobody knows which one other programs show.
        """
        found = [member for member in self.members if member.name == name]
        found = found or [member for member in self.members if member.name.lower() == name.lower()]
        if len(found) > 1:
            raise Refused(Refusal.DAMAGED)
        return found[0] if found else None

    def chunks(self, member: Member, limit: int = UNPACKED_BYTES) -> Iterator[bytes]:
        """The bytes of a member, a stretch at a time.

        Args:
            limit: Bytes this member may hold.

        Raises:
            Refused: At the first stretch that is too much, damaged or encrypted.
        """
        if member.is_encrypted:
            raise Refused(Refusal.PASSWORD_PROTECTED)
        if not member.is_known_method:
            raise Refused(Refusal.UNKNOWN_METHOD)
        if member.size > min(limit, UNPACKED_BYTES - self._unpacked):  # no more than it claims will come out
            raise Refused(Refusal.SIZE_LIMIT)
        entry = self._zip.infolist()[member.number]
        unpacked = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    unpacked += len(chunk)
                    self._unpacked += len(chunk)
                    self._check(unpacked, entry.compress_size, limit)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise Refused(Refusal.DAMAGED) from error
        except RuntimeError as error:  # how zipfile says that it needs a password
            raise Refused(Refusal.PASSWORD_PROTECTED) from error

    def read(self, member: Member, limit: int = UNPACKED_BYTES) -> bytes:
        """All bytes of a member; `limit` and what it raises are as for `chunks`."""
        return b"".join(self.chunks(member, limit))

    def _check(self, unpacked: int, packed: int, limit: int) -> None:
        is_bomb = unpacked > UNSUSPICIOUS_BYTES and unpacked > packed * RATIO
        if is_bomb or unpacked > limit or self._unpacked > UNPACKED_BYTES:
            raise Refused(Refusal.SIZE_LIMIT)


def marks(content: bytes) -> tuple[str, ...] | None:
    """Names of an archive's members, and what its member `mimetype` says; None when it is damaged."""
    try:
        archive = Archive(content)
        says = next((member for member in archive.members if member.name == "mimetype"), None)
        told = b"" if says is None else archive.read(says, limit=_MIMETYPE_BYTES)
    except Refused:
        return None
    return (*(member.name.lower().lstrip("/") for member in archive.members), told.decode("ascii", errors="replace"))


def names(content: bytes) -> tuple[str, ...]:
    """Names of an archive's members, without unpacking anything; none when it is damaged."""
    try:
        return tuple(member.name for member in Archive(content).members)
    except Refused:
        return ()


def problem_of(part: Part, why: Refusal) -> Problem:
    """What the office is told of a refusal."""
    match why:
        case Refusal.SIZE_LIMIT:
            return problems.size_limit(part)
        case Refusal.PASSWORD_PROTECTED:
            return problems.password_protected(part)
        case Refusal.DAMAGED:
            return problems.damaged(part)
        case Refusal.UNKNOWN_METHOD:
            return problems.unknown_method(part)


def _member(number: int, entry: zipfile.ZipInfo) -> Member:
    return Member(
        number=number,
        name=name_of(entry),
        size=entry.file_size,
        is_folder=entry.is_dir(),
        is_encrypted=bool(entry.flag_bits & _ENCRYPTED),
        is_known_method=entry.compress_type in _METHODS,
    )
