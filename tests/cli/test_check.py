# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch check`: everything the service relies on, with real servers."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from pecwatch.service import programs
from tests.cli.running import complaint, run
from tests.generators.authority import certificate, derived_key, named
from tests.rules.folders import changed as mistaken
from tests.rules.folders import copied
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
from tests.tree import ROOT

CONFIGURATION = """
[[mailbox]]
name = "pec"
host = "127.0.0.1"
port = {imap_port}
tls_ca_file = "{ca_file}"
username = "check"
password_file = "secret-pec"
addresses = ["servizisociali@pec.comune.example"]

[smtp]
host = "127.0.0.1"
port = {smtp_port}
tls_ca_file = "{ca_file}"
username = "pecwatch"
password_file = "secret-smtp"
from = "pecwatch@comune.example"

[lists]
senders = ["@pec.aler.example"]

[office]
allowed_domains = ["comune.example"]
coordinator = {{ name = "C", email = "c@comune.example" }}
system_administrator = {{ name = "S", email = "s@comune.example" }}
"""


SECOND = """
[[mailbox]]
name = "altra"
host = "127.0.0.1"
port = {imap_port}
tls_ca_file = "{ca_file}"
username = "check"
password_file = "secret-altra"
folders = ["Elenchi ALER", "INBOX"]
"""


@pytest.fixture
def folder(tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer) -> Path:
    """A configuration that fits the two servers."""
    dovecot.add_user("check", "segreto-pec")
    for name, password in (("secret-pec", "segreto-pec"), ("secret-smtp", smtp_server.password)):
        (tmp_path / name).touch(mode=0o600)
        (tmp_path / name).write_text(password)
    ports = {"imap_port": dovecot.port, "smtp_port": smtp_server.port, "ca_file": dovecot.ca_file}
    (tmp_path / "config.toml").write_text(CONFIGURATION.format(**ports))
    return tmp_path


