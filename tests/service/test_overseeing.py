# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch status` of an installation with many offices: what it finds, and what its administrator is written."""

import json
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import psycopg
import pytest

from pecwatch.cli.main import main
from pecwatch.errors import ExitCode
from tests.servers.postgresql import PostgreSQL
from tests.servers.smtp import SmtpServer

SHARED = """
[offices]
[service]
data_dir = "var"
[database]
url = "{url}"
[smtp]
host = "127.0.0.1"
port = {relay.port}
tls_ca_file = "{relay.ca_file}"
username = "{relay.username}"
password_file = "smtp"
from = "pecwatch@regione.example"
[office]
system_administrator = {{ name = "CED", email = "ced@regione.example" }}
"""
OFFICES = ("comune-0001", "comune-0002", "soncino")
LATE, BROKEN = "due_at = now() - interval '11 minutes'", "problem = 'configuration'"
AT_WORK = f"{LATE}, lease = 'x', leased_by = 'w:1', leased_until = now() + interval '1 hour'"
LOST, ENDED = "problem = 'lease_lost'", "ended_at = now() - interval '2"
STUCK = "soncino: its rounds do not end"
NO_WORKER = "the mail says it"


@pytest.fixture(scope="module")
def url(postgresql: PostgreSQL) -> Iterator[str]:
    """A database with its tables."""
    url = postgresql.create()
    yield url
    postgresql.drop(url)


class Installation:
    """A folder with three offices of which nothing but the code is known, and what the database says of them."""

    def __init__(self, folder: Path, url: str, relay: SmtpServer) -> None:
        self.file, self.url, self.relay = folder / "config.toml", url, relay
        self.file.write_text(SHARED.format(url=url, relay=relay), encoding="utf-8")
        (folder / "smtp").touch(mode=0o600)
        (folder / "smtp").write_text(relay.password, encoding="utf-8")
        (folder / "var").mkdir(mode=0o700)
        (folder / "offices.d").mkdir()
        for code in OFFICES:
            (folder / "offices.d" / f"{code}.toml").touch()

    def look(self, *more: str) -> int:
        return main(["--config", str(self.file), "status", *more])

    def stands(self, **offices: str) -> None:
        """Every office is well, but for these."""
        with psycopg.connect(self.url.replace("+psycopg", "")) as connection:
            connection.execute("DELETE FROM office_work")
            for code in OFFICES:
                connection.execute("INSERT INTO office_work (office, due_at, problem) VALUES (%s, now(), '')", (code,))
                said = offices.get(code.replace("-", "_"), "due_at = now()")
                connection.execute(f"UPDATE office_work SET {said} WHERE office = %s".encode(), (code,))

    def mails(self) -> list[tuple[str, str]]:
        """Subject and text of what the administrator got."""
        found = []
        for mail in self.relay.messages:
            assert mail.recipients == ("ced@regione.example",)
            message = message_from_bytes(mail.content, policy=policy.default)
            body = message.get_body(("plain",))
            assert body is not None
            found.append((str(message["Subject"]), " ".join(body.get_content().split())))
        return found


@pytest.fixture
def installation(tmp_path: Path, url: str, smtp_server: SmtpServer) -> Installation:
    found = Installation(tmp_path, url, smtp_server)
    assert main(["--config", str(found.file), "offices", "--prepare"]) == 0
    return found


