# SPDX-License-Identifier: EUPL-1.2
"""Many offices in one installation: what they share, what is one's own, and what neither may say for the other."""

from pathlib import Path

import pytest

from pecwatch.cli.main import main
from pecwatch.config import Config, load_config, load_installation, load_reading_config
from pecwatch.errors import ExitCode, UsageError

SHARED = """
[offices]
[service]
data_dir = "var"
holidays = { country = "IT", subdivision = "CR" }
[database]
url = "postgresql+psycopg://pecwatch@/pecwatch?host=/run/postgresql"
[smtp]
host = "relay.regione.example"
username = "pecwatch"
from = "pecwatch@regione.example"
[lists]
senders = ["decadenze@pec.aler.example"]
[office]
allowed_domains = ["regione.example"]
system_administrator = { name = "CED", email = "ced@regione.example" }
"""

OWN = """
[[mailbox]]
name = "pec"
host = "imaps.pec.example"
username = "servizisociali@pec.comune.example"
[office]
allowed_domains = ["comune.example", "regione.example"]
coordinator = { name = "Ilaria Brentegani", email = "coordinatrice@comune.example" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An installation with two offices and the credentials of both."""
    (tmp_path / "offices.d").mkdir()
    (tmp_path / "config.toml").write_text(SHARED, encoding="utf-8")
    for code in ("cremona", "soncino"):
        (tmp_path / "offices.d" / f"{code}.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "credentials").mkdir()
    for name in ("smtp", "pec", "cremona.pec", "cremona.smtp", "soncino.pec"):
        (tmp_path / "credentials" / name).write_text(f"parola di {name}\n", encoding="utf-8")
    return tmp_path


def office(folder: Path, code: str, more: str = "") -> Config:
    """The configuration of one of them, with more of its own."""
    file = folder / "offices.d" / f"{code}.toml"
    file.write_text(OWN + more, encoding="utf-8")
    return load_config(file, {"CREDENTIALS_DIRECTORY": str(folder / "credentials")})


def test_an_office_has_its_own_over_what_all_share(folder: Path) -> None:
    """Key by key; each office has its own folder and the same database."""
    config = office(folder, "cremona", "[service]\npoll_every_s = 300\n[lists]\nexpected_by = 24\n")
    assert config.tenant is not None
    assert config.tenant.code == "cremona"
    assert config.service.data_dir == folder / "var" / "cremona"
    assert config.service.poll_every_s == 300
    assert config.service.holidays.subdivision == "CR"
    assert config.lists.correspondents.senders == ("decadenze@pec.aler.example",)
    assert config.office.system_administrator.email == "ced@regione.example"
    assert (
        config.database
        == load_config(
            folder / "offices.d" / "soncino.toml", {"CREDENTIALS_DIRECTORY": str(folder / "credentials")}
        ).database
    )


@pytest.mark.parametrize(
    ("more", "password"),
    [
        pytest.param("", "parola di smtp", id="the relay of all"),
        pytest.param(
            '[smtp]\nhost = "relay.comune.example"\nusername = "u"\nfrom = "p@comune.example"\n',
            "parola di cremona.smtp",
            id="its own relay",
        ),
    ],
)
def test_no_password_goes_to_another_ones_server(folder: Path, more: str, password: str) -> None:
    """A section that names a server is taken whole, and its credential is that of whoever wrote it."""
    config = office(folder, "cremona", more)
    assert config.mailboxes[0].password == "parola di cremona.pec"
    assert config.smtp.relay.password == password


@pytest.mark.parametrize(
    ("more", "told"),
    [
        pytest.param('[database]\nurl = "sqlite:///x.db"\n', "[database]: holds for all offices", id="a database"),
        pytest.param('[service]\ndata_dir = "var/soncino"\n', "[service] data_dir: holds", id="another's folder"),
        pytest.param("[offices]\n", "[offices]: holds for all", id="offices of its own"),
        pytest.param('[vault]\nmaster_key_file = "k"\n', "[vault]: holds for all", id="a master key"),
        pytest.param("[lists]\nsendrs = []\n", "[lists] sendrs: unknown key", id="a misspelt key"),
    ],
)
def test_what_an_office_may_not_say_is_named(folder: Path, more: str, told: str) -> None:
    """Nobody reaches the data of another office by a key of the own file."""
    with pytest.raises(UsageError) as caught:
        office(folder, "cremona", more)
    assert f"offices.d/cremona.toml: {told}" in str(caught.value)


def test_sqlite_is_refused(folder: Path) -> None:
    """Workers claim offices on the server, and it is the server that keeps them apart."""
    (folder / "config.toml").write_text(
        SHARED.replace("postgresql+psycopg://pecwatch@/pecwatch?host=/run/postgresql", "sqlite:///var/pecwatch.db"),
        encoding="utf-8",
    )
    with pytest.raises(UsageError, match="many offices need PostgreSQL"):
        load_installation(folder / "config.toml", {})


def test_of_several_offices_one_must_be_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By `--office`, wherever it stands; a wrong one is told which there are."""
    with pytest.raises(UsageError, match="2 offices: name one with --office, of cremona, soncino"):
        load_config(folder / "config.toml", {})
    assert main(["--config", str(folder / "config.toml"), "status", "--office", "crema"]) == ExitCode.USAGE
    assert "no such office" in capsys.readouterr().err


def test_the_only_office_need_not_be_named(folder: Path) -> None:
    """Whoever begins with one writes no code behind each command."""
    (folder / "offices.d" / "soncino.toml").unlink()
    config = load_config(folder / "config.toml", {"CREDENTIALS_DIRECTORY": str(folder / "credentials")})
    assert config.tenant is not None
    assert config.tenant.code == "cremona"


def test_a_broken_office_keeps_no_other_from_its_work(folder: Path) -> None:
    """The installation loads, and so does every other office."""
    (folder / "offices.d" / "cremona.toml").write_text("[[mailbox\n", encoding="utf-8")
    assert load_installation(folder / "config.toml", {}).offices == ("cremona", "soncino")
    assert office(folder, "soncino").tenant is not None
    with pytest.raises(UsageError, match="not valid TOML"):
        load_config(folder / "offices.d" / "cremona.toml", {})


def test_reading_without_working_knows_the_senders_of_all(folder: Path) -> None:
    """`parse --office` judges only what it uses."""
    found = load_reading_config(folder / "offices.d" / "cremona.toml", {})
    assert found.lists.correspondents.senders == ("decadenze@pec.aler.example",)
