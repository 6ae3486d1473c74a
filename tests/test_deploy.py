# SPDX-License-Identifier: EUPL-1.2
"""The units of deploy/: how little they leave open, and that everything still works with what they close."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pecwatch.cli.main import COMMANDS, main
from pecwatch.config.environment import PREFIX
from pecwatch.config.sections import SECTIONS, ServiceSection
from tests.cli.test_init import NEEDED
from tests.deploy.under_unit import NOT_HERE
from tests.deploy.unit import allowed_calls, settings
from tests.end_to_end.office import SocialServices
from tests.test_readme import blocks, parsed
from tests.tree import ROOT

DEPLOY = ROOT / "deploy"
SERVICE, WATCH = DEPLOY / "pecwatch.service", DEPLOY / "pecwatch-watch.service"
MOST_EXPOSED = 2.0
PROGRAM = "/opt/pecwatch/bin/"
OF_MANY_OFFICES = "pecwatch-worker@.service"
"""It takes the place of the service where one installation has many; that chapter of the guide installs it."""

with_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="NOT TRIED: the units need systemd-analyze (apt: systemd)"
)


@with_systemd
@pytest.mark.parametrize("unit", [SERVICE, WATCH], ids=lambda unit: unit.stem)
def test_units_leave_little_open(unit: Path) -> None:
    """At most 2.0 of 10 by systemd's own reckoning."""
    done = subprocess.run(
        ("systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)),
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert found is not None, done.stdout + done.stderr
    assert float(found[1]) <= MOST_EXPOSED


@with_systemd
def test_systemd_understands_every_line() -> None:
    """A misspelt directive is passed over with a warning, and closes nothing."""
    units = [str(path) for path in DEPLOY.iterdir() if path.suffix in (".service", ".timer")]
    done = subprocess.run(
        ("systemd-analyze", "verify", *units), capture_output=True, text=True, check=False, timeout=60
    )
    told = [line for line in done.stderr.splitlines() if "pecwatch" in line]
    assert [line for line in told if "is not executable" not in line] == []


def started_under(unit: Path, folder: Path, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    """pecwatch at work in a folder, with what the unit leaves it."""
    command = (sys.executable, "-m", "tests.deploy.under_unit", str(unit), str(folder))
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables}
    return subprocess.Popen(
        (*command, sys.executable, "-m", "pecwatch", *arguments),
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Code, answer and complaints, or a skip where the unit's restrictions cannot be tried."""
    told, complained = process.communicate(timeout=110)
    if process.returncode == NOT_HERE:
        pytest.skip(f"NOT TRIED: what the units close cannot be closed here ({complained.strip()})")
    return process.returncode, told, complained


@pytest.fixture
def under_root() -> None:
    """Only root may close everything that systemd closes."""
    if os.geteuid() != 0:
        pytest.skip("NOT TRIED: the restrictions of the units can be tried by root only")


@with_systemd
@pytest.mark.usefixtures("under_root")
def test_the_service_works_under_its_unit(office: SocialServices) -> None:
    """The readers are locked up whole, a round ends well and feeds the watchdog; the watch sees what it left."""
    authority = Path(shutil.copy(office.dovecot.ca_file, office.folder / "ca.pem"))
    text = office.file.read_text(encoding="utf-8").replace(str(office.dovecot.ca_file), authority.name)
    required = text.replace("[service]", '[service]\nsandbox = "required"')
    office.file.write_text(required, encoding="utf-8")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind(str(office.folder / "notify"))
        supervisor.settimeout(60)
        service = started_under(SERVICE, office.folder, "run", NOTIFY_SOCKET=str(office.folder / "notify"))
        try:
            heard = [supervisor.recv(100), supervisor.recv(100)]
        except TimeoutError:
            heard = []
        service.terminate()
        code, _, complained = ended(service)
    assert (code, heard) == (0, [b"READY=1", b"WATCHDOG=1"]), complained
    code, told, complained = ended(started_under(WATCH, office.folder, "status", "--json", "--mail-administrator"))
    assert code == 6, complained
    assert '"complaints":["no registry' in told


@with_systemd
@pytest.mark.usefixtures("under_root")
@pytest.mark.parametrize(
    ("sample", "program"),
    [
        pytest.param("2028-08-word-97", "soffice", id="LibreOffice"),
        pytest.param("2026-06-scansione", "tesseract", id="tesseract"),
    ],
)
def test_programs_work_under_the_unit(sample: str, program: str, tmp_path: Path) -> None:
    """Old Word documents and scans are read: each program has its folder and the system calls that it needs."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    shutil.copy(ROOT / "samples" / sample / "message.eml", tmp_path)
    _, told, complained = ended(started_under(SERVICE, tmp_path, "parse", "--json", "message.eml"))
    assert "program_failed" not in complained
    assert '"rows":[{' in told, complained


@with_systemd
def test_what_the_readers_need_is_allowed() -> None:
    """Whoever makes the unit stricter learns here what it would cost."""
    wanted = {"unshare", "mount", "prctl", "prlimit64", "landlock_create_ruleset", "landlock_restrict_self"}
    assert wanted <= allowed_calls(settings(SERVICE))
    assert set(settings(SERVICE)["RestrictNamespaces"][0].split()) == {"user", "net", "ipc", "mnt", "pid"}


def test_what_would_be_dangerous_is_not() -> None:
    """Nothing that reaches other processes, the kernel or keys."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("NOT TRIED: needs systemd-analyze")
    for unit in (SERVICE, WATCH):
        dangerous = {
            "ptrace",
            "bpf",
            "init_module",
            "kexec_load",
            "keyctl",
            "chroot",
            "setuid",
            "userfaultfd",
            "swapon",
        }
        assert dangerous & allowed_calls(settings(unit)) == set()
    assert "mount" not in allowed_calls(settings(WATCH))


@pytest.mark.parametrize("unit", [SERVICE, WATCH], ids=lambda unit: unit.stem)
def test_units_call_pecwatch_as_it_is(unit: Path) -> None:
    """Commands and options that exist, passwords by the names the configuration knows."""
    (start,) = settings(unit)["ExecStart"]
    call = start.removeprefix(PROGRAM).replace("--config /etc/pecwatch/config.toml ", "")
    parsed(call)
    assert set(COMMANDS) & set(call.split())
    names = [line.partition(":")[0] for line in settings(unit)["LoadCredential"]]
    assert {"pec", "smtp", "smtp_fallback", "database", "registry"} <= set(names)
    assert all(
        line == f"{name}:pecwatch.{name}" for name, line in zip(names, settings(unit)["LoadCredential"], strict=True)
    )


def test_the_watch_is_told_when_the_service_gives_up() -> None:
    """At once, and by the timer whatever happens."""
    assert settings(SERVICE)["OnFailure"] == [WATCH.name]
    assert settings(DEPLOY / OF_MANY_OFFICES)["OnFailure"] == ["pecwatch-watch@%i.service"], "each worker has its own"
    copied = f"install -m 644 deploy/{WATCH.name} /etc/systemd/system/pecwatch-watch@.service"
    assert copied in (ROOT / "docs" / "guida-tecnica.md").read_text(encoding="utf-8")
    assert (DEPLOY / "pecwatch-watch.timer").exists()
    assert settings(SERVICE)["Type"] == ["notify"]
    longest = ServiceSection.model_fields["round_deadline_s"].default
    assert int(settings(SERVICE)["WatchdogSec"][0]) > longest, "a long round is no dead service"


def test_user_and_folders_are_those_of_the_unit() -> None:
    """What sysusers and tmpfiles make is what the units ask for."""
    user = (DEPLOY / "pecwatch.sysusers.conf").read_text(encoding="utf-8").splitlines()[-1].split()
    folders = (DEPLOY / "pecwatch.tmpfiles.conf").read_text(encoding="utf-8")
    for unit in (SERVICE, WATCH):
        found = settings(unit)
        assert found["User"] == found["Group"] == [user[1]]
        assert f"d {found['WorkingDirectory'][0]} 0{found['StateDirectoryMode'][0].lstrip('0')} pecwatch" in folders
        assert found["EnvironmentFile"][0].lstrip("-") in folders


def test_the_environment_example_names_keys_that_exist() -> None:
    """And no password."""
    lines = re.findall(
        r"^#(PECWATCH_\w+)=", (DEPLOY / "pecwatch.env.example").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert lines
    for name in lines:
        section, *_, key = name.removeprefix(PREFIX).lower().split("__")
        assert key in SECTIONS[section].model_fields
        assert "password" not in key


def steps_of_the_guide() -> list[str]:
    """The commands of the guide's section, one a line."""
    guide = (ROOT / "docs" / "guida-tecnica.md").read_text(encoding="utf-8")
    section = guide.partition("## Installazione come servizio\n")[2].partition("\n## ")[0]
    return blocks(section)


def test_every_command_of_the_guide_exists() -> None:
    """As it is written, with the files it names."""
    calls = [line.partition(PROGRAM)[2] for line in steps_of_the_guide() if f"{PROGRAM}pecwatch" in line]
    assert len(calls) >= 8
    for call in calls:
        parsed(call)
    files = {word for line in steps_of_the_guide() for word in line.split() if word.startswith("deploy/")}
    installed = {path.name for path in DEPLOY.iterdir()} - {"README.md", "pecwatch.env.example", OF_MANY_OFFICES}
    assert {Path(name).name for name in files} == installed


@with_systemd
@pytest.mark.usefixtures("under_root")
def test_the_guide_makes_user_and_folders(tmp_path: Path) -> None:
    """Its own commands, word by word, below another root; then a configuration that only pecwatch may read."""
    for line in steps_of_the_guide():
        command, *words = line.split()
        if command == "install" and "/dev/null" not in words:
            words = [f"{tmp_path}{word}" if word.startswith("/") else word for word in words]
            (tmp_path / "etc" / "systemd" / "system").mkdir(parents=True, exist_ok=True)
        elif command in ("systemd-sysusers", "systemd-tmpfiles"):
            words = [f"--root={tmp_path}", *words]
        elif "pecwatch init" in line:
            options = [word for pair in NEEDED.items() for word in pair]
            etc, data = tmp_path / "etc" / "pecwatch", tmp_path / "var" / "lib" / "pecwatch"
            assert main(["init", "--into", str(etc), "--data-dir", str(data), "--non-interactive", *options]) == 0
            continue
        else:
            continue
        subprocess.run((command, *words), cwd=ROOT, check=True, capture_output=True, timeout=60)
    (user,) = (line for line in (tmp_path / "etc" / "passwd").read_text().splitlines() if line.startswith("pecwatch:"))
    number = int(user.split(":")[2])
    made = {
        path: (oct(found.st_mode)[-3:], found.st_uid, found.st_gid)
        for path in ("etc/pecwatch", "etc/pecwatch/config.toml", "etc/pecwatch/secrets/pec", "var/lib/pecwatch")
        for found in [(tmp_path / path).stat()]
    }
    assert made == {
        "etc/pecwatch": ("750", 0, number),
        "etc/pecwatch/config.toml": ("640", 0, number),
        "etc/pecwatch/secrets/pec": ("600", number, number),
        "var/lib/pecwatch": ("700", number, number),
    }
