# SPDX-License-Identifier: EUPL-1.2
"""Canaries in the place of every secret: whatever fails, none of them leaves the place it was put."""

import json
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import pytest

from pecwatch.service.emergency import Emergency
from tests.cli.running import run
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases
from tests.servers.certificates import ServerCertificate
from tests.servers.smtp import SmtpServer
from tests.tree import ROOT

PLACES = ("pec", "ordinaria", "smtp", "smtp_fallback", "database", "registry")
CANARIES = {name: f"Kanarie/{name}@{secrets.token_hex(6)}" for name in PLACES} | {"master_key": secrets.token_hex(32)}
"""With signs that a URL writes otherwise."""

WRITTEN = {name: {canary, quote(canary, safe=""), quote(canary)} for name, canary in CANARIES.items()}


def closed_port() -> int:
    """One at which nobody listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        return int(other.getsockname()[1])


@pytest.fixture
def second_relay(server_certificate: ServerCertificate) -> Iterator[SmtpServer]:
    """A relay whose password is a canary, and right."""
    with SmtpServer(server_certificate) as relay:
        relay.password = CANARIES["smtp_fallback"]
        yield relay


@pytest.fixture
def guarded(office: SocialServices, second_relay: SmtpServer) -> SocialServices:
    """An office whose every secret is a canary: mailboxes and first relay refuse them, the second takes its own."""
    for name, canary in CANARIES.items():
        office.write_secret(name, canary)
    fallback = (
        f'[smtp_fallback]\nhost = "{second_relay.host}"\nport = {second_relay.port}\n'
        f'tls_ca_file = "{second_relay.ca_file}"\nusername = "{second_relay.username}"\n'
        'password_file = "secrets/smtp_fallback"\nfrom = "pecwatch@comune.example"\n'
    )
    registry = (
        f'[registry]\nurl = "postgresql+psycopg://reader@127.0.0.1:{closed_port()}/folders"\nquery = "SELECT 1"\n'
        'password_file = "secrets/registry"\n'
    )
    vault = '[vault]\nmaster_key_file = "secrets/master_key"\n'
    text = office.file.read_text(encoding="utf-8")
    office.file.write_text(f"{text}\n{fallback}\n{registry}\n{vault}", encoding="utf-8")
    office.by_pec(cases.november_pec(), at(2025, 10, 24))
    return office


def found_in(content: bytes | str) -> set[str]:
    """The secrets that stand there, as they are or as a URL writes them."""
    whole = content.encode() if isinstance(content, str) else content
    return {name for name, forms in WRITTEN.items() if any(form.encode() in whole for form in forms)}


def left_behind(folder: Path) -> dict[str, set[str]]:
    """Files outside the folder of the secrets in which one stands: database, its log, mail, health, keys, logs."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "secrets"]
    assert files
    return {str(path.relative_to(folder)): found for path in files if (found := found_in(path.read_bytes()))}


CALLS = (
    ("poll",),
    ("status",),
    ("status", "--json"),
    ("status", "--mail-administrator"),
    ("status", "--prometheus", "pecwatch.prom"),
    ("check",),
    ("reconcile",),
    ("registry", "import"),
    ("test-alert",),
    ("failed", "list"),
    ("audit", "list"),
    ("digest", "--preview"),
    ("report", "--month", "2025-11"),
)


@pytest.mark.parametrize(
    "flags", [pytest.param(("-v", "--log-json"), id="for machines"), pytest.param(("-vv",), id="for people")]
)
def test_refused_logins_tell_no_password(
    guarded: SocialServices, second_relay: SmtpServer, flags: tuple[str, ...]
) -> None:
    """A real Dovecot, a real relay and a closed database refuse; nothing that is said or kept holds what was tried."""
    failed = 0
    for call in CALLS:
        done = run(*flags, *call, cwd=guarded.folder)
        failed += done.returncode != 0
        assert found_in(done.stdout + done.stderr) == set(), call
        if "--log-json" in flags:
            assert all(json.loads(line)["event"] for line in done.stderr.splitlines()), call
    assert failed >= 5, "what is refused here must fail, or nothing is tried"
    with guarded.desk() as desk:
        Emergency(desk).tell()
    assert (guarded.folder / "var/health.json").is_file()
    assert left_behind(guarded.folder) == {}
    assert not guarded.relay.messages
    assert second_relay.messages, "the watch or the alarm that needs no disk leaves by the second relay"
    assert [mail for mail in second_relay.messages if found_in(mail.content)] == []


def test_what_is_searched_is_found(tmp_path: Path) -> None:
    """A canary in a file of the office would be seen."""
    (tmp_path / "pecwatch.db").write_bytes(b"..." + quote(CANARIES["registry"]).encode())
    assert left_behind(tmp_path) == {"pecwatch.db": {"registry"}}