def changed(folder: Path, old: str, new: str) -> None:
    file = folder / "config.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def test_all_is_well(folder: Path, smtp_server: SmtpServer) -> None:
    """What holds is said, and so is what does not: nothing is encrypted at rest yet."""
    done = run("check", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    for text in ("configuration", "rules", "sandbox: ", "not encrypted at rest", "mailbox pec", "relay 127.0.0.1"):
        assert text in done.stdout
    assert "registry: none yet, so every row would go to the duty worker" in done.stdout
    assert "FAILED" not in done.stdout
    assert smtp_server.messages == []
    assert not (folder / "var").exists(), "check looks and makes nothing"


def test_the_registry_before_the_first_start(folder: Path) -> None:
    """One that the service takes up by itself needs nobody; one that is in force is no matter of check."""
    (folder / "config.toml").write_text(
        f'{(folder / "config.toml").read_text()}\n[registry]\nfile = "{ROOT / "samples/registry.csv"}"\n'
    )
    assert "the first round takes up what [registry] names" in run("check", cwd=folder).stdout
    assert run("registry", "import", cwd=folder).returncode == 0
    assert "registry: none yet" not in run("check", cwd=folder).stdout


def anchors(folder: Path, *, ends: dt.timedelta = dt.timedelta(days=4000)) -> Path:
    """A folder of trust anchors with one authority, named in the configuration."""
    changed(folder, "[lists]", '[lists]\ntrust_anchors = "trust"')
    now = dt.datetime.now(dt.UTC)
    name = named("Radice")
    authority = certificate(name, derived_key("Radice"), None, (now - dt.timedelta(days=4000), now + ends), ())
    (folder / "trust").mkdir()
    (folder / "trust" / "radice.pem").write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    return folder / "trust"


def test_the_authorities_that_seals_are_judged_by(folder: Path) -> None:
    """How many there are, and how many issuers are pinned; a sound one causes no warning."""
    anchors(folder)
    done = run("check", cwd=folder)
    assert done.returncode == 0
    assert "trust: 1 authority, pinned issuers: 0" in done.stdout
    assert "trust anchor " not in done.stdout


def test_an_authority_that_runs_out_is_told_in_time(folder: Path) -> None:
    """A warning, since messages of before are still judged by it; everything else goes on."""
    anchors(folder, ends=dt.timedelta(days=30))
    done = run("check", cwd=folder)
    assert done.returncode == 0
    assert "trust anchor radice.pem: ends on " in done.stdout


def test_without_any_authority_no_seal_is_verified(folder: Path) -> None:
    """An empty folder is no mistake, and is said."""
    (anchors(folder) / "radice.pem").unlink()
    done = run("check", cwd=folder)
    assert done.returncode == 0
    assert "no trust anchor: no seal can be verified" in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        pytest.param("altra.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n", "copy it again", id="damaged certificate"),
        pytest.param("altra.pem", "boh", "not a certificate in PEM", id="no certificate"),
        pytest.param(
            "pins.toml",
            f'[[pin]]\nanchor = "assente.pem"\nkey_identifier = "{"A5:" * 19}A5"\n',
            "no certificate file of that name",
            id="a pin for an authority that is not there",
        ),
    ],
)
def test_wrong_trust_anchors_are_code_2(folder: Path, name: str, content: str, told: str) -> None:
    """File and remedy; nothing could be read without them."""
    (anchors(folder) / name).write_text(content)
    done = run("check", cwd=folder)
    assert done.returncode == 2
    assert told in done.stdout
    assert name in done.stdout


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_where_documents_may_lie_in_the_clear_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container with little shared memory; elsewhere nothing is said of it."""
    said = "while they are converted"
    assert said not in run("check", cwd=folder).stdout
    monkeypatch.setattr(programs, "ROOM", 1 << 60)
    assert said in run("check", cwd=folder).stdout


def test_every_mistake_in_the_rules_is_a_line_of_its_own(folder: Path) -> None:
    """All of all files at once, with code 2, and everything else is tried all the same."""
    rules = copied(folder)
    changed(folder, "[lists]", '[lists]\nrules = "regole"')
    mistaken(rules, "clocks.toml", "weekday = 1", "weekday = ")
    mistaken(rules, "wording.toml", "weak = true", "waek = true")
    mistaken(rules, "layouts.toml", 'samples = ["Scala"]\n', "")
    mistaken(rules, "layouts.toml", 'exact = ["N", ', 'exact = ["N", "* N", "N CIV", ')
    done = run("check", cwd=folder)
    assert done.returncode == 2, done.stdout + done.stderr
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    for file, told in (
        ("clocks", "not valid TOML"),
        ("wording", "statuses[9 execute].waek: unknown key"),
        ("layouts", "columns[1 number].exact[2]: bad pattern «* N»"),
        ("layouts", "columns.staircase: no sample"),
        ("layouts", "columns.number: «N CIV» also stands in layouts.columns.civic"),
        ("layouts", "columns.civic: sample «N. civ.» is also claimed by layouts.columns.number"),
    ):
        assert [line for line in failed if f"/{file}.toml: {told}" in line], (told, failed)
    assert "sandbox: " in done.stdout
    assert "relay 127.0.0.1" in done.stdout


def test_a_folder_of_rules_is_tried_without_a_configuration(tmp_path: Path) -> None:
    """Whoever edits rules tries them before the service reads by them."""
    rules = copied(tmp_path)
    done = run("check", "--rules", "regole", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "ok      rules regole\n")
    mistaken(rules, "layouts.toml", 'samples = ["Scala"]', 'samples = ["Piano"]')
    done = run("check", "--rules", "regole", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout.startswith("FAILED  regole/layouts.toml: columns.staircase: sample «Piano» is not claimed")


@pytest.mark.fault("imap-folder-missing")
def test_what_fails_does_not_hide_the_rest(folder: Path, dovecot: Dovecot) -> None:
    """A refused login is code 3; the next mailbox is tried, folders like a missing one are named; the relay too."""
    dovecot.connection("check").create('"Elenchi ALER 2025"')
    (folder / "secret-altra").touch(mode=0o600)
    (folder / "secret-altra").write_text("segreto-pec")
    other = SECOND.format(imap_port=dovecot.port, ca_file=dovecot.ca_file)
    changed(folder, "[smtp]", f"{other}\n[smtp]")
    (folder / "secret-pec").write_text("sbagliata")
    done = run("check", cwd=folder)
    assert done.returncode == 3
    assert "FAILED" in done.stdout
    assert "no folder 'Elenchi ALER' among" in done.stdout
    assert "mailbox altra: there is a folder Elenchi ALER 2025" in done.stdout
    assert "folder INBOX" in done.stdout
    assert "relay 127.0.0.1" in done.stdout
    assert "sbagliata" not in done.stdout + done.stderr


def test_a_relay_that_refuses_us_is_code_5(folder: Path, smtp_server: SmtpServer) -> None:
    """Alerts would wait unsent."""
    (folder / "secret-smtp").write_text("sbagliata")
    done = run("check", cwd=folder)
    assert done.returncode == 5
    (told,) = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    assert "[smtp]" in told
    assert told.endswith(f"(127.0.0.1:{smtp_server.port})"), "which server, whoever has several"


def test_a_data_folder_open_to_others_is_code_2(folder: Path) -> None:
    """Names of tenants lie in it."""
    (folder / "var").mkdir()
    (folder / "var").chmod(0o755)
    done = run("check", cwd=folder)
    assert done.returncode == 2
    assert "chmod 700" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        pytest.param("port = ", "prot = ", "[[mailbox]] 1 prot", id="misspelt key"),
        pytest.param('"secret-pec"', '"nowhere"', "[[mailbox]] 1 password_file", id="missing secret"),
        pytest.param('from = "pecwatch@comune.example"', "from = 7", "[smtp] from", id="wrong type"),
        pytest.param("[lists]", "[lits]", "[lits]", id="misspelt section"),
    ],
)
def test_a_wrong_configuration_is_one_line_per_mistake(folder: Path, old: str, new: str, place: str) -> None:
    """File, key and remedy; code 2."""
    changed(folder, old, new)
    said = complaint(run("check", cwd=folder))
    for line in said.splitlines():
        assert line.startswith("pecwatch: config.toml: ")
    assert place in said


@pytest.mark.parametrize(
    ("box", "addresses", "said"),
    [
        ("lists", '["servizisociali@pec.comune.example"]', 'no [[mailbox]] has purpose "replies" or "both"'),
        ("both", '["servizisociali@pec.comune.example"]', "from: no [[mailbox]] with purpose replies or both has"),
        ("replies", '["pecwatch@comune.example"]', "reply_to: answers are read in a mailbox"),
    ],
)
def test_whether_answers_are_read(folder: Path, box: str, addresses: str, said: str) -> None:
    """Answers go to reply_to, and what cannot be delivered comes back to from: some box must be both."""
    changed(folder, 'addresses = ["servizisociali@pec.comune.example"]', f'purpose = "{box}"\naddresses = {addresses}')
    done = run("check", cwd=folder)
    assert done.returncode == 0
    assert said in " ".join(done.stdout.split())
