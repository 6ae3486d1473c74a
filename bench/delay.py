# SPDX-License-Identifier: EUPL-1.2
"""A line as long as the way to a provider: every byte arrives later, in both directions."""

import contextlib
import queue
import socket
import threading
import time
from typing import Self

AT_ONCE = 256 * 1024


class DelayingProxy:
    """Stands before a server on a loopback port of its own; bandwidth stays as it is."""

    host = "127.0.0.1"

    def __init__(self, port: int, round_trip_s: float) -> None:
        """Stand before the server on that port, half of the round trip away from it."""
        self._target = port
        self._delay_s = round_trip_s / 2
        self._listener = socket.create_server((self.host, 0))
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        _hang_up(self._listener)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection((self.host, self._target))
                for source, sink in ((client, server), (server, client)):
                    source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self._pass_on(source, sink)

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        """One thread takes what comes, another gives it on when its time has come."""
        on_the_way: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()

        def take() -> None:
            data = b"."
            while data:
                try:
                    data = source.recv(AT_ONCE)
                except OSError:
                    data = b""
                on_the_way.put((time.monotonic() + self._delay_s, data))

        def give() -> None:
            with contextlib.suppress(OSError):
                while True:
                    due_at, data = on_the_way.get()
                    time.sleep(max(0.0, due_at - time.monotonic()))
                    if not data:
                        break
                    sink.sendall(data)
            _hang_up(sink)

        for work in (take, give):
            threading.Thread(target=work, daemon=True).start()


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
