# SPDX-License-Identifier: EUPL-1.2
"""Tells a file's format by its bytes: names and declared types of attachments are often wrong.

Knows every format an office can send, also those no reader opens yet, so that the office is told what it got.
"""

import re

from pecwatch.documents import charset, zipped
from pecwatch.model.message import Part
from pecwatch.seals.signed_files import TIME_STAMP, SignedFile, read_signed
from pecwatch.seals.unwrapping import HEAD, SIGNED_DATA, TIMESTAMPED_DATA, kind_of, unwrapped

UNKNOWN = "unknown"

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x78\x9f\x3e\x22", "winmail"),  # TNEF, what Outlook calls winmail.dat
    (b"%!PS", "postscript"),
    (b"\xd7\xcd\xc6\x9a", "wmf"),
)
"""Formats told by their first bytes."""

_PACKAGES: tuple[tuple[str, str], ...] = (
    ("application/vnd.oasis.opendocument.text", "odt"),
    ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    ("application/vnd.oasis.opendocument.presentation", "odp"),
    ("word/document", "docx"),
    ("xl/workbook", "xlsx"),
    ("ppt/presentation", "pptx"),
)
"""Formats that are zip archives, told by how a member's name or the member `mimetype` begins."""

_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "office-encrypted"),  # docx or xlsx saved with a password
    ("__properties_version1.0", "msg"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
)
"""Formats that are OLE compound files, told by a stream's name in their directory."""

_HTML_OPENING = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table)\b", re.I | re.S
)
_HTML_TAG = re.compile(r"<(html|head|body|table|div|p|br|span|font|meta|style|pre)\b[^<>]*>", re.I)
_XML_ROOT = re.compile(r"\s*<\?xml[^>]*>\s*(<!--.*?-->\s*|<\?.*?\?>\s*|<!DOCTYPE[^>]*>\s*)*<([\w.:-]+)", re.S | re.I)
_MARKUP = re.compile(r"<[a-z!/?]|&#?\w+;", re.I)
_HEADER = re.compile(r"(return-path|received|message-id|mime-version|from|to|subject|date|x-[\w-]+):", re.I)
_ENCODED = re.compile(r"\s*(-----BEGIN|[\w+/=-]{40})")
"""How a signed file in PEM or base64 begins, also one too damaged to be opened."""

_MIME_HEADERS = re.compile(r"(mime-version:[^\n]*\n(\s[^\n]*\n)*)?content-(type|transfer-encoding|disposition):", re.I)
"""How what is signed as a mail begins (RFC 8551, 3.1)."""

_CARDS = (("BEGIN:VCARD", "vcard"), ("BEGIN:VCALENDAR", "calendar"))

_XML_ROOTS = {
    "segnatura": "segnatura",
    "postacert": "daticert",
    "html": "html",
    "office:document": "odt",  # OpenDocument in one file
    "w:worddocument": "word-xml",  # Word 2003
    "pkg:package": "word-xml",  # the files of a DOCX in one, as Word saves it on demand
}
"""What the root element tells, with the prefix where its bare name is a common word."""


def recognise(part: Part) -> str:
    """Name of the format of a part's content, or `unknown`.

    The declared type only decides between readings of the same text: a fragment such as `<p>…</p>` is HTML when
    declared so, and text otherwise.
    """
    content = bytes(part.content)
    return _binary(content, part) or _textual(content, part) or UNKNOWN


