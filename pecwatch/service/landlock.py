# SPDX-License-Identifier: EUPL-1.2
"""Landlock: the kernel's own way for a process to give up writing, running programs and TCP.

Numbers and structures from include/uapi/linux/landlock.h; the three calls have the same numbers on
every architecture. A reader gives up everything; a program that is run for one keeps a folder.
"""

import ctypes
import os

from pecwatch.service.kernel import LIBC

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
PATH_BENEATH = 1
ASK_VERSION = 1

EXECUTE, WRITE_FILE = 1 << 0, 1 << 1
REMOVE_AND_MAKE = sum(1 << bit for bit in range(4, 13))
MOVE, TRUNCATE, DEVICE_CONTROL = 1 << 13, 1 << 14, 1 << 15
BIND_AND_CONNECT_TCP = 0b11
ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scope", ctypes.c_uint64))


SIZE_BY_VERSION = ((6, 24), (4, 16), (1, 8))
"""Older kernels refuse a structure that holds fields they do not know."""


def _ruleset(version: int) -> _Ruleset:
    files = EXECUTE | WRITE_FILE | REMOVE_AND_MAKE
    files |= MOVE if version >= 2 else 0
    files |= TRUNCATE if version >= 3 else 0
    files |= DEVICE_CONTROL if version >= 5 else 0
    return _Ruleset(files, BIND_AND_CONNECT_TCP, ABSTRACT_SOCKETS_AND_SIGNALS)


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("files", ctypes.c_uint64), ("folder", ctypes.c_int32))


def give_up_writing() -> bool:
    """Give up every right that the running kernel's Landlock can take.

    Returns:
        Whether the kernel took them.
    """
    version = _version()
    return version >= 1 and _restrict(_ruleset(version), ())


def give_up_writing_outside(folder: str) -> bool:
    """Give up writing outside a folder (and to the null device), and TCP; programs may still be run.

    Returns:
        Whether the kernel took the rights.
    """
    version = _version()
    if version < 1:
        return False
    rules = _ruleset(version)
    rules.files &= ~EXECUTE
    rules.scope = 0
    return _restrict(rules, ((folder, rules.files), (os.devnull, WRITE_FILE | (rules.files & TRUNCATE))))


def _version() -> int:
    return int(LIBC.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ASK_VERSION))


def _restrict(rules: _Ruleset, kept: tuple[tuple[str, int], ...]) -> bool:
    """Make a set of rules hold, with the rights that are kept below some paths."""
    size = next(size for since, size in SIZE_BY_VERSION if _version() >= since)
    handle: int = LIBC.syscall(CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), 0)
    if handle < 0:
        return False
    try:
        for path, rights in kept:
            folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
            LIBC.syscall(ADD_RULE, handle, PATH_BENEATH, ctypes.byref(_PathBeneath(rights, folder)), 0)
            os.close(folder)
        answer: int = LIBC.syscall(RESTRICT_SELF, handle, 0)
    finally:
        os.close(handle)
    return answer == 0
