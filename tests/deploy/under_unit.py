# SPDX-License-Identifier: EUPL-1.2
"""Runs a command under the restrictions of a unit where no systemd is at work, as in a container.

Usage: under_unit.py UNIT FOLDER COMMAND…, as root. What the unit says is done with the same means of the kernel:
another user in a namespace of its own, no capability, everything read-only but FOLDER, an own /tmp and /proc, and
filters of system calls made of the same groups by the same library. Code 77: this machine does not allow it.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.deploy.unit import Unit, allowed_calls, settings

NOT_HERE = 77
USER = 61234
"""Nobody's number, as that of `pecwatch` may be."""

NAMESPACES = {"cgroup": 0x02000000, "ipc": 0x08000000, "mnt": 0x00020000, "net": 0x40000000, "pid": 0x20000000,
              "time": 0x80, "user": 0x10000000, "uts": 0x04000000}  # fmt: skip
FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10, "AF_NETLINK": 16}
LAST_FAMILY = 45

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWIPC = NAMESPACES["mnt"], NAMESPACES["user"], NAMESPACES["ipc"]
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 32, 4096, 16384, 1 << 18
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
EQUAL, GREATER, MASKED = 4, 6, 7
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, LAST_CAPABILITY = 24, 38, 40

libc = ctypes.CDLL(None, use_errno=True)


class Comparison(ctypes.Structure):
    """`struct scmp_arg_cmp`: an argument of a call, and what it is compared with."""

    _fields_ = (("argument", ctypes.c_uint), ("how", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


def main(unit: Unit, folder: Path, command: list[str]) -> None:
    """Give everything up, then become the command."""
    try:
        shut_away(unit, folder)
        become_nobody()
    except OSError as error:
        print(f"not possible here: {error}", file=sys.stderr)
        raise SystemExit(NOT_HERE) from error
    os.umask(int(unit["UMask"][0], 8))
    checked(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    filter_calls(unit)
    os.chdir(folder)
    os.execvp(command[0], command)


def checked(answer: int) -> None:
    """What the kernel refused is an error."""
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def mount(what: str, where: str, kind: str, flags: int, options: str = "") -> None:
    """`mount(2)`."""
    checked(libc.mount(what.encode(), where.encode(), kind.encode(), flags, options.encode()))


def shut_away(unit: Unit, folder: Path) -> None:
    """ProtectSystem=strict, ProtectHome, PrivateTmp, ProtectProc, ProcSubset, PrivateIPC."""
    os.umask(0o022)
    checked(libc.unshare(CLONE_NEWNS | CLONE_NEWIPC))
    mount("", "/", "", MS_REC | MS_PRIVATE)
    for path in [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]:
        libc.mount(b"", path.encode(), b"", MS_REMOUNT | MS_BIND | MS_RDONLY, b"")
    programs = (str(Path.cwd()), sys.prefix, sys.base_prefix)
    kept = {path: os.open(path, os.O_PATH) for path in (str(folder), *programs)}
    for place, mode in (("/tmp", 1777), ("/var/tmp", 1777), ("/root", 755), ("/home", 755)):
        mount("tmpfs", place, "tmpfs", 0, f"mode={mode}")
    for path, handle in kept.items():
        Path(path).mkdir(parents=True, exist_ok=True)
        mount(f"/proc/self/fd/{handle}", path, "", MS_BIND)
    mount("", str(folder), "", MS_REMOUNT | MS_BIND)
    options = [f"hidepid={unit['ProtectProc'][0]}", *(["subset=pid"] if unit.get("ProcSubset") == ["pid"] else [])]
    mount("proc", "/proc", "proc", 0, ",".join(options))
    for path in (folder, *folder.rglob("*")):
        os.chown(path, USER, USER)


def become_nobody() -> None:
    """User=, PrivateUsers=, CapabilityBoundingSet=."""
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)
    checked(libc.prctl(4, 1, 0, 0, 0))  # PR_SET_DUMPABLE: /proc/self belongs to whom we have become
    checked(libc.unshare(CLONE_NEWUSER))
    for name, text in (("setgroups", "deny"), ("uid_map", f"{USER} {USER} 1"), ("gid_map", f"{USER} {USER} 1")):
        Path("/proc/self", name).write_text(text)
    for capability in range(LAST_CAPABILITY + 1):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def filter_calls(unit: Unit) -> None:
    """Filters as systemd makes them; the list of what is allowed comes last, for it refuses everything else."""
    granted = set(unit["RestrictNamespaces"][0].split())
    denied = [bits for name, bits in NAMESPACES.items() if name not in granted]
    families = {FAMILIES[name] for name in unit["RestrictAddressFamilies"][0].split()}
    strange = [number for number in range(LAST_FAMILY + 1) if number not in families]
    load(
        ALLOW,
        (
            *(("clone", errno.EPERM, (0, MASKED, bits, bits)) for bits in denied),
            *(("unshare", errno.EPERM, (0, MASKED, bits, bits)) for bits in denied),
            *(("setns", errno.EPERM, (1, MASKED, bits, bits)) for bits in denied),
            ("clone3", errno.ENOSYS, None),
            *(("socket", errno.EAFNOSUPPORT, (0, EQUAL, number, 0)) for number in strange),
            ("socket", errno.EAFNOSUPPORT, (0, GREATER, LAST_FAMILY, 0)),
            *(_no_written_code() if unit["MemoryDenyWriteExecute"] == ["yes"] else ()),
            ("personality", errno.EPERM, (0, MASKED, 0xFFFFFFFF, 1)),
            ("chmod", errno.EPERM, (1, MASKED, 0o4000, 0o4000)),
            ("fchmod", errno.EPERM, (1, MASKED, 0o4000, 0o4000)),
        ),
    )
    load(REFUSE | errno.EPERM, ((name, None, None) for name in sorted(allowed_calls(unit))))


Rule = tuple[str, int | None, tuple[int, int, int, int] | None]
"""A call, with which error it is refused (None: allowed), and when."""


def _no_written_code() -> Iterator[Rule]:
    writing, running = 2, 4
    yield "mmap", errno.EPERM, (2, MASKED, writing | running, writing | running)
    yield "mprotect", errno.EPERM, (2, MASKED, running, running)
    yield "pkey_mprotect", errno.EPERM, (2, MASKED, running, running)
    yield "shmat", errno.EPERM, (2, MASKED, 0o100000, 0o100000)


def load(otherwise: int, rules: Iterable[Rule]) -> None:
    """Install one filter; calls that this architecture does not have are passed over, as systemd does."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(otherwise))
    for name, error, when in rules:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            action = ALLOW if error is None else REFUSE | error
            comparisons = (Comparison * 1)(Comparison(*when)) if when else None
            library.seccomp_rule_add_array(context, ctypes.c_uint32(action), number, 1 if when else 0, comparisons)
    if library.seccomp_load(context) != 0:
        raise SystemExit("the filter could not be loaded")


if __name__ == "__main__":
    main(settings(Path(sys.argv[1])), Path(sys.argv[2]).resolve(), sys.argv[3:])
