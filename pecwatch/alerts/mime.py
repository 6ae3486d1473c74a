# SPDX-License-Identifier: EUPL-1.2
"""An alert as the bytes of one mail to one recipient."""

import datetime as dt
import re
from email import message_from_bytes
from email.charset import QP, Charset
from email.header import Header, decode_header, make_header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr

from pecwatch.alerts.shown import clean
from pecwatch.model.alert import Alert

CRLF = compat32.clone(linesep="\r\n")
"""The newer policies add blanks between encoded words when they fold a long subject; this one does not."""

QUOTED = Charset("utf-8")
QUOTED.body_encoding = QP

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
    """Lay an alert out as a mail with a text and an HTML part, and CRLF line ends.

    Args:
        sender: Address the mail leaves from.
        reply_to: Address that answers go to.
        message_id: With angle brackets; the same for every attempt.
        date: Aware.
    """
    mail = MIMEMultipart("alternative")
    mail["From"] = formataddr(("pecwatch", _header(sender)))
    mail["To"] = formataddr((_header(alert.recipient.name), _header(alert.recipient.email)))
    mail["Reply-To"] = _header(reply_to)
    mail["Subject"] = _encoded(_header(alert.subject))
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = _header(message_id)
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "it"
    mail.attach(_body(alert.text, "plain"))
    mail.attach(_body(alert.html, "html"))
    return mail.as_bytes(policy=CRLF)


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
