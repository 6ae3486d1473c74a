# SPDX-License-Identifier: EUPL-1.2
"""Loaded into a fork server that outlives its callers, so that it also outlives one that dies while it calls.

The service's own need not: it ends with the service. Without this a caller that is gone before it has said what it
wants ends the server, and everybody who calls after it fails.
"""

import errno
from multiprocessing import reduction

receive = reduction.recvfds


def receive_or_go_on(sock: object, size: int) -> list[int]:
    """What the caller hands over; a caller that is gone is no reason to end."""
    try:
        return receive(sock, size)  # type: ignore[arg-type]  # a socket
    except EOFError:
        raise ConnectionAbortedError(errno.ECONNABORTED, "the caller is gone") from None


reduction.recvfds = receive_or_go_on