CANARY = CANARIES["database"]
BROKEN = [
    pytest.param(
        {"PECWATCH_DATABASE__URL": f"postgresql+psycopg://u:{quote(CANARY, safe='')}@127.0.0.1:1/d"}, id="down"
    ),
    pytest.param({"PECWATCH_DATABASE__URL": f"postgresql+psycopg://u:{CANARY}@127.0.0.1:1/d"}, id="not quoted"),
    pytest.param({"PECWATCH_DATABASE__URL": f"postgresql+psycopg://u:{CANARY}@127.0.0.1:port/d"}, id="no port"),
    pytest.param({"PECWATCH_DATABASE__URL": f"postgresql+psycopg://u:{CANARY}@[::1/d"}, id="no address"),
    pytest.param({"PECWATCH_DATABASE__URL": f"postgresql+psycopg://u:{CANARY}@db.example/d"}, id="may be overheard"),
    pytest.param({"PECWATCH_DATABASE__URL": f"mysql://u:{CANARY}@127.0.0.1/d"}, id="another kind"),
    pytest.param({"PECWATCH_DATABASE__URL": CANARY}, id="a password where the URL belongs"),
    pytest.param({"PECWATCH_REGISTRY__URL": f"postgresql+psycopg://u:{CANARY}@[::1/d"}, id="registry, no address"),
    pytest.param({"PECWATCH_REGISTRY__URL": f"oracle://u:{CANARY}@db.example/d"}, id="registry, another kind"),
    pytest.param({"PECWATCH_VAULT__MASTER_KEY": CANARY}, id="no master key"),
    pytest.param({"PECWATCH_SMTP__PORT": CANARY}, id="a password where the port belongs"),
    pytest.param({"PECWATCH_SMTP__FROM": CANARY}, id="a password where an address belongs"),
    pytest.param({"PECWATCH_MAILBOX__PEC__TLS": CANARY}, id="a password where a choice belongs"),
    pytest.param({"PECWATCH_SMTP__PASSWROD": CANARY}, id="a misspelt key"),
    pytest.param({"PECWATCH_ROLES__AUDITOR": CANARY}, id="a password for a role"),
]


@pytest.mark.parametrize("variables", BROKEN)
def test_a_broken_configuration_tells_no_password(office: SocialServices, variables: Mapping[str, str]) -> None:
    """Neither the complaint nor anything that a driver says quotes it."""
    extra = (
        '\n[registry]\nurl = "sqlite:///x.db"\nquery = "SELECT 1"\n' if "PECWATCH_REGISTRY__URL" in variables else ""
    )
    office.file.write_text(office.file.read_text(encoding="utf-8") + extra, encoding="utf-8")
    for call in (
        ("-vv", "status"),
        ("-v", "--log-json", "poll"),
        ("-v", "check"),
        ("-v", "status", "--mail-administrator"),
    ):
        done = run(*call, cwd=office.folder, **variables)
        assert done.returncode != 0, call
        assert found_in(done.stdout + done.stderr) == set(), call
    assert all(found_in(mail.content) == set() for mail in office.relay.messages)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('password = "{}"', id="in quotes"),
        pytest.param("password = {}", id="no TOML"),
        pytest.param('passwrod = "{}"', id="misspelt"),
        pytest.param('password = ["{}"]', id="a list"),
        pytest.param('port = "{}"', id="in another key"),
    ],
)
def test_a_password_in_the_file_is_refused_and_not_told(office: SocialServices, line: str) -> None:
    """The complaint names the key and its remedy."""
    text = office.file.read_text(encoding="utf-8").replace("[smtp]\n", f"[smtp]\n{line.format(CANARY)}\n")
    office.file.write_text(text, encoding="utf-8")
    done = run("-vv", "check", cwd=office.folder)
    assert done.returncode == 2
    assert found_in(done.stdout + done.stderr) == set()


CRASH = """
import imaplib, sys
from pecwatch.cli.main import main
def burst(connection, user, password, *_, **__):
    held = {"password": password}
    raise RuntimeError(f"{user} {password} {held}")
imaplib.IMAP4.login = burst
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("call", [("poll",), ("check",), ("reconcile",)], ids=lambda call: call[0])
def test_a_defect_at_the_login_tells_no_password(guarded: SocialServices, call: tuple[str, ...]) -> None:
    """A library that bursts with the password in its hand: kind and place are told, also with -vv."""
    run("status", cwd=guarded.folder)
    done = subprocess.run(
        (sys.executable, "-c", CRASH, "-vv", *call),
        cwd=guarded.folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join((str(ROOT), *filter(None, sys.path)))},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode != 0 and "RuntimeError" in done.stderr
    assert "Traceback" not in done.stderr
    assert found_in(done.stdout + done.stderr) == set()
    assert left_behind(guarded.folder) == {}
