# SPDX-License-Identifier: EUPL-1.2
"""imaplib on a line of our own: watched, encrypted as configured, and with bounds on what the server may announce."""

import imaplib
import re
import socket
import ssl
from typing import Any

from pecwatch.mail.batches import BYTES_AT_ONCE, PIECE, uids_in
from pecwatch.mail.link import Watch, open_line
from pecwatch.model.mailbox import MailboxAccount
from pecwatch.model.message import LARGEST_MESSAGE

GREETED = re.compile(rb"^\* OK \[CAPABILITY ([^\]]*)\]", re.I)


class Connection(imaplib.IMAP4):
    """One conversation with a server."""

    def __init__(
        self, account: MailboxAccount, watch: Watch, read_timeout_s: float, context: ssl.SSLContext | None
    ) -> None:
        self._watch = watch
        self._context = context
        self.tells_ranges = False
        """Whether the server shortens what a search finds to ranges (RFC 4731), which spares kilobytes in each poll."""
        super().__init__(account.host, account.port, read_timeout_s)

    def _create_socket(self, timeout: float) -> socket.socket:
        line = self._watch.line = open_line(self.host, self.port, timeout)
        if self._context is not None:
            line = self._watch.line = self._context.wrap_socket(line, server_hostname=self.host)
        return line

    def _get_capabilities(self) -> None:
        """Ask what is offered, unless the greeting tells; what was said before TLS began does not count after it."""
        told = GREETED.search(self.welcome or b"")
        if told is None or isinstance(self.sock, ssl.SSLSocket) != (self._context is not None):
            super()._get_capabilities()  # type: ignore[misc] # typeshed leaves it out
        else:
            self.capabilities = tuple(told[1].decode("ascii", "replace").upper().split())

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
        # Most servers tell with their welcome what they offer whom they know.
        told = self.response("CAPABILITY")[1]
        offered = b" ".join(each for each in told if each) or " ".join(self.capabilities).encode()
        self.tells_ranges = b"ESEARCH" in offered.upper().split()

    def uids(self, criterion: str) -> set[int]:
        """UIDs that meet a criterion, in ranges where the server knows how; if it stumbles, the plain way."""
        if self.tells_ranges:
            self.response("ESEARCH")
            try:
                accepted(self.uid("SEARCH", "RETURN (ALL)", criterion))
                if ranges := self.response("ESEARCH")[1][-1]:
                    return set(uids_in(ranges))
            except self.abort:
                raise
            except (self.error, ValueError):
                pass
            self.tells_ranges = False
        found = accepted(self.uid("SEARCH", criterion))
        return {int(uid) for item in found if item for uid in item.split()}


def accepted(answer: tuple[str, list[Any]]) -> list[Any]:
    """The data of an answer that is OK."""
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(data[-1])
    return data


def quoted(text: str) -> str:
    """Text as an IMAP string in quotation marks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
