# SPDX-License-Identifier: EUPL-1.2
"""What Prometheus gets from a running service."""

import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from pecwatch.errors import UsageError
from pecwatch.service.health import status
from pecwatch.service.metrics import prometheus_text
from pecwatch.service.metrics_endpoint import serving_metrics
from tests.servers.dovecot import reserved_port
from tests.service.offices import SmallOffice


def measured(folder: Path) -> tuple[SmallOffice, str]:
    with reserved_port() as port:
        place = f"127.0.0.1:{port}"
    return SmallOffice(folder, f'[metrics]\nlisten = "{place}"'), f"http://{place}/metrics"


def test_the_same_numbers_as_the_file(tmp_path: Path) -> None:
    """Name by name and value by value; then the port is free again."""
    office, url = measured(tmp_path)
    with office.desk() as desk:
        with serving_metrics(desk), urlopen(url, timeout=10) as answer:
            said = answer.read().decode()
        expected = prometheus_text(status(desk), desk.clock())
        with pytest.raises(OSError, match="refused"):
            urlopen(url, timeout=10)

    def numbers(text: str) -> dict[str, float]:
        pairs = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, value in pairs}

    assert numbers(said) == pytest.approx(numbers(expected))
    assert "pecwatch_healthy" in numbers(said)


def test_a_database_that_cannot_be_looked_at_is_not_healthy(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Said as a number, without a traceback anywhere."""
    office, url = measured(tmp_path)
    with office.desk() as desk, serving_metrics(desk):
        with desk.database.writing() as session:
            session.connection().exec_driver_sql("ALTER TABLE outbox RENAME TO elsewhere")
        with urlopen(url, timeout=10) as answer:
            assert "pecwatch_healthy 0.0" in answer.read().decode()
    assert "Traceback" not in "".join(capfd.readouterr())


def test_what_keeps_it_from_answering_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that is taken, and a library that is not there, before anything is fetched."""
    office, _ = measured(tmp_path)
    with office.desk() as desk:
        with serving_metrics(desk), pytest.raises(UsageError, match="another port"), serving_metrics(desk):
            pass
        monkeypatch.setitem(sys.modules, "prometheus_client", None)
        with pytest.raises(UsageError, match="pip install"), serving_metrics(desk):
            pass


@pytest.mark.parametrize(
    ("listen", "remedy"),
    [("0.0.0.0:9469", "this machine"), ("10.0.0.7:9469", "this machine"), ("9469", "address and port"),
     ("127.0.0.1:0", "address and port"), ("127.0.0.1:99999", "address and port")],
)  # fmt: skip
def test_only_this_machine_is_answered(tmp_path: Path, listen: str, remedy: str) -> None:
    """Refused with the reason."""
    office = SmallOffice(tmp_path, f'[metrics]\nlisten = "{listen}"')
    with pytest.raises(UsageError, match=rf"\[metrics\] listen.*{remedy}"), office.desk():
        pass
