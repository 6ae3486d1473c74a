# SPDX-License-Identifier: EUPL-1.2
"""What mail servers say of a mail that did not arrive: RFC 3464 reports, and the free text of older servers."""

import re
from collections.abc import Iterator

from pecwatch.mail.automatic import is_from_server, report_of
from pecwatch.mail.headers import as_text, split_headers
from pecwatch.mail.letterhead import addresses_in
from pecwatch.mail.mime import Entity, charset, content, enclosed_message
from pecwatch.model.reply import Returned

READ_LIMIT = 64 * 1024
"""Bytes of a piece that are looked at."""

_MOST = 20
"""Recipients and Message-IDs kept."""

_GIVEN_BACK = frozenset(("message/rfc822", "message/global"))
_HEADERS_GIVEN_BACK = frozenset(("text/rfc822-headers", "message/global-headers"))
_STATUS = frozenset(("message/delivery-status", "message/global-delivery-status"))
_FIELD = re.compile(r"^(?P<name>[A-Za-z-]{2,40})[ \t]*:[ \t]*(?P<value>[^\r\n]{0,1000})$", re.M)
_NAMED_ID = re.compile(r"(?:^|\s)(?:message-?id|id\s+messaggio|id\s+del\s+messaggio)\s*:\s*(<[^<>\s]{3,400}>)", re.I)
_STATUS_CODE = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_NOT_YET = re.compile(
    r"\b(?:delayed|still\s+being\s+retried|will\s+(?:continue|keep)\s+(?:to\s+)?try|will\s+be\s+retried|has\s+not\s+yet\s+been\s+delivered"
    r"|could\s+not\s+send\s+message\s+for\s+past|warning\s+message\s+only|you\s+do\s+not\s+need\s+to\s+resend"
    r"|in\s+ritardo|ritardat[ao]|ancora\s+tentat|nuovi\s+tentativi|non\s+[eè]\s+necessario\s+(?:re|ri)inviare)",
    re.I,
)
"""What servers without a report say while they are still trying."""
_WORST = ("failed", "delayed", "delivered", "relayed", "expanded")
"""Of several recipients the one that fared worst tells."""


def returned_by(message: Entity) -> Returned | None:
    """What a mail server says of a mail of ours; None for what no mail server wrote about a delivery."""
    if report_of(message) == "delivery-status":
        return _of_report(message)
    if not is_from_server(message.headers):
        return None
    return _of_text(message)


def _of_report(message: Entity) -> Returned:
    recipients: list[str] = []
    actions: list[str] = []
    statuses: list[str] = []
    for field, value in (pair for leaf in message.leaves() if leaf.type in _STATUS for pair in _fields(_text(leaf))):
        if field in ("final-recipient", "original-recipient"):
            recipients += addresses_in(value)
        elif field == "action":
            actions.append(value.partition("(")[0].strip().lower())
        elif field == "status":
            statuses += _STATUS_CODE.findall(value)
    return Returned(
        recipients=_each_once(recipients),
        action=next((word for word in _WORST if word in actions), ""),
        status=statuses[0] if statuses else "",
        message_ids=_each_once([*_ids_given_back(message), *_ids_named(message)]),
    )


def _of_text(message: Entity) -> Returned:
    """A server that writes to people only: qmail, old Exchange and Exim."""
    text = "\n".join(_text(leaf) for leaf in message.leaves() if leaf.type.startswith("text/"))[:READ_LIMIT]
    told = f"{message.headers.text('Subject') or ''}\n{text}"
    # Below this line there may be the mail itself, with any word in it.
    said, _, _ = text.partition("\n---")
    statuses = _STATUS_CODE.findall(said)
    failed = message.headers.raw("X-Failed-Recipients")
    return Returned(
        recipients=_each_once(addresses_in(failed) if failed else addresses_in(said)),
        action="delayed" if _NOT_YET.search(told.partition("\n---")[0]) else "failed",
        status=next((code for code in statuses if code[0] in "45"), ""),
        message_ids=_each_once([*_ids_given_back(message), *_ids_named(message)]),
    )


def _ids_given_back(message: Entity) -> Iterator[str]:
    for leaf in message.leaves():
        if leaf.type in _GIVEN_BACK:
            given_back = split_headers(enclosed_message(leaf)[:READ_LIMIT])[0]
        elif leaf.type in _HEADERS_GIVEN_BACK:
            given_back = split_headers(content(leaf)[:READ_LIMIT])[0]
        else:
            continue
        yield from re.findall(r"<[^<>\s]+>", given_back.raw("Message-ID") or "")


def _ids_named(message: Entity) -> Iterator[str]:
    """Message-IDs in the text: servers copy the header of the mail below their own words."""
    for leaf in message.leaves():
        if leaf.type in ("text/plain", "text/html"):
            yield from _NAMED_ID.findall(_text(leaf).replace("&lt;", "<").replace("&gt;", ">"))


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """Fields of the groups of a report; folded lines are joined before."""
    unfolded = re.sub(r"\r?\n[ \t]+", " ", text).replace("\r", "")
    for match in _FIELD.finditer(unfolded):
        yield match["name"].lower(), match["value"]


def _text(leaf: Entity) -> str:
    return as_text(content(leaf)[:READ_LIMIT], charset(leaf))


def _each_once(found: Iterator[str] | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one if one.startswith("<") else one.lower() for one in found))[:_MOST]
