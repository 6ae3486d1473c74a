# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch init`: from answers to a configuration that the program itself takes."""

import os
import pty
import stat
import sys
import tomllib
from pathlib import Path

import pytest

from pecwatch.cli.main import main
from pecwatch.config import load_config
from pecwatch.config.writing import example
from pecwatch.errors import ExitCode
from pecwatch.model.connection import Tls
from tests.tree import ROOT

ALL = {
    "--mailbox-host": "127.0.0.1:10993",
    "--mailbox-user": "servizisociali@pec.comune.example",
    "--replies-host": "localhost",
    "--replies-user": "pecwatch@comune.example",
    "--senders": "decadenze@pec.aler.example, @aler.example",
    "--smtp-host": "127.0.0.1:10025",
    "--smtp-user": "pecwatch",
    "--from": "pecwatch@comune.example",
    "--coordinator": "Ilaria Brentegani <coordinatrice@comune.example>",
    "--administrator": "CED <ced@unione.example>",
    "--duty-worker": "Segretariato sociale <segretariato@comune.example>",
    "--director": "Osvaldo «O» Trezzolani <dirigente@comune.example>",
    "--operator": "Amalia Quintarelli <a.quintarelli@comune.example>",
}
OPTIONAL = ("--replies-host", "--replies-user", "--smtp-user", "--duty-worker", "--director", "--operator")
NEEDED = {name: ALL[name] for name in ALL if name not in OPTIONAL}


TAKEN_UP = (
    "# [registry]",
    '# file = "registry.csv"',
    '# master_key_file = "secrets/master_key"',
    "# [[mailbox]]",
    '# name = "ordinaria"',
    '# host = "imap.comune.example"',
    '# username = "servizisociali@comune.example"',
    '# password_file = "secrets/ordinaria"',
    '# purpose = "both"',
)
"""Comments of the example that become keys."""


def init(folder: Path, options: dict[str, str], *more: str) -> int:
    """Run it without questions."""
    words = [word for pair in options.items() for word in pair]
    return main(["init", "--into", str(folder), "--non-interactive", *words, *more])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_it_writes_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With passwords in place nothing is missing; only the owner may read it, and every comment is still there."""
    registry = tmp_path / "registry.csv"
    registry.touch()
    folder = tmp_path / "etc"
    assert init(folder, {**ALL, "--registry": str(registry)}, "--province", "BG", "--operator-code", "AS7") == 0
    said = capsys.readouterr().out
    for name in ("pec", "ordinaria", "smtp"):
        assert f"secrets/{name} is empty; write the password into it" in said
        assert mode(folder / "secrets" / name) == 0o600
        (folder / "secrets" / name).write_text("invented\n")
    assert (mode(folder), mode(folder / "secrets"), mode(folder / "config.toml")) == (0o700, 0o700, 0o600)
    assert mode(folder / "secrets" / "master_key") == 0o600
    config = load_config(folder / "config.toml", {})
    assert config.vault.master_key == (folder / "secrets" / "master_key").read_text().strip()
    assert len(bytes.fromhex(config.vault.master_key)) == 32
    assert [(box.name, box.host, box.port, box.addresses, box.purpose) for box in config.mailboxes] == [
        ("pec", "127.0.0.1", 10993, (ALL["--mailbox-user"],), "lists"),
        ("ordinaria", "localhost", 993, (ALL["--replies-user"],), "both"),
    ]
    assert {box.tls for box in config.mailboxes} == {Tls.IMPLICIT}
    assert (config.smtp.relay.host, config.smtp.relay.port) == ("127.0.0.1", 10025)
    assert config.lists.correspondents.senders == ("decadenze@pec.aler.example", "@aler.example")
    assert (config.smtp.sender, config.smtp.reply_to) == ("pecwatch@comune.example",) * 2
    assert config.registry is not None
    assert config.registry.file == registry
    assert config.allowed_domains == ("comune.example", "unione.example")
    assert config.service.holidays.subdivision == "BG"
    office = config.office
    assert office.director is not None
    assert office.director.name == "Osvaldo «O» Trezzolani"
    assert [(each.code, each.email) for each in office.operators] == [("AS7", "a.quintarelli@comune.example")]
    comments = [line for line in example().splitlines() if line.startswith("#")]
    written = (folder / "config.toml").read_text(encoding="utf-8").splitlines()
    assert [line for line in comments if line not in written and line not in TAKEN_UP] == []


def test_little_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was left out is a comment; a relay without login needs no password."""
    assert init(tmp_path / "etc", NEEDED, "--data-dir", str(tmp_path / "data")) == 0
    assert "secrets/smtp" not in capsys.readouterr().out
    (tmp_path / "etc" / "secrets" / "pec").write_text("invented\n")
    config = load_config(tmp_path / "etc" / "config.toml", {})
    assert (config.smtp.relay.username, config.registry, config.office.operators) == (None, None, ())
    assert (config.office.duty_worker, config.office.director) == (None, None)
    assert config.database.url == f"sqlite:///{tmp_path}/data/pecwatch.db"


