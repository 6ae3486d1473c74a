# SPDX-License-Identifier: EUPL-1.2
"""Passwords and keys: from a file, from a systemd credential or from the environment, never from config.toml."""

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlsplit, urlunsplit

from pecwatch.config.complaints import Complaints, Keys
from pecwatch.config.environment import variable_of

WITH_SECRET = ("smtp", "smtp_fallback", "database", "registry", "vault")
SECRET_KEYS = ("password", "master_key", "key")
READABLE_BY_OTHERS = 0o077

CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""Where systemd puts what `LoadCredential=` names; its own modes guard it."""


class HoldsPassword(Protocol):
    """A section that may name a password."""

    @property
    def password(self) -> str | None:
        """From the environment."""

    @property
    def password_file(self) -> Path | None:
        """The file it stands in."""


class Secrets:
    """Finds the password of each section that needs one.

    Args:
        offices: Whose section it is, where one office of many wrote it: then the credential is called
            `<code>.<name>`, so that nobody logs in at one office's server with another's password.
    """

    def __init__(
        self, environment: Mapping[str, str], complaints: Complaints, offices: Mapping[str, str] | None = None
    ) -> None:
        self._credentials = environment.get(CREDENTIALS)
        self._complaints = complaints
        self._offices = offices or {}
        self.files: list[Path] = []
        """Where secrets were looked for, whether they were there or not."""

    def password(self, keys: Keys, section: HoldsPassword, credential: str) -> str | None:
        """The password of a section, or None when it has none or it cannot be had.

        Args:
            credential: Name of the systemd credential: the mailbox's name, or that of the section.
        """
        return self.secret((*keys, "password_file"), section.password, section.password_file, credential)

    def secret(self, keys: Keys, given: str | None, file: Path | None, credential: str) -> str | None:
        """What the environment gave, else what the file or the systemd credential holds; None when there is nothing.

        Args:
            keys: Of the key that names the file.
        """
        if given is not None:
            return given
        if file is not None:
            return self._from_file(keys, file)
        path = Path(self._credentials or "", self._named(keys, credential))
        if self._credentials:
            self.files.append(path)
        return self._text(keys, path) if self._credentials and path.is_file() else None

    def needed(self, keys: Keys, section: HoldsPassword, credential: str) -> str:
        """The same, where login is impossible without; an empty text stands for what was complained of."""
        found, named = self.password(keys, section, credential), self._named(keys, credential)
        if found is None and section.password_file is None:
            self._complaints.add(
                (*keys, "password_file"),
                f"no password; name a file of mode 0600 here, or give the systemd credential {named!r}",
            )
        return found or ""

    def _named(self, keys: Keys, credential: str) -> str:
        office = self._offices.get(str(keys[0]))
        return credential if office is None else f"{office}.{credential}"

    def _from_file(self, keys: Keys, path: Path) -> str | None:
        self.files.append(path)
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except OSError as error:
            self._complaints.add(keys, f"{path} cannot be read ({error.strerror}); correct the path or make the file")
            return None
        if mode & READABLE_BY_OTHERS:
            self._complaints.add(keys, f"{path} may be read by others (mode {mode:04o}); chmod 600 {path}")
            return None
        return self._text(keys, path)

    def _text(self, keys: Keys, path: Path) -> str | None:
        try:
            password = path.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            self._complaints.add(keys, f"{path} cannot be read as text; make it a file of one line in UTF-8")
            return None
        if not password:
            self._complaints.add(keys, f"{path} is empty; write the password into it")
        return password or None


def refuse_literal_passwords(sections: dict[str, Any], complaints: Complaints) -> None:
    """Complain of every password that stands in the file itself, and take it out."""
    for keys, table in _tables(sections):
        for key in SECRET_KEYS:
            if table.pop(key, None) is not None:
                complaints.add(
                    (*keys, key),
                    f"secrets do not stand in this file; put it into a file of mode 0600 named by {key}_file, "
                    "a systemd credential or the environment",
                )
        url = table.get("url")
        if isinstance(url, str) and _has_password(url):
            complaints.add(
                (*keys, "url"),
                "passwords do not stand in this file; take it out of the URL and name a file of mode 0600 in "
                f"password_file, or give the whole URL in {variable_of((str(keys[0]), 'url'))}",
            )


def _tables(sections: dict[str, Any]) -> Iterator[tuple[Keys, dict[str, Any]]]:
    for name in WITH_SECRET:
        if isinstance(sections.get(name), dict):
            yield (name,), sections[name]
    mailboxes = sections.get("mailbox")
    for place, mailbox in enumerate(mailboxes if isinstance(mailboxes, list) else ()):
        if isinstance(mailbox, dict):
            yield ("mailbox", place), mailbox


def _has_password(url: str) -> bool:
    try:
        return urlsplit(url).password is not None
    except ValueError:
        return False


def with_password(url: str, password: str | None) -> str:
    """A database URL with the password it needs."""
    parts = urlsplit(url)
    user, at, place = parts.netloc.rpartition("@")
    if password is None or not at:
        return url
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:{quote(password, safe='')}@{place}"))
