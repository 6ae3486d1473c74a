# SPDX-License-Identifier: EUPL-1.2
"""Protocol numbers printed in subjects and letters, as the several programs of protocol offices write them."""

import re
from html import unescape

from pecwatch.italian.dates import read_date
from pecwatch.model.message import ProtocolEntry

_BODY_LINES = 40
"""A stamp stands at the head of a letter; further down a number belongs to some other letter."""
_SUBJECT_LIMIT = 4096

_DAY = r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?![\d/])|\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}[°º]?\s+[a-z]{3,9}\s+\d{4})"
_NUMBER = rf"(?P<number>(?:[A-Z][A-Z_]{{0,9}}[./-]){{0,4}}\d+(?:[./](?!{_DAY})\d+){{0,4}}(?:/[A-Z]{{1,3}}\b)?)"
_SAID = (
    r"\bprot(?:ocollo\b|\b\.?)[\s:]*"
    r"(?:(?:gen(?:erale|\.)?|int(?:erno|\.)|(?:in\s+)?(?:uscita|partenza|entrata|arrivo)|ufficiale|\([A-Z]{1,2}\))[\s:]*)?"
)
_NUMERO = r"(?:n(?:umero|um\.|ro\.?|r\.?|\.|°|º)?[\s.:°º]*)?"
_OF = r"[\s,;.–-]*(?:[UEI]\b[\s,;.–-]*)?(?:(?:dell?['’]?|in\s+data|data(?:\s+(?:di\s+)?prot(?:ocollo|\.))?)\s*:?\s*)?"
_STAMPS = (
    re.compile(rf"{_SAID}{_NUMERO}{_NUMBER}(?:{_OF}(?P<date>{_DAY}))?", re.I),
    re.compile(rf"{_SAID}(?:del|data)\s*:?\s*(?P<date>{_DAY})[\s,;–-]*n(?:umero|r\.?|\.|°|º)?[\s.:°º]*{_NUMBER}", re.I),
    re.compile(
        rf"REGISTRO[\s_]+UFFICIALE[\s.|(_]*(?:[A-Z]\b)?[\s.|)_]*(?P<number>\d+(?:\.(?!{_DAY})\d+)?)"
        rf"(?:[\s.|]*(?P<date>{_DAY}))?",
        re.I,
    ),
)
"""«Prot. 0003809 del 14/01/2026», «Prot. del 14/01/2026 n. 3809», «…REGISTRO UFFICIALE.U.0003809.14-01-2026»."""
_OF_OTHERS = re.compile(
    r"\b(?:v[so]s?\.?|vostr[aeio]|rif\.?|riferimento|riscontro|risposta|seguito)\b[^\d]{0,80}\Z", re.I
)
"""What says that the number which follows is that of a letter answered: «riscontro vs. nota prot. …»."""

_UNSEEN = re.compile(r"<(style|script|head|title)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_LINE_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^<>]*>", re.I)
_TAG = re.compile(r"<[^<>]*>")


def read_stamp(text: str) -> ProtocolEntry | None:
    """The first stamp in a line of text that is not the number of some other letter."""
    line = text[:_SUBJECT_LIMIT]
    for pattern in _STAMPS:
        for match in pattern.finditer(line):
            if not _OF_OTHERS.search(line, max(0, match.start() - 120), match.start()):
                return _entry(match)
    return None


def stamp_at_line_start(body: str) -> ProtocolEntry | None:
    """A stamp that opens a line; in running text a number is that of another letter («vostra nota prot. …»)."""
    lines = [line.strip(" \t>[(*|")[:_SUBJECT_LIMIT] for line in body.splitlines() if line.strip()]
    matches = (pattern.match(line) for line in lines[:_BODY_LINES] for pattern in _STAMPS)
    return next((_entry(match) for match in matches if match is not None), None)


def text_of_html(html: str) -> str:
    """What an HTML body says, line by line; enough to find a stamp in, not to read a list from."""
    return unescape(_TAG.sub("", _LINE_BREAK.sub("\n", _UNSEEN.sub("", html))))


def _entry(match: re.Match[str]) -> ProtocolEntry:
    return ProtocolEntry(number=match["number"], date=read_date(match["date"] or ""))
