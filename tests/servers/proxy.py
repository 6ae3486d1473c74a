# SPDX-License-Identifier: EUPL-1.2
"""A line that can be listened to and cut: stands between a client and a real server."""

import contextlib
import socket
import threading
from typing import Self


class Proxy:
    """Passes bytes both ways on a loopback port, keeps what the client said, and can hang up half-way."""

    host = "127.0.0.1"

    def __init__(self, port: int) -> None:
        """Stand before the server that listens on that port."""
        self.target = port
        self.said = b""
        """Everything the client sent, on all its connections."""
        self.cut_after: int | None = None
        """Bytes of the server after which the line is cut."""
        self._forgotten: set[socket.socket] = set()
        self._listener = socket.create_server((self.host, 0))
        self.port: int = self._listener.getsockname()[1]
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        _hang_up(self._listener)
        for line in self._sockets:
            _hang_up(line)

    def commands(self) -> list[str]:
        """What the client asked, without tags: `EXAMINE "INBOX"`."""
        return [line.partition(" ")[2] for line in self.said.decode("utf-8", "replace").splitlines()]

    def forget(self) -> None:
        """Pass nothing on any more on the lines there are, as a router that has forgotten them; new ones work."""
        self._forgotten.update(self._sockets)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection((self.host, self.target))
                self._sockets += [client, server]
                threading.Thread(target=self._to_server, args=(client, server), daemon=True).start()
                threading.Thread(target=self._to_client, args=(server, client), daemon=True).start()

    def _to_server(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                self.said += data
                if client not in self._forgotten:
                    server.sendall(data)
        _hang_up(server)

    def _to_client(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if self.cut_after is not None:
                    data, self.cut_after = data[: self.cut_after], max(0, self.cut_after - len(data))
                if client not in self._forgotten:
                    client.sendall(data)
                if self.cut_after == 0:
                    break
        _hang_up(client)


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
