# SPDX-License-Identifier: EUPL-1.2
"""Number and day that a protocol office gave to a message: Segnatura.xml, or a stamp in subject or text."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pecwatch.italian.dates import read_date
from pecwatch.model.message import ProtocolEntry

_SIGNATURE_LIMIT = 1024 * 1024
"""Bytes of a Segnatura.xml."""
_BODY_LINES = 40
"""A stamp stands at the head of a letter; further down a number belongs to some other letter."""

_DATE = r"(?P<date>\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+[a-z]{3,9}\s+\d{4})"
_STAMPS = (
    re.compile(
        r"\bprot(?:ocollo|\.)?[\s:]*(?:gen(?:erale|\.)?\s*)?(?:n(?:umero|r|\.|°|º)?[\s.:°º]*)?"
        r"(?P<number>(?:[A-Z]{1,3}/)?\d[\d./]*\d|\d)"
        rf"(?:(?:\s*,)?\s*(?:del|dell'|in\s+data|data|-|–)?\s*{_DATE})?",
        re.I,
    ),
    re.compile(
        rf"REGISTRO\s+UFFICIALE(?:\s*\.\s*|\s*\(\s*)[A-Z](?:\s*\.\s*|\s*\)\s*)(?P<number>\d+)\s*\.\s*{_DATE}", re.I
    ),
)
"""«Prot. 0003809 del 14/01/2026», and the ministries' «…REGISTRO UFFICIALE.U.0003809.14-01-2026»."""


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
        entry = _at_line_start(body)
        if entry is not None:
            return entry
    return None


def read_signature(content: bytes) -> ProtocolEntry | None:
    """NumeroRegistrazione and DataRegistrazione of a Segnatura.xml (AgID circular 60/2013 and its successors)."""
    # The older Segnatura.xml names a document type without entities, so that alone is no attack.
    try:
        root: Element = fromstring(content[:_SIGNATURE_LIMIT], forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    texts = {
        element.tag.rpartition("}")[2].lower(): "".join(element.itertext()).strip()
        for element in reversed([*root.iter()])
    }
    number = texts.get("numeroregistrazione")
    return ProtocolEntry(number=number, date=read_date(texts.get("dataregistrazione", ""))) if number else None


def read_stamp(text: str) -> ProtocolEntry | None:
    """The first stamp in a line of text."""
    for pattern in _STAMPS:
        match = pattern.search(text)
        if match is not None:
            return ProtocolEntry(number=match["number"], date=read_date(match["date"] or ""))
    return None


def _at_line_start(body: str) -> ProtocolEntry | None:
    """A stamp that opens a line; in running text a number is that of another letter («vostra nota prot. …»)."""
    lines = [line.strip(" \t>[(*|") for line in body.splitlines() if line.strip()]
    stamped = (line for line in lines[:_BODY_LINES] if any(pattern.match(line) for pattern in _STAMPS))
    return next((entry for entry in map(read_stamp, stamped) if entry is not None), None)
