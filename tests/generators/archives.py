# SPDX-License-Identifier: EUPL-1.2
"""Archives as offices and attackers make them, the same bytes every time."""

import io
import struct
import tarfile
import warnings
import zipfile

_MOMENT = (2025, 10, 24, 9, 0, 0)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive; a name may come twice."""
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w") as archive:
        warnings.simplefilter("ignore")  # zipfile is surprised by a name that comes twice
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, compress_type=method)
    return packed.getvalue()


def zipped_with_name(raw: bytes, content: bytes) -> bytes:
    """A ZIP archive whose only member has a name of some bytes, and no word about how they are to be read."""
    stand_in = "n" * len(raw)
    return zipped((stand_in, content)).replace(stand_in.encode(), raw)


def flagged(archive: bytes, name: str, *, flags: int = 0, method: int | None = None) -> bytes:
    """The archive with flags added to one member, or another method of packing claimed."""
    patched = bytearray(archive)
    for mark, flags_at, name_at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        place = patched.find(mark)
        while place >= 0:
            if patched[place + name_at :].startswith(name.encode()):
                (old,) = struct.unpack_from("<H", patched, place + flags_at)
                struct.pack_into("<H", patched, place + flags_at, old | flags)
                if method is not None:
                    struct.pack_into("<H", patched, place + flags_at + 2, method)
            place = patched.find(mark, place + 4)
    return bytes(patched)


def claiming(archive: bytes, size: int) -> bytes:
    """The archive with another size claimed for its last member."""
    patched = bytearray(archive)
    struct.pack_into("<I", patched, patched.rfind(b"PK\x01\x02") + 24, size)
    struct.pack_into("<I", patched, patched.rfind(b"PK\x03\x04") + 22, size)
    return bytes(patched)


def tarred(*members: tuple[str, bytes]) -> bytes:
    """A TAR archive."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in members:
            about = tarfile.TarInfo(name)
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    return packed.getvalue()
