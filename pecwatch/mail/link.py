# SPDX-License-Identifier: EUPL-1.2
"""The line to a mail server: how it is opened, how it is cut, and what its failures mean."""

import contextlib
import datetime as dt
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.model.connection import Tls, is_loopback
from pecwatch.model.mailbox import MailboxAccount
from pecwatch.model.record import record


@record
class Fault:
    """Why a line failed."""

    code: str
    """Stable word, for the health of the mailbox."""
    text: str
    """English: what happened and the remedy; nothing that the other side said."""


class Watch:
    """Cuts a line when one command takes too long, however lively the line looks.

    A time-out of a socket starts anew with each byte: a server that drips one byte now and then would hold us for ever.
    """

    def __init__(self, deadline_s: float) -> None:
        self.deadline_s = deadline_s
        self.line: socket.socket | None = None
        """What to cut; replaced when STARTTLS wraps the socket."""
        self.has_cut = False

    @contextlib.contextmanager
    def deadline(self) -> Iterator[None]:
        """Let the block run for at most `deadline_s`; past that its reads fail."""
        timer = threading.Timer(self.deadline_s, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        self.has_cut = True
        if self.line is not None:
            with contextlib.suppress(OSError):
                # The method of the plain socket: that of ssl would swap the reader's state under its feet.
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)


def checked_tls(account: MailboxAccount) -> Tls:
    """How the line is to be protected.

    Raises:
        UsageError: An open line to another machine, an unknown word, or a line break in user name or password.
    """
    if account.tls not in set(Tls):
        raise UsageError(f"mailbox {account.name!r}: tls must be one of {', '.join(Tls)}")
    if account.tls == Tls.NONE and not is_loopback(account.host):
        raise UsageError(f'mailbox {account.name!r}: tls = "none" is for loopback addresses only; use "implicit"')
    if re.search(r"[\r\n\0]", account.username + account.password):
        raise UsageError(f"mailbox {account.name!r}: line break in username or password: correct password_file")
    return Tls(account.tls)


def trusting(ca_file: Path | None) -> ssl.SSLContext:
    """TLS 1.2 or later, certificate and host name checked, against one authority or those of the system.

    Raises:
        UsageError: The file holds no certificate.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise UsageError(f"tls_ca_file {ca_file}: no readable PEM certificate there ({error})") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def open_line(host: str, port: int, read_timeout_s: float) -> socket.socket:
    """Connect, with a time-out for each read and keepalive for the time between polls."""
    line = socket.create_connection((host, port), timeout=read_timeout_s)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return line


def certificate_end(line: socket.socket | None) -> dt.datetime | None:
    """Until when the certificate is valid that the other side has shown; None on an open line."""
    shown = line.getpeercert() if isinstance(line, ssl.SSLSocket) else None
    ends = None if shown is None else shown.get("notAfter")
    return dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), dt.UTC) if isinstance(ends, str) else None


def explain(error: OSError) -> Fault:
    """What the failure of a line means to whoever runs pecwatch."""
    match error:
        case ssl.SSLCertVerificationError():
            return Fault(
                code="certificate_refused",
                text=f"the server's certificate is refused ({error.verify_message}): check host and tls_ca_file, "
                "or ask the provider for a valid certificate",
            )
        case TimeoutError():
            return Fault(code="timeout", text="the server does not answer: check host, port and network")
        case ssl.SSLError():
            return Fault(code="tls_failed", text="no TLS could be agreed on: check port and tls")
        case socket.gaierror():
            return Fault(code="host_unknown", text="the host name is unknown: check host and name service")
        case ConnectionRefusedError():
            return Fault(code="connection_refused", text="nobody listens there: check host and port")
        case _:
            return Fault(code="disconnected", text="the line broke: it is tried again")
