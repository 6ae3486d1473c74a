# SPDX-License-Identifier: EUPL-1.2
"""A listener between a client and a TLS server: both lines are encrypted, and what the client asks is kept."""

import contextlib
import select
import socket
import ssl
import threading
from typing import Self

from tests.servers.certificates import ServerCertificate


class RecordingProxy:
    """Stands before an IMAPS server on a loopback port of its own and writes down every command."""

    host = "127.0.0.1"

    def __init__(self, port: int, certificate: ServerCertificate) -> None:
        """Stand before the server on that port, showing that certificate and trusting its authority."""
        self._target = port
        self._shown = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._shown.load_cert_chain(certificate.certificate_file, certificate.key_file)
        self._trusted = ssl.create_default_context(cafile=certificate.ca_file)
        self._said = b""
        self._bytes = 0
        self._listener = socket.create_server((self.host, 0))
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def take_commands(self) -> list[str]:
        """What the client asked since the last call, without tags and arguments: each is one round trip."""
        lines, self._said = self._said.decode("utf-8", "replace").splitlines(), b""
        return [_verb(line.partition(" ")[2]) for line in lines]

    def take_bytes(self) -> int:
        """How many bytes of IMAP went both ways since the last call."""
        came, self._bytes = self._bytes, 0
        return came

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            self._shown.wrap_socket(line, server_side=True) as client,
            socket.create_connection((self.host, self._target)) as plain,
            self._trusted.wrap_socket(plain, server_hostname="localhost") as server,
        ):
            # One thread for both ways: a TLS line must not be read and written by two at once.
            while True:
                for source in _ready(client, server):
                    data = source.recv(65536)
                    if not data:
                        return
                    self._bytes += len(data)
                    if source is client:
                        self._said += data
                    (server if source is client else client).sendall(data)


def _ready(*lines: ssl.SSLSocket) -> list[ssl.SSLSocket]:
    pending = [line for line in lines if line.pending()]
    return pending or select.select(lines, (), ())[0]


def _verb(command: str) -> str:
    words = command.split(" ")
    return " ".join(words[:2]) if words[0] == "UID" else words[0]
