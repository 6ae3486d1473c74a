# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch status` for monitors: the Prometheus file, and the mail past a service that is dead."""

import json
import re
import stat
from pathlib import Path

import pytest

from pecwatch.cli.main import main
from pecwatch.errors import ExitCode
from pecwatch.store.lock import exclusive_lock, is_locked
from tests.end_to_end.office import ADMINISTRATOR, SocialServices

LINE = re.compile(r'(pecwatch_[a-z_]+)(?:\{mailbox="([a-z]+)"\})? (-?\d+(?:\.\d+)?(?:e[+-]\d+)?)')
"""The text format of Prometheus, as far as it is used."""


def samples(text: str) -> dict[tuple[str, str], float]:
    """Every sample; each metric must be announced once, right before its samples."""
    found: dict[tuple[str, str], float] = {}
    announced = ""
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            announced = line.split()[2]
            assert line.endswith(" gauge")
            assert announced not in {name for name, _ in found}
        elif not line.startswith("# HELP "):
            match = LINE.fullmatch(line)
            assert match is not None, line
            assert match[1] == announced
            found[match[1], match[2] or ""] = float(match[3])
    return found


def test_the_file_for_prometheus(office: SocialServices, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole, readable by the collector, and nobody named in it."""
    office.install()
    file = tmp_path / "pecwatch.prom"
    file.write_text("of before")
    main(["--config", str(office.file), "status", "--prometheus", str(file)])
    text = file.read_text(encoding="utf-8")
    found = samples(text)
    assert found["pecwatch_registry_people", ""] == 300
    assert found["pecwatch_mails_unsent", ""] == 0
    assert {box for name, box in found if name == "pecwatch_mailbox_polled_at_seconds"} == {"pec", "ordinaria"}
    assert found["pecwatch_mailbox_polled_at_seconds", "pec"] == office.clock().timestamp()
    assert found["pecwatch_looked_at_seconds", ""] > found["pecwatch_mailbox_polled_at_seconds", "pec"]
    assert found["pecwatch_healthy", ""] == 0, "the last round was long ago"
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert list(tmp_path.glob(".pecwatch*")) == []
    assert "@" not in text
    assert "mailbox pec: last polled" in capsys.readouterr().out


def test_no_other_file_is_written_over(office: SocialServices, capsys: pytest.CaptureFixture[str]) -> None:
    """The file is replaced each time, and may stand beside the master key."""
    key = office.folder / "var" / "master.key"
    office.import_registry()
    before = key.read_bytes()
    assert main(["--config", str(office.file), "status", "--prometheus", str(key)]) == ExitCode.USAGE
    assert ".prom" in capsys.readouterr().err
    assert key.read_bytes() == before


def test_a_folder_that_takes_no_file_is_told(office: SocialServices, capsys: pytest.CaptureFixture[str]) -> None:
    """In one line."""
    code = main(["--config", str(office.file), "status", "--prometheus", "/proc/nowhere/pecwatch.prom"])
    assert code == ExitCode.USAGE
    assert "make its folder writable" in capsys.readouterr().err


@pytest.mark.sqlite
def test_a_database_that_cannot_be_opened_is_mailed(office: SocialServices, capsys: pytest.CaptureFixture[str]) -> None:
    """The watch needs none; a second look must find the same, since a database may be busy for a moment."""
    office.import_registry()
    office.relay.messages.clear()
    (office.folder / "var" / "watch.json").unlink(missing_ok=True)
    (office.folder / "var" / "pecwatch.db").chmod(0o644)
    for mails in (0, 1):
        assert main(["--config", str(office.file), "status", "--mail-administrator"]) == ExitCode.USAGE
        assert len(office.relay.messages) == mails
    assert [mail.recipients for mail in office.relay.messages] == [(ADMINISTRATOR,)]
    assert b"others may read it" in office.relay.messages[0].content.replace(b"=\r\n", b"")
    assert "others may read it" in capsys.readouterr().err


def test_a_service_that_gave_up_is_mailed_at_once(
    office: SocialServices, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """systemd says how the service ended; else, also when the timer of a living service looks, a second look counts."""
    office.import_registry()
    office.relay.messages.clear()
    arguments = ["--config", str(office.file), "status", "--mail-administrator"]
    for said in (None, "success"):
        if said is not None:
            monkeypatch.setenv("MONITOR_SERVICE_RESULT", said)
        assert main(arguments) == ExitCode.UNHEALTHY
        assert office.relay.messages == []
        (office.folder / "var" / "watch.json").unlink()
    monkeypatch.setenv("MONITOR_SERVICE_RESULT", "exit-code")
    assert main(arguments) == ExitCode.UNHEALTHY
    assert [mail.recipients for mail in office.relay.messages] == [(ADMINISTRATOR,)]
    assert "not healthy" in capsys.readouterr().out
    assert main([*arguments, "--json"]) == ExitCode.UNHEALTHY
    told = json.loads(capsys.readouterr().out)
    assert (told["healthy"], told["exit_code"]) == (False, ExitCode.UNHEALTHY)
    assert "the service does not run" in told["complaints"][-1]


def test_a_mail_that_no_relay_takes_keeps_nothing_from_monitors(
    office: SocialServices, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And a file that cannot be written keeps no mail from leaving."""
    office.import_registry()
    monkeypatch.setenv("MONITOR_SERVICE_RESULT", "exit-code")
    arguments = ["--config", str(office.file), "status", "--json", "--mail-administrator", "--prometheus"]
    capsys.readouterr()
    office.relay.faults.refuse_auth = True
    try:
        assert main([*arguments, str(tmp_path / "pecwatch.prom")]) == ExitCode.UNSENT
    finally:
        office.relay.faults.refuse_auth = False
    told = json.loads(capsys.readouterr().out)
    assert (told["healthy"], told["exit_code"]) == (False, ExitCode.UNHEALTHY)
    assert samples((tmp_path / "pecwatch.prom").read_text(encoding="utf-8"))["pecwatch_healthy", ""] == 0
    office.relay.messages.clear()
    assert main([*arguments, "/proc/nowhere/pecwatch.prom"]) == ExitCode.USAGE
    assert [mail.recipients for mail in office.relay.messages] == [(ADMINISTRATOR,)]


def test_who_holds_the_lock_is_running(tmp_path: Path) -> None:
    """Looking does not take it away from anybody."""
    url = f"sqlite:///{tmp_path}/pecwatch.db"
    assert not is_locked(tmp_path)
    with exclusive_lock(tmp_path, url):
        assert is_locked(tmp_path)
        assert is_locked(tmp_path)
    assert not is_locked(tmp_path)