@pytest.mark.parametrize("words", [("offices",), ("status",), ("status", "--mail-administrator")], ids=" ".join)
def test_an_empty_server_is_prepared_for_all_at_once(
    tmp_path: Path, url: str, smtp_server: SmtpServer, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """By the command that does it where there are many: `poll` would ask for an office, and copies are the server's."""
    found = Installation(tmp_path, url, smtp_server)
    assert main(["--config", str(found.file), *words]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "pecwatch offices --prepare" in said
    assert "pecwatch poll" not in said
    assert "folder backups" not in said


def test_programs_read_times_in_utc(installation: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever zone the server lives in; this one is in Auckland."""
    installation.stands(soncino="ended_at = now()")
    assert main(["--config", str(installation.file), "offices", "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {moment[-1] for each in found for moment in (each["due_at"], each["ended_at"]) if moment} == {"Z"}


@pytest.mark.parametrize(
    ("offices", "code", "said"),
    [
        pytest.param({}, 0, "", id="all is well"),
        pytest.param({"comune_0001": LATE, "soncino": LATE}, 6, NO_WORKER, id="no worker"),
        pytest.param(
            {"comune_0001": AT_WORK, "soncino": LATE}, 6,
            "1 offices: overdue: are enough workers running? (soncino)", id="too few workers",
        ),
        pytest.param({"soncino": BROKEN}, 6, "soncino: its configuration is broken", id="a broken office"),
        pytest.param({"soncino": "problem = 'round'"}, 6, "soncino: its last round failed", id="a failed round"),
        pytest.param({"soncino": "problem = 'database'"}, 6, "1 offices: the database kept", id="a slow database"),
        pytest.param({"soncino": f"{LOST}, {ENDED} minutes'"}, 0, "", id="taken over: nothing to be done"),
        pytest.param({"soncino": f"{LOST}, {ENDED} hours'"}, 6, STUCK, id="taken over again and again"),
        pytest.param({"soncino": LOST}, 6, STUCK, id="taken over before any round had ended well"),
        pytest.param({"soncino": f"problem = 'command', {ENDED} hours'"}, 6, STUCK, id="commands that break off"),
        pytest.param(
            {"soncino": f"due_at = now() + interval '1 minute', {ENDED} hours'"}, 0, "", id="rounds that are rare",
        ),
        pytest.param(
            {"soncino": AT_WORK.replace("11", "61")}, 6, STUCK, id="each round is the end of its worker",
        ),
    ],
)  # fmt: skip
def test_what_is_found(
    installation: Installation, capsys: pytest.CaptureFixture[str], offices: dict[str, str], code: int, said: str
) -> None:
    """In one object, with the code that a monitor goes by."""
    installation.stands(**offices)
    capsys.readouterr()
    assert installation.look("--json") == code
    found = json.loads(capsys.readouterr().out)
    assert found["offices"] == 3
    assert found["healthy"] is (code == 0)
    assert found["is_running"] is (said != NO_WORKER)
    complaints = [each["text"] for each in found["complaints"]]
    assert [each.startswith(said) for each in complaints] == [True] * (said not in ("", NO_WORKER))


def test_the_administrator_hears_of_dead_workers_once_a_day(installation: Installation) -> None:
    """After two looks, past the workers, and that it is over."""
    installation.stands(soncino=LATE)
    for _ in range(3):
        assert installation.look("--mail-administrator") == ExitCode.UNHEALTHY
    installation.stands()
    for _ in range(3):
        assert installation.look("--mail-administrator") == ExitCode.DONE
    (dead, text), (well, _) = installation.mails()
    assert (dead, well) == ("[pecwatch] GUASTO – pecwatch è fermo", "[pecwatch] Risolto – pecwatch sta di nuovo bene")
    assert "systemctl restart 'pecwatch-worker@*'" in text


def test_each_broken_office_is_news(installation: Installation) -> None:
    """Also one whose code differs in its number alone; what is told already is not told again with it."""
    installation.stands(comune_0001=BROKEN)
    for _ in range(2):
        installation.look("--mail-administrator")
    installation.stands(comune_0001=BROKEN, comune_0002=BROKEN)
    for _ in range(3):
        assert installation.look("--mail-administrator") == ExitCode.UNHEALTHY
    (_, first), (_, second) = installation.mails()
    assert "pecwatch check --office comune-0001" in first
    assert "comune-0002" not in first
    assert "pecwatch check --office comune-0002" in second


def test_mails_that_wait_in_an_office_are_counted(installation: Installation) -> None:
    """Its rounds wrote so into its folder; that the relay takes nothing, no mail of the office can say."""
    installation.stands()
    folder = installation.file.parent / "var" / "soncino"
    folder.mkdir()
    (folder / "health.json").write_text('{"unsent_mails": 2}', encoding="utf-8")
    for _ in range(2):
        assert installation.look("--mail-administrator") == ExitCode.UNSENT
    ((subject, text),) = installation.mails()
    assert subject == "[pecwatch] GUASTO – pecwatch non sta bene"
    assert "1 offices: mails wait unsent" in text


def test_a_worker_that_gave_up_is_told_at_once(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is late yet, and others may go on; systemd says which it was."""
    installation.stands()
    monkeypatch.setenv("MONITOR_UNIT", "pecwatch-worker@2.service")
    monkeypatch.setenv("MONITOR_SERVICE_RESULT", "success")
    for _ in range(2):
        assert installation.look("--mail-administrator") == ExitCode.DONE
    assert installation.mails() == [], "systemd says the result to the timer's looks too"
    monkeypatch.setenv("MONITOR_SERVICE_RESULT", "exit-code")
    assert installation.look("--mail-administrator") == ExitCode.DONE
    ((_, text),) = installation.mails()
    assert "pecwatch-worker@2.service has given up" in text


def test_every_worker_that_gave_up_is_told_and_never_called_well(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The looks of the timer see that the others do the work, not that somebody started the dead ones again."""
    installation.stands()
    for unit in ("pecwatch-worker@1.service", "pecwatch-worker@2.service"):
        monkeypatch.setenv("MONITOR_UNIT", unit)
        monkeypatch.setenv("MONITOR_SERVICE_RESULT", "exit-code")
        installation.look("--mail-administrator")
    monkeypatch.delenv("MONITOR_UNIT")
    monkeypatch.delenv("MONITOR_SERVICE_RESULT")
    for _ in range(3):
        assert installation.look("--mail-administrator") == ExitCode.DONE
    (_, first), (_, second) = installation.mails()
    assert "pecwatch-worker@1.service has given up" in first
    assert "pecwatch-worker@2.service has given up" in second
    installation.stands(soncino=BROKEN)
    for _ in range(2):
        installation.look("--mail-administrator")
    installation.stands()
    for _ in range(2):
        installation.look("--mail-administrator")
    assert [subject for subject, _ in installation.mails()[2:]] == [
        "[pecwatch] GUASTO – pecwatch non sta bene",
        "[pecwatch] Risolto – pecwatch sta di nuovo bene",
    ], "a later trouble ends as ever"


def test_a_server_that_cannot_be_reached_is_told(installation: Installation) -> None:
    """Without it nothing works, and the watch needs none."""
    gone = installation.file.read_text(encoding="utf-8").replace(
        installation.url, "postgresql+psycopg://p@127.0.0.1:1/p"
    )
    installation.file.write_text(gone, encoding="utf-8")
    for _ in range(2):
        assert installation.look("--mail-administrator") == ExitCode.UNEXPECTED
    ((subject, text),) = installation.mails()
    assert subject == "[pecwatch] GUASTO – pecwatch è fermo"
    assert "the server cannot be reached" in text


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        pytest.param("system_administrator =", "[office] system_administrator: missing", id="nobody to write to"),
        pytest.param("[smtp]", "[smtp]: missing", id="no relay"),
    ],
)
def test_an_installation_that_names_nobody_is_refused(
    installation: Installation, capsys: pytest.CaptureFixture[str], gone: str, told: str
) -> None:
    """Each office may have its own, so workers start: only the watch needs those of the installation."""
    kept = installation.file.read_text(encoding="utf-8")
    begin = kept.index(gone)
    end = kept.find("[office]", begin) if gone == "[smtp]" else len(kept)
    installation.file.write_text(kept[:begin] + kept[end:], encoding="utf-8")
    assert installation.look("--mail-administrator") == ExitCode.USAGE
    assert told in capsys.readouterr().err
    assert installation.look() in (ExitCode.DONE, ExitCode.UNHEALTHY)
