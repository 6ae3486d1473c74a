# SPDX-License-Identifier: EUPL-1.2
"""An alert as the bytes of one mail to one recipient."""

import datetime as dt
import re
from email import message_from_bytes
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header, decode_header, make_header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr

from pecwatch.alerts.shown import clean
from pecwatch.model.alert import Alert, AttachedFile

CRLF = compat32.clone(linesep="\r\n")
"""The newer policies add blanks between encoded words when they fold a long subject; this one does not."""

QUOTED = Charset("utf-8")
QUOTED.body_encoding = QP

MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
"""A Message-ID that may stand in a header of ours: printable ASCII between angle brackets, on one line."""

REPEATED = "[POSSIBILE RIPETIZIONE]"
"""Said when the first attempt may have arrived: the link died after the final dot."""


def render(
    alert: Alert,
    *,
    sender: str,
    reply_to: str,
    message_id: str,
    date: dt.datetime,
) -> bytes:
    """Lay an alert out as a mail with a text and an HTML part, its files beside them, and CRLF line ends.

    Args:
        sender: Address the mail leaves from.
        reply_to: Address that answers go to.
        message_id: With angle brackets; the same for every attempt.
        date: Aware.
    """
    mail = _content(alert)
    mail["From"] = formataddr(("pecwatch", _header(sender)))
    mail["To"] = formataddr((_header(alert.recipient.name), _header(alert.recipient.email)))
    mail["Reply-To"] = _header(reply_to)
    mail["Subject"] = _encoded(_header(alert.subject))
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = _header(message_id)
    answered = None if alert.in_reply_to is None else MESSAGE_ID.fullmatch(alert.in_reply_to.strip())
    if answered is not None:
        mail["In-Reply-To"] = mail["References"] = answered[0]
    mail["Auto-Submitted"] = "auto-generated" if alert.in_reply_to is None else "auto-replied"
    mail["Content-Language"] = "it"
    return mail.as_bytes(policy=CRLF)


def _content(alert: Alert) -> MIMEMultipart:
    """Text and HTML to choose from; with files, both of them as the first part of a whole."""
    bodies = MIMEMultipart("alternative")
    bodies.attach(_body(alert.text, "plain"))
    bodies.attach(_body(alert.html, "html"))
    if not alert.attachments:
        return bodies
    whole = MIMEMultipart("mixed")
    whole.attach(bodies)
    for file in alert.attachments:
        whole.attach(_attached(file))
    return whole


def _attached(file: AttachedFile) -> MIMEBase:
    kind, *parameters = (piece.strip() for piece in file.media_type.split(";"))
    main, _, sub = kind.partition("/")
    part = MIMEBase(main, sub)
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        part.set_param(name, value)
    part.set_payload(file.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=_header(file.name))
    return part


def mark_repeated(content: bytes) -> bytes:
    """The same mail, Message-ID and all, with a word of warning before its subject."""
    mail: Message = message_from_bytes(content)
    subject = str(make_header(decode_header(mail["Subject"])))
    if not subject.startswith(REPEATED):
        mail.replace_header("Subject", _encoded(f"{REPEATED} {subject}"))
    return mail.as_bytes(policy=CRLF)


def _body(text: str, subtype: str) -> MIMEText:
    return MIMEText(text, subtype, QUOTED)  # type: ignore[arg-type]  # a Charset is taken, the stub knows only str


def _encoded(text: str) -> str:
    return Header(text, "us-ascii" if text.isascii() else "utf-8", header_name="Subject").encode()


def _header(text: str) -> str:
    """The text as one harmless line: no line ends, no control characters, nothing that decodes to them."""
    return re.sub(r"=(?=\?)", "= ", clean(text)).strip()
