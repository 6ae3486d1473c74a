# SPDX-License-Identifier: EUPL-1.2
"""A real PostgreSQL of our own: private, on a Unix socket, with databases as cheap as files, gone when the tests end.

It sorts as Italian dictionaries do and lives in another time zone, so that nothing may rely on the one or the other.
"""

import contextlib
import itertools
import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

import psycopg

from tests.servers.dovecot import short_folder

ADMINISTRATOR, OWNER = "postgres", "pecwatch"
PORT = 5432
"""Part of the socket's name; nothing listens on the network."""

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "timezone": "Pacific/Auckland",
    "log_timezone": "UTC",
}


class PostgreSQL:
    """A running PostgreSQL 15 or newer; use it as a context manager, or through the fixture `postgresql`."""

    def __init__(self) -> None:
        self.root = short_folder()
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        programs = _programs()
        user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        # PostgreSQL refuses to be run by root.
        alone = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()} if os.geteuid() == 0 else {}
        shutil.chown(self.root, user.pw_uid, user.pw_gid)
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
        sorting = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=it-IT")
        subprocess.run(
            [programs / "initdb", "-D", "data", "-U", ADMINISTRATOR, "-A", "trust", "-E", "UTF8", "-N", *sorting],
            **alone, cwd=self.root, env=environment, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        options = (f"-c{name}={value}" for name, value in SETTINGS.items())
        with (self.root / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [programs / "postgres", "-D", "data", "-k", self.root, "-p", str(PORT), *options],
                **alone, cwd=self.root, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        try:
            self._wait_until_ready()
            self.command(f"CREATE ROLE {OWNER} LOGIN")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End the server and its children: their process group is ours alone, and nothing of theirs is kept."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGQUIT)
            self._process.wait()
            self._process = None
        shutil.rmtree(self.root)

    def create(self, *, like: str | None = None) -> str:
        """A new database of an ordinary user, empty or a copy of another that nobody is using; gives its URL."""
        url = f"postgresql+psycopg://{OWNER}@/pw{next(self._numbers)}?host={self.root}"
        self._create(url, like)
        return url

    def replace(self, url: str, *, like: str) -> None:
        """Make a database anew as a copy of another that nobody is using."""
        self.drop(url)
        self._create(url, like)

    def drop(self, url: str) -> None:
        """Let go of a database, whoever uses it."""
        self.command(f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)")

    def command(self, text: str) -> None:
        """Have the administrator do something outside any database."""
        with psycopg.connect(f"host={self.root} user={ADMINISTRATOR} dbname=postgres", autocommit=True) as connection:
            connection.execute(text.encode())

    def _create(self, url: str, like: str | None) -> None:
        template = "template1" if like is None else _name(like)
        self.command(f"CREATE DATABASE {_name(url)} OWNER {OWNER} TEMPLATE {template} STRATEGY file_copy")

    def _wait_until_ready(self) -> None:
        """Wait for at most half a minute."""
        give_up_at = time.monotonic() + 30
        while True:
            try:
                return self.command("SELECT 1")
            except psycopg.OperationalError:
                ended = self._process is None or self._process.poll() is not None
                if ended or time.monotonic() > give_up_at:
                    raise RuntimeError(f"postgres did not start: {(self.root / 'log').read_text()}") from None
                time.sleep(0.02)


def _name(url: str) -> str:
    """The database of a URL."""
    found = re.search(r"/(pw\d+)\?", url)
    assert found is not None, url
    return found[1]


def _programs() -> Path:
    """Where its programs are; tests that need them fail, and never pass unseen, when they are missing."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    usual = (shutil.which("postgres"), *(path / "postgres" for path in debian))
    found = next((Path(path) for path in usual if path and (Path(path).resolve().parent / "initdb").exists()), None)
    if found is None:
        raise RuntimeError(
            "postgresql is missing: apt-get install postgresql (Debian), dnf install postgresql-server (Fedora)"
        )
    return found.resolve().parent
