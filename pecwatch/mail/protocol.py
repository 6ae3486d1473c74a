# SPDX-License-Identifier: EUPL-1.2
"""Number and day that a protocol office gave to a message: Segnatura.xml, or a stamp in subject or text."""

import datetime as dt
import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pecwatch.italian.dates import read_date
from pecwatch.mail.headers import as_text
from pecwatch.mail.stamps import read_stamp, stamp_at_line_start
from pecwatch.model.message import ProtocolEntry

_SIGNATURE_LIMIT = 1024 * 1024
"""Bytes of a Segnatura.xml."""
_DECLARATION = re.compile(
    rb"""\A\s*+(?:\xef\xbb\xbf)?\s*+<\?xml[^>]*?(?:\bencoding\s*=\s*["']([\w.:-]+)["'][^>]*)?\?>"""
)
_DECLARATION_LIMIT = 512
"""Bytes in which an XML declaration stands; looking further costs quadratic time."""
_ROOT = re.compile(rb"<(?:[\w.-]+:)?segnatura(?:informatica)?[\s>/]", re.I)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
"""The beginning of a moment: some programs write `2025-10-24T00:00:00`."""


def protocol_of(
    signatures: Iterable[bytes], subjects: Iterable[str | None], bodies: Iterable[str]
) -> ProtocolEntry | None:
    """The first entry found: in a Segnatura.xml, otherwise in a subject, otherwise at the head of a body.

    Args:
        signatures, subjects, bodies: Each the outermost first.
    """
    for content in signatures:
        entry = read_signature(content)
        if entry is not None:
            return entry
    for subject in subjects:
        entry = read_stamp(subject or "")
        if entry is not None:
            return entry
    for body in bodies:
        entry = stamp_at_line_start(body)
        if entry is not None:
            return entry
    return None


def looks_like_signature(content: bytes) -> bool:
    """Whether bytes are a Segnatura.xml, whatever the file is called; what only bears its name is content."""
    return _ROOT.search(content[:4096]) is not None


def read_signature(content: bytes) -> ProtocolEntry | None:
    """NumeroRegistrazione and DataRegistrazione of a Segnatura.xml (AgID circular 60/2013, guidelines of 2021)."""
    # The older Segnatura.xml names a document type without entities, so that alone is no attack.
    try:
        root: Element = fromstring(_text(content[:_SIGNATURE_LIMIT]), forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    texts = {
        element.tag.rpartition("}")[2].lower(): "".join(element.itertext()).strip()
        for element in reversed([*root.iter()])
    }
    number = texts.get("numeroregistrazione")
    return ProtocolEntry(number=number, date=_day(texts.get("dataregistrazione", ""))) if number else None


def _text(content: bytes) -> str:
    """The file without its declaration, whose charset is not always that of the file."""
    declaration = _DECLARATION.match(content[:_DECLARATION_LIMIT])
    if declaration is None:
        return as_text(content).lstrip("\ufeff")
    charset = declaration.group(1)
    return as_text(content[declaration.end() :], None if charset is None else charset.decode("ascii"))


def _day(text: str) -> dt.date | None:
    moment = _DAY.match(text)
    return read_date(text if moment is None else moment.group())
