# SPDX-License-Identifier: EUPL-1.2
"""daticert.xml: what the certified provider declares of a message (technical rules of DM 2 November 2005)."""

import datetime as dt
import quopri
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pecwatch.italian.dates import read_date
from pecwatch.italian.rome import ROME
from pecwatch.mail.headers import as_text
from pecwatch.model.record import record

SIZE_LIMIT = 8 * 1024 * 1024
"""Bytes; a message to thousands of recipients stays below."""

_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?[\s>|]*(?:<\?[^>]{0,200}\?>[\s>|]*)?(?:<!--[^>]{0,500}-->[\s>|]*)*<(?:[\w.-]{1,40}:)?postacert[\s>]"
)
"""A daticert stands alone in its part: in a notice, which quotes the subject, anybody can have one printed."""
_OPENING = re.compile(r"<((?:[\w.-]{1,40}:)?postacert)\b")
_DECLARED_CHARSET = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']""")
_DOCUMENT_TYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.I)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_QUOTE_MARKS = re.compile(r"^[>|] ?", re.M)
_LINE_END = re.compile(r"\r\n?|\n")
"""A forward in running text marks lines as quoted, and breaks them inside of names."""
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?")
_ZONE = re.compile(r"([+-])(\d{2}):?(\d{2})")


@record
class Daticert:
    """The certified facts; what is not there is None."""

    kind: str | None
    """What it is about, as written: `posta-certificata`, `accettazione` …"""
    error: str | None = None
    """`no-dest`, `no-dominio`, `virus`, `altro`; None where it says `nessuno`."""
    sender: str | None
    recipients: tuple[str, ...]
    subject: str | None
    identifier: str | None
    certified_at: dt.datetime | None
    provider: str | None = None
    """The certified provider (gestore) by its own name."""
    was_repaired: bool
    """It was not well-formed, and could be read all the same."""


def looks_like_daticert(content: bytes) -> bool:
    """Whether bytes are a daticert, whatever the part is called."""
    return _BEGINNING.match(content[:4096]) is not None


def read_daticert(content: bytes) -> Daticert | None:
    """Read a daticert; None when it cannot be read or may not be (a document type is an attack)."""
    charset = _DECLARED_CHARSET.search(content[:512])
    text = as_text(content[:SIZE_LIMIT], charset.group(1).decode("ascii") if charset else "utf-8")
    if _DOCUMENT_TYPE.search(text):
        return None
    attempts = ((_root(reading), number > 0) for number, reading in enumerate(_readings(text)))
    return next((_facts(root, was_repaired=repaired) for root, repaired in attempts if root is not None), None)


def _readings(text: str) -> Iterator[str]:
    """The text, then what it may have been before somebody's program spoilt it, the mildest repair first."""
    yield text
    tidy = _BARE_AMPERSAND.sub("&amp;", _ILLEGAL.sub("", text))
    yield tidy
    unquoted = _QUOTE_MARKS.sub("", tidy)
    yield unquoted
    yield _LINE_END.sub("", unquoted)
    if "=3D" in text:
        yield as_text(quopri.decodestring(text.encode()))


def _root(text: str) -> Element | None:
    """The root element, without what stands before and behind it."""
    opening = _OPENING.search(text)
    closing = -1 if opening is None else text.rfind(f"</{opening[1]}", opening.end())
    if opening is None or closing == -1:
        return None
    return _parsed(text[opening.start() : text.find(">", closing) + 1])


def _parsed(text: str) -> Element | None:
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2].lower()
    return root


def _facts(root: Element, *, was_repaired: bool) -> Daticert:
    recipients = (_address(element) for element in root.iterfind("intestazione/destinatari"))
    error = (root.get("errore") or "").strip().lower()
    return Daticert(
        kind=(root.get("tipo") or "").strip().lower() or None,
        error=None if error in ("", "nessuno") else error,
        sender=_address(root.find("intestazione/mittente")),
        recipients=tuple(address for address in recipients if address),
        subject=_text(root.find("intestazione/oggetto")),
        identifier=_text(root.find("dati/identificativo")),
        certified_at=_moment(root.find("dati/data")),
        provider=_text(root.find("dati/gestore-emittente")),
        was_repaired=was_repaired,
    )


def _text(element: Element | None) -> str | None:
    """The text of an element, with the line breaks of a careless re-wrap folded."""
    return None if element is None else " ".join("".join(element.itertext()).split()) or None


def _address(element: Element | None) -> str | None:
    text = _text(element)
    bracketed = re.search(r"<([^<>]+)>\s*$", text) if text else None
    return bracketed.group(1).strip() if bracketed else text


def _moment(element: Element | None) -> dt.datetime | None:
    """`<data zona="+0200"><giorno>24/10/2025</giorno><ora>09:12:31</ora></data>`; without zone, Italian time."""
    if element is None:
        return None
    day = read_date(_text(element.find("giorno")) or "")
    time = _TIME.fullmatch(_text(element.find("ora")) or "")
    if day is None or time is None:
        return None
    hour, minute, second = (int(number or 0) for number in time.groups())
    try:
        return dt.datetime.combine(day, dt.time(hour, minute, second), _zone(element))
    except ValueError:
        return None


def _zone(element: Element) -> dt.tzinfo:
    zone = _ZONE.fullmatch((element.get("zona") or "").strip())
    if zone is None:
        return ROME
    sign, hours, minutes = zone.groups()
    offset = dt.timedelta(hours=int(hours), minutes=int(minutes))
    return dt.timezone(-offset if sign == "-" else offset)
