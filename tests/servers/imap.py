# SPDX-License-Identifier: EUPL-1.2
"""An IMAP server that says what it is told to: for the replies a healthy Dovecot never gives."""

import contextlib
import socket
import threading
from collections.abc import Iterable
from typing import Self

from pecwatch.model.mailbox import MailboxAccount

Step = bytes | float | None
"""Bytes are sent (`TAG` stands for the command's tag), a number is waited for in seconds, None hangs up."""

MESSAGE = b"Subject: x\r\n\r\nciao\r\n"


def fetched(number: int, body: bytes = MESSAGE) -> bytes:
    """The reply that gives one message whole."""
    head = f'* {number} FETCH (UID {number} INTERNALDATE "24-Oct-2025 09:12:31 +0200" BODY[] {{{len(body)}}}\r\n'
    return head.encode() + body + b")\r\n"


def sizes(**by_uid: int) -> bytes:
    """The reply to a question for sizes; keys as `uid1`."""
    return b"".join(
        f"* {uid[3:]} FETCH (UID {uid[3:]} RFC822.SIZE {size})\r\n".encode() for uid, size in by_uid.items()
    )


OK = b"TAG OK done\r\n"


class FakeImap:
    """Three messages of the same bytes, until told otherwise in `script`.

    A key is a kind of command, as `BODIES`, or one with its UIDs, as `BODIES 2` or `SEARCH ALL`, or with a piece, as
    `BODIES 2<0.16>`.
    """

    host = "127.0.0.1"

    def __init__(self) -> None:
        size = len(MESSAGE)
        self.script: dict[str, Iterable[Step]] = {
            "GREETING": [b"* OK ready\r\n"],
            "CAPABILITY": [b"* CAPABILITY IMAP4rev1\r\n", OK],
            "LOGIN": [OK],
            "EXAMINE": [b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 4] x\r\n", b"TAG OK [READ-ONLY] x\r\n"],
            "SEARCH": [b"* SEARCH 1 2 3\r\n", OK],
            "SIZES": [sizes(uid1=size, uid2=size, uid3=size), OK],
            "BODIES": [fetched(1), fetched(2), fetched(3), OK],
            "NOOP": [OK],
            "LIST": [OK],
            "LOGOUT": [b"* BYE\r\n", OK],
        }
        self.commands: list[str] = []
        self._listener = socket.create_server((self.host, 0))
        self._lines: list[socket.socket] = []
        self._stopped = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for line in (self._listener, *self._lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def account(self, *, tls: str = "none") -> MailboxAccount:
        """How pecwatch reaches it."""
        port = self._listener.getsockname()[1]
        return MailboxAccount(
            name="pec", host=self.host, port=port, tls=tls, username="utente@pec.example", password="parola-segreta"
        )

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                self._lines.append(line)
                threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError), line.makefile("rb") as asked:
            self._play(line, "GREETING", b"*")
            for request in asked:
                tag, _, command = request.rstrip(b"\r\n").partition(b" ")
                self.commands.append(command.decode())
                kind, uids, piece = _kind(command.decode())
                keys = (f"{kind} {uids}{piece}", f"{kind} {uids}", kind)
                self._play(line, next(key for key in keys if key in self.script), tag)

    def _play(self, line: socket.socket, kind: str, tag: bytes) -> None:
        for step in self.script[kind]:
            if step is None:
                line.shutdown(socket.SHUT_RDWR)
            elif isinstance(step, bytes):
                line.sendall(step.replace(b"TAG", tag))
            elif self._stopped.wait(step):
                return


def _kind(command: str) -> tuple[str, str, str]:
    """What is asked, of which UIDs (of a search: for what), and which piece of them."""
    verb, _, rest = command.removeprefix("UID ").partition(" ")
    if verb == "SEARCH":
        return verb, rest, ""
    if verb == "FETCH":
        verb = "BODIES" if "BODY.PEEK[]" in rest else "SIZES"
    return verb, rest.partition(" ")[0], rest.partition("BODY.PEEK[]")[2].rstrip(")")


def drip(reply: bytes, every_s: float) -> Iterable[Step]:
    """A reply byte by byte."""
    for byte in reply:
        yield bytes([byte])
        yield every_s
