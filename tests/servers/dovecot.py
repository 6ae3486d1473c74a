# SPDX-License-Identifier: EUPL-1.2
"""A real IMAP server of our own: a private Dovecot 2.3 on loopback ports, gone when the test ends."""

import base64
import contextlib
import datetime as dt
import grp
import imaplib
import os
import pwd
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pecwatch.model.mailbox import MailboxAccount
from tests.servers.certificates import Authority, ServerCertificate

HOST = "127.0.0.1"
SOCKET_PATH_LIMIT = 60
"""Unix sockets take 107 bytes of path; Dovecot's own names need the rest."""

CONFIGURATION = """
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
instance_name = {name}
protocols = imap
listen = {host}
ssl = required
ssl_cert = <{certificate.certificate_file}
ssl_key = <{certificate.key_file}
ssl_min_protocol = TLSv1.2
default_internal_user = {me}
default_internal_group = {my_group}
default_login_user = {mail_user.pw_name}
default_process_limit = 1000
first_valid_uid = 1
mail_location = maildir:{root}/mail/%u
mail_fsync = never
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {root}/users/%u
}}
userdb {{
  driver = static
  args = uid={mail_user.pw_uid} gid={mail_user.pw_gid} home={root}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls_port}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""

WITH_QUOTA = """
mail_plugins = quota
protocol imap {{
  mail_plugins = quota imap_quota
}}
plugin {{
  quota = maildir:User quota
  quota_rule = *:storage={quota_kb}K
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMail:
    """A message as it lies in a mailbox."""

    uid: int
    flags: frozenset[str]
    content: bytes


class Dovecot:
    """A running Dovecot; use it as a context manager, or through the fixture `dovecot`."""

    host = HOST

    def __init__(self, certificate: ServerCertificate | None = None, *, quota_kb: int | None = None) -> None:
        """Prepare it; with a quota its mailboxes have so much room and it tells how much is used."""
        self.root = short_folder()
        self.certificate = certificate or Authority(self.root).issue()
        self.ca_file = self.certificate.ca_file
        self.port = self.starttls_port = 0
        self._quota = "" if quota_kb is None else WITH_QUOTA.format(quota_kb=quota_kb)
        self._passwords: dict[str, str] = {}
        self._connections: dict[str, imaplib.IMAP4_SSL] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        program = _program()
        for folder in ("run", "state", "mail", "users"):
            (self.root / folder).mkdir()
        mail_user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        shutil.chown(self.root / "mail", mail_user.pw_uid, mail_user.pw_gid)
        for _ in range(3):
            self._start(program, mail_user)
            if self._answers():
                return self
            self._stop()
        log = self.root / "log"
        raise RuntimeError(f"dovecot did not start: {log.read_text() if log.exists() else 'no log'}")

    def __exit__(self, *_: object) -> None:
        for connection in self._connections.values():
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                connection.logout()
        self._stop()
        shutil.rmtree(self.root)

    def add_user(self, name: str, password: str) -> None:
        """Let somebody log in, or change their password."""
        # Base64, since a colon in a password would end the field.
        coded = base64.b64encode(password.encode()).decode()
        new = self.root / "users.new"
        new.write_text(f"{name}:{{PLAIN.b64}}{coded}\n", encoding="utf-8")
        new.rename(self.root / "users" / name)
        if self._passwords.get(name, password) != password:
            # Dovecot looks once a second whether a file it has read has changed.
            time.sleep(1.1)
        self._passwords[name] = password

    def account(self, user: str, *, name: str = "pec", tls: str = "implicit") -> MailboxAccount:
        """How pecwatch reaches that user's mailbox."""
        return MailboxAccount(
            name=name,
            host=self.host,
            port=self.port if tls == "implicit" else self.starttls_port,
            tls=tls,
            tls_ca_file=self.ca_file,
            username=user,
            password=self._passwords[user],
        )

    def deliver(
        self,
        user: str,
        raw: bytes,
        folder: str = "INBOX",
        *,
        flags: tuple[str, ...] = (),
        received_at: dt.datetime | None = None,
    ) -> int:
        """Put a message into a mailbox (line ends become CRLF) and return its UID.

        Args:
            received_at: The INTERNALDATE, aware; now when left out.
        """
        connection = self.connection(user)
        if folder != "INBOX":
            connection.create(folder)
        moment = (received_at or dt.datetime.now(dt.UTC)).astimezone(dt.UTC)
        written = imaplib.Time2Internaldate(moment)
        status, answer = connection.append(folder, " ".join(flags), written, raw)
        found = re.search(rb"APPENDUID \d+ (\d+)", answer[0] or b"")
        if status != "OK" or found is None:
            raise RuntimeError(f"dovecot refused a message: {answer!r}")
        return int(found[1])

    def messages(self, user: str, folder: str = "INBOX") -> tuple[StoredMail, ...]:
        """Everything that lies in a folder now, by UID."""
        connection = self.connection(user)
        connection.select(folder, readonly=True)
        _, answer = connection.uid("FETCH", "1:*", "(UID FLAGS BODY.PEEK[])")
        connection.unselect()
        return tuple(_stored_mail(item) for item in answer if isinstance(item, tuple))

    def connection(self, user: str) -> imaplib.IMAP4_SSL:
        """A logged-in connection of that user, kept open: for what other people do in the same mailbox."""
        if user not in self._connections:
            trusted = ssl.create_default_context(cafile=self.ca_file)
            connection = imaplib.IMAP4_SSL(self.host, self.port, ssl_context=trusted, timeout=30)
            connection.login(user, self._passwords[user])
            self._connections[user] = connection
        return self._connections[user]

    def leave(self, user: str) -> None:
        """Log that user's connection out: a server of many users has room for a hundred at once."""
        self._connections.pop(user).logout()

    def maildir(self, user: str) -> Path:
        """Where the user's mail lies on disk."""
        return self.root / "mail" / user

    def forget_uids(self, user: str) -> None:
        """Give the INBOX a new UIDVALIDITY, as a restored backup does."""
        self.leave(user)
        for path in self.maildir(user).glob("dovecot*"):
            path.unlink()
        # UIDVALIDITY is a time in seconds: in the same second the old value would come back.
        time.sleep(1.1)

    def _start(self, program: str, mail_user: pwd.struct_passwd) -> None:
        self.port, self.starttls_port = _free_ports(2)
        file = self.root / "dovecot.conf"
        file.write_text(
            CONFIGURATION.format(
                root=self.root,
                name=self.root.name,
                host=HOST,
                certificate=self.certificate,
                me=pwd.getpwuid(os.geteuid()).pw_name,
                my_group=grp.getgrgid(os.getegid()).gr_name,
                mail_user=mail_user,
                port=self.port,
                starttls_port=self.starttls_port,
            )
            + self._quota,
            encoding="utf-8",
        )
        self._process = subprocess.Popen(
            [program, "-F", "-c", file], start_new_session=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def _answers(self) -> bool:
        """Whether it greets within ten seconds; False also when another program took the port meanwhile."""
        give_up_at = time.monotonic() + 10
        while self._process is not None and self._process.poll() is None and time.monotonic() < give_up_at:
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.starttls_port), 1) as link:
                if link.recv(4) == b"* OK":
                    return True
            time.sleep(0.02)
        return False

    def _stop(self) -> None:
        """End the master and its children: their process group is ours alone, and nothing of theirs is kept."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


@contextlib.contextmanager
def reserved_port() -> Iterator[int]:
    """A loopback port on which nobody answers while the block runs."""
    with socket.socket() as holder:
        holder.bind((HOST, 0))
        yield holder.getsockname()[1]


def _program() -> str:
    """Where dovecot is; tests that need it fail, and never pass unseen, when it is missing."""
    places = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin{os.pathsep}/usr/local/sbin"
    program = shutil.which("dovecot", path=places)
    if program is None:
        raise RuntimeError("dovecot is missing: apt-get install dovecot-imapd (Debian), dnf install dovecot (Fedora)")
    return program


def short_folder() -> Path:
    """A new folder for a server and its sockets, whose paths must be short."""
    usual = tempfile.gettempdir()
    folder = Path(tempfile.mkdtemp(prefix="pw", dir=usual if len(usual) < SOCKET_PATH_LIMIT else "/tmp"))
    folder.chmod(0o711)
    return folder


def _free_ports(count: int) -> tuple[int, ...]:
    with contextlib.ExitStack() as held:
        return tuple([held.enter_context(reserved_port()) for _ in range(count)])


def _stored_mail(item: tuple[bytes, bytes]) -> StoredMail:
    head, content = item
    uid = re.search(rb"UID (\d+)", head)
    flags = re.search(rb"FLAGS \(([^)]*)\)", head)
    assert uid is not None and flags is not None, head
    return StoredMail(uid=int(uid[1]), flags=frozenset(flags[1].decode().split()), content=content)
