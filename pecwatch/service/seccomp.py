# SPDX-License-Identifier: EUPL-1.2
"""A seccomp filter that takes network, programs and writing away from the process that installs it.

Numbers come from the kernel's own system-call tables (arch/x86/entry/syscalls/syscall_64.tbl and
include/uapi/asm-generic/unistd.h); None where an architecture has no such call.
"""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Callable

from pecwatch.service.kernel import LIBC

PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2

ALLOW = 0x7FFF0000
KILL = 0x80000000
REFUSE = 0x00050000 | errno.EPERM
UNKNOWN = 0x00050000 | errno.ENOSYS
"""«No such call»: the C library then falls back to an older call whose arguments can be judged."""

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_BIT = 0x40000000

REFUSED = {
    # talking to anybody
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    # programs and further processes
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, None),
    "vfork": (58, None),
    # other processes of the same user
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
    # files
    "creat": (85, None),
    "open_by_handle_at": (304, 265),
    "truncate": (76, 45),
    "ftruncate": (77, 46),
    "fallocate": (285, 47),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "rmdir": (84, None),
    "link": (86, None),
    "linkat": (265, 37),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
    # ways around all of this
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "mount": (165, 40),
    "umount2": (166, 39),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
}

UNKNOWN_CALLS = {"openat2": (437, 437), "clone3": (435, 435)}
"""Their arguments lie in memory, where a filter cannot look."""

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CLONE_THREAD = 0x00010000

REFUSED_WITH_ANY_BIT = {"open": ((2, None), 1, WRITING), "openat": ((257, 56), 2, WRITING)}
"""Call, which argument holds the flags, and the flags that mean writing."""

REFUSED_WITHOUT_BIT = {"clone": ((56, 220), 0, CLONE_THREAD)}
"""Threads are allowed (numpy starts some), processes are not."""

REFUSED_UNLESS_ZERO = {"prlimit64": ((302, 261), 0)}
"""Zero is the process itself: nobody else's limits may be touched."""

OF_READERS_ALONE = frozenset(REFUSED) - frozenset(
    "ptrace process_vm_readv process_vm_writev pidfd_getfd open_by_handle_at io_uring_setup io_uring_enter "
    "io_uring_register mount umount2 open_tree move_mount fsopen pivot_root chroot unshare setns bpf perf_event_open "
    "userfaultfd add_key request_key keyctl".split()
)
"""Calls that readers never need and programs do: writing their folder, starting others, a socket of their own."""

AF_UNIX = 1

LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
ARCHITECTURE_AT, NUMBER_AT, ARGUMENTS_AT = 4, 0, 16


def _instruction(code: int, value: int, jump_if: int = 0, jump_else: int = 0) -> bytes:
    return struct.pack("HBBI", code, jump_if, jump_else, value)


def _argument(position: int) -> bytes:
    return _instruction(LOAD, ARGUMENTS_AT + 8 * position)


def _judged(number: int, test: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Run a test that ends with an answer, for one call only."""
    return (_instruction(JUMP_EQUAL, number, 0, len(test)), *test)


def _tests(column: int) -> tuple[tuple[int | None, tuple[bytes, ...]], ...]:
    """Every call that is looked at, with what decides it."""
    allow, refuse = _instruction(ANSWER, ALLOW), _instruction(ANSWER, REFUSE)
    unknown = _instruction(ANSWER, UNKNOWN)
    return (
        *((numbers[column], (refuse,)) for numbers in REFUSED.values()),
        *((numbers[column], (unknown,)) for numbers in UNKNOWN_CALLS.values()),
        *(
            (numbers[column], (_argument(position), _instruction(JUMP_ANY_BIT, bits, 0, 1), refuse, allow))
            for numbers, position, bits in REFUSED_WITH_ANY_BIT.values()
        ),
        *(
            (numbers[column], (_argument(position), _instruction(JUMP_ANY_BIT, bits, 1, 0), refuse, allow))
            for numbers, position, bits in REFUSED_WITHOUT_BIT.values()
        ),
        *(
            (numbers[column], (_argument(position), _instruction(JUMP_EQUAL, 0, 1, 0), refuse, allow))
            for numbers, position in REFUSED_UNLESS_ZERO.values()
        ),
    )


def _tests_of_programs(column: int) -> tuple[tuple[int | None, tuple[bytes, ...]], ...]:
    """The calls that a program run for a reader is refused too, and sockets that lead out of this machine."""
    allow, refuse = _instruction(ANSWER, ALLOW), _instruction(ANSWER, REFUSE)
    local_only = (_argument(0), _instruction(JUMP_EQUAL, AF_UNIX, 1, 0), refuse, allow)
    return (
        (REFUSED["socket"][column], local_only),
        *((numbers[column], (refuse,)) for name, numbers in REFUSED.items() if name not in OF_READERS_ALONE),
    )


def _program(machine: str, tests_of: Callable[[int], tuple[tuple[int | None, tuple[bytes, ...]], ...]]) -> bytes:
    """The whole filter for one architecture."""
    steps = [
        _instruction(LOAD, ARCHITECTURE_AT),
        _instruction(JUMP_EQUAL, AUDIT_ARCH[machine], 1, 0),
        _instruction(ANSWER, KILL),
        _instruction(LOAD, NUMBER_AT),
    ]
    if machine == "x86_64":
        steps += [_instruction(JUMP_AT_LEAST, X32_BIT, 0, 1), _instruction(ANSWER, REFUSE)]
    for number, test in tests_of(list(AUDIT_ARCH).index(machine)):
        if number is not None:
            steps += _judged(number, test)
    return b"".join((*steps, _instruction(ANSWER, ALLOW)))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def filter_system_calls() -> bool:
    """Install the filter of readers for this process, for good.

    Returns:
        Whether the kernel took it; False also on architectures whose numbers are not known here.
    """
    return _install(_tests)


def filter_calls_of_programs() -> bool:
    """Install the filter of programs for this process and what it starts, for good.

    Returns:
        Whether the kernel took it; False also on architectures whose numbers are not known here.
    """
    return _install(_tests_of_programs)


def _install(tests_of: Callable[[int], tuple[tuple[int | None, tuple[bytes, ...]], ...]]) -> bool:
    if platform.machine() not in AUDIT_ARCH:
        return False
    program = _program(platform.machine(), tests_of)
    buffer = ctypes.create_string_buffer(program, len(program))
    description = _Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p).value)
    answer: int = LIBC.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(description), 0, 0)
    return answer == 0
