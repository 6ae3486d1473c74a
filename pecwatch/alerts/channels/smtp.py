# SPDX-License-Identifier: EUPL-1.2
"""Mails by SMTP: one transaction per recipient, and an exact answer to what became of it.

The moment that matters is the final dot. Whatever fails before it leaves nothing behind and may simply be tried
again; a line that dies after it leaves us not knowing, and saying so is all that can be done.
"""

import base64
import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Self

from pecwatch.alerts.channels import Delivered, Doubtful, Outcome, OutgoingMail, Postponed, Refused
from pecwatch.errors import UsageError
from pecwatch.model.connection import Tls, is_loopback
from pecwatch.model.relay import SmtpRelay

REPLY_TIMEOUT_S = 60
DOT_TIMEOUT_S = 600
"""RFC 5321, 4.5.3.2.6: a relay may take ten minutes after the final dot, and giving up earlier makes duplicates."""

LOGIN_WANTED = {530, 534, 535, 538}
"""RFC 4954: replies that speak of our login, at whatever step they come."""


class SmtpChannel:
    """One relay; its session serves several mails and is opened again when it has gone."""

    def __init__(
        self, relay: SmtpRelay, *, reply_timeout_s: float = REPLY_TIMEOUT_S, dot_timeout_s: float = DOT_TIMEOUT_S
    ) -> None:
        """Prepare without connecting.

        Raises:
            UsageError: The relay asks for an open line to another machine, or its tls_ca_file is not one.
        """
        if relay.tls == Tls.NONE and not is_loopback(relay.host):
            raise UsageError('smtp: tls = "none" is for loopback addresses only; use "starttls" or "implicit"')
        self._relay = relay
        self._context = _trusting(relay.tls_ca_file)
        self._reply_timeout_s = reply_timeout_s
        self._dot_timeout_s = dot_timeout_s
        self._session: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, mail: OutgoingMail, before_dot: Callable[[], None]) -> Outcome:
        """Send one mail in a transaction of its own."""
        if not _is_carried(mail.recipient):
            return Refused(code="recipient_invalid", text="the address is not one that mail can carry: correct it")
        if not _is_carried(mail.sender):
            return Postponed(code="sender_invalid", text="the sender's address cannot be carried by mail: check from")
        try:
            session = self._ready()
            answer = _hand_over(session, mail)
        except OSError as error:
            self._drop()
            return _explain(error)
        if answer is not None:
            self._end_transaction(session)
            return answer
        try:
            before_dot()
        except BaseException:
            self._drop()
            raise
        return self._dot(session)

    def probe(self) -> Postponed | None:
        """Connect and log in without sending anything; None when the relay would take a mail from us."""
        try:
            self._ready()
        except OSError as error:
            self._drop()
            return _explain(error)
        return None

    def close(self) -> None:
        """Say goodbye to the relay."""
        if self._session is not None:
            with contextlib.suppress(OSError):
                self._session.quit()
            self._drop()

    def _ready(self) -> smtplib.SMTP:
        """The session in use if it still answers, otherwise a new one."""
        if self._session is not None:
            with contextlib.suppress(OSError):
                if self._session.noop()[0] == 250:
                    return self._session
            self._drop()
        self._session = self._connect()
        _log_in(self._session, self._relay)
        return self._session

    def _connect(self) -> smtplib.SMTP:
        relay, wait_s = self._relay, self._reply_timeout_s
        if relay.tls == Tls.IMPLICIT:
            session: smtplib.SMTP = smtplib.SMTP_SSL(relay.host, relay.port, timeout=wait_s, context=self._context)
        else:
            session = smtplib.SMTP(relay.host, relay.port, timeout=wait_s)
        self._session = session
        if session.sock is not None:
            # The dot is a small packet behind a large one: without this it waits 40 ms for an acknowledgement.
            session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _expect(session.ehlo(), 250)
        if relay.tls == Tls.STARTTLS:
            if not session.has_extn("starttls"):
                raise ssl.SSLError("STARTTLS is not offered")
            session.starttls(context=self._context)
            _expect(session.ehlo(), 250)
        return session

    def _dot(self, session: smtplib.SMTP) -> Outcome:
        try:
            if session.sock is not None:
                session.sock.settimeout(self._dot_timeout_s)
            session.send(b".\r\n")
            code, reply = session.getreply()
            if session.sock is not None:
                session.sock.settimeout(self._reply_timeout_s)
        except OSError:
            self._drop()
            return Doubtful(code="no_reply", text="the line died after the message: it may have been delivered")
        if 200 <= code < 300:
            return Delivered()
        if 400 <= code < 600:
            return _declined("the message", code, reply)
        self._drop()
        return Doubtful(code="garbled", text="the relay's reply to the message makes no sense: it may be delivered")

    def _end_transaction(self, session: smtplib.SMTP) -> None:
        """Keep the session for the next mail if the relay agrees."""
        with contextlib.suppress(OSError):
            if session.rset()[0] == 250:
                return
        self._drop()

    def _drop(self) -> None:
        if self._session is not None:
            with contextlib.suppress(OSError):
                self._session.close()
            self._session = None


