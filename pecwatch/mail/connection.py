# SPDX-License-Identifier: EUPL-1.2
"""imaplib on a line of our own: watched, encrypted as configured, and with bounds on what the server may announce."""

import imaplib
import socket
import ssl

from pecwatch.mail.batches import BYTES_AT_ONCE, PIECE
from pecwatch.mail.link import Watch, open_line
from pecwatch.model.mailbox import MailboxAccount
from pecwatch.model.message import LARGEST_MESSAGE


class Connection(imaplib.IMAP4):
    """One conversation with a server."""

    def __init__(
        self, account: MailboxAccount, watch: Watch, read_timeout_s: float, context: ssl.SSLContext | None
    ) -> None:
        self._watch = watch
        self._context = context
        super().__init__(account.host, account.port, read_timeout_s)

    def _create_socket(self, timeout: float) -> socket.socket:
        line = self._watch.line = open_line(self.host, self.port, timeout)
        if self._context is not None:
            line = self._watch.line = self._context.wrap_socket(line, server_hostname=self.host)
        return line

    def read(self, size: int) -> bytes:
        """Read a literal, unless its size is absurd.

        Of one longer than anything we ask for the rest is dropped: the reply is garbled then, and the line in step.
        """
        if size > LARGEST_MESSAGE:
            raise self.abort("literal too large")
        kept = super().read(min(size, BYTES_AT_ONCE))
        left = size - len(kept)
        while left > 0 and (dropped := super().read(min(left, PIECE))):
            left -= len(dropped)
        return kept

    def readline(self) -> bytes:
        """Read a line; one that is too long leaves the conversation out of step."""
        try:
            return super().readline()
        except self.error:
            raise self.abort("line too long") from None

    def log_in(self, username: str, password: str) -> None:
        """Log in with one command; what is not ASCII goes the one way that has a coding for it."""
        if username.isascii() and password.isascii():
            self.login(quoted(username), password)
        else:
            self.authenticate("PLAIN", lambda _: f"\0{username}\0{password}".encode())


def quoted(text: str) -> str:
    """Text as an IMAP string in quotation marks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
