# SPDX-License-Identifier: EUPL-1.2
"""Many offices in one installation: `config.toml` says what they share, `offices.d/<code>.toml` what is one's own.

An office's file is a configuration file like any other: whoever names it works for that office alone.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pecwatch.config.complaints import Complaints
from pecwatch.errors import UsageError

INSTALLATION, FOLDER = "config.toml", "offices.d"
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")

WHOLE = ("mailbox", "smtp", "smtp_fallback", "registry")
"""Sections that name a server, its user and its password: they are an office's or the installation's, never mixed."""

SHARED = ("database", "vault", "offices", "metrics")
SHARED_OF_SERVICE = ("data_dir", "sandbox", "round_deadline_s")
"""What all offices have in common, since the same processes work for all of them."""


def installation_of(file: Path) -> Path | None:
    """The installation's file, when this one is an office's."""
    folder = file.absolute().parent
    return folder.parent / INSTALLATION if folder.name == FOLDER else None


def office_codes(installation: Path) -> tuple[str, ...]:
    """The offices that have a file, sorted; files called otherwise than a code may be are passed over."""
    found = (installation.absolute().parent / FOLDER).glob("*.toml")
    return tuple(sorted(path.stem for path in found if CODE.fullmatch(path.stem)))


def office_file(installation: Path | None, code: str) -> Path:
    """The file of an office, named by `--office`.

    Raises:
        UsageError: There is no such office.
    """
    if installation is None:
        raise UsageError("--office: no configuration file of an installation; name it with --config")
    file = installation.absolute().parent / FOLDER / f"{code}.toml"
    if not CODE.fullmatch(code) or not file.is_file():
        known = office_codes(installation)
        raise UsageError(
            f"--office: no such office; known are {_few(known)}" if known else f"{FOLDER}: no office there"
        )
    return file


def only_office(installation: Path) -> Path:
    """The file of the office when there is just one.

    Raises:
        UsageError: There are several, or none.
    """
    codes = office_codes(installation)
    if not codes:
        raise UsageError(f"{installation}: [offices]: no office has a file in {FOLDER}; write {FOLDER}/<code>.toml")
    if len(codes) > 1:
        raise UsageError(f"{installation}: {len(codes)} offices: name one with --office, of {_few(codes)}")
    return office_file(installation, codes[0])


def laid_over(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """What holds for an office: its own keys over those of the installation."""
    merged = {name: table for name, table in shared.items() if name != "mailbox"}
    for name, table in own.items():
        below = merged.get(name)
        mixes = name not in WHOLE and isinstance(below, dict) and isinstance(table, dict)
        merged[name] = {**below, **table} if mixes and isinstance(below, dict) else table
    return merged


def refuse_shared(own: dict[str, Any], complaints: Complaints) -> None:
    """Complain of what an office's file says and only the installation's may say, and take it out."""
    text = f"holds for all offices: write it into {INSTALLATION} and delete it here"
    for name in SHARED:
        if own.pop(name, None) is not None:
            complaints.add((name,), text)
    service = own.get("service")
    for key in SHARED_OF_SERVICE if isinstance(service, dict) else ():
        if own["service"].pop(key, None) is not None:
            complaints.add(("service", key), text)


def _few(codes: tuple[str, ...]) -> str:
    """A handful of them; there may be more than anybody reads."""
    return ", ".join(codes[:10]) + (", …" if len(codes) > 10 else "")
