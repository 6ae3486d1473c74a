# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch purge`: counts beside the service, deletes alone."""

import json
from pathlib import Path

import pytest

from pecwatch.errors import ExitCode
from pecwatch.model.retention import Purged
from tests.cli.calling import call
from tests.service.offices import SmallOffice


def test_counting_works_beside_a_service_and_deleting_does_not(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """75 while the lock is held; the dry run gives one JSON object with every class."""
    office = SmallOffice(tmp_path)
    monkeypatch.setenv("PECWATCH_MAILBOX__PEC__PASSWORD", office.password)
    file = tmp_path / "config.toml"
    with office.desk():
        counted = call(capfd, file, "purge", "--dry-run", "--json")
        assert counted.code == ExitCode.DONE
        assert json.loads(counted.out).keys() == set(Purged.__dataclass_fields__)
        assert call(capfd, file, "purge").code == ExitCode.LOCKED
    done = call(capfd, file, "purge")
    assert done.code == ExitCode.DONE
    assert "rows: 0 gone" in done.out
    assert json.loads(call(capfd, file, "status", "--json").out)["last_purge_at"]
