# SPDX-License-Identifier: EUPL-1.2
"""Whose account stands behind this process: the one that logged in, not the one whose rights were borrowed."""

import grp
import os
import pwd
from collections.abc import Mapping
from pathlib import Path

from pecwatch.config import Config, Installation
from pecwatch.errors import UsageError
from pecwatch.model.access import Account, Caller

LOGIN = Path("/proc/self/loginuid")
"""Set by the kernel once at login, kept through su and sudo; not set for units and in containers."""

NOBODY = 0xFFFFFFFF
ROOT = 0
WRITABLE_BY_OTHERS = 0o022


def calling_uid(environment: Mapping[str, str] = os.environ) -> int:
    """The number of the account that logged in, else the one that called sudo, else the one we run as."""
    try:
        login = int(LOGIN.read_text(encoding="ascii"))
    except (OSError, ValueError):
        login = NOBODY
    if login != NOBODY:
        return login
    called = environment.get("SUDO_UID", "")
    return int(called) if called.isdecimal() else os.geteuid()


def is_borrowed(uid: int) -> bool:
    """Whether the process has the rights of another account than the one behind it."""
    return uid != os.geteuid()


def account_of(uid: int) -> Account:
    """An account with all its groups, as the system knows it."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(uid=uid, name="")
    numbers = os.getgrouplist(entry.pw_name, entry.pw_gid)
    return Account(uid=uid, name=entry.pw_name, groups=frozenset(filter(None, map(_group_name, numbers))))


def caller_under(config: Config | Installation, uid: int) -> Caller:
    """What an account may do under a configuration; everything where it has no table of roles."""
    if config.roles is None:
        return Caller(uid=uid)
    return config.roles.caller(account_of(uid), keeps_service=uid in (ROOT, _owner(config.service.data_dir)))


def require_own_configuration(file: Path) -> None:
    """Refuse, with borrowed rights, a configuration that somebody else wrote: it would say who may do what.

    Raises:
        UsageError: It belongs neither to root nor to the account that lends its rights, or others may write it.
    """
    found, ours = file.stat(), (ROOT, os.geteuid())
    # A link leads wherever whoever made it wants.
    if file.lstat().st_uid not in ours or found.st_uid not in ours or found.st_mode & WRITABLE_BY_OTHERS:
        raise UsageError(
            f"{file}: with the rights of another account only a configuration of root or of that account is used, "
            "which nobody else may write; call sudo without --config, from a folder without config.toml"
        )


def _group_name(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return ""


def _owner(folder: Path) -> int | None:
    try:
        return folder.stat().st_uid
    except OSError:
        return None