def _binary(content: bytes, part: Part) -> str | None:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _package(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((name for stream, name in _STREAMS if stream.encode("utf-16-le") in content), "ole")
    if content[257:262] == b"ustar":
        return "tar"
    return (
        next((name for beginning, name in _BEGINNINGS if content.startswith(beginning)), None)
        or _media(content)
        or _cryptographic(content, part)
        # Last: readers look for this mark within the first 1024 bytes, and so may an archive hold it.
        or ("pdf" if b"%PDF-" in content[:1024] else None)
    )


def _package(content: bytes) -> str:
    """What a zip archive is; looked up in its directory, since an archive may hold documents as they are.

    One that was cut off is told by the names that stand between its members.
    """
    marks = zipped.marks(content)
    if marks is None:
        return next((name for mark, name in _PACKAGES if mark.encode() in content), "zip")
    return next((name for mark, name in _PACKAGES if any(found.startswith(mark) for found in marks)), "zip")


def _media(content: bytes) -> str | None:
    """Containers whose mark is not at the very beginning, and bitmaps, whose mark is two letters."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[:4] == b"\x01\x00\x00\x00" and content[40:44] == b" EMF":
        return "emf"
    if content[4:8] == b"ftyp":
        return "heic" if content[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif") else "video"
    if content[:2] == b"BM" and content[6:10] == b"\x00\x00\x00\x00" and len(content) > 54:
        return "bmp"
    return None


def _cryptographic(content: bytes, part: Part) -> str | None:
    """Signed, encrypted and time-stamped files (CMS), also in PEM or base64."""
    start = unwrapped(content[:HEAD], has_remarks=_is_called_signed(part))
    if start is None:
        return None
    kind = kind_of(start)
    if kind == SIGNED_DATA:
        return _signed(read_signed(start), part)
    return "tsd" if kind == TIMESTAMPED_DATA else "smime-encrypted"


def _signed(file: SignedFile, part: Part) -> str:
    """A signed file, a time-stamp, or the signature of a mail, which is no content of it.

    A signature without its file that calls itself a signed file was sent by mistake, and the office must know.
    """
    if file.content_type == TIME_STAMP:
        return "timestamp"
    return "signature" if file.is_apart and not _is_called_signed(part) else "p7m"


def _is_called_signed(part: Part) -> bool:
    name = part.name.lower().rpartition("/")[2]
    is_of_a_file = name.endswith(".p7s") and name != "smime.p7s"
    return ".p7m" in name or is_of_a_file or part.type.endswith("pkcs7-mime")


def _textual(content: bytes, part: Part) -> str | None:
    if not content.strip():
        return "html" if part.type == "text/html" else "text"
    start = charset.decode(content[:8_000], part.charset).text.lstrip("\ufeff")
    if not _is_text(start):
        return None
    opening = start.lstrip()[:20].upper()
    card = next((name for mark, name in _CARDS if opening.startswith(mark)), None)
    found = card or _markup(start, part.type)
    if found is None and not part.is_body:
        found = "eml" if _is_message(start) else "p7m" if _is_called_signed(part) and _ENCODED.match(start) else None
    return found or "text"


def _markup(start: str, declared: str) -> str | None:
    """HTML, XML by its root element, or None."""
    root = _XML_ROOT.match(start)
    if root is not None:
        name = root[2].lower()
        return _XML_ROOTS.get(name) or _XML_ROOTS.get(name.rpartition(":")[2], "xml")
    fragment = _MARKUP if declared == "text/html" else None if declared.startswith("text/") else _HTML_TAG
    written = _HTML_OPENING.match(start) or (fragment is not None and fragment.search(start))
    return "html" if written else None


def _is_text(start: str) -> bool:
    """Few control characters: at most one in a hundred, as old exports have them."""
    controls = sum(1 for character in start if character < " " and character not in "\t\n\r\f\v\x1a\x1b")
    return "\x00" not in start and controls * 100 <= len(start)


def _is_message(start: str) -> bool:
    """A mail saved as a file begins with its headers, one of them about its way here, or about what it holds."""
    if _MIME_HEADERS.match(start):
        return True
    headers = start.partition("\n\n")[0].replace("\r\n", "\n").split("\n")[:40]
    names = {match[1].lower() for line in headers if (match := _HEADER.match(line))}
    transport = {"return-path", "received", "message-id", "mime-version"}
    return _HEADER.match(headers[0]) is not None and len(names) >= 3 and bool(names & transport)