def _trusting(ca_file: Path | None) -> ssl.SSLContext:
    """TLS 1.2 or later, certificate and host name checked."""
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise UsageError(f"smtp: tls_ca_file {ca_file}: no readable PEM certificate there ({error})") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _is_carried(address: str) -> bool:
    """Whether an address can stand in an SMTP command without becoming another command."""
    return re.fullmatch(r"[!-;=?-~]+@[!-;=?-~]+", address) is not None


def _log_in(session: smtplib.SMTP, relay: SmtpRelay) -> None:
    """Log in, in UTF-8 where the relay knows PLAIN: smtplib itself stops at the first accented letter."""
    if relay.username is None:
        return
    password = relay.password or ""
    if "PLAIN" in session.esmtp_features.get("auth", "").upper().split():
        secret = base64.b64encode(f"\0{relay.username}\0{password}".encode()).decode()
        code, reply = session.docmd("AUTH", f"PLAIN {secret}")
        if code != 235:
            raise smtplib.SMTPAuthenticationError(code, reply)
    elif relay.username.isascii() and password.isascii():
        session.login(relay.username, password)
    else:
        raise smtplib.SMTPNotSupportedError


def _hand_over(session: smtplib.SMTP, mail: OutgoingMail) -> Outcome | None:
    """Everything up to the final dot, or why it did not come to it."""
    options = [f"size={len(mail.content)}"] if session.has_extn("size") else []
    if not mail.content.isascii() and session.has_extn("8bitmime"):
        options.append("body=8bitmime")
    code, reply = session.mail(mail.sender, options)
    if code != 250:
        return _declined("the sender", code, reply)
    code, reply = session.rcpt(mail.recipient)
    if code not in (250, 251):
        return _declined("the recipient", code, reply)
    code, reply = session.docmd("DATA")
    if code != 354:
        return _declined("the message", code, reply)
    session.send(_transparent(mail.content))
    return None


def _transparent(content: bytes) -> bytes:
    """CRLF everywhere, a leading dot doubled (RFC 5321, 4.5.2), and an ended last line."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    ended = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended)


def _declined(what: str, code: int, reply: bytes) -> Outcome:
    """A reply before or after the dot that is not the one hoped for."""
    codes = _codes(code, reply)
    if code in LOGIN_WANTED:
        return Postponed(code="login_refused", text="the relay wants another login: check username and password_file")
    if 500 <= code < 600:
        return Refused(code=codes, text=f"the relay refuses {what} ({codes}): check the address, or ask the relay")
    return Postponed(code=codes, text=f"the relay does not take {what} now ({codes}): it is tried again")


def _codes(code: int, reply: bytes) -> str:
    """Basic and enhanced status code (RFC 3463): all that is kept of a reply."""
    enhanced = re.match(rb"[245]\.\d{1,3}\.\d{1,3}\b", reply)
    return f"{code} {enhanced[0].decode()}" if enhanced else str(code)


def _expect(answer: tuple[int, bytes], code: int) -> None:
    if answer[0] != code:
        raise smtplib.SMTPResponseException(*answer)


FAULTS: tuple[tuple[type[OSError], str, str], ...] = (
    (smtplib.SMTPAuthenticationError, "login_refused", "the relay refuses the login: check username and password_file"),
    (smtplib.SMTPNotSupportedError, "login_refused", "the relay takes no such login: check username, port and tls"),
    (smtplib.SMTPServerDisconnected, "disconnected", "the relay ended the conversation: it is tried again"),
    (TimeoutError, "timeout", "the relay does not answer: check host, port and network"),
    (ssl.SSLError, "tls_failed", "no trusted TLS, and nothing is sent openly: check host, port, tls and tls_ca_file"),
    (OSError, "unreachable", "the relay cannot be reached: check host, port and network"),
)
"""What the failure of a session means; the first that fits."""


def _explain(error: OSError) -> Postponed:
    """Why no transaction came about: the message has not left, so it is worth another try."""
    if isinstance(error, smtplib.SMTPResponseException) and (
        not isinstance(error, smtplib.SMTPAuthenticationError) or error.smtp_code < 500
    ):
        codes = _codes(error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b"")
        return Postponed(code=codes, text=f"the relay is not ready ({codes}): it is tried again")
    code, text = next((code, text) for kind, code, text in FAULTS if isinstance(error, kind))
    return Postponed(code=code, text=text)