def test_then_it_says_what_remains(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The findings of check as things to do; nobody listens on these ports of this machine."""
    (tmp_path / "secrets").mkdir(mode=0o700)
    (tmp_path / "secrets" / "pec").touch(mode=0o600)
    (tmp_path / "secrets" / "pec").write_text("invented\n")
    assert init(tmp_path, NEEDED) == 0
    said = capsys.readouterr().out
    assert (tmp_path / "secrets" / "pec").read_text() == "invented\n", "what is there is kept"
    remaining = [line for line in said.splitlines() if line.startswith("- ")]
    for what in ("mailbox 'pec'", "[smtp]", 'no [[mailbox]] has purpose "replies" or "both"'):
        assert any(what in line for line in remaining), (what, said)
    assert not any("sandbox: full" in line for line in remaining), "what is well needs no line"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param({}, [f"{name}: missing" for name in NEEDED], id="everything missing, told at once"),
        pytest.param({**NEEDED, "--from": "pecwatch"}, ["--from: not an e-mail address"], id="no address"),
        pytest.param({**NEEDED, "--director": "x@gmail.com"}, ["--director: write it as Name Surname"], id="no name"),
        pytest.param({**NEEDED, "--smtp-host": "relay:smtp"}, ["--smtp-host: write it as imaps"], id="a port in words"),
        pytest.param({**NEEDED, "--replies-host": "relay"}, ["--replies-user: missing"], id="a mailbox of nobody"),
        pytest.param(
            {**NEEDED, "--operator": "A Q <a@gmail.com>"}, ["--operator: an address at a public mail provider"],
            id="a public provider",
        ),
        pytest.param({**NEEDED, "--senders": "aler.example"}, ["--senders: neither an address"], id="a bare domain"),
        pytest.param({**NEEDED, "--registry": "nowhere.csv"}, ["--registry: no such file"], id="no registry there"),
    ],
)  # fmt: skip
def test_wrong_answers_write_nothing(
    options: dict[str, str], told: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for each option, and none of the values."""
    assert init(tmp_path / "etc", options) == ExitCode.USAGE
    lines = capsys.readouterr().err.splitlines()
    assert [line.removeprefix("pecwatch: ")[: len(text)] for line, text in zip(lines, told, strict=True)] == told
    assert not (tmp_path / "etc").exists()


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused before the first question."""
    (tmp_path / "config.toml").write_text("# ours\n")
    assert main(["init", "--into", str(tmp_path)]) == ExitCode.USAGE
    assert "never overwritten" in capsys.readouterr().err
    assert (tmp_path / "config.toml").read_text() == "# ours\n"


def test_asked_at_a_terminal(tmp_path: Path) -> None:
    """A slip is asked again, blanks leave out, and passwords are not shown."""
    answers = {**NEEDED, "--coordinator": f'"{NEEDED["--coordinator"]}"'}
    box, user, senders, relay, *rest = answers.values()
    typed = [box, user, "", senders, relay, "pecwatch", "not an address", *rest, *[""] * 4, "parola-segreta", ""]
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(PYTHONPATH=os.pathsep.join([str(ROOT), *filter(None, sys.path)]), TERM="dumb")
        os.execv(sys.executable, [sys.executable, "-m", "pecwatch", "init", "--into", str(tmp_path / "etc")])
    seen = b""
    for line in typed:
        while not seen.endswith(b": "):  # the last blank is written when typing is hidden already
            seen += os.read(terminal, 1000)
        seen += b"\n"
        os.write(terminal, line.encode() + b"\n")
    try:
        while piece := os.read(terminal, 1000):
            seen += piece
    except OSError:  # the other end is gone
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, seen
    assert b"parola-segreta" not in seen
    assert b"not an e-mail address" in seen
    assert (tmp_path / "etc" / "secrets" / "pec").read_text() == "parola-segreta\n"
    assert (tmp_path / "etc" / "secrets" / "smtp").read_text() == ""
    written = tomllib.loads((tmp_path / "etc" / "config.toml").read_text(encoding="utf-8"))
    assert written["smtp"]["username"] == "pecwatch"
    assert set(written["office"]) == {"working_hours", "allowed_domains", "coordinator", "system_administrator"}
