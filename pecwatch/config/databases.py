# SPDX-License-Identifier: EUPL-1.2
"""URLs of databases: a file beside the configuration, or a server reached without eavesdroppers."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from pecwatch.config.complaints import Complaints, Keys
from pecwatch.model.connection import is_loopback

SQLITE, POSTGRESQL = "sqlite:///", "postgresql+psycopg://"


def sqlite_url(path: Path) -> str:
    """The URL of an SQLite file."""
    return f"{SQLITE}{path}"


def judged_url(keys: Keys, url: str, folder: Path, complaints: Complaints) -> str:
    """A URL with its relative path made absolute.

    Args:
        folder: Where relative paths begin: the folder of the configuration file.
    """
    if url.startswith(SQLITE):
        return _judged_file(keys, url.removeprefix(SQLITE), folder, complaints)
    if not url.startswith(POSTGRESQL):
        complaints.add(keys, f"not a database pecwatch knows; begin it with {SQLITE} or {POSTGRESQL}")
    elif not _is_private(url):
        complaints.add(keys, "the line to this server may be overheard; add ?sslmode=verify-full to the URL")
    return url


def _judged_file(keys: Keys, name: str, folder: Path, complaints: Complaints) -> str:
    path = folder / name.partition("?")[0]
    if name in ("", ":memory:"):
        complaints.add(keys, "names no file; write sqlite:///var/pecwatch.db")
    elif not path.parent.is_dir() and not path.parent.parent.is_dir():
        complaints.add(keys, f"{path.parent} does not exist; correct the path or make the folder")
    return f"{SQLITE}{folder / name}"


def _is_private(url: str) -> bool:
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        host = query.get("host", [parts.hostname or ""])[-1]
    except ValueError:
        return False
    # libpq goes where these lead, whatever host is named.
    leads_elsewhere = "service" in query or not all(map(is_loopback, query.get("hostaddr", ())))
    local = not leads_elsewhere and (host == "" or host.startswith("/") or is_loopback(host))
    return local or query.get("sslmode") == ["verify-full"]
