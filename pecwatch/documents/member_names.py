# SPDX-License-Identifier: EUPL-1.2
"""Names of files inside archives: to be shown and never used as paths, in whatever letters they were written."""

import struct
import zipfile
import zlib

from pecwatch.documents.characters import visible

_UTF8 = 0x800
_UNICODE_NAME = 0x7075
"""Extra field in which WinZip and WinRAR repeat a name in UTF-8 (APPNOTE 4.6.9)."""

_WINDOWS_LETTERS = frozenset("àèéìíòóùúçñäöüßâêîôûëïÀÈÉÌÍÒÓÙÚÇÑÄÖÜ°’‘“”–€«»§ª ")
"""What Italian names hold beyond ASCII; none of these bytes is a likely letter in the code pages of DOS."""

_LONGEST = 300

_FURNITURE = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"})
"""Files that Windows and macOS lay in every folder."""


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of a member, its folders parted by `/`; guessed where the archive does not say how it is written."""
    if entry.flag_bits & _UTF8:
        return shown(entry.orig_filename)
    raw = entry.orig_filename.encode("cp437", errors="replace")  # how zipfile reads bytes it knows nothing of
    return shown(_unicode_name(entry.extra, raw) or guessed(raw))


def guessed(raw: bytes) -> str:
    """A name in UTF-8, Windows-1252 or code page 850, whichever fits an Italian office."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        windows = raw.decode("cp1252", errors="replace")
    beyond = {letter for letter in windows if letter > "~"}
    return windows if beyond <= _WINDOWS_LETTERS else raw.decode("cp850")


def shown(name: str) -> str:
    """A name as it may stand in a mail or on a screen: one line, nothing invisible, not endless."""
    plain = visible(name.partition("\0")[0].replace("\\", "/"))
    printable = "".join(letter if letter.isprintable() else "_" for letter in plain)
    return printable.strip()[-_LONGEST:] or "senza nome"


def is_furniture(name: str) -> bool:
    """Whether the machine that packed an archive added a file by itself."""
    folders = name.lower().split("/")
    return "__macosx" in folders or folders[-1] in _FURNITURE or folders[-1].startswith("._")


def _unicode_name(extra: bytes, raw: bytes) -> str | None:
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_NAME and field[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return field[5:].decode("utf-8", errors="replace")
    return None
