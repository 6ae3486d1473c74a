# SPDX-License-Identifier: EUPL-1.2
"""XML of documents from outside, taken element by element: no tree is built, however deep or long it is."""

from collections.abc import Iterable
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from pecwatch.documents.zipped import Refusal, Refused

ELEMENTS = 1_200_000
"""Some ten seconds; the longest letter of an office has a hundredth of it."""

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
"""Namespaces of Word (ECMA-376, transitional and strict) and OpenDocument, by their usual prefixes."""

_SHORT: dict[str, str] = {}
_SHORT_LIMIT = 5_000


class TooLong(Exception):
    """There is more than reading is allowed to take; what was read so far stays good."""


class Attributes:
    """The attributes of an element, by names with the usual prefix."""

    __slots__ = ("_written",)

    def __init__(self, written: dict[str, str]) -> None:
        self._written = {short(name): value for name, value in written.items()} if written else {}

    def get(self, name: str) -> str | None:
        """The value as written; None without it."""
        return self._written.get(name)

    def is_on(self, name: str = "w:val") -> bool:
        """A switch as Word writes it: on unless it says that it is off."""
        return (self._written.get(name) or "true").strip().lower() not in ("0", "false", "off", "none")

    def number(self, name: str, otherwise: int = 0) -> int:
        """A whole number of at most nine digits, or what stands for a missing or senseless one."""
        try:
            number = int((self._written.get(name) or "")[:11])
        except ValueError:
            return otherwise
        return number if abs(number) < 1_000_000_000 else otherwise


def short(name: str) -> str:
    """`{namespace}name` with the usual prefix of the namespace; `?:name` where we know none."""
    found = _SHORT.get(name)
    if found is None:
        namespace, _, local = name.rpartition("}")
        found = f"{_PREFIXES.get(namespace[1:], '?')}:{local}" if namespace else local
        if len(_SHORT) < _SHORT_LIMIT:  # names of hostile documents are without end
            _SHORT[name] = found
    return found


class Elements:
    """What is made of a document's elements; a subclass says so in `opened`, `closed` and `written`."""

    SKIPPED: frozenset[str] = frozenset()
    """Elements that are left out with everything in them."""

    def __init__(self) -> None:
        self.path: list[str] = []
        """Names of the elements around the present one, itself included."""
        self._skipping = 0
        self._count = 0

    def begin(self) -> None:
        """A file begins; whatever was open when the one before it broke off is forgotten."""
        self.path.clear()
        self._skipping = 0

    def opened(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def closed(self, name: str) -> None:
        """An element ends."""

    def written(self, text: str) -> None:
        """Text within the present element; one text may come in several pieces."""

    def is_skipped(self, name: str) -> bool:
        """Whether an element that is about to begin is left out."""
        return name in self.SKIPPED

    def inside(self, *names: str) -> bool:
        """Whether the elements next around the present one are these, the outermost first."""
        return tuple(self.path[-1 - len(names) : -1]) == names

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Called by the parser."""
        self._count += 1
        if self._count > ELEMENTS:
            raise TooLong
        if self._skipping:
            self._skipping += 1
            return
        name = short(tag)
        if self.is_skipped(name):
            self._skipping = 1
            return
        self.path.append(name)
        self.opened(name, Attributes(attributes))

    def end(self, tag: str) -> None:
        """Called by the parser."""
        del tag
        if self._skipping:
            self._skipping -= 1
            return
        self.closed(self.path[-1])
        self.path.pop()

    def data(self, text: str) -> None:
        """Called by the parser."""
        if not self._skipping:
            self.written(text)

    def close(self) -> None:
        """Called by the parser."""


def walk(chunks: Iterable[bytes], elements: Elements) -> Refusal | None:
    """Let a document's elements pass by; why it was not read to its end, or None when it was.

    A document type is refused before anything is read: entities are how XML bombs are made.
    """
    elements.begin()
    parser = DefusedXMLParser(target=elements, forbid_dtd=True)
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except Refused as refused:
        return refused.why
    except TooLong:
        return Refusal.SIZE_LIMIT
    except (ParseError, DefusedXmlException, LookupError, ValueError):  # the last two: encodings nobody knows
        return Refusal.DAMAGED
    return None
