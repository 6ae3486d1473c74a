# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch keys`: what it shows, and another master key by a file or by whoever starts pecwatch."""

import json
from pathlib import Path

from pecwatch.errors import ExitCode
from pecwatch.store.key_ring import KeyRing
from pecwatch.store.master_key import read_master_key
from pecwatch.store.rotation import former_key_files
from tests.cli.running import complaint, run
from tests.service.offices import SmallOffice

PASSWORD = {"PECWATCH_MAILBOX__PEC__PASSWORD": "rondine-2025"}
OLD, NEW = "0" * 64, "1" * 64


def test_its_own_file(tmp_path: Path) -> None:
    """Made beside the old one, which stays until it is no longer needed; the trail says so, nothing says the key."""
    with SmallOffice(tmp_path).desk() as desk:
        desk.vault.keys.make("2025-10")
    said = []
    for arguments in (("status", "--json"), ("rotate",), ("status",), ("rotate", "--finish"), ("status", "--json")):
        done = run("keys", *arguments, cwd=tmp_path, **PASSWORD)
        assert done.returncode == ExitCode.DONE, done.stderr
        said.append(done.stdout)
    before, after = (json.loads(text) for text in (said[0], said[4]))
    assert before["state"]["fingerprint"] != after["state"]["fingerprint"]
    assert before["state"]["months"] == after["state"]["months"] == ["2025-10"]
    assert (after["former_key_files"], after["state"]["shared"]) == (0, [])
    assert "files of former master keys: 1" in said[2]
    trail = run("audit", "list", "--json", cwd=tmp_path, **PASSWORD).stdout.splitlines()
    (entry,) = [each for each in map(json.loads, trail) if each["deed"] == "rotated"]
    assert f"to={after['state']['fingerprint']}" in entry["detail"]
    key = (tmp_path / "var" / "master.key").read_text().strip()
    assert not any(key in text for text in (*said, *trail))


def test_a_key_that_somebody_gives(tmp_path: Path) -> None:
    """Then the new one is given too, and the old one starts nothing any more, rather than make keys of its own."""
    SmallOffice(tmp_path)
    old, new = ({**PASSWORD, "PECWATCH_VAULT__MASTER_KEY": key} for key in (OLD, NEW))
    file = tmp_path / "new.key"
    file.write_text(NEW)
    file.chmod(0o600)
    assert run("audit", "verify", cwd=tmp_path, **old).returncode == ExitCode.DONE
    assert "in a file" in complaint(run("keys", "rotate", cwd=tmp_path, **old))
    done = run("keys", "rotate", "--new-master-key-file", str(file), cwd=tmp_path, **old)
    assert done.returncode == ExitCode.DONE, done.stderr
    assert "put the new master key in the place" in done.stdout
    assert run("keys", "status", cwd=tmp_path, **old).returncode == ExitCode.NEEDS_PERSON
    assert run("audit", "verify", cwd=tmp_path, **old).returncode != ExitCode.DONE
    assert run("audit", "verify", cwd=tmp_path, **new).returncode == ExitCode.DONE
    assert "is the one in use" in complaint(
        run("keys", "rotate", "--new-master-key-file", str(file), cwd=tmp_path, **new)
    )


def test_a_former_key_stays_while_something_needs_it(tmp_path: Path) -> None:
    """A process that had not heard of the rotation has made a key: it would be lost with the former master key."""
    with SmallOffice(tmp_path).desk() as desk:
        desk.vault.keys.make("2025-10")
    assert run("keys", "rotate", cwd=tmp_path, **PASSWORD).returncode == ExitCode.DONE
    (former,) = former_key_files(tmp_path / "var" / "master.key")
    late = KeyRing(tmp_path / "var" / "keys", read_master_key(former)).make("2025-12")
    said = complaint(run("keys", "rotate", "--finish", cwd=tmp_path, **PASSWORD))
    assert "2025-12" in said and "2025-10" not in said and "no file was removed" in said
    assert KeyRing(tmp_path / "var" / "keys", read_master_key(former)).get("2025-12") == late
