# SPDX-License-Identifier: EUPL-1.2
"""Takes network, writing and programs away from a process, and proves it.

Three means of the kernel are asked for, each of which hosts may refuse: an own user and network
namespace, Landlock, and a seccomp filter. What counts is not what was granted but what is then
tried: a datagram to the own machine, a file opened for writing, a program started.
"""

import contextlib
import ctypes
import errno
import os
from enum import StrEnum

from pecwatch.model.record import record
from pecwatch.service.kernel import LIBC
from pecwatch.service.landlock import give_up_writing, give_up_writing_outside
from pecwatch.service.seccomp import filter_calls_of_programs, filter_system_calls

CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWNS = 0x10000000, 0x40000000, 0x08000000, 0x00020000
CLONE_NEWPID = 0x20000000
MS_NOSUID, MS_NODEV, MS_BIND = 2, 4, 4096
IN_MEMORY = b"size=512m,mode=0700"
"""Of the /tmp that a program sees: it needs a few megabytes beside its document."""

PR_SET_NO_NEW_PRIVS = 38

AF_INET, SOCK_DGRAM = 2, 2
COMMON_FOLDERS = ("/var/tmp", "/dev/shm")  # noqa: S108 - where anybody may make files, tried to see that it fails
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


@record
class ProgramPlace:
    """Where a program may write, and whether everything else was found closed to it."""

    folder: str
    is_closed: bool


def confine_program(folder: str) -> ProgramPlace:
    """Confine this process, which is going to run a program, for good: no network, writing in one folder only.

    Where the kernel allows, that is instead a /tmp in memory which nobody else sees, so that no disk keeps what the
    program had in hand: LibreOffice makes a socket there, too, whatever it is told.
    """
    user, group = os.getuid(), os.getgid()
    inside = folder
    if LIBC.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWNS) == 0:
        _keep_identity(user, group)
        # The program is the first process of a space of its own: whatever it starts ends with it.
        LIBC.unshare(CLONE_NEWPID)
        if _has_own_tmp(folder):
            inside = "/tmp"  # noqa: S108
    LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    give_up_writing_outside(inside)
    filter_calls_of_programs()
    is_closed = not _reaches_own_machine() and not any(map(_makes_a_file_in, COMMON_FOLDERS))
    return ProgramPlace(folder=inside, is_closed=is_closed)


def _has_own_tmp(folder: str) -> bool:
    if LIBC.mount(b"tmpfs", b"/tmp", b"tmpfs", MS_NOSUID | MS_NODEV, IN_MEMORY) == 0:
        return True
    bound: int = LIBC.mount(folder.encode(), b"/tmp", None, MS_BIND, None)
    return bound == 0


def _keep_identity(user: int, group: int) -> None:
    """Be the same user inside the new namespace: nobody in particular may not make files."""
    for name, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with contextlib.suppress(OSError), open(f"/proc/self/{name}", "w", encoding="ascii") as file:  # noqa: PTH123
            file.write(line)


def _makes_a_file_in(folder: str) -> bool:
    path = f"{folder}/pecwatch-{os.getpid()}".encode()
    handle = LIBC.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    if handle < 0:
        return False
    os.close(handle)
    os.unlink(path)  # noqa: PTH108
    return True


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
