# SPDX-License-Identifier: EUPL-1.2
"""Takes network, writing and programs away from a process, and proves it.

Three means of the kernel are asked for, each of which hosts may refuse: an own user and network
namespace, Landlock, and a seccomp filter. What counts is not what was granted but what is then
tried: a datagram to the own machine, a file opened for writing, a program started.
"""

import ctypes
import errno
import os
from enum import StrEnum

from pecwatch.model.record import record
from pecwatch.service.kernel import LIBC
from pecwatch.service.landlock import give_up_writing
from pecwatch.service.seccomp import filter_system_calls

CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
PR_SET_NO_NEW_PRIVS = 38

AF_INET, SOCK_DGRAM = 2, 2
LOOPBACK = bytes((2, 0, 0, 9, 127, 0, 0, 1, *bytes(8)))
"""`struct sockaddr_in` of 127.0.0.1, port 9 (discard)."""


class Level(StrEnum):
    """What `check` and `status` say of the sandbox."""

    FULL = "full"
    PARTIAL = "partial"


@record
class Confinement:
    """What the kernel granted to a process, and what was then found closed."""

    namespaces: bool
    landlock: bool
    seccomp: bool
    network_closed: bool
    writing_closed: bool
    programs_closed: bool

    @property
    def level(self) -> Level:
        """Full only when nothing tried got through."""
        closed = self.network_closed and self.writing_closed and self.programs_closed
        return Level.FULL if closed else Level.PARTIAL


def confine() -> Confinement:
    """Confine this process for good; there is no way back.

    Returns:
        What holds from now on. Nothing is raised: a refusal of the kernel is part of the answer.
    """
    namespaces = LIBC.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0
    LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    landlock = give_up_writing()
    seccomp = filter_system_calls()
    return Confinement(
        namespaces=namespaces,
        landlock=landlock,
        seccomp=seccomp,
        network_closed=not _reaches_own_machine(),
        writing_closed=not _opens_for_writing(),
        programs_closed=landlock or _program_refused(),
    )


def _reaches_own_machine() -> bool:
    """A datagram socket can be joined to 127.0.0.1 wherever there is any network at all."""
    handle = LIBC.socket(AF_INET, SOCK_DGRAM, 0)
    if handle < 0:
        return False
    answer: int = LIBC.connect(handle, LOOPBACK, len(LOOPBACK))
    os.close(handle)
    return answer == 0


def _opens_for_writing() -> bool:
    handle = LIBC.open(os.devnull.encode(), os.O_WRONLY)
    if handle < 0:
        return False
    os.close(handle)
    return True


def _program_refused() -> bool:
    """A program that does not exist is «refused» under a filter, and «missing» without one."""
    LIBC.execve(b"/nonexistent", None, None)
    return ctypes.get_errno() == errno.EPERM
