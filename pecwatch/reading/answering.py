# SPDX-License-Identifier: EUPL-1.2
"""What in a message may be an answer to a mail of ours: own words, tokens, what a mail server reports.

Runs where messages from outside are read; what it finds is judged outside, by `service/answering.py`.
"""

import re
from collections.abc import Iterator

from pecwatch.mail.bounces import returned_by
from pecwatch.mail.headers import as_text
from pecwatch.mail.mime import read_entity
from pecwatch.mail.quoting import READ_LIMIT, Above, above_quote, above_quote_of_html
from pecwatch.model.message import Envelope, Kind, Part, Zone
from pecwatch.model.reply import Reply

TOKEN = re.compile(r"\[\s?pw\s?:\s?([a-z2-7]{12})\s?\]", re.I)
"""What our mails bear, as `[pw:k7m2q9xab4c5]`."""

_MOST_TOKENS = 20
_NO_ANSWERS = (Kind.RECEIPT, Kind.DOCUMENT)


def reply_of(envelope: Envelope, content: bytes) -> Reply:
    """What a message may have to say to us; an empty one where nothing in it points to a mail of ours.

    Args:
        content: The bytes of the same message.
    """
    said = envelope.message
    bodies = [part for part in envelope.parts if part.is_body and part.zone is Zone.INNER]
    texts = [_text(part) for part in bodies]
    tokens = tuple(dict.fromkeys(_tokens(said.subject or "", *texts)))[:_MOST_TOKENS]
    is_about_delivery = said.automatic and said.kind is Kind.ORDINARY
    returned = returned_by(read_entity(content)) if is_about_delivery else None
    if said.kind in _NO_ANSWERS or not (tokens or said.in_reply_to or returned):
        return Reply()
    above = _above(bodies, texts)
    return Reply(own_text=above.text, had_quote=above.had_quote, tokens=tokens, returned=returned)


def _tokens(*texts: str) -> Iterator[str]:
    for text in texts:
        yield from (token.lower() for token in TOKEN.findall(text))


def _text(part: Part) -> str:
    return as_text(part.content[:READ_LIMIT], part.charset)


def _above(bodies: list[Part], texts: list[str]) -> Above:
    """Own words of the text body; of the HTML body where there is no other, or nothing in it."""
    plain = [text for part, text in zip(bodies, texts, strict=True) if part.type != "text/html" and text.strip()]
    if plain:
        return above_quote(plain[0])
    html = [text for part, text in zip(bodies, texts, strict=True) if part.type == "text/html"]
    return above_quote_of_html(html[0]) if html else Above(text="", had_quote=False)
