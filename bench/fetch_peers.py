# SPDX-License-Identifier: EUPL-1.2
"""The programs that fetch mail, pecwatch among them: how each is got, configured and called."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from pecwatch.model.record import record
from tests.servers.dovecot import Dovecot


@record
class Box:
    """A mailbox on the server, and the port under which it is reached this time."""

    dovecot: Dovecot
    user: str
    password: str
    port: int


class Peer(Protocol):
    """A program that brings a mailbox to the disk."""

    name: str
    how_to_get: str

    def program(self) -> str | None:
        """Where it is installed; None when it is missing."""

    def prepare(self, home: Path, box: Box) -> list[str]:
        """Write its configuration for a box into a folder that it may have used before; the command line."""

    def has(self, home: Path) -> int:
        """Messages that it has on the disk."""


class Mbsync:
    """isync's mbsync, which is asked for new messages only and syncs each file to the disk."""

    name = "mbsync"
    how_to_get = "apt-get install isync (Debian), dnf install isync (Fedora)"

    def program(self) -> str | None:
        """On the path."""
        return shutil.which("mbsync")

    def prepare(self, home: Path, box: Box) -> list[str]:
        """One channel from INBOX to a Maildir."""
        file = home / "mbsyncrc"
        file.write_text(
            f"""FSync yes

IMAPAccount box
Host localhost
Port {box.port}
User "{box.user}"
Pass {box.password}
SSLType IMAPS
CertificateFile {box.dovecot.ca_file}

IMAPStore far
Account box

MaildirStore near
Path {home}/
Inbox {home}/inbox

Channel box
Far :far:
Near :near:
Create Near
Sync PullNew
SyncState *
""",
            encoding="utf-8",
        )
        return [str(self.program()), "-q", "-c", str(file), "box"]

    def has(self, home: Path) -> int:
        """Files of the Maildir."""
        return count_files(home / "inbox")


class Getmail:
    """getmail6 in an environment of its own."""

    name = "getmail6"
    how_to_get = "python3 -m venv DIR && DIR/bin/pip install getmail6, then --peers DIR"

    def __init__(self, folders: list[Path]) -> None:
        self._folders = folders

    def program(self) -> str | None:
        """In one of the folders, or on the path."""
        return find_program("getmail", self._folders)

    def prepare(self, home: Path, box: Box) -> list[str]:
        """IMAP over TLS into a Maildir; what it has seen stays where it is."""
        for folder in ("cur", "new", "tmp"):
            (home / "inbox" / folder).mkdir(parents=True, exist_ok=True)
        (home / "getmailrc").write_text(
            f"""[retriever]
type = SimpleIMAPSSLRetriever
server = localhost
port = {box.port}
username = {box.user}
password = {box.password}
ca_certs = {box.dovecot.ca_file}
[destination]
type = Maildir
path = {home}/inbox/
[options]
read_all = false
delete = false
verbose = 0
delivered_to = false
received = false
""",
            encoding="utf-8",
        )
        # What it has seen is kept by port, and the same box is reached by another one.
        for seen in home.glob("oldmail-localhost-*"):
            seen.rename(home / re.sub(r"(?<=localhost-)\d+", str(box.port), seen.name))
        command = [str(self.program()), f"--getmaildir={home}", "--quiet"]
        if os.geteuid():
            return command
        # It delivers nothing as root.
        for path in (home, *home.rglob("*")):
            shutil.chown(path, "nobody")
        return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]

    def has(self, home: Path) -> int:
        """Files of the Maildir."""
        return count_files(home / "inbox")


CONFIGURATION = """[service]
data_dir = "var"
[[mailbox]]
name = "pec"
host = "localhost"
port = {box.port}
tls_ca_file = "{box.dovecot.ca_file}"
username = "{box.user}"
password_file = "password"
addresses = ["servizisociali@pec.comune.example"]
[smtp]
host = "127.0.0.1"
port = 9
tls_ca_file = "{box.dovecot.ca_file}"
from = "pecwatch@comune.example"
[lists]
senders = ["@aler.example"]
[office]
allowed_domains = ["comune.example"]
coordinator = {{ name = "Ilaria Brentegani", email = "coordinatrice@comune.example" }}
duty_worker = {{ name = "Segretariato sociale", email = "segretariato@comune.example" }}
director = {{ name = "Osvaldo Trezzolani", email = "dirigente@comune.example" }}
system_administrator = {{ name = "CED", email = "ced@comune.example" }}
"""


class Pecwatch:
    """What `pecwatch poll` does until everything is in vault and ledger; the reading that follows is not fetching."""

    name = "pecwatch"
    how_to_get = ""

    def program(self) -> str | None:
        """This checkout, under this Python."""
        return sys.executable

    def prepare(self, home: Path, box: Box) -> list[str]:
        """An office of its own."""
        password, file = home / "password", home / "config.toml"
        password.touch(mode=0o600)
        password.write_text(box.password, encoding="utf-8")
        file.write_text(CONFIGURATION.format(box=box), encoding="utf-8")
        return [sys.executable, "-m", "bench.collect", str(file)]

    def has(self, home: Path) -> int:
        """Files of the vault."""
        return sum(path.is_file() for path in (home / "var" / "mail").glob("*/??/*"))


def find_program(name: str, folders: list[Path]) -> str | None:
    """A program in `bin` of one of these environments, or on the path."""
    places = [str(folder / "bin") for folder in folders]
    return shutil.which(name, path=os.pathsep.join([*places, os.environ.get("PATH", os.defpath)]))


def count_files(maildir: Path) -> int:
    """Messages in a Maildir."""
    return sum(1 for folder in ("cur", "new") for _ in (maildir / folder).glob("*"))


def installed(peers: list[Peer]) -> Iterator[Peer]:
    """Those that are here; of the others it is said how to get them."""
    for peer in peers:
        if peer.program() is None:
            print(f"{peer.name} is missing and left out: {peer.how_to_get}", file=sys.stderr)
        else:
            yield peer
